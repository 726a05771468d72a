import { Button } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'react-router';
import type { ShadowWeek } from '../../api.rules.types.js';
import { useAnnounce } from '../../ui/announcer.js';
import { IconCircleCheck } from '../../ui/icons.js';
import { Moment } from '../../ui/moment.js';
import { useNow } from '../../ui/now.js';
import { Section } from '../../ui/section.js';
import { percentText } from '../../ui/shares.js';
import { Signal } from '../../ui/signal.js';
import { Precision } from '../rules/precision.js';
import { ReasonDialog } from '../sending/reason-dialog.js';
import { useHasRole } from '../session/use-session.js';
import { useGoLiveWork } from './use-go-live.js';

const DAY_MS = 86_400_000;

/** A week under way: how far it is, how the list was judged, what is missing, and the gate. */
export function WeekPanel({ week }: { week: ShadowWeek }) {
  const now = useNow();
  const [begun, ends] = [Date.parse(week.since), Date.parse(week.weekEndsAt)];
  const days = Math.round((ends - begun) / DAY_MS);
  const day = Math.min(days, Math.max(1, Math.floor((now - begun) / DAY_MS) + 1));
  const judged = week.judged.right + week.judged.wrong;
  return (
    <>
      <Section
        title="How far it is"
        aside={
          <>
            since <Moment at={week.since} show="exact" />
            {week.byName !== null && `, begun by ${week.byName}`}
          </>
        }
      >
        <p className="kw-flat kw-quiet">{week.reason}</p>
        <dl className="kw-progress-facts">
          <div>
            <dt>Days</dt>
            <dd>
              <Progress label={`Day ${day} of ${days}`} part={(now - begun) / (ends - begun)} />
              <span className="kw-quiet">
                {now < ends ? 'until ' : 'over since '}
                <Moment at={week.weekEndsAt} show="exact" />
              </span>
            </dd>
          </div>
          <div>
            <dt>Marks</dt>
            <dd>
              <Progress
                label={`${judged.toLocaleString('en-GB')} of ${week.fewestMarks.toLocaleString('en-GB')} patients judged`}
                part={judged / week.fewestMarks}
              />
            </dd>
          </div>
          <div>
            <dt>Rightly listed</dt>
            <dd>
              <Precision precision={week.judged} wanted={week.agreedPrecision} what="patients" />
              <span className="kw-quiet">agreed: at least {percentText(week.agreedPrecision)}</span>
            </dd>
          </div>
        </dl>
      </Section>
      <HowToJudge />
      <Gate week={week} />
    </>
  );
}

function Progress({ label, part }: { label: string; part: number }) {
  const width = `${Math.round(Math.min(1, Math.max(0, part)) * 100)}%`;
  return (
    <>
      <strong className="kw-number">{label}</strong>
      <svg className="kw-progress" aria-hidden width="100%" height="6">
        <rect width="100%" height="6" rx="3" className="kw-progress-whole" />
        <rect width={width} height="6" rx="3" className="kw-progress-part" />
      </svg>
    </>
  );
}

function HowToJudge() {
  return (
    <Section title="How the list is judged">
      <p className="kw-flat">
        On the <Link to="/worklist">off-track list</Link> or a patient’s page, <kbd>Y</kbd> says that they are rightly
        listed, <kbd>X</kbd> and a number that they should not be here and why. <kbd>U</kbd> takes the last mark back.
        Nobody is contacted for it.
      </p>
    </Section>
  );
}

function Gate({ week }: { week: ShadowWeek }) {
  const isAdmin = useHasRole('admin');
  const announce = useAnnounce();
  const { open } = useGoLiveWork();
  const [asked, setAsked] = useState(false);
  const isOpen = week.missing.length === 0;
  return (
    <Section title="Going live">
      {isOpen ? (
        <Signal tone="good">Everything that was agreed is there.</Signal>
      ) : (
        <ul className="kw-plain kw-missing" aria-label="What is missing">
          {week.missing.map((sentence) => (
            <li key={sentence}>
              <Signal tone="wait">{sentence}</Signal>
            </li>
          ))}
        </ul>
      )}
      {isAdmin ? (
        <Button
          mt="md"
          leftSection={<IconCircleCheck size={16} />}
          disabled={!isOpen}
          title={isOpen ? undefined : 'Something is still missing'}
          onClick={() => setAsked(true)}
        >
          Go live
        </Button>
      ) : (
        <p className="kw-quiet">An admin of this practice opens the gate.</p>
      )}
      <ReasonDialog
        opened={asked}
        onClose={() => setAsked(false)}
        title="Go live?"
        lead="From now on messages may leave, each only if it is allowed. What you write stays in the audit log."
        label="Why the list is good enough"
        action="Go live"
        work={open}
        onReason={(reason) =>
          open.mutate(reason, {
            onSuccess: () => {
              setAsked(false);
              announce('The practice is live. Messages may leave from now on.');
            },
          })
        }
      />
    </Section>
  );
}
