import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getInterests, getPreferences, setPreferences, type NewPreferences } from '../../api.care.js';

const keyOf = (personId: string) => ['patient', personId, 'preferences'];

export const usePreferences = (personId: string) =>
  useQuery({ queryKey: keyOf(personId), queryFn: ({ signal }) => getPreferences(personId, signal) });

export const useInterests = () =>
  useQuery({
    queryKey: ['interests', null],
    queryFn: ({ signal }) => getInterests(undefined, signal),
    staleTime: 60_000,
  });

export function useSetPreferences(personId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: NewPreferences) => setPreferences(personId, body),
    onSuccess: (said) => {
      client.setQueryData(keyOf(personId), said);
      return client.invalidateQueries({ queryKey: ['interests'] });
    },
  });
}
