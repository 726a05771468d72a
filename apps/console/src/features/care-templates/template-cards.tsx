import type { ReactNode } from 'react';
import type { ExpectationTemplate, ProgramTemplate, TierTemplate } from '../../api.care.js';
import { everyText, patternWord, spanText } from '../care/words.js';
import { specialtyWords } from '../settings/specialties.js';
import { matchText, unitsText, whenText } from './templates.js';

interface CardProps<T> {
  of: T;
  /** What can be done with it; nothing for those who only read. */
  actions: ReactNode;
}

const namesText = (names: string[]) => names.map((name) => `“${name}”`).join(', ');

export function ProgramTemplateCard({ of, leadsTo, actions }: CardProps<ProgramTemplate> & { leadsTo: string | null }) {
  return (
    <article className="kw-card kw-playbook-item" aria-label={`Program ${of.name}`}>
      <header>
        <h3>{of.name}</h3>
        <span className="kw-quiet">
          {specialtyWords(of.specialty)} · {of.months} months ·{' '}
          {of.names.length === 0 ? 'every program that no other template names' : `also called ${namesText(of.names)}`}
        </span>
      </header>
      <Steps of={of.expectations} label={`Milestones of ${of.name}`} />
      {leadsTo !== null && <p className="kw-flat">Leads to the tier {leadsTo}.</p>}
      {actions}
    </article>
  );
}

export function TierTemplateCard({ of, actions }: CardProps<TierTemplate>) {
  const { followUp } = of;
  return (
    <article className="kw-card kw-playbook-item" aria-label={`Tier ${of.name}`}>
      <header>
        <h3>{of.name}</h3>
        <span className="kw-quiet">
          {specialtyWords(of.specialty)} · pattern of care: {patternWord(of.pattern).toLowerCase()}
          {of.names.length > 0 && ` · also called ${namesText(of.names)}`}
        </span>
      </header>
      {followUp !== null && (
        <p className="kw-flat">
          Expected {everyText(followUp.every)}, late {spanText(followUp.grace)} after.{' '}
          <span className="kw-quiet">Counts: {matchText(followUp.visit)}.</span>
        </p>
      )}
      {of.includes.length > 0 && (
        <dl className="kw-included" aria-label={`What ${of.name} includes`}>
          {of.includes.map((part) => (
            <div key={part.id}>
              <dt>{part.name}</dt>
              <dd>
                {unitsText(part)}
                {part.visit !== null && <span className="kw-quiet kw-block">{matchText(part.visit)}</span>}
              </dd>
            </div>
          ))}
        </dl>
      )}
      <Steps of={of.expectations} label={`Care plan of ${of.name}`} />
      {actions}
    </article>
  );
}

function Steps({ of, label }: { of: ExpectationTemplate[]; label: string }) {
  if (of.length === 0) return null;
  return (
    <ul className="kw-plain kw-template-steps" aria-label={label}>
      {of.map((one) => (
        <li key={one.id}>
          <strong>{one.name}</strong> {whenText(one)}
          <span className="kw-quiet kw-block">
            {one.visit === null ? `Done by a score: ${one.score ?? ''}` : `Done by: ${matchText(one.visit)}`}
          </span>
        </li>
      ))}
    </ul>
  );
}
