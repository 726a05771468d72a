import { Link } from 'react-router';
import type { PlaybookSequence, PlaybookTemplate } from '../../api.outreach.types.js';
import { CHANNEL_WORDS } from '../outbox/words.js';
import { specialtyWords } from '../settings/specialties.js';
import { Approval } from './approval.js';
import { templateHash } from './template-card.js';

type Step = PlaybookSequence['steps'][number];

/** A sequence as its steps in order: when, how, with which text. */
export function SequenceCard({ sequence, templates }: { sequence: PlaybookSequence; templates: PlaybookTemplate[] }) {
  return (
    <article className="kw-card kw-playbook-item">
      <header>
        <h3>{sequence.name}</h3>
        <span className="kw-quiet">
          {sequence.specialties.length > 0 && `${sequence.specialties.map(specialtyWords).join(', ')} · `}
          {sequence.purpose} · version {sequence.version}
          {sequence.authorName !== null && ` · by ${sequence.authorName}`}
          {sequence.rules.length > 0 && ` · for ${sequence.rules.join(', ')}`}
        </span>
      </header>
      <ol className="kw-steps">
        {sequence.steps.map((step, place) => (
          <li key={place}>
            <span className="kw-steps-when">{waitText(step)}</span>
            <span>
              {CHANNEL_WORDS[step.channel]}
              {step.template !== null && <TextOf step={step} templates={templates} />}
              <span className="kw-quiet kw-block">
                given up after {step.expiresAfterDays} {step.expiresAfterDays === 1 ? 'day' : 'days'}
              </span>
            </span>
          </li>
        ))}
      </ol>
      <Approval what="sequence" item={sequence} problems={[]} />
    </article>
  );
}

function TextOf({ step, templates }: { step: Step; templates: PlaybookTemplate[] }) {
  const versions = templates.filter(({ key, channel }) => key === step.template && channel === step.channel);
  const isApproved = versions.some(({ state }) => state === 'approved');
  return (
    <>
      :{' '}
      <Link to={{ pathname: '/playbook', hash: templateHash(step.template ?? '') }}>
        {versions[0]?.name ?? step.template}
      </Link>
      {!isApproved && <span className="kw-tag">text not approved</span>}
    </>
  );
}

export function waitText({ afterDays, afterHours }: Pick<Step, 'afterDays' | 'afterHours'>): string {
  const parts = [
    afterDays > 0 ? `${afterDays} ${afterDays === 1 ? 'day' : 'days'}` : null,
    afterHours > 0 ? `${afterHours} h` : null,
  ].filter((part) => part !== null);
  return parts.length === 0 ? 'at once' : `after ${parts.join(' ')}`;
}
