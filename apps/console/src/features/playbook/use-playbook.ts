import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { approveSequence, approveTemplate, getPlaybook } from '../../api.outreach.js';

export const usePlaybook = (enabled: boolean) =>
  useQuery({ queryKey: ['playbook'], queryFn: ({ signal }) => getPlaybook(signal), enabled });

export type Approvable = 'template' | 'sequence';

export function useApprove(what: Approvable) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string): Promise<unknown> => (what === 'template' ? approveTemplate(id) : approveSequence(id)),
    onSuccess: () => client.invalidateQueries({ queryKey: ['playbook'] }),
  });
}
