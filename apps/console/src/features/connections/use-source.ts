import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import {
  acceptSmaller,
  askCompare,
  askReplay,
  dismissQuarantined,
  getAlarms,
  getBoard,
  getDrift,
  getHealth,
  getInbox,
  getQuarantine,
  getQuarantineCodes,
  getThroughput,
  getWays,
  getWords,
  getWrites,
  resolveWrite,
  retryWrite,
  sayWord,
  type QuarantineView,
} from '../../api.sources.js';
import type { CompareRange, MeaningOfWord, QuarantineState, WriteFound, WriteState } from '../../api.sources.types.js';
import { useHasRole } from '../session/use-session.js';

/** What a run may have changed about a source; the live channel asks for all of it again when a run ends. */
export const SOURCE_KEYS = [
  'health',
  'alarms',
  'words',
  'quarantine-codes',
  'board',
  'throughput',
  'drift',
  'inbox',
  'writes',
];

export const useHealth = (id: string) =>
  useQuery({ queryKey: ['health', id], queryFn: ({ signal }) => getHealth(id, signal), refetchInterval: 60_000 });

/** Alarms are for those who can do something about them; others see how fresh the data is. */
export const useAlarms = () =>
  useQuery({
    queryKey: ['alarms'],
    queryFn: ({ signal }) => getAlarms(signal),
    enabled: useHasRole('integrator', 'admin'),
    refetchInterval: 60_000,
  });

export const useBoard = (id: string) =>
  useQuery({ queryKey: ['board', id], queryFn: ({ signal }) => getBoard(id, signal) });

export const useThroughput = (id: string, days: number) =>
  useQuery({ queryKey: ['throughput', id, days], queryFn: ({ signal }) => getThroughput(id, days, signal) });

export const useWays = (id: string) =>
  useQuery({ queryKey: ['ways', id], queryFn: ({ signal }) => getWays(id, signal) });

export const useInbox = (id: string) =>
  useInfiniteQuery({
    queryKey: ['inbox', id],
    queryFn: ({ pageParam, signal }) => getInbox(id, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });

export const useWrites = (id: string, state: WriteState | null) =>
  useInfiniteQuery({
    queryKey: ['writes', id, state],
    queryFn: ({ pageParam, signal }) => getWrites(id, state, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });

export const useDrift = (id: string) =>
  useQuery({ queryKey: ['drift', id], queryFn: ({ signal }) => getDrift(id, signal) });

/** Bookings read before follow a word within moments; nothing tells when they have, so it is asked for. */
const FOLLOW_MS = 2_000;

export const useWords = (id: string) =>
  useQuery({
    queryKey: ['words', id],
    queryFn: ({ signal }) => getWords(id, signal),
    refetchInterval: ({ state }) => (state.data?.some(({ applied }) => !applied) === true ? FOLLOW_MS : false),
  });

export const useQuarantineCodes = (id: string, state: QuarantineState) =>
  useQuery({
    queryKey: ['quarantine-codes', id, state],
    queryFn: ({ signal }) => getQuarantineCodes(id, state, signal),
  });

/** Trying again what was put aside takes moments and is no run: nothing tells when it has ended. */
const TRYING_MS = 30_000;
const TRIED_MS = 2_000;

/** `triedAt`: when another try was asked for; null: it was not. */
export const useQuarantine = (id: string, view: QuarantineView, triedAt: number | null = null) =>
  useInfiniteQuery({
    refetchInterval: () => (triedAt !== null && Date.now() - triedAt < TRYING_MS ? TRIED_MS : false),
    queryKey: ['quarantine', id, view],
    queryFn: ({ pageParam, signal }) => getQuarantine(id, view, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });

function useRenew(...keys: string[]) {
  const client = useQueryClient();
  return () => Promise.all(keys.map((key) => client.invalidateQueries({ queryKey: [key] })));
}

export const useCompare = (id: string) =>
  useMutation({ mutationFn: (range: CompareRange) => askCompare(id, range), onSuccess: useRenew('health') });

export const useAcceptSmaller = (id: string, stream: string) =>
  useMutation({ mutationFn: () => acceptSmaller(id, stream), onSuccess: useRenew('health', 'alarms', 'runs') });

export const useRetryWrite = (operationId: string) =>
  useMutation({ mutationFn: () => retryWrite(operationId), onSuccess: useRenew('writes') });

export const useResolveWrite = (operationId: string) =>
  useMutation({ mutationFn: (as: WriteFound) => resolveWrite(operationId, as), onSuccess: useRenew('writes') });

export const useReplay = (id: string) =>
  useMutation({ mutationFn: () => askReplay(id), onSuccess: useRenew('runs', 'health') });

export function useSayWord(id: string) {
  const client = useQueryClient();
  const renew = useRenew('health', 'alarms', 'board');
  return useMutation({
    mutationFn: ({ word, status }: { word: string; status: MeaningOfWord }) => sayWord(id, word, status),
    onSuccess: (words) => {
      client.setQueryData(['words', id], words);
      return renew();
    },
  });
}

export const useDismiss = (id: string, itemId: string) =>
  useMutation({
    mutationFn: (reason: string) => dismissQuarantined(id, itemId, reason),
    onSuccess: useRenew('quarantine', 'quarantine-codes', 'connections', 'connection', 'health'),
  });
