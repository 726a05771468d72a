import { Button } from '@mantine/core';
import { Link, useSearchParams } from 'react-router';
import type { BacktestRun } from '../api.backtests.js';
import { BacktestForm } from '../features/backtest/backtest-form.js';
import { RunState } from '../features/backtest/run-state.js';
import { useBacktests } from '../features/backtest/use-backtests.js';
import { backtestAddress, everyText, periodText } from '../features/backtest/words.js';
import { draftAddress } from '../features/rules/addresses.js';
import { NotAllowed } from '../features/session/not-allowed.js';
import { useManages } from '../features/session/roles.js';
import { IconRepeat } from '../ui/icons.js';
import { Moment } from '../ui/moment.js';
import { Page } from '../ui/page.js';
import { Section } from '../ui/section.js';
import { EmptyState, ErrorState, LoadingBars } from '../ui/states.js';

/** The rules tried on the practice's own past. */
export default function BacktestsPage() {
  const manages = useManages();
  const [address] = useSearchParams();
  return (
    <Page
      title="Rules on the past"
      back={{ to: '/rules', label: 'Rules' }}
      lead="Whom the rules would have flagged on each day with what was known by then, how early, and who stayed away."
    >
      {manages ? (
        <>
          <BacktestForm draftId={address.get('draft')} />
          <Runs />
        </>
      ) : (
        <NotAllowed>Managers and admins of the practice try rules on the past.</NotAllowed>
      )}
    </Page>
  );
}

function Runs() {
  const runs = useBacktests(true);
  if (runs.isPending) return <LoadingBars rows={3} height={56} label="Loading what was tried" />;
  if (runs.isError && runs.data === undefined) {
    return <ErrorState error={runs.error} onRetry={() => void runs.refetch()} />;
  }
  const items = (runs.data?.pages ?? []).flatMap((page) => page.items);
  if (items.length === 0) {
    return (
      <div className="kw-card">
        <EmptyState icon={<IconRepeat size={26} stroke={1.6} />} title="Nothing tried yet">
          A run takes minutes and shows, for each rule, how many of its alerts were right and how much earlier they came
          than a fixed gap of 60 or 90 days.
        </EmptyState>
      </div>
    );
  }
  return (
    <Section title="What was tried" aside="newest first" padded={false}>
      <table className="kw-table kw-stack">
        <caption className="kw-hidden">What was tried</caption>
        <thead>
          <tr>
            <th scope="col">Period</th>
            <th scope="col">With</th>
            <th scope="col">Asked for</th>
            <th scope="col">State</th>
          </tr>
        </thead>
        <tbody>
          {items.map((run) => (
            <RunRow key={run.id} run={run} />
          ))}
        </tbody>
      </table>
      {runs.hasNextPage && (
        <div className="kw-more">
          <Button variant="subtle" loading={runs.isFetchingNextPage} onClick={() => void runs.fetchNextPage()}>
            Load more
          </Button>
        </div>
      )}
    </Section>
  );
}

function RunRow({ run }: { run: BacktestRun }) {
  return (
    <tr>
      <td data-label="Period">
        <Link to={backtestAddress(run.id)} className="kw-row-link">
          {periodText(run)}
        </Link>
        <span className="kw-quiet">{everyText(run.every)}</span>
      </td>
      <td data-label="With">
        {run.draftId === null ? (
          'Settings in force'
        ) : (
          <>
            <Link to={draftAddress(run.draftId)}>A proposed change</Link> beside the settings in force
          </>
        )}
        {run.rules !== null && <div className="kw-quiet">{run.rules.join(', ')} alone</div>}
      </td>
      <td data-label="Asked for">
        <Moment at={run.askedAt} /> <span className="kw-quiet">by {run.askedBy.name}</span>
      </td>
      <td data-label="State">
        <RunState run={run} />
      </td>
    </tr>
  );
}
