import { Alert, Button } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'react-router';
import { HeldAnswers } from '../features/held/held-answer.js';
import { HeldPeople, HeldRules } from '../features/held/held-people.js';
import { useHeldCases, useSurge } from '../features/held/use-held.js';
import { NotAllowed } from '../features/session/not-allowed.js';
import { useManages } from '../features/session/roles.js';
import { FreshnessBar } from '../features/worklist/freshness-bar.js';
import { IconCircleCheck } from '../ui/icons.js';
import { Moment } from '../ui/moment.js';
import { Page } from '../ui/page.js';
import { Section } from '../ui/section.js';
import { Sentence } from '../ui/sentence.js';
import { numberText } from '../ui/shares.js';
import { EmptyState, ErrorState, LoadingBars } from '../ui/states.js';

/** New cases that came in such number that nobody is shown them before a person has looked (K30). */
export default function HeldPage() {
  const manages = useManages();
  const held = useHeldCases(manages);
  const [answered, setAnswered] = useState<string | null>(null);
  const { cases = 0, upTo = null } = held.data ?? {};
  return (
    <Page
      title="Held for review"
      back={{ to: '/worklist', label: 'Off-track list' }}
      lead="When far more patients go off track in a day than is usual, a half-read source is likelier than a bad day. The new cases wait here until somebody says which."
      actions={
        upTo !== null && cases > 0 ? <HeldAnswers cases={cases} upTo={upTo} onAnswered={setAnswered} /> : undefined
      }
    >
      {answered !== null && (
        <Alert color="pine" variant="light" role="status">
          {answered}
        </Alert>
      )}
      {!manages ? (
        <NotAllowed>Managers and admins decide about cases that are held.</NotAllowed>
      ) : held.isPending ? (
        <LoadingBars rows={5} height={64} label="Loading the held cases" />
      ) : held.isError && held.data === undefined ? (
        <ErrorState error={held.error} onRetry={() => void held.refetch()} />
      ) : cases === 0 ? (
        <div className="kw-card">
          <EmptyState
            icon={<IconCircleCheck size={26} stroke={1.6} />}
            title="Nothing is held"
            action={
              <Button component={Link} to="/worklist" variant="default">
                To the off-track list
              </Button>
            }
          >
            Every new case stands on the list.
          </EmptyState>
        </div>
      ) : (
        <>
          <Cause cases={cases} since={held.data.since} />
          <HeldRules held={held.data} />
          <HeldPeople held={held.data} />
        </>
      )}
    </Page>
  );
}

function Cause({ cases, since }: { cases: number; since: string | null }) {
  const surge = useSurge(true);
  return (
    <Section
      title="Why they are held"
      aside={
        <>
          since <Moment at={since} />
        </>
      }
    >
      <p className="kw-flat">
        <strong className="kw-number">{numberText(cases)}</strong> {cases === 1 ? 'case waits.' : 'cases wait.'}{' '}
        {surge !== undefined && <Sentence of={surge.says} />}
      </p>
      {surge !== undefined && (
        <p>
          Most of them came by <Link to={`/connections/${surge.connectionId}`}>{surge.connection}</Link>: look whether
          it was read whole.
        </p>
      )}
      <FreshnessBar freshness={null} />
    </Section>
  );
}
