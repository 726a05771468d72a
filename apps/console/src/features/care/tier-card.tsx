import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'react-router';
import type { CareInclusion, TierCard } from '../../api.care.js';
import { Day } from '../../ui/moment.js';
import { Signal } from '../../ui/signal.js';
import { Expectations } from './expectations.js';
import { TierBadge } from './tier-badge.js';
import { everyText, PERIODS, STANDINGS } from './words.js';

/** One membership: its tier, what of it is used, which services it covers, and how often the member is expected. */
export function MembershipTier({ of }: { of: TierCard }) {
  const { tone, word } = STANDINGS[of.standing];
  const name = of.name ?? 'Membership';
  return (
    <article className="kw-tier" aria-label={`Membership ${name}`}>
      <h3>
        {name} {of.tier !== null && <TierBadge tier={of.tier} />}
      </h3>
      <div>
        <Signal tone={tone}>{word}</Signal>
        {of.since !== null && (
          <span className="kw-quiet">
            {' '}
            since <Day on={of.since} />
          </span>
        )}
        {of.standing === 'paused' && <span className="kw-quiet"> · nothing is expected while it rests</span>}
      </div>
      {of.tier === null ? (
        <p className="kw-quiet kw-flat">
          No tier of the practice goes by this name, so what it includes is not known.{' '}
          <Link to="/settings/care">See the tiers</Link>
        </p>
      ) : (
        <>
          <FollowUp of={of} />
          {of.includes.length > 0 && <Included of={of.includes} label={`What ${name} includes`} />}
          {of.expectations.length > 0 && (
            <>
              <h4>Care plan of the tier</h4>
              <Expectations of={of.expectations} label={`Care plan of ${name}`} />
            </>
          )}
          {of.covers.length > 0 && <Covers of={of.covers} name={name} />}
        </>
      )}
    </article>
  );
}

function FollowUp({ of: { followUp } }: { of: TierCard }) {
  if (followUp === null) return null;
  const { every, last, due, booked, isLate } = followUp;
  return (
    <p className="kw-flat">
      Expected {everyText(every)}.{' '}
      {booked !== null ? (
        <Signal tone="good">
          booked for <Day on={booked} />
        </Signal>
      ) : isLate ? (
        <Signal tone="wrong">
          late: was due <Day on={due} />
        </Signal>
      ) : (
        <Signal tone="quiet">
          due <Day on={due} none="on no date" />
        </Signal>
      )}
      .{' '}
      <span className="kw-quiet">
        {last === null ? (
          'Not seen yet.'
        ) : (
          <>
            Last seen <Day on={last} />.
          </>
        )}
      </span>
    </p>
  );
}

function Included({ of, label }: { of: CareInclusion[]; label: string }) {
  return (
    <dl className="kw-included" aria-label={label}>
      {of.map((part) => (
        <div key={part.id}>
          <dt>{part.name}</dt>
          <dd>
            <UsedOf part={part} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

function UsedOf({ part: { isCounted, units, used, booked, per } }: { part: CareInclusion }) {
  if (!isCounted) return <span className="kw-quiet">included; no appointment shows its use</span>;
  return (
    <>
      <span className="kw-number">{units === null ? `${used} used` : `${used} of ${units} used`}</span> {PERIODS[per]}
      {units === null && <span className="kw-quiet">, without limit</span>}
      {booked > 0 && <span className="kw-quiet">, {booked} booked</span>}
      {units !== null && used > units && (
        <>
          {' '}
          <Signal tone="wait">beyond the tier</Signal>
        </>
      )}
    </>
  );
}

/** Beyond this many services one looks for them by name. */
const MANY = 8;
const MOST_SHOWN = 20;

function Covers({ of, name }: { of: TierCard['covers']; name: string }) {
  const [text, setText] = useState('');
  const wanted = text.trim().toLowerCase();
  const shown = of.filter(({ service }) => service.toLowerCase().includes(wanted));
  const covered = of.filter(({ coveredBy }) => coveredBy !== null).length;
  return (
    <details className="kw-covers">
      <summary>
        Is a service covered? {covered} of {of.length} are
      </summary>
      {of.length > MANY && (
        <TextInput
          size="xs"
          mt={8}
          placeholder="Name of a service"
          aria-label={`Find a service: ${name}`}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
      )}
      {shown.length === 0 ? (
        <p className="kw-quiet">No service of the practice is called so.</p>
      ) : (
        <ul className="kw-plain" aria-label={`Services: ${name}`}>
          {shown.slice(0, MOST_SHOWN).map(({ service, coveredBy }) => (
            <li key={service}>
              <Signal tone={coveredBy === null ? 'quiet' : 'good'}>{service}</Signal>{' '}
              <span className="kw-quiet">{coveredBy === null ? 'not covered' : `covered: ${coveredBy}`}</span>
            </li>
          ))}
          {shown.length > MOST_SHOWN && (
            <li className="kw-quiet">and {shown.length - MOST_SHOWN} more: find one by its name</li>
          )}
        </ul>
      )}
    </details>
  );
}
