import { reconcileCase } from '../cases/reconcile.js';
import { CALL_OUTCOMES, CLOSE_REASONS } from '../outreach/call-outcome.js';
import { aPerson, at, type APerson } from '../testing/a-person.js';
import { aPractice, evaluate, firing, onlyRules } from '../testing/a-practice.js';

/**
 * What practices ask of the list, row by row of the requirements: which rules answer a need, and that nobody falls between two of
 * them. Monday, 3 March 2025; the clinic opens on weekdays at 09:00 UTC. Asked as the live list is.
 */
const services = {
  touch: { line: 'pr', kind: 'touchpoint', specialty: 'PR' },
  consult: { line: 'pt', kind: 'consult', specialty: 'PT' },
  botox: { line: 'neurotoxin', kind: 'treatment', specialty: 'MS' },
  facial: { line: 'facial', kind: 'treatment', specialty: 'MS' },
} as const;
const live = (...rules: string[]) => aPractice({ services, settings: { ...onlyRules(...rules), mode: 'live' } });
const context = (now: string) => ({ now: at(now), warmUp: false, backlog: false });
const days = (from: string, to: string, step: number): string[] => {
  const all: string[] = [];
  for (let instant = at(from); instant <= at(to); instant += step * 86_400_000)
    all.push(new Date(instant).toISOString());
  return all;
};

describe('S0-12 somebody in a programme has no next touchpoint', () => {
  const inProgramme = (): APerson =>
    aPerson()
      .with('program', { id: 'g', startedAt: '2025-01-06T10:00Z' })
      .visit('2025-01-20T10:00Z', { serviceId: 'touch' })
      .visit('2025-03-03T10:00Z', { serviceId: 'touch' });
  const middle = days('2025-03-05T12:00Z', '2025-06-06T12:00Z', 1);

  it('S0-12 is listed on every day from the second month to the fifth, one open day after the last touchpoint', () => {
    expect(firing(live('R26'), inProgramme(), '2025-03-04T08:59Z')).toBe('');
    expect(new Set(middle.map((day) => firing(live('R26'), inProgramme(), day)))).toEqual(new Set(['R26']));
  });

  it('S0-12 is off the list while the next one stands, and back on it once that is over without another', () => {
    const booked = inProgramme().visit('2025-03-24T10:00Z', { serviceId: 'touch' }, { createdAt: '2025-03-03T11:00Z' });
    expect(firing(live('R26'), booked, '2025-03-10T12:00Z')).toBe('');
    expect(firing(live('R26'), booked, '2025-03-25T12:00Z')).toBe('R26');
  });
});

describe('S1-22 S4-21 somebody does not use what is paid for', () => {
  const practice = live('R20', 'R23');

  it('S1-22 prepaid units lie idle: how many are left is said, and using them ends it', () => {
    const person = (unitsUsed: number) =>
      aPerson().with('package', { id: 'b', line: 'pt', unitsTotal: 10, unitsUsed, purchasedAt: '2025-01-06T08:00Z' });
    const [finding] = evaluate(practice, person(4), '2025-03-06T12:00Z').findings;
    expect(finding).toMatchObject({ rule: 'R20', episode: 'b' });
    expect(finding?.reason).toMatch(/\b6 of 10\b/);
    expect(finding?.facts.map(({ kind }) => kind)).toContain('package');
    expect(firing(practice, person(10), '2025-03-06T12:00Z')).toBe('');
  });

  it('S4-21 a member who pays and does not come is listed; one who has come or cancelled is not', () => {
    const member = () =>
      aPerson().with('membership', { id: 'm', startedAt: '2024-12-01T08:00Z', specialty: 'MB', priceMinor: 9_900 });
    expect(firing(practice, member(), '2025-03-06T12:00Z')).toBe('R23');
    const uses = member().visit('2025-02-20T10:00Z', { serviceId: 'mb' });
    expect(firing(practice, uses, '2025-03-06T12:00Z')).toBe('');
    const gone = aPerson().with('membership', { id: 'm', startedAt: '2024-12-01T08:00Z', status: 'cancelled' });
    expect(firing(practice, gone, '2025-03-06T12:00Z')).toBe('');
  });
});

describe('S2-18 care comes first', () => {
  const droppedOff = (hold: string | null) => aPerson('p1', { hold }).visit('2025-02-25T10:00Z', { serviceId: 'pt' });

  it.each(['clinician hold', 'bereavement', 'complaint open', 'hospitalised'])(
    'S2-18 %s: found by no rule, open to no case, and the case that stood ends',
    (hold) => {
      const before = reconcileCase(
        null,
        evaluate(live('R01', 'R04', 'R10'), droppedOff(null), '2025-03-06T12:00Z'),
        context('2025-03-06T12:00Z'),
      );
      expect(before.change).toBe('open');
      const held = evaluate(live('R01', 'R04', 'R10'), droppedOff(hold), '2025-03-07T12:00Z');
      expect([held.state, held.findings, held.contactable]).toEqual(['excluded', [], false]);
      expect(held.exclusions.map(({ id }) => id)).toEqual(['E08']);
      const after = reconcileCase(before.row, held, context('2025-03-07T12:00Z'));
      expect(after).toMatchObject({ change: 'close', because: 'excluded:E08', row: { closing: 'excluded' } });
      expect(reconcileCase(null, held, context('2025-03-07T12:00Z')).change).toBe('nothing');
    },
  );
});

describe('S2-19 what is done for somebody repeats at its own pace, and each round is written down', () => {
  const practice = live('R05', 'R10');
  const lostOn = (...slots: [starts: string, lost: string][]): APerson => {
    const person = aPerson().visit('2025-02-25T10:00Z', { serviceId: 'pt' });
    for (const [starts, lost] of slots) {
      person.cancel(starts, lost, { serviceId: 'pt' }, { createdAt: '2025-02-25T11:00Z', updatedAt: lost });
    }
    return person;
  };
  const first: [string, string] = ['2025-03-04T10:00Z', '2025-03-03T10:00Z'];

  it('S2-19 opened, booked, lost again, seen: one case, four entries, each with its instant', () => {
    const opened = reconcileCase(
      null,
      evaluate(practice, lostOn(first), '2025-03-06T12:00Z'),
      context('2025-03-06T12:00Z'),
    );
    const again = lostOn(first).booking('2025-03-11T10:00Z', { serviceId: 'pt' }, { createdAt: '2025-03-06T13:00Z' });
    const booked = reconcileCase(
      opened.row,
      evaluate(practice, again, '2025-03-06T14:00Z'),
      context('2025-03-06T14:00Z'),
    );
    const twice = lostOn(first, ['2025-03-11T10:00Z', '2025-03-10T10:00Z']);
    const lost = reconcileCase(
      booked.row,
      evaluate(practice, twice, '2025-03-13T12:00Z'),
      context('2025-03-13T12:00Z'),
    );
    const seen = twice.visit('2025-03-14T10:00Z', { serviceId: 'pt' }, { createdAt: '2025-03-13T13:00Z' });
    const done = reconcileCase(lost.row, evaluate(practice, seen, '2025-03-14T12:00Z'), context('2025-03-14T12:00Z'));
    const log = [opened, booked, lost, done].flatMap(({ events }) =>
      events.map(({ event, at: when }) => [event, when]),
    );
    expect(log).toEqual([
      ['opened', at('2025-03-06T12:00Z')],
      ['resolved', at('2025-03-06T14:00Z')],
      ['reopened', at('2025-03-13T12:00Z')],
      ['closed', at('2025-03-14T12:00Z')],
    ]);
    expect(done.row).toMatchObject({ closing: 'returned', reopenedCount: 1, firstOpenedAt: at('2025-03-06T12:00Z') });
    // A later loss is a round of its own, with a case of its own.
    const anew = reconcileCase(
      done.row,
      evaluate(
        practice,
        seen.cancel('2025-03-21T10:00Z', '2025-03-20T10:00Z', { serviceId: 'pt' }),
        '2025-03-25T12:00Z',
      ),
      context('2025-03-25T12:00Z'),
    );
    expect(anew).toMatchObject({ change: 'open', row: { reopenedCount: 0, firstOpenedAt: at('2025-03-25T12:00Z') } });
  });
});

describe('S3-15 S3-19 a consult after which nothing was booked', () => {
  const consult = (): APerson => aPerson().visit('2025-03-03T10:00Z', { serviceId: 'consult' });
  const practice = live('R14', 'R18');

  it('S3-19 never goes dead: R14 has it until the patient counts as lapsed, then R18, on every day for three years', () => {
    const said = days('2025-03-05T12:00Z', '2028-03-05T12:00Z', 7).map((day) => firing(practice, consult(), day));
    expect(new Set(said)).toEqual(new Set(['R14', 'R18']));
    expect(said.indexOf('R18')).toBe(said.lastIndexOf('R14') + 1);
  });

  it('S3-15 S3-19 the list empties by a booking, provisionally, or by an end that says which', () => {
    const opened = reconcileCase(
      null,
      evaluate(practice, consult(), '2025-03-06T12:00Z'),
      context('2025-03-06T12:00Z'),
    );
    const booked = consult().booking('2025-03-12T10:00Z', { serviceId: 'pt' }, { createdAt: '2025-03-06T13:00Z' });
    const resolved = reconcileCase(
      opened.row,
      evaluate(practice, booked, '2025-03-06T14:00Z'),
      context('2025-03-06T14:00Z'),
    );
    expect(resolved).toMatchObject({ change: 'resolve', because: 'booked' });
    // A treatment that was agreed converts the consult however far away it is.
    const later = consult().booking('2025-06-02T10:00Z', { serviceId: 'pt' }, { createdAt: '2025-03-06T13:00Z' });
    expect(firing(practice, later, '2025-03-10T12:00Z')).toBe('');

    const plan = {
      line: 'pt',
      startedAt: '2025-03-03T08:00Z',
      closedAt: '2025-03-07T08:00Z',
      specialty: 'PT',
    } as const;
    const ended = reconcileCase(
      opened.row,
      evaluate(practice, consult().plan(plan), '2025-03-07T12:00Z'),
      context('2025-03-07T12:00Z'),
    );
    expect(ended).toMatchObject({ change: 'close', because: 'plan_closed', row: { closing: 'discharged' } });

    // What people may close it with: codes, none of them empty; a conversation asks for a next step or says what it means.
    for (const codes of Object.values(CLOSE_REASONS)) expect(codes.length).toBeGreaterThan(0);
    for (const { isConversation, needs, code } of CALL_OUTCOMES.filter((outcome) => outcome.isConversation)) {
      expect([code, isConversation, needs.length > 0 || isAnEnd(code)]).toEqual([code, true, true]);
    }
  });

  const isAnEnd = (code: string) =>
    ['never', 'finished', 'moved_or_elsewhere', 'wrong_data', 'escalate'].includes(code);
});

describe('S3-31 dormant leads and past patients', () => {
  const practice = live('R15', 'R18');

  it('S3-31 a lead who was never seen is listed at once, and as lapsed a year later', () => {
    const lead = aPerson('lead').cancel('2025-03-04T10:00Z', '2025-03-03T10:00Z', { serviceId: 'pt' });
    expect(firing(practice, lead, '2025-03-06T12:00Z')).toBe('R15');
    const later = evaluate(practice, lead, '2026-03-06T12:00Z');
    expect([later.state, later.findings[0]?.reason]).toEqual(['lapsed', expect.stringContaining('Never seen')]);
  });

  it('S3-31 a past patient lapses at the limit of the specialty and comes off by any booking', () => {
    const past = aPerson('past').visit('2023-09-01T10:00Z', { serviceId: 'de' });
    expect(firing(practice, past, '2025-02-28T12:00Z')).toBe('');
    expect(evaluate(practice, past, '2025-03-06T12:00Z')).toMatchObject({
      state: 'lapsed',
      findings: [{ rule: 'R18' }],
    });
    expect(firing(practice, past.booking('2025-03-20T10:00Z', { serviceId: 'pt' }), '2025-03-06T12:00Z')).toBe('');
  });
});

describe('S3-32 repeat care has an interval for each treatment', () => {
  const treated = (serviceId: string) => aPerson().visit('2025-03-03T10:00Z', { serviceId });
  const practice = live('R19');

  it.each([
    ['facial', '2025-04-14'],
    ['botox', '2025-06-23'],
  ])('S3-32 %s: worn off on %s and not a day before', (serviceId, day) => {
    const eve = new Date(at(`${day}T00:00Z`) - 1).toISOString();
    expect(firing(practice, treated(serviceId), eve)).toBe('');
    expect(firing(practice, treated(serviceId), `${day}T00:00Z`)).toBe('R19');
  });

  it('S3-32 the next of the same treatment ends it, one of another does not', () => {
    const next = (serviceId: string) => treated('facial').booking('2025-05-05T10:00Z', { serviceId });
    expect(firing(practice, next('facial'), '2025-04-20T12:00Z')).toBe('');
    expect(firing(practice, next('botox'), '2025-04-20T12:00Z')).toBe('R19');
  });
});

it('S4-18 one person’s reasons rest on the calendar, the money and the plan together', () => {
  const person = aPerson()
    .plan({
      id: 'k',
      line: 'pt',
      specialty: 'PT',
      prescribedVisits: 10,
      intervalDays: 7,
      startedAt: '2025-02-01T08:00Z',
    })
    .visit('2025-02-25T10:00Z', { serviceId: 'pt' })
    .with('package', { id: 'b', line: 'pt', unitsTotal: 10, unitsUsed: 1, purchasedAt: '2025-02-01T08:00Z' })
    .with('membership', { id: 'm', startedAt: '2025-01-01T08:00Z', status: 'past_due' })
    .with('payment', { membershipId: 'm', at: '2025-03-03T08:00Z', kind: 'charge', status: 'failed' });
  const { findings } = evaluate(live('R01', 'R20', 'R21'), person, '2025-03-10T12:00Z');
  expect(findings.map(({ rule }) => rule)).toEqual(['R21', 'R01', 'R20']);
  const kinds = new Set(findings.flatMap(({ facts }) => facts.map(({ kind }) => kind)));
  expect([...kinds]).toEqual(expect.arrayContaining(['appointment', 'plan', 'payment', 'package']));
});
