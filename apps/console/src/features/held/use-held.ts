import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { discardHeldCases, getHeldCases, publishHeldCases } from '../../api.care.js';
import { getAlarms } from '../../api.sources.js';

export type HeldAnswer = 'publish' | 'discard';

/** Names patients, and each look is written down: asked for once, not in the background. */
export const useHeldCases = (enabled: boolean) =>
  useQuery({
    queryKey: ['held-cases'],
    queryFn: ({ signal }) => getHeldCases(signal),
    enabled,
    refetchOnWindowFocus: false,
  });

/** Why they are held, in the words of the alarm that stands for it. */
export function useSurge(enabled: boolean) {
  const alarms = useQuery({ queryKey: ['alarms'], queryFn: ({ signal }) => getAlarms(signal), enabled });
  return alarms.data?.open.find(({ code }) => code === 'surge_held');
}

export function useAnswerHeld() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ answer, upTo }: { answer: HeldAnswer; upTo: string }) =>
      answer === 'publish' ? publishHeldCases(upTo) : discardHeldCases(upTo),
    onSuccess: () =>
      Promise.all(
        ['held-cases', 'alarms', 'worklist', 'worklist-counts'].map((key) =>
          client.invalidateQueries({ queryKey: [key] }),
        ),
      ),
  });
}
