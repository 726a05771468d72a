import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { isProblem } from '../../api.cases.js';
import { getCareTemplates, getOfferedTemplates, saveCareTemplates, type NewCareTemplates } from '../../api.care.js';

const KEY = ['care-templates'];

export const useCareTemplates = () =>
  useQuery({ queryKey: KEY, queryFn: ({ signal }) => getCareTemplates(signal), refetchOnWindowFocus: false });

/** What ships and this version does not describe; `version`: 0 has nothing to be put beside. */
export const useOfferedTemplates = (enabled: boolean, version: number) =>
  useQuery({
    queryKey: ['offered-care-templates', version],
    queryFn: ({ signal }) => getOfferedTemplates(signal),
    enabled: enabled && version > 0,
  });

export function useSaveCareTemplates() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: NewCareTemplates) => saveCareTemplates(body),
    // Somebody saved meanwhile: what they saved stands there once the changes are dropped.
    onError: (problem) => (isProblem(problem, 'conflict') ? client.invalidateQueries({ queryKey: KEY }) : undefined),
    onSuccess: async (saved) => {
      client.setQueryData(KEY, saved);
      // Cards and badges of everybody follow.
      await Promise.all(['tiers', 'patient'].map((key) => client.invalidateQueries({ queryKey: [key] })));
    },
  });
}
