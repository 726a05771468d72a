import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getPlaceholders, markPlaceholder } from '../../api.sources.js';
import type { PlaceholderMark } from '../../api.sources.types.js';

export const usePlaceholders = (id: string) =>
  useQuery({ queryKey: ['placeholders', id], queryFn: ({ signal }) => getPlaceholders(id, signal) });

export function useMarkPlaceholder(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (mark: PlaceholderMark) => markPlaceholder(id, mark),
    onSuccess: (all) => client.setQueryData(['placeholders', id], all),
  });
}
