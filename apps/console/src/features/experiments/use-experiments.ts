import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { endExperiment, getExperiments, startExperiment } from '../../api.day.js';

/** Letters of a reason, as the API asks. */
export const REASON_AT_LEAST = 10;
const KEY = ['experiments'];

export const useExperiments = (enabled: boolean) =>
  useQuery({ queryKey: KEY, queryFn: ({ signal }) => getExperiments(signal), enabled });

/** Both acts change who stands in the list. */
export function useExperimentWork() {
  const client = useQueryClient();
  const onSuccess = () =>
    Promise.all(
      [KEY, ['worklist'], ['worklist-counts'], ['day']].map((queryKey) => client.invalidateQueries({ queryKey })),
    );
  return {
    start: useMutation({ mutationFn: startExperiment, onSuccess }),
    end: useMutation({
      mutationFn: ({ id, reason }: { id: string; reason: string }) => endExperiment(id, reason),
      onSuccess,
    }),
  };
}
