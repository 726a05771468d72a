import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { beginShadowWeek, getGoLive, goLiveNow } from '../../api.rules.js';
import type { GoLive } from '../../api.rules.types.js';
import { useSending } from '../sending/use-sending.js';
import { useSeesPatients } from '../session/roles.js';

/** The hold on sending that a shadow week is. */
export const SHADOW_WEEK = 'shadow_week';

/** Known from what holds sending, which every page asks for anyway. */
export const useIsShadowWeek = () => useSending().data?.holds.some(({ reason }) => reason === SHADOW_WEEK) ?? false;

const ASK_AGAIN_MS = 60_000;

export const useGoLive = () =>
  useQuery({
    queryKey: ['go-live'],
    queryFn: ({ signal }) => getGoLive(signal),
    enabled: useSeesPatients(),
    refetchInterval: ASK_AGAIN_MS,
  });

export function useGoLiveWork() {
  const client = useQueryClient();
  const onSuccess = async (goLive: GoLive) => {
    client.setQueryData(['go-live'], goLive);
    await Promise.all([['sending'], ['outbox']].map((queryKey) => client.invalidateQueries({ queryKey })));
  };
  return {
    begin: useMutation({ mutationFn: beginShadowWeek, onSuccess }),
    open: useMutation({ mutationFn: goLiveNow, onSuccess }),
  };
}
