import { Fragment } from 'react';
import type { Channel, MergedFact, PreviewStep } from '../../api.types.js';
import { IconMail, IconMessage, IconPhone } from '../../ui/icons.js';
import { appointedText } from '../../ui/dates.js';
import { Signal } from '../../ui/signal.js';
import { useZone } from '../../ui/zone.js';
import { recordKindWord } from '../patient/words.js';
import { Verdict } from './verdict.js';

export const CHANNEL_WORDS: Record<Channel, string> = { sms: 'Text message', email: 'E-mail', call: 'Call' };
const ICONS = { sms: IconMessage, email: IconMail, call: IconPhone };

/** One step as it will be: when, by what, the very text with the facts in it marked, and whether it may go. */
export function StepPreview({ step }: { step: PreviewStep }) {
  const zone = useZone();
  const Icon = ICONS[step.channel];
  return (
    <li className="kw-plan" data-left-out={step.leftOut || undefined}>
      <div className="kw-plan-head">
        <span>
          <Icon size={16} aria-hidden /> <strong>{CHANNEL_WORDS[step.channel]}</strong>
        </span>
        <time dateTime={step.dueAt} title={zone}>
          {appointedText(step.dueAt, zone)}
        </time>
      </div>
      {step.leftOut && <p className="kw-quiet">Left out for this patient; the other steps go on without it.</p>}
      {step.channel === 'call' && <p className="kw-quiet">The case comes back to the list for a call.</p>}
      {step.subject !== null && <p className="kw-plan-subject">{step.subject}</p>}
      {step.text !== null && (
        <div className={step.channel === 'sms' ? 'kw-bubble' : 'kw-mail-text'}>
          <TextWithFacts text={step.text} facts={step.facts} />
        </div>
      )}
      {step.segments !== null && (
        <p className="kw-quiet kw-plan-size">
          {step.text?.length ?? 0} characters, {step.segments} {step.segments === 1 ? 'segment' : 'segments'}
        </p>
      )}
      {step.problems.map((problem) => (
        <p key={problem} className="kw-plan-problem">
          <Signal tone="wrong">{problem}</Signal>
        </p>
      ))}
      {step.channel !== 'call' && (
        <Verdict verdict={step.verdict} allowed="May be sent then" refused="May not be sent then" />
      )}
      <Facts facts={step.facts} />
    </li>
  );
}

function Facts({ facts }: { facts: MergedFact[] }) {
  if (facts.length === 0) return null;
  return (
    <details className="kw-plan-facts">
      <summary>
        {facts.length} {facts.length === 1 ? 'fact' : 'facts'} in this text
      </summary>
      <dl>
        {facts.map((fact) => (
          <div key={`${fact.field} ${fact.recordId ?? ''}`}>
            <dt>{fact.value}</dt>
            <dd className="kw-quiet">
              {fact.field.replaceAll(/[._]/g, ' ')}, from {recordKindWord(fact.source).toLowerCase()}
              {fact.recordId !== null && (
                <>
                  {' '}
                  <code className="kw-id">{fact.recordId}</code>
                </>
              )}
            </dd>
          </div>
        ))}
      </dl>
    </details>
  );
}

/** The text as it is, with every fact of the patient marked where it stands. */
export function TextWithFacts({ text, facts }: { text: string; facts: readonly MergedFact[] }) {
  const values = [...new Set(facts.map(({ value }) => value))].filter((value) => value !== '');
  if (values.length === 0) return text;
  // Longer ones first: "Ana Okafor" is one fact, not "Ana" and the rest.
  const pattern = values
    .toSorted((a, b) => b.length - a.length)
    .map((value) => value.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`))
    .join('|');
  return text
    .split(new RegExp(`(${pattern})`))
    .map((part, place) =>
      place % 2 === 0 ? <Fragment key={place}>{part}</Fragment> : <mark key={place}>{part}</mark>,
    );
}
