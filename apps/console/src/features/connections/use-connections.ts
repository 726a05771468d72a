import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getConnection, getConnections, getConnectors, getRuns, replayQuarantine, syncNow } from '../../api.js';
import type { Connection, ConnectionDetail } from '../../api.types.js';
import { useHasRole } from '../session/use-session.js';

export const useConnections = () =>
  useQuery({ queryKey: ['connections'], queryFn: ({ signal }) => getConnections(signal) });

/** The kinds there are; only those who may connect one may ask. */
export const useConnectors = () =>
  useQuery({
    queryKey: ['connectors'],
    queryFn: ({ signal }) => getConnectors(signal),
    staleTime: Infinity,
    enabled: useMayManage(),
  });

export const useMayManage = () => useHasRole('integrator', 'admin');

/** One connection: in full for those who manage it, as the list shows it for everyone else. */
export function useConnection(connectionId: string) {
  const mayManage = useMayManage();
  return useQuery<Connection | ConnectionDetail | null>({
    queryKey: ['connection', connectionId, mayManage],
    queryFn: async ({ signal }) =>
      mayManage
        ? await getConnection(connectionId, signal)
        : ((await getConnections(signal)).find((connection) => connection.id === connectionId) ?? null),
  });
}

export const useRuns = (connectionId: string) =>
  useInfiniteQuery({
    queryKey: ['runs', connectionId],
    queryFn: ({ pageParam, signal }) => getRuns(connectionId, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });

/** Asks for a sync, or for another try at what was put aside; the live channel then tells how it goes. */
export function useConnectionWork(connectionId: string) {
  const client = useQueryClient();
  const renew = () =>
    Promise.all(
      ['connections', 'connection', 'runs', 'quarantine', 'quarantine-codes'].map((key) =>
        client.invalidateQueries({ queryKey: [key] }),
      ),
    );
  const sync = useMutation({ mutationFn: () => syncNow(connectionId), onSuccess: renew });
  const replay = useMutation({ mutationFn: () => replayQuarantine(connectionId), onSuccess: renew });
  return { sync, replay };
}
