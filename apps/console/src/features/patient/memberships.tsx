import type { Membership, TimelineEntry } from '../../api.types.js';
import { Day, Moment } from '../../ui/moment.js';
import { moneyText } from '../../ui/money.js';
import { Signal, type SignalTone } from '../../ui/signal.js';
import { recordKindWord, statusWords } from './words.js';

const STANDINGS: Record<NonNullable<Membership['status']>, { tone: SignalTone; word: string }> = {
  trialing: { tone: 'good', word: 'On trial' },
  active: { tone: 'good', word: 'Active' },
  past_due: { tone: 'wrong', word: 'A payment is overdue' },
  paused: { tone: 'wait', word: 'Paused' },
  cancelled: { tone: 'quiet', word: 'Cancelled' },
  expired: { tone: 'quiet', word: 'Ended' },
};
const UNKNOWN = { tone: 'wait', word: 'How it stands is not known' } as const;

const CYCLES: Record<NonNullable<Membership['cycle']>, string> = {
  week: 'every week',
  fortnight: 'every two weeks',
  month: 'every month',
  quarter: 'every three months',
  half_year: 'every half year',
  year: 'every year',
};

/** Kinds of the timeline that say what was agreed, besides memberships. */
const AGREED: readonly string[] = ['plan', 'package', 'program'];

/** What they are a member of and what was agreed with them, and how each stands. */
export function Memberships({
  memberships,
  timeline,
}: {
  memberships: Membership[];
  timeline: TimelineEntry[] | null;
}) {
  const plans = (timeline ?? []).filter(({ kind, deleted }) => AGREED.includes(kind) && !deleted);
  if (memberships.length === 0 && plans.length === 0)
    return <p className="kw-quiet">No membership, plan or package is known.</p>;
  return (
    <ul className="kw-plain kw-agreed">
      {memberships.map((membership) => (
        <OneMembership key={membership.id} of={membership} />
      ))}
      {plans.map((plan) => (
        <li key={plan.id}>
          <strong>{plan.title}</strong> <span className="kw-quiet">{recordKindWord(plan.kind).toLowerCase()}</span>
          <div>
            {plan.status === null ? 'How it stands is not known' : statusWords(plan.status)}
            {plan.detail !== null && <span className="kw-quiet"> · {plan.detail}</span>}
          </div>
          <div className="kw-quiet">in {plan.connection}</div>
        </li>
      ))}
    </ul>
  );
}

function OneMembership({ of }: { of: Membership }) {
  const { tone, word } = of.status === null ? UNKNOWN : STANDINGS[of.status];
  const isOver = of.status === 'cancelled' || of.status === 'expired';
  const price = of.priceMinor === null || of.currency === null ? null : of;
  return (
    <li>
      <strong>{of.name ?? 'Membership'}</strong> {of.tier !== null && <span className="kw-tag">{of.tier}</span>}
      <div>
        <Signal tone={tone}>{word}</Signal>
      </div>
      <dl className="kw-facts">
        {(price !== null || of.cycle !== null) && (
          <Fact label="Costs">
            {price !== null && moneyText({ amountMinor: price.priceMinor ?? 0, currency: price.currency ?? '' })}{' '}
            {of.cycle !== null && CYCLES[of.cycle]}
          </Fact>
        )}
        {!isOver && of.nextBillAt !== null && (
          <Fact label="Next bill">
            <Moment at={of.nextBillAt} show="date" planned />
          </Fact>
        )}
        <Fact label="Last payment">
          <Moment at={of.lastPaidAt} show="date" none="none known" />
          {of.lastPaymentFailed && <Signal tone="wrong">the last try failed</Signal>}
        </Fact>
        {of.pausedUntil !== null && (
          <Fact label="Paused until">
            <Moment at={of.pausedUntil} show="date" />
          </Fact>
        )}
        {of.cancelRequestedAt !== null && (
          <Fact label="Cancellation asked for">
            <Moment at={of.cancelRequestedAt} show="date" />
          </Fact>
        )}
        {of.endsAt !== null && (
          <Fact label={isOver ? 'Ended' : 'Ends'}>
            <Moment at={of.endsAt} show="date" />
          </Fact>
        )}
        {!isOver && of.cardExpiresOn !== null && (
          <Fact label="Card expires">
            <Day on={of.cardExpiresOn} />
          </Fact>
        )}
      </dl>
      <div className="kw-quiet">in {of.connection}</div>
    </li>
  );
}

function Fact({ label, children }: { label: string; children: React.ReactNode }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}
