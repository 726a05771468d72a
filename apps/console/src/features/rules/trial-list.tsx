import { Button } from '@mantine/core';
import { useCallback, useEffect, useRef, useState } from 'react';
import { Link } from 'react-router';
import type { Rule, ShadowFinding } from '../../api.rules.types.js';
import { Moment, Day } from '../../ui/moment.js';
import { Sentence } from '../../ui/sentence.js';
import { Signal } from '../../ui/signal.js';
import { useKeys } from '../../ui/use-keys.js';
import { useWorks } from '../session/roles.js';
import { causeLabel } from '../verdict/causes.js';
import { WrongDialog } from '../verdict/wrong-dialog.js';
import { Priority } from '../worklist/priority.js';
import { useTrialVerdict } from './use-trial.js';

interface TrialListProps {
  rule: Pick<Rule, 'rule'>;
  findings: ShadowFinding[];
}

/** Whom the rule would list, to be judged one after the other: `j` and `k` walk them, `Y` and `X` judge, and the mark goes on to the next. */
export function TrialList({ rule, findings }: TrialListProps) {
  const works = useWorks();
  const { judge, takeBack, reset, isSaving, problem } = useTrialVerdict(rule.rule);
  const [activeId, setActiveId] = useState<string | null>(null);
  const [askedId, setAskedId] = useState<string | null>(null);
  const body = useRef<HTMLTableSectionElement>(null);
  const focusOwed = useRef(false);

  const move = useCallback(
    (step: number, from: string | null) => {
      const here = findings.findIndex(({ id }) => id === from);
      const next = findings[Math.min(findings.length - 1, Math.max(0, here + step))];
      if (next === undefined) return;
      focusOwed.current = true;
      setActiveId(next.id);
    },
    [findings],
  );
  // The focus follows the mark, so that Enter opens the patient and a screen reader reads the row.
  useEffect(() => {
    if (activeId === null || !focusOwed.current) return;
    focusOwed.current = false;
    body.current?.querySelector<HTMLElement>(`[data-finding="${CSS.escape(activeId)}"] a`)?.focus();
  }, [activeId]);

  const ask = (id: string | null) => {
    reset();
    setAskedId(id);
  };
  const right = (id: string) =>
    void judge(id, { verdict: 'right' }).then(
      () => move(1, id),
      () => undefined,
    );
  const judged = works && !isSaving ? activeId : null;
  useKeys({
    j: () => move(1, activeId),
    k: () => move(-1, activeId),
    y: () => judged !== null && right(judged),
    x: () => judged !== null && ask(judged),
  });

  return (
    <>
      {problem !== null && askedId === null && (
        <p role="alert" className="kw-wrong kw-padded kw-flat">
          {problem}
        </p>
      )}
      <table className="kw-table kw-stack kw-trial">
        <caption className="kw-hidden">Whom {rule.rule} would list</caption>
        <thead>
          <tr>
            <th scope="col">Patient</th>
            <th scope="col">Why it would list them</th>
            <th scope="col">Since</th>
            <th scope="col">Last and next visit</th>
            <th scope="col">Rightly?</th>
          </tr>
        </thead>
        <tbody ref={body}>
          {findings.map((finding) => (
            <TrialRow
              key={finding.id}
              finding={finding}
              isActive={finding.id === activeId}
              works={works}
              isSaving={isSaving}
              onRight={() => right(finding.id)}
              onWrong={() => ask(finding.id)}
              onTakeBack={() => takeBack(finding.id)}
            />
          ))}
        </tbody>
      </table>
      <WrongDialog
        isTrial
        opened={askedId !== null}
        onClose={() => setAskedId(null)}
        isSaving={isSaving}
        problem={problem}
        onCause={(cause) => {
          const id = askedId;
          if (id === null) return;
          void judge(id, { verdict: 'wrong', cause }).then(
            () => {
              setAskedId(null);
              move(1, id);
            },
            () => undefined,
          );
        }}
      />
    </>
  );
}

interface TrialRowProps {
  finding: ShadowFinding;
  isActive: boolean;
  works: boolean;
  isSaving: boolean;
  onRight: () => void;
  onWrong: () => void;
  onTakeBack: () => void;
}

function TrialRow({ finding, isActive, works, isSaving, onRight, onWrong, onTakeBack }: TrialRowProps) {
  const { personId, patientName, practitioner, location, reason, facts, clearsWhen, since, endedAt } = finding;
  return (
    <tr data-active={isActive || undefined} data-finding={finding.id}>
      <td data-label="Patient">
        <Link to={`/patients/${personId}`} className="kw-row-link">
          {patientName}
        </Link>
        <div className="kw-quiet">
          {[practitioner?.name, location?.name].filter((part) => part !== undefined).join(' · ')}
        </div>
        <Priority of={finding.class} />
        {finding.caseId !== null && <div className="kw-quiet">listed by other rules</div>}
      </td>
      <td data-label="Why">
        <Sentence of={reason} />
        {facts.length > 0 && (
          <details>
            <summary>What that rests on</summary>
            <ul className="kw-notes">
              {facts.map((fact) => (
                <li key={fact}>
                  <Sentence of={fact} />
                </li>
              ))}
            </ul>
            {clearsWhen !== null && (
              <p className="kw-quiet kw-flat">
                Ends when: <Sentence of={clearsWhen} />
              </p>
            )}
          </details>
        )}
      </td>
      <td data-label="Since">
        <Moment at={since} show="date" />
        {endedAt !== null && (
          <div className="kw-quiet">
            no longer, <Moment at={endedAt} show="date" />
          </div>
        )}
      </td>
      <td data-label="Visits">
        <Day on={finding.lastVisitOn} none="none yet" />
        <div className="kw-quiet">
          {finding.nextBookingAt === null ? (
            'nothing booked'
          ) : (
            <>
              next <Moment at={finding.nextBookingAt} show="date" />
            </>
          )}
        </div>
      </td>
      <td data-label="Rightly?">
        <Judged finding={finding} />
        {works && (
          <div className="kw-verdict-buttons">
            {finding.verdict === null ? (
              <>
                <Button size="compact-sm" variant="default" disabled={isSaving} onClick={onRight}>
                  Right
                </Button>
                <Button size="compact-sm" variant="default" disabled={isSaving} onClick={onWrong}>
                  Wrong
                </Button>
              </>
            ) : (
              <Button size="compact-sm" variant="subtle" disabled={isSaving} onClick={onTakeBack}>
                Take back
              </Button>
            )}
          </div>
        )}
      </td>
    </tr>
  );
}

function Judged({ finding: { verdict } }: { finding: ShadowFinding }) {
  if (verdict === null) return <span className="kw-none">not judged</span>;
  return (
    <>
      <Signal tone={verdict.verdict === 'right' ? 'good' : 'wait'}>
        {verdict.verdict === 'right' ? 'Right' : 'Wrong'}
      </Signal>
      <div className="kw-quiet">
        {verdict.cause !== null && <div>{causeLabel(verdict.cause)}</div>}
        {verdict.by.name}, <Moment at={verdict.at} />
      </div>
    </>
  );
}
