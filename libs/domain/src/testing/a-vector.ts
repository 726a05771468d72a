import type { RecordsByKind } from '../audit/group-persons.js';
import { defaultSettings } from '../prepared-practice.js';
import type { Instant } from '../records.js';
import type { CaseEventFact, DayFact, OwnRows } from '../reports/own-rows.js';
import { weekOf } from '../reports/week.js';
import type { WeekAsked, WeeklyInput } from '../reports/weekly-report.js';
import { zoneOf } from '../zones/zone.js';
import { aPerson, at, type APerson } from './a-person.js';
import { practiceFacts } from './a-practice.js';

const ZONE = 'Europe/London';
const instant = (text: string): Instant => at(text.length === 16 ? `${text}Z` : text);

type Writable<T> = { -readonly [Key in keyof T]: T[Key] extends readonly (infer Row)[] ? Row[] : T[Key] };

/** The week of the metric vectors. */
export function vectorWeek(): WeekAsked {
  const week = weekOf(instant('2025-03-05T00:00'), zoneOf(ZONE));
  return { week, variant: 'locked', asOf: week.to };
}

/** Lines of a metric vector → what a report is counted from. */
export function vectorInput(lines: readonly string[]): WeeklyInput {
  const persons = new Map<string, APerson>();
  const events = new Map<string, CaseEventFact[]>();
  const own: Writable<OwnRows> = { cases: [], touchpoints: [], messages: [], replies: [], optOuts: [], snoozes: [] };
  lines.forEach((line, index) => {
    const [name = '', ...words] = line.split(' ');
    if (name === 'team') {
      own.days = [...(own.days ?? []), dayFact(words)];
      return;
    }
    const known =
      persons.get(name) ?? aPerson(name, {}, { createdAt: '2024-01-01T00:00Z', updatedAt: '2024-01-01T00:00Z' });
    persons.set(name, known);
    if (!addFact(known, words, `f${index}`)) addOwn(name, words, `r${index}`, own, events);
  });
  own.cases = [...events].map(([caseId, each]) => ({ caseId, events: each.sort((one, other) => one.at - other.at) }));
  const all = [...persons.values()].map(({ facts }) => facts);
  const records: RecordsByKind = {
    patient: all.flatMap(({ patients }) => patients.flat()),
    appointment: all.flatMap(({ appointments }) => appointments),
    plan: all.flatMap(({ plans }) => plans),
    recall: all.flatMap(({ recalls }) => recalls),
    package: all.flatMap(({ packages }) => packages),
    membership: all.flatMap(({ memberships }) => memberships),
    program: all.flatMap(({ programs }) => programs),
    payment: all.flatMap(({ payments }) => payments),
    score: all.flatMap(({ scores }) => scores),
    communication: all.flatMap(({ communications }) => communications),
  };
  return {
    known: {
      practice: { ...practiceFacts({ services: VECTOR_SERVICES }), timezone: ZONE },
      records,
      patientIds: new Map(),
      locationIds: new Map([['main', 'main']]),
    },
    own,
    settings: defaultSettings('audit'),
    baseline: null,
    ...{ timezone: ZONE, currency: 'GBP', attributionDays: 90, liveSince: 0, knownBy: vectorWeek().asOf },
  };
}

/** `unserved 2025-03-04 1 4 0 2`: of each class, as planned at nine. */
function dayFact([, day = '', ...counts]: string[]): DayFact {
  const [S1 = 0, S2 = 0, S3 = 0, S4 = 0] = counts.map(Number);
  return { day, at: instant(`${day}T09:00`), unserved: { S1, S2, S3, S4 } };
}

/** What a visit may be of; without a word it is physiotherapy. */
const VECTOR_SERVICES = {
  consult: { line: 'pt', kind: 'consult', specialty: 'PT' },
  hygiene: { line: 'hygiene', kind: 'recall', specialty: 'DE' },
  neurotoxin: { line: 'neurotoxin', kind: 'treatment', specialty: 'MS' },
  program: { line: 'program', kind: 'treatment', specialty: 'PR' },
} as const;

/** `of hygiene with jo` → what the appointment says. */
function particulars(words: readonly string[]) {
  const after = (word: string): string | null => {
    const place = words.indexOf(word);
    return place < 0 ? null : (words[place + 1] ?? null);
  };
  return { serviceId: after('of') ?? 'pt', practitionerId: after('with') };
}

const clocks = (text: string) => ({ createdAt: `${text}Z`, updatedAt: `${text}Z` });
const pt = { serviceId: 'pt' };

/** False: it is no fact of a source. */
function addFact(person: APerson, words: string[], id: string): boolean {
  const [what, one = '', two = '', three = '', four = ''] = words;
  switch (what) {
    case 'visit':
      person.visit(`${one}Z`, { ...particulars(words.slice(2)), id });
      return true;
    case 'no_show':
      person.noShow(`${one}Z`, { ...pt, id });
      return true;
    case 'booked':
      person.booking(`${one}Z`, { ...particulars(words.slice(4)), id }, clocks(three));
      return true;
    case 'cancelled':
      person.cancel(`${one}Z`, `${three}Z`, { ...pt, id });
      return true;
    case 'paid':
    case 'refunded': {
      const kind = what === 'paid' ? 'payment' : 'refund';
      person.with('payment', { id, at: `${two}Z`, amountMinor: Math.round(Number(one) * 100), currency: 'GBP', kind });
      return true;
    }
    case 'score':
      person.with('score', {
        ...{ id, instrument: 'PROMIS', value: Number(one), takenAt: `${two}Z` },
        ...{ direction: 'higher_better', detectableChange: 5 },
      });
      return true;
    case 'plan':
      person.plan({
        id,
        line: 'pt',
        prescribedVisits: Number(two),
        intervalDays: 7,
        startedAt: '2025-02-20T09:00Z',
        endsAt: `${four}Z`,
        specialty: 'PT',
      });
      return true;
    default:
      return addMoney(person, words, id) || addMessage(person, words, id);
  }
}

/** Memberships and their charges, packages, programs, recalls. */
function addMoney(person: APerson, [what, ...words]: string[], id: string): boolean {
  const after = (word: string): string | null => {
    const place = words.indexOf(word);
    return place < 0 ? null : `${words[place + 1]}Z`;
  };
  const [one = '', two = ''] = words;
  const membershipId = `membership of ${person.facts.personId}`;
  switch (what) {
    case 'member': {
      const endsAt = after('until');
      const times = { startedAt: after('since'), endsAt, cancelRequestedAt: after('asked') };
      person.with('membership', { id: membershipId, ...times, status: endsAt === null ? 'active' : 'expired' });
      return true;
    }
    case 'charged': {
      const status = two === 'failed' ? 'failed' : 'succeeded';
      person.with('payment', { id, membershipId, at: `${one}Z`, amountMinor: 5000, kind: 'charge', status });
      return true;
    }
    case 'bought':
      person.with('package', {
        ...{ id, unitsTotal: Number(one), unitsUsed: Number(words[2]), purchasedAt: after('on') },
      });
      return true;
    case 'program':
      person.with('program', { id, startedAt: after('from'), endsAt: after('until'), status: null });
      return true;
    case 'recall':
      person.with('recall', { id, type: 'hygiene', dueOn: words[1] ?? null });
      return true;
    default:
      return false;
  }
}

function addMessage(person: APerson, [what, one = '', , answered]: string[], id: string): boolean {
  if (what !== 'wrote' && what !== 'rang' && what !== 'contacted') return false;
  const isIn = what !== 'contacted';
  person.with('communication', {
    ...{ id, at: `${one}Z`, direction: isIn ? 'in' : 'out', channel: what === 'rang' ? 'call' : 'sms' },
    ...{ needsReply: isIn, repliedAt: answered === undefined ? null : `${answered}Z` },
  });
  return true;
}

function addOwn(
  personId: string,
  words: string[],
  id: string,
  own: Writable<OwnRows>,
  events: Map<string, CaseEventFact[]>,
): void {
  const [what, one = '', two = '', three = '', four = '', five = ''] = words;
  const none = { acceptedAt: null, deliveredAt: null, failedAt: null };
  switch (what) {
    case 'case': {
      const closing = one === 'closed' ? two : null;
      const rule = closing === null ? three : '';
      const event: CaseEventFact = {
        ...{
          at: instant(closing === null ? two : three),
          event: one === 'backlog' ? 'opened' : one,
          personId,
          closing,
        },
        ...{ rules: rule === '' ? [] : [rule], backlog: one === 'backlog', byHand: false, because: null },
      };
      events.set(personId, [...(events.get(personId) ?? []), event]);
      break;
    }
    case 'call': {
      const isConversation = four === 'talked';
      const nextKind = isConversation ? (five as 'booked' | 'touchpoint' | 'reason') : null;
      own.touchpoints.push({
        id,
        personId,
        byUserId: two,
        at: instant(three),
        undoneAt: null,
        isConversation,
        nextKind,
      });
      break;
    }
    case 'message': {
      const when = instant(one);
      const failed = { id, personId, ...none, failedAt: when };
      own.messages.push(two === 'failed' ? failed : { id, personId, ...none, acceptedAt: when, deliveredAt: when + 1 });
      break;
    }
    case 'reply':
      own.replies.push({ id, personId, at: instant(one) });
      break;
    case 'opt_out':
      own.optOuts.push({ id, personId, at: instant(one) });
      break;
    case 'held_back':
      own.assigned = [...(own.assigned ?? []), { personId, arm: 'held_back', at: instant(one) }];
      break;
    case 'snooze':
      own.snoozes.push({ id, personId, at: instant(one), endedAt: null });
      break;
    default:
      throw new Error(`"${words.join(' ')}" is no line of a vector`);
  }
}
