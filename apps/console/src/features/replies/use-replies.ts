import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { getInbound, reviewInbound } from '../../api.outreach.js';

export const useReplies = (needsReview: boolean) =>
  useInfiniteQuery({
    queryKey: ['inbound', needsReview],
    queryFn: ({ pageParam, signal }) => getInbound(needsReview, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });

export function useReviewed() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: reviewInbound,
    onSuccess: () => client.invalidateQueries({ queryKey: ['inbound'] }),
  });
}
