import { useQuery } from '@tanstack/react-query';
import { getLeases } from '../../api.cases.js';
import type { LeaseRow } from '../../api.types.js';

const NOBODY: LeaseRow[] = [];

/** Who has which patient in hand, live. `known` is false until it was asked: then a row's own word counts. */
export function useLeases(): { items: LeaseRow[]; known: boolean } {
  const { data } = useQuery({
    queryKey: ['leases'],
    queryFn: ({ signal }) => getLeases(signal),
    staleTime: 30_000,
    // A lease also ends by the clock alone, of which nobody is told.
    refetchInterval: 60_000,
  });
  return { items: data ?? NOBODY, known: data !== undefined };
}
