import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import {
  askBacktest,
  cancelBacktest,
  getBacktest,
  getBacktests,
  type Backtest,
  type BacktestRun,
} from '../../api.backtests.js';

const LIST = ['backtests'];
const LOOK_AGAIN_MS = 2_000;

export const isUnderWay = ({ state }: Pick<BacktestRun, 'state'>) => state === 'asked' || state === 'running';

/** What was tried, newest first; looks again by itself while something is under way. */
export const useBacktests = (enabled: boolean) =>
  useInfiniteQuery({
    queryKey: LIST,
    queryFn: ({ pageParam, signal }) => getBacktests(pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    enabled,
    refetchInterval: ({ state }) =>
      state.data?.pages.some(({ items }) => items.some(isUnderWay)) === true ? LOOK_AGAIN_MS : false,
  });

/** What is done never changes. */
export const useBacktest = (id: string, enabled: boolean) =>
  useQuery({
    queryKey: ['backtest', id],
    queryFn: ({ signal }) => getBacktest(id, signal),
    enabled,
    staleTime: ({ state }) => (state.data !== undefined && !isUnderWay(state.data) ? Infinity : 0),
    refetchInterval: ({ state }) => (state.data !== undefined && isUnderWay(state.data) ? LOOK_AGAIN_MS : false),
  });

export function useCancelBacktest() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: cancelBacktest,
    /** It may have ended by itself meanwhile: then it stands otherwise than it is shown. */
    onSettled: (_run, _problem, id) =>
      Promise.all([['backtest', id], LIST].map((queryKey) => client.invalidateQueries({ queryKey }))),
  });
}

export function useAskBacktest() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: askBacktest,
    onSuccess: async (run) => {
      client.setQueryData<Backtest>(['backtest', run.id], { ...run, result: null });
      await client.invalidateQueries({ queryKey: LIST });
    },
  });
}
