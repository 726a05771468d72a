import type { ProgramCard } from '../../api.care.js';
import { Day } from '../../ui/moment.js';
import { Section } from '../../ui/section.js';
import { Signal } from '../../ui/signal.js';
import { ErrorState, LoadingBars } from '../../ui/states.js';
import { Expectations } from './expectations.js';
import { MembershipTier } from './tier-card.js';
import { useCare } from './use-care.js';

/** What this patient is promised and how it stands: tiers of their memberships, milestones of their programs. */
export function CareSection({ personId }: { personId: string }) {
  const care = useCare(personId);
  const { programs = [], memberships = [] } = care.data ?? {};
  return (
    <Section title="What they are promised" aside="from appointments and scores alone">
      {care.isPending ? (
        <LoadingBars rows={2} height={56} label="Loading what they are promised" />
      ) : care.isError && care.data === undefined ? (
        <ErrorState error={care.error} onRetry={() => void care.refetch()} />
      ) : programs.length + memberships.length === 0 ? (
        <p className="kw-quiet kw-flat">
          No membership runs, and no open program has a template: nothing is promised on record.
        </p>
      ) : (
        <div className="kw-promised">
          {programs.map((program) => (
            <Program key={`${program.source} ${program.programId}`} of={program} />
          ))}
          {memberships.map((membership) => (
            <MembershipTier key={`${membership.source} ${membership.membershipId}`} of={membership} />
          ))}
        </div>
      )}
    </Section>
  );
}

function Program({ of: { name, template, from, until, milestones, leadsTo } }: { of: ProgramCard }) {
  return (
    <article className="kw-tier" aria-label={`Program ${name}`}>
      <h3>{name}</h3>
      <p className="kw-quiet kw-flat">
        {template.name !== name && `${template.name}, `}from <Day on={from} /> to <Day on={until} />
      </p>
      {milestones.length > 0 && <Expectations of={milestones} label={`Milestones of ${name}`} />}
      {leadsTo !== null && (
        <p className="kw-flat">
          Leads to {leadsTo.tier.name}:{' '}
          {leadsTo.membershipId === null ? (
            <Signal tone="quiet">no such membership yet</Signal>
          ) : (
            <Signal tone="good">they are a member</Signal>
          )}
        </p>
      )}
    </article>
  );
}
