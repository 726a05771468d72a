import { Button, Tabs } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo } from 'react';
import { getPastWorklist, type PastTab } from '../../api.past.js';
import { IconListSearch } from '../../ui/icons.js';
import { Moment } from '../../ui/moment.js';
import { Page } from '../../ui/page.js';
import { EmptyState, ErrorState, LoadingBars } from '../../ui/states.js';
import { WhyHereProvider } from '../day/why-here.js';
import { TABS } from '../worklist/words.js';
import { useListMemory } from '../worklist/list-memory.js';
import { isNarrowed, viewAddress, type View } from '../worklist/view.js';
import { WorklistRows } from '../worklist/worklist-rows.js';
import { AsOfContext, asOfText } from './as-of.js';
import { AsOfStrip } from './as-of-strip.js';

const PAGE_SIZE = 100;

const NOT_KEPT: readonly View['tab'][] = ['at_risk', 'lapsed', 'tasks'];
const isKept = (tab: View['tab']): tab is PastTab => !NOT_KEPT.includes(tab);

/** The list at an earlier moment, with the parts of which a past is kept. */
export function PastWorklistPage({ view, onView }: { view: View & { asOf: string }; onView: (view: View) => void }) {
  const tab = isKept(view.tab) ? view.tab : 'today';
  const { asOf, ...present } = view;
  return (
    <Page title="Off-track patients, then" tabTitle="Off-track">
      <AsOfStrip
        asOf={asOf}
        what="the list"
        onLook={(at) => onView(at === null ? present : { ...present, asOf: asOfText(at) })}
      />
      <Tabs value={tab} onChange={(next) => onView({ ...view, tab: (next ?? 'today') as PastTab })} className="kw-tabs">
        <Tabs.List aria-label="Parts of the list">
          {TABS.filter((one) => isKept(one.tab)).map(({ tab: name, label }) => (
            <Tabs.Tab key={name} value={name} aria-controls={undefined}>
              {label}
            </Tabs.Tab>
          ))}
        </Tabs.List>
      </Tabs>
      {isNarrowed(view, '') && (
        <p className="kw-flat kw-quiet">
          The filters of the list hold here too.{' '}
          <Button size="compact-sm" variant="subtle" onClick={() => onView({ tab, sort: view.sort, asOf })}>
            Clear filters
          </Button>
        </p>
      )}
      <div className="kw-sheet">
        <PastWorklist view={view} tab={tab} asOf={asOf} />
      </div>
    </Page>
  );
}

/** The list as it was shown at an earlier moment, row by row, in the order of then. */
function PastWorklist({ view, tab, asOf }: { view: View; tab: PastTab; asOf: string }) {
  const { remember } = useListMemory();
  const query = useMemo(() => ({ ...view, tab, asOf }), [view, tab, asOf]);
  const pages = useInfiniteQuery({
    queryKey: ['past-worklist', query],
    queryFn: ({ pageParam, signal }) => getPastWorklist(query, pageParam, PAGE_SIZE, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    staleTime: Infinity,
  });
  const rows = useMemo(() => pages.data?.pages.flatMap((page) => page.items) ?? [], [pages.data]);
  const { fetchNextPage } = pages;
  const more = useCallback(() => void fetchNextPage(), [fetchNextPage]);
  useEffect(() => {
    remember({ address: viewAddress(view), order: rows.map(({ personId }) => personId) });
  }, [remember, rows, view]);
  if (pages.isPending) return <LoadingBars rows={8} height={78} label="Loading the list of then" />;
  if (pages.isError && rows.length === 0) {
    return <ErrorState error={pages.error} onRetry={() => void pages.refetch()} />;
  }
  if (rows.length === 0) {
    return (
      <EmptyState icon={<IconListSearch size={26} stroke={1.6} />} title="Nobody stood in this part of the list then">
        What the list shows is kept since <Moment at={pages.data?.pages[0]?.keptSince ?? null} show="exact" />.
      </EmptyState>
    );
  }
  return (
    <AsOfContext value={asOf}>
      <WhyHereProvider>
        <WorklistRows
          rows={rows}
          label="The list as it was shown then"
          hasMore={pages.hasNextPage}
          isFetchingMore={pages.isFetchingNextPage}
          onMore={more}
          returning={false}
        />
      </WhyHereProvider>
    </AsOfContext>
  );
}
