import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { getInterests } from '../../api.care.js';
import { getWorklist, getWorklistCounts } from '../../api.js';
import type { WorklistCounts, WorklistTab } from '../../api.types.js';
import type { View } from './view.js';

const PAGE_SIZE = 100;

export function useWorklist(view: View, text: string) {
  const query = text === '' ? view : { ...view, q: text };
  const pages = useInfiniteQuery({
    queryKey: ['worklist', query],
    queryFn: ({ pageParam, signal }) => getWorklist(query, pageParam, PAGE_SIZE, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: keepPreviousData,
  });
  const rows = useMemo(() => {
    // A person who moves between two pages while they are read would stand there twice.
    const byPerson = new Map(pages.data?.pages.flatMap((page) => page.items).map((row) => [row.personId, row]));
    return [...byPerson.values()];
  }, [pages.data]);
  return { pages, rows, freshness: pages.data?.pages[0]?.freshness ?? null };
}

/** The numbers of all tabs, and of what one tab can be narrowed by. */
export function useWorklistCounts(tab: WorklistTab) {
  const { data, isPending, isPlaceholderData } = useQuery({
    queryKey: ['worklist-counts', tab],
    queryFn: ({ signal }) => getWorklistCounts(tab, signal),
    placeholderData: keepPreviousData,
  });
  // While another tab's numbers are on their way, the tabs keep theirs; options of the tab left would be wrong ones.
  return { counts: data, isPending, options: isPlaceholderData ? undefined : data };
}

/** As many as the server offers: an interest beyond them may still be somebody's. */
const MOST_INTERESTS = 200;

/** What interests the patients of this practice, with how many rows of one tab each would leave. */
export function useInterestsOf(tab: WorklistTab) {
  const { data, isFetching, isPlaceholderData } = useQuery({
    queryKey: ['interests', tab],
    queryFn: ({ signal }) => getInterests(tab, signal),
    placeholderData: keepPreviousData,
  });
  const all = data ?? [];
  return {
    isAnyKnown: all.length > 0,
    options: isPlaceholderData ? [] : all.filter(({ listed }) => (listed ?? 0) > 0),
    /** Certain only once it has been asked anew. */
    isNobodys: (interest: string) =>
      data !== undefined && !isFetching && all.length < MOST_INTERESTS && !all.some((one) => one.interest === interest),
  };
}

/** How many people stand behind each tab. */
export function countOfTab(counts: WorklistCounts, tab: WorklistTab): number {
  if (tab === 'at_risk') return counts.atRisk;
  return tab === 'in_outreach' ? counts.inOutreach : counts[tab];
}
