import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { searchPatients } from '../../api.js';
import {
  getMatchedPayments,
  getPaymentCounts,
  getUnmatchedPayments,
  matchPayment,
  unmatchPayment,
} from '../../api.sources.js';

/** All that is known of payments is renewed together. */
const PAYMENTS = 'payments';

export const useUnmatched = () =>
  useInfiniteQuery({
    queryKey: [PAYMENTS, 'unmatched'],
    queryFn: ({ pageParam, signal }) => getUnmatchedPayments(pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });

export const useMatched = () =>
  useInfiniteQuery({
    queryKey: [PAYMENTS, 'matched'],
    queryFn: ({ pageParam, signal }) => getMatchedPayments(pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });

export const usePaymentCounts = () =>
  useQuery({ queryKey: [PAYMENTS, 'counts'], queryFn: ({ signal }) => getPaymentCounts(signal) });

/** Fewer letters would name half the practice. */
const LEAST_LETTERS = 2;

/** Among everybody known here, listed or not. */
export const usePatientSearch = (text: string) =>
  useQuery({
    queryKey: ['patient-search', text],
    queryFn: ({ signal }) => searchPatients(text, signal),
    enabled: text.length >= LEAST_LETTERS,
    gcTime: 0,
  });

export function useMatchPayment(paymentId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (personId: string) => matchPayment(paymentId, personId),
    onSuccess: () => client.invalidateQueries({ queryKey: [PAYMENTS] }),
  });
}

export function useUnmatchPayment(paymentId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => unmatchPayment(paymentId),
    onSuccess: () => client.invalidateQueries({ queryKey: [PAYMENTS] }),
  });
}
