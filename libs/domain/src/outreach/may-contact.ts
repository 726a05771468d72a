import type { Instant } from '../records.js';
import { zoneOf } from '../zones/zone.js';
import { automatedCounts, callsFreeAt, type AutomatedCounts } from './contact-caps.js';
import { isContactHoliday, isInWindow, nextContactAt, windowText } from './contact-window.js';
import { standingConsent } from './consent.js';
import { reason } from './contact-reasons.js';
import type {
  Channel,
  ContactFacts,
  ContactQuestion,
  ContactReason,
  ContactVerdict,
  SuppressionFact,
  Whereabouts,
} from './contact.js';

/** Exclusions that forbid a call by hand, too; the others (held back, cool-down) are about the machine and the list. */
const FORBIDS_BY_HAND: ReadonlySet<string> = new Set(['E01', 'E02', 'E04', 'E05', 'E08', 'E10', 'E13']);

/** `bar` forbids whoever asks, `machine` forbids the machine and is a caution by hand, `machine_only` does not concern a person. */
type Weight = 'bar' | 'machine' | 'machine_only';
interface Found {
  reason: ContactReason;
  weight: Weight;
}

const isPhone = (channel: Channel): boolean => channel !== 'email';

/** A wrong number is wrong for texts and calls alike. */
function reaches(suppression: SuppressionFact, channel: Channel): boolean {
  if (suppression.scope !== 'channel') return true;
  if (suppression.channel === channel) return true;
  return suppression.reason === 'wrong_number' && isPhone(suppression.channel) && isPhone(channel);
}

function suppressed({ channel }: ContactQuestion, { suppressions }: ContactFacts): Found[] {
  const standing = suppressions.filter((suppression) => reaches(suppression, channel));
  if (standing.length === 0) return [];
  const forbidsAll = standing.filter(
    ({ scope, reason: why, channel: of }) =>
      scope === 'all' || (why === 'wrong_number' && isPhone(of) === isPhone(channel)),
  );
  const forbidsMachine = standing.filter((suppression) => !forbidsAll.includes(suppression));
  return [
    { rows: forbidsAll, weight: 'bar' as const },
    { rows: forbidsMachine, weight: 'machine' as const },
  ]
    .filter(({ rows }) => rows.length > 0)
    .map(({ rows, weight }) => ({
      reason: reason(
        'suppressed',
        null,
        rows.map(({ id }) => id),
      ),
      weight,
    }));
}

function consent({ channel, purpose, at }: ContactQuestion, { consents }: ContactFacts): Found[] {
  const { state, entry } = standingConsent(consents, channel, purpose, at);
  if (state === 'denied' && entry !== null) {
    // A refusal of calls takes calls away (E02); one of everything, as after STOP, binds the machine.
    return [
      {
        reason: reason('consent_denied', null, [entry.id]),
        weight: entry.channel === channel ? 'bar' : 'machine',
      },
    ];
  }
  if (purpose === 'marketing' && state === 'none') return [{ reason: reason('consent_missing'), weight: 'machine' }];
  return [];
}

function person(facts: ContactFacts): Found[] {
  const found: Found[] = [];
  if (facts.deceased) found.push({ reason: reason('deceased'), weight: 'bar' });
  if (facts.doNotContact) found.push({ reason: reason('do_not_contact'), weight: 'bar' });
  if (facts.hold) found.push({ reason: reason('hold'), weight: 'bar' });
  if (facts.minor !== null && facts.minor.guardianPersonId === null) {
    found.push({ reason: reason('minor'), weight: 'bar' });
  }
  for (const { id } of facts.exclusions) {
    // The exclusion's own sentence may say what the patient has; its id is enough here.
    found.push({
      reason: reason('excluded', null, [id]),
      // Whoever calls by hand must not learn who is held back (E11); they are shown no case of theirs.
      weight: FORBIDS_BY_HAND.has(id) ? 'bar' : id === 'E11' ? 'machine_only' : 'machine',
    });
  }
  return found;
}

function address({ address: known, addressProblem }: ContactFacts): Found[] {
  // A person can read and dial what a machine cannot.
  if (addressProblem !== null) return [{ reason: reason('address_unusable'), weight: 'machine' }];
  return known === null ? [{ reason: reason('no_address'), weight: 'bar' }] : [];
}

function saidToStaff({ at }: ContactQuestion, { stops }: ContactFacts): Found[] {
  return stops
    .filter(({ kind, until }) => kind === 'never' || until === null || until > at)
    .map(({ kind, until }) => ({ reason: reason(kind, kind === 'never' ? null : until), weight: 'bar' }));
}

function theCase({ at }: ContactQuestion, facts: ContactFacts): Found[] {
  const found: Found[] = [];
  const state = facts.case?.state ?? null;
  const snoozedUntil = facts.case?.snoozedUntil ?? null;
  if (state === 'snoozed' || (snoozedUntil !== null && snoozedUntil > at)) {
    found.push({ reason: reason('snoozed', snoozedUntil), weight: 'machine' });
  }
  if (facts.nextBookingAt !== null || state === 'resolved') {
    found.push({ reason: reason('booked'), weight: 'machine' });
  } else if (state !== 'open' && state !== 'in_outreach' && state !== 'snoozed') {
    found.push({ reason: reason('case_closed'), weight: 'machine' });
  }
  if (facts.staleSources.length > 0) {
    found.push({ reason: reason('source_behind', null, [...facts.staleSources]), weight: 'machine' });
  }
  return found;
}

function hours({ at }: ContactQuestion, { whereabouts }: ContactFacts): Found[] {
  if (isInWindow(whereabouts, at)) return [];
  const isHoliday = whereabouts.zones.some(({ zone }) => isContactHoliday(whereabouts, zoneOf(zone).dayOf(at)));
  const until = nextContactAt(whereabouts, at);
  return [{ reason: reason(isHoliday ? 'holiday' : 'quiet_hours', until), weight: 'machine' }];
}

function caps({ channel, at }: ContactQuestion, facts: ContactFacts, counts: AutomatedCounts): Found[] {
  const found: Found[] = [];
  if (counts.dayFreeAt !== null) found.push({ reason: reason('daily_cap', counts.dayFreeAt), weight: 'machine' });
  if (counts.weekFreeAt !== null) found.push({ reason: reason('weekly_cap', counts.weekFreeAt), weight: 'machine' });
  const callsFree = channel === 'call' ? callsFreeAt(facts.contacts, facts.personId, at) : null;
  if (callsFree !== null) found.push({ reason: reason('call_cap', callsFree), weight: 'bar' });
  return found;
}

function sending({ sending: standing, inHandOf }: ContactFacts): Found[] {
  const found: Found[] = [];
  if (!standing.enabled) found.push({ reason: reason('sending_off'), weight: 'machine_only' });
  if (standing.holds.length > 0) {
    found.push({ reason: reason('on_hold', null, [...standing.holds]), weight: 'machine_only' });
  }
  if (inHandOf !== null) found.push({ reason: reason('in_hand'), weight: 'machine_only' });
  return found;
}

/** When everything that passes by itself has passed; the machine waits for the hours of contact on top. */
function nextAllowedAt(
  because: readonly ContactReason[],
  { at, byHand }: ContactQuestion,
  whereabouts: Whereabouts,
): Instant | null {
  let latest = at;
  for (const { until } of because) {
    if (until === null) return null;
    latest = Math.max(latest, until);
  }
  return byHand ? latest : nextContactAt(whereabouts, latest);
}

/**
 * May this person be contacted this way at this instant? Every reason against is named, not the first alone (S2-18). Asked
 * when a message is planned and again, with fresh facts, in the transaction that claims it (T-06); pure and quick enough for
 * both. What binds only the machine comes back as a caution when a person calls by hand.
 */
export function mayContact(question: ContactQuestion, facts: ContactFacts): ContactVerdict {
  const { at, byHand } = question;
  const counts = automatedCounts(facts.contacts, facts.whereabouts, at);
  const found = [
    ...person(facts),
    ...address(facts),
    ...consent(question, facts),
    ...suppressed(question, facts),
    ...saidToStaff(question, facts),
    ...theCase(question, facts),
    ...hours(question, facts),
    ...caps(question, facts, counts),
    ...sending(facts),
  ];
  const because = found.filter(({ weight }) => !byHand || weight === 'bar').map((one) => one.reason);
  const cautions = byHand ? found.filter(({ weight }) => weight === 'machine').map((one) => one.reason) : [];
  const allowed = because.length === 0;
  return {
    allowed,
    because,
    cautions,
    nextAllowedAt: allowed ? null : nextAllowedAt(because, question, facts.whereabouts),
    restsOn: {
      consentId: standingConsent(facts.consents, question.channel, question.purpose, at).entry?.id ?? null,
      window: windowText(facts.whereabouts, at),
      contactsToday: counts.today,
      contactsThisWeek: counts.thisWeek,
    },
  };
}
