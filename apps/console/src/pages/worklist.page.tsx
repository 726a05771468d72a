import { Tabs, Text } from '@mantine/core';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import type { WorklistTab } from '../api.types.js';
import { asOfText } from '../features/as-of/as-of.js';
import { AsOfStrip } from '../features/as-of/as-of-strip.js';
import { PastWorklistPage } from '../features/as-of/past-worklist.js';
import { DayBar } from '../features/day/day-bar.js';
import { useDay } from '../features/day/use-day.js';
import { WhyHereProvider } from '../features/day/why-here.js';
import { HeldBar } from '../features/held/held-bar.js';
import { FreshnessBar } from '../features/worklist/freshness-bar.js';
import { patientAddress } from '../features/worklist/case-columns.js';
import { useDepartures } from '../features/worklist/use-departures.js';
import { useListMemory } from '../features/worklist/list-memory.js';
import { countOfTab, useWorklist, useWorklistCounts } from '../features/worklist/use-worklist.js';
import { isNarrowed, readView, viewAddress, writeView, type View } from '../features/worklist/view.js';
import { TABS } from '../features/worklist/words.js';
import { WorklistEmpty } from '../features/worklist/worklist-empty.js';
import { WorklistFilters } from '../features/worklist/worklist-filters.js';
import { WorklistRows } from '../features/worklist/worklist-rows.js';
import { isWorkable } from '../features/work/use-next-patient.js';
import { WorkTheList } from '../features/work/work-the-list.js';
import { Page } from '../ui/page.js';
import { ErrorState, LoadingBars } from '../ui/states.js';
import { useKeys } from '../ui/use-keys.js';

export default function WorklistPage() {
  const [address, setAddress] = useSearchParams();
  const view = useMemo(() => readView(address), [address]);
  const { asOf } = view;
  const show = (next: View, replace = false) => setAddress(writeView(next), { replace });
  return asOf === undefined ? (
    <PresentWorklist view={view} onView={show} />
  ) : (
    <PastWorklistPage view={{ ...view, asOf }} onView={show} />
  );
}

interface PresentProps {
  view: View;
  /** `replace`: nobody chose it, so the way back does not lead to what was. */
  onView: (view: View, replace?: boolean) => void;
}

function PresentWorklist({ view, onView }: PresentProps) {
  const { text, remember, recall } = useListMemory();
  const [returning] = useState(() => recall().isAtPatient);
  const { pages, rows, freshness } = useWorklist(view, text);
  const { counts, options, isPending: countsPending } = useWorklistCounts(view.tab);
  const searchField = useRef<HTMLInputElement>(null);
  const viewKey = `${writeView(view)} ${text}`;
  const departed = useDepartures(rows, viewKey, pages.isSuccess && !pages.isPlaceholderData);
  const change = (changes: Partial<View>, replace?: boolean) => onView({ ...view, ...changes }, replace);
  useKeys({ '/': () => searchField.current?.focus() });

  // A new view starts at its top; coming back from a patient does not, the browser restores where one was.
  const shownView = useRef(viewKey);
  useEffect(() => {
    if (shownView.current !== viewKey) window.scrollTo({ top: 0 });
    shownView.current = viewKey;
  }, [viewKey]);

  useEffect(() => {
    remember({ address: viewAddress(view), order: rows.map((row) => row.personId) });
  }, [remember, rows, view]);

  const { fetchNextPage } = pages;
  const more = useCallback(() => void fetchNextPage(), [fetchNextPage]);
  const tab = TABS.find((one) => one.tab === view.tab);
  // Without a capacity nobody is without a place: the tab would always be empty.
  const plansDays = (useDay().data?.capacity ?? null) !== null;
  const tabs = TABS.filter(({ tab: name }) => name !== 'waiting' || plansDays || view.tab === 'waiting');

  return (
    <Page
      title="Off-track patients"
      tabTitle="Off-track"
      lead={<FreshnessBar freshness={freshness} />}
      actions={
        <>
          <AsOfStrip asOf={null} what="the list" onLook={(at) => at !== null && change({ asOf: asOfText(at) })} />
          {isWorkable(view.tab) && <WorkTheList />}
        </>
      }
    >
      <Tabs value={view.tab} onChange={(next) => change({ tab: (next ?? 'today') as WorklistTab })} className="kw-tabs">
        <Tabs.List aria-label="Parts of the list">
          {tabs.map(({ tab: name, label }) => (
            <Tabs.Tab
              key={name}
              value={name}
              aria-controls={undefined}
              rightSection={counts && <Count of={countOfTab(counts, name)} />}
            >
              {label}
            </Tabs.Tab>
          ))}
        </Tabs.List>
      </Tabs>
      <HeldBar cases={counts?.held ?? 0} />
      <DayBar tab={view.tab} />
      <WorklistFilters view={view} options={options} onChange={change} searchField={searchField} />
      <div className="kw-sheet" aria-busy={pages.isPlaceholderData || undefined}>
        {departed.length > 0 && (
          <Text size="sm" className="kw-departed">
            Left this list just now:{' '}
            {departed.slice(0, 5).map((row, index) => (
              <span key={row.personId}>
                {index > 0 && ', '}
                <Link to={patientAddress(row)}>{row.patientName}</Link>
              </span>
            ))}
            {departed.length > 5 && ` and ${departed.length - 5} more`}
          </Text>
        )}
        {pages.isPending ? (
          <LoadingBars rows={8} height={78} label="Loading the list" />
        ) : pages.isError && rows.length === 0 ? (
          <ErrorState error={pages.error} onRetry={() => void pages.refetch()} />
        ) : rows.length === 0 ? (
          <WorklistEmpty
            tab={view.tab}
            narrowed={isNarrowed(view, text)}
            counts={counts}
            countsPending={countsPending}
            freshness={freshness}
          />
        ) : (
          <WhyHereProvider>
            <WorklistRows
              rows={rows}
              label={tab === undefined ? 'Patients' : `${tab.label}: ${tab.means}`}
              hasMore={pages.hasNextPage}
              isFetchingMore={pages.isFetchingNextPage}
              onMore={more}
              returning={returning}
            />
          </WhyHereProvider>
        )}
      </div>
    </Page>
  );
}

function Count({ of }: { of: number }) {
  return <span className="kw-count">{of.toLocaleString('en-GB')}</span>;
}
