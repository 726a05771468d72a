import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getWorklist } from '../../api.js';
import { getUnmatchedPayments, matchPayment } from '../../api.sources.js';

export const useUnmatched = (enabled: boolean) =>
  useInfiniteQuery({
    queryKey: ['payments-unmatched'],
    queryFn: ({ pageParam, signal }) => getUnmatchedPayments(pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    enabled,
  });

/** Fewer letters would name half the practice. */
const LEAST_LETTERS = 2;
const SHOWN = 10;

export const usePatientSearch = (text: string) =>
  useQuery({
    queryKey: ['patient-search', text],
    queryFn: ({ signal }) => getWorklist({ tab: 'all', sort: 'priority', q: text }, null, SHOWN, signal),
    enabled: text.length >= LEAST_LETTERS,
    gcTime: 0,
  });

export function useMatchPayment(paymentId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (personId: string) => matchPayment(paymentId, personId),
    onSuccess: () => client.invalidateQueries({ queryKey: ['payments-unmatched'] }),
  });
}
