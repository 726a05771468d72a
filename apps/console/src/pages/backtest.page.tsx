import { Button, Progress } from '@mantine/core';
import { Link, useParams } from 'react-router';
import { ApiProblem } from '../api.js';
import type { Backtest, BacktestRun } from '../api.backtests.js';
import { ResultView } from '../features/backtest/result-view.js';
import { RunState } from '../features/backtest/run-state.js';
import { isUnderWay, useBacktest, useCancelBacktest } from '../features/backtest/use-backtests.js';
import { everyText, periodText } from '../features/backtest/words.js';
import { draftAddress } from '../features/rules/addresses.js';
import { NotAllowed } from '../features/session/not-allowed.js';
import { useManages } from '../features/session/roles.js';
import { IconAlertTriangle, IconRepeat } from '../ui/icons.js';
import { Moment } from '../ui/moment.js';
import { Page } from '../ui/page.js';
import { percentText } from '../ui/shares.js';
import { EmptyState, ErrorState, LoadingBars } from '../ui/states.js';
import NotFoundPage from './not-found.page.js';

const BACK = { to: '/rules/backtest', label: 'Rules on the past' };

/** One run: how far it is, and once it is done its figures. */
export default function BacktestPage() {
  const { runId = '' } = useParams();
  const manages = useManages();
  const run = useBacktest(runId, manages);
  if (run.error instanceof ApiProblem && run.error.status === 404) return <NotFoundPage />;
  if (run.data === undefined) {
    return (
      <Page title="Rules on the past" back={BACK}>
        {!manages ? (
          <NotAllowed>Managers and admins of the practice try rules on the past.</NotAllowed>
        ) : run.isError ? (
          <ErrorState error={run.error} onRetry={() => void run.refetch()} />
        ) : (
          <LoadingBars rows={6} height={84} label="Loading the run" />
        )}
      </Page>
    );
  }
  const { data } = run;
  return (
    <Page
      title={periodText(data)}
      tabTitle="Rules on the past"
      back={BACK}
      lead={
        <>
          <RunState run={data} /> · {everyText(data.every)} ·{' '}
          {data.draftId === null ? (
            'settings in force'
          ) : (
            <>
              <Link to={draftAddress(data.draftId)}>a proposed change</Link> beside the settings in force
            </>
          )}{' '}
          · asked for <Moment at={data.askedAt} /> by {data.askedBy.name}
        </>
      }
    >
      <Standing run={data} />
    </Page>
  );
}

function Standing({ run }: { run: Backtest }) {
  if (isUnderWay(run)) return <UnderWay run={run} />;
  if (run.state === 'cancelled') {
    return (
      <div className="kw-card">
        <EmptyState icon={<IconRepeat size={26} stroke={1.6} />} title="This run was called off">
          Nothing was kept of it. Ask for it again under Rules on the past.
        </EmptyState>
      </div>
    );
  }
  if (run.result === null) {
    return (
      <div className="kw-card">
        <EmptyState icon={<IconAlertTriangle size={26} stroke={1.6} />} title="This could not be tried">
          {run.problem ?? 'No reason was given. Ask for the run again.'}
        </EmptyState>
      </div>
    );
  }
  return <ResultView result={run.result} />;
}

function UnderWay({ run }: { run: BacktestRun }) {
  const cancel = useCancelBacktest();
  return (
    <div className="kw-card kw-padded">
      <p className="kw-flat" role="status">
        {run.state === 'asked'
          ? 'It waits until a worker is free. You can leave this page; the run goes on by itself.'
          : `${percentText(run.progress)} of the people have been asked. You can leave this page; the run goes on by itself.`}
      </p>
      <Progress.Root size="lg" mt="sm">
        <Progress.Section value={Math.round(run.progress * 100)} aria-label="How far the run is" />
      </Progress.Root>
      <Button variant="default" mt="md" loading={cancel.isPending} onClick={() => cancel.mutate(run.id)}>
        Call it off
      </Button>
      {cancel.isError && (
        <p role="alert" className="kw-wrong">
          {cancel.error.message}
        </p>
      )}
    </div>
  );
}
