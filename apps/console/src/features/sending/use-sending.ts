import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { changeSending, getSending, holdSending, releaseHold } from '../../api.outreach.js';
import type { Sending } from '../../api.outreach.types.js';
import { useSeesPatients } from '../session/roles.js';

/** The banner in the frame must not wait long for a hold that somebody else set, nor ask all the time. */
const ASK_AGAIN_MS = 60_000;

export const useSending = () =>
  useQuery({
    queryKey: ['sending'],
    queryFn: ({ signal }) => getSending(signal),
    enabled: useSeesPatients(),
    refetchInterval: ASK_AGAIN_MS,
  });

export function useSendingWork() {
  const client = useQueryClient();
  const onSuccess = async (sending: Sending) => {
    client.setQueryData(['sending'], sending);
    await client.invalidateQueries({ queryKey: ['outbox'] });
  };
  return {
    change: useMutation({ mutationFn: changeSending, onSuccess }),
    hold: useMutation({ mutationFn: holdSending, onSuccess }),
    release: useMutation({
      mutationFn: ({ id, because }: { id: string; because: string }) => releaseHold(id, because),
      onSuccess,
    }),
  };
}
