import { defaultSettings } from '../prepared-practice.js';
import { aPerson, at, type APerson } from '../testing/a-person.js';
import { aPractice, evaluate, type PracticeParts } from '../testing/a-practice.js';

const practice = aPractice();
const AS_OF = '2025-03-06T12:00Z';
/** Off-track unless excluded: seen once on Monday 3 March, nothing booked. */
const seen = (patient: Parameters<typeof aPerson>[1] = {}, clocks = {}) =>
  aPerson('p1', patient, clocks).visit('2025-03-03T10:00Z', { serviceId: 'pt' });
const because = (person: APerson, related: APerson[] = [], asOf = AS_OF) =>
  evaluate(practice, person, asOf, related)
    .exclusions.map(({ id }) => id)
    .join(' ');

describe('exclusions by the patient record', () => {
  it.each([
    ['E01 deceased', { deceasedAt: '2025-03-05T00:00Z' }, 'E01'],
    ['a death in the future of T does not exclude (Q43)', { deceasedAt: '2025-03-07T00:00Z' }, ''],
    ['E02 do-not-contact', { doNotContact: true }, 'E02'],
    ['E04 moved away (Q38)', { movedAwayAt: '2025-03-05T00:00Z' }, 'E04'],
    ['E08 a clinical or legal hold (Q40)', { hold: 'safeguarding' }, 'E08'],
    ['E13 collections (Q40)', { hold: 'Collections ' }, 'E13'],
    ['E13 dispute (Q40)', { hold: 'dispute' }, 'E13'],
    ['an empty hold is none (Q40)', { hold: ' ' }, ''],
    ['E10 a test record (Q41)', { testRecord: true }, 'E10'],
    ['E10 archived, not seen since (Q41)', { archivedAt: '2025-03-05T00:00Z' }, 'E10'],
    ['archived before the last visit is not (Q41)', { archivedAt: '2025-03-01T00:00Z' }, ''],
    ['several, sorted by id (Q08)', { doNotContact: true, deceasedAt: '2025-03-05T00:00Z' }, 'E01 E02'],
  ])('%s', (_case, patient, expected) => {
    expect(because(seen(patient))).toBe(expected);
  });

  it('drops every finding and is a state of its own (Q09)', () => {
    const evaluation = evaluate(practice, seen({ doNotContact: true }), AS_OF);
    expect(evaluation).toMatchObject({ state: 'excluded', findings: [], contactable: false, since: null });
    expect(new Set(evaluation.verdicts.map((verdict) => verdict.because))).toEqual(new Set(['excluded']));
  });

  it('says when a coming death date changes the answer', () => {
    expect(evaluate(practice, seen({ deceasedAt: '2025-03-07T00:00Z' }), AS_OF).nextChangeAt).toBe(
      at('2025-03-07T00:00Z'),
    );
  });

  it('E04 ends with an appointment made after the move (Q38)', () => {
    const moved = seen({ movedAwayAt: '2025-03-04T00:00Z' });
    const made = { createdAt: '2025-03-05T10:00Z' };
    expect(because(moved.booking('2025-06-20T10:00Z', { status: 'waitlist' }, made))).toBe('E04');
    expect(because(moved.booking('2025-06-20T10:00Z', {}, made))).toBe('');
  });

  it('do-not-contact, hold and test marks count although written later (Q01)', () => {
    const written = { createdAt: '2025-01-01T00:00Z', updatedAt: '2025-06-01T00:00Z' };
    expect(because(seen({ doNotContact: true, hold: 'legal', testRecord: true }, written))).toBe('E02 E08 E10');
  });

  it('E13 for a disputed payment or an uncollectible balance (Q40)', () => {
    expect(because(seen().with('payment', { at: '2025-03-01T00:00Z', status: 'disputed' }))).toBe('E13');
    expect(because(seen().with('payment', { at: '2025-03-07T00:00Z', status: 'disputed' }))).toBe('');
    expect(because(seen().with('invoice', { status: 'uncollectible', balanceMinor: 1 }))).toBe('E13');
    expect(because(seen().with('invoice', { status: 'uncollectible', balanceMinor: 0 }))).toBe('');
  });

  it('holds when any joined record says so, for E01, E02, E08, E13 only (Q36)', () => {
    const joined = (patient: Parameters<typeof aPerson>[1]) => {
      const person = seen();
      person.facts.patients.push(aPerson('p2', patient).facts.patients[0]!);
      return person;
    };
    expect(because(joined({ doNotContact: true, hold: 'legal', deceasedAt: '2025-03-05T00:00Z' }))).toBe('E01 E02 E08');
    expect(
      because(joined({ testRecord: true, movedAwayAt: '2025-03-05T00:00Z', archivedAt: '2025-03-05T00:00Z' })),
    ).toBe('');
  });
});

describe('E02 by consents (Q37)', () => {
  type Consent = ['sms' | 'email' | 'call' | 'any', 'service' | 'marketing' | 'any', 'granted' | 'denied', string];
  const with_ = (...consents: Consent[]) =>
    consents.reduce(
      (person, [channel, purpose, state, day]) =>
        person.with('consent', { channel, purpose, state, at: `2025-01-${day}T00:00Z` }),
      seen(),
    );
  it.each<[string, Consent[], string]>([
    ['every channel refused', [['any', 'any', 'denied', '01']], 'E02'],
    [
      'one by one',
      [
        ['sms', 'service', 'denied', '01'],
        ['email', 'any', 'denied', '02'],
        ['call', 'service', 'denied', '03'],
      ],
      'E02',
    ],
    [
      'one channel left without a row is not refused',
      [
        ['sms', 'service', 'denied', '01'],
        ['email', 'any', 'denied', '02'],
      ],
      '',
    ],
    [
      'a newer consent wins',
      [
        ['any', 'any', 'denied', '01'],
        ['sms', 'service', 'granted', '02'],
      ],
      '',
    ],
    [
      'the later line wins at the same instant',
      [
        ['any', 'any', 'granted', '01'],
        ['any', 'any', 'denied', '01'],
      ],
      'E02',
    ],
    ['refusing marketing refuses nothing', [['any', 'marketing', 'denied', '01']], ''],
  ])('%s', (_case, consents, expected) => {
    expect(because(with_(...consents))).toBe(expected);
  });
});

describe('E05 minors (Q39)', () => {
  const child = (more = {}) => seen({ birthDate: '2008-03-07', householdId: 'h', ...more });
  const adult = (patient = {}, id = 'parent') => aPerson(id, { birthDate: '1980-01-01', householdId: 'h', ...patient });

  it('needs a guardian of the household who may be contacted', () => {
    expect(because(child())).toBe('E05');
    expect(because(child(), [adult()])).toBe('');
    expect(because(child(), [adult({ householdId: 'other' })])).toBe('E05');
    expect(because(child(), [adult({ birthDate: '2010-01-01' })])).toBe('E05');
    expect(because(child(), [adult({ phone: null })])).toBe('E05');
    expect(because(child(), [adult({ doNotContact: true })])).toBe('E05');
    expect(because(child(), [adult({ deceasedAt: '2025-01-01T00:00Z' })])).toBe('E05');
    expect(because(child(), [adult({ testRecord: true })])).toBe('E05');
  });

  it('comes of age with the local day in the zone of their location (Q12, K28)', () => {
    const inAuckland = aPractice({ locations: { main: { timezone: 'Pacific/Auckland' } } });
    const ids = (asOf: string) =>
      evaluate(inAuckland, child({ birthDate: '2007-03-06' }), asOf).exclusions.map(({ id }) => id);
    expect(ids('2025-03-05T10:59:59.999Z')).toEqual(['E05']);
    expect(ids('2025-03-05T11:00Z')).toEqual([]);
  });

  it('says when the guardian comes of age, not when the child does', () => {
    const sibling = adult({ birthDate: '2007-03-08' }, 'sibling');
    expect(evaluate(practice, child(), AS_OF, [sibling]).nextChangeAt).toBe(at('2025-03-08T00:00Z'));
  });

  it('takes the age of majority from the settings', () => {
    const young = aPractice({ settings: { majorityAgeYears: 16 } });
    expect(evaluate(young, child(), AS_OF).exclusions).toEqual([]);
  });
});

describe('E10 suspected duplicates (K04, Q42)', () => {
  const one = (more = {}) =>
    seen({ birthDate: '1980-02-29', phone: '01632 960001', givenName: 'Ada', familyName: 'Example', ...more });
  const twin = (more = {}) =>
    aPerson('p2', { birthDate: '1980-02-29', phone: '(01632) 960-001', givenName: null, familyName: null, ...more });
  const booked = (more = {}) => twin(more).booking('2026-03-20T10:00Z');

  it('is excluded when the twin has a live booking, at any distance', () => {
    expect(because(one(), [booked()])).toBe('E10');
    expect(because(one(), [twin()])).toBe('');
  });

  it('or a visit in the last 30 days', () => {
    const visited = (day: string) => [twin().visit(`${day}T10:00Z`)];
    expect(because(one(), visited('2025-02-04'))).toBe('E10');
    expect(because(one(), visited('2025-02-03'))).toBe('');
  });

  it('different given names are no twins, although they share birth date and phone', () => {
    expect(because(one(), [booked({ givenName: 'Grace', familyName: 'Example' })])).toBe('');
  });

  it('the same full name does without the phone', () => {
    expect(because(one(), [booked({ givenName: 'ada', familyName: 'example', phone: null })])).toBe('E10');
    expect(because(one(), [booked({ phone: null })])).toBe('');
    expect(because(one(), [booked({ birthDate: '1980-03-01' })])).toBe('');
  });

  it('an excluded twin is none', () => {
    expect(because(one(), [booked({ testRecord: true })])).toBe('');
  });

  it('matters only where a rule would fire', () => {
    const onTrack = one().booking('2025-03-12T10:00Z', { serviceId: 'pt' });
    expect(evaluate(practice, onTrack, AS_OF, [booked()])).toMatchObject({ state: 'on_track', exclusions: [] });
  });

  it('says when the twin’s last visit is too old', () => {
    expect(evaluate(practice, one(), AS_OF, [twin().visit('2025-02-10T10:00Z')]).nextChangeAt).toBe(
      at('2025-03-13T00:00Z'),
    );
  });
});

/** Those whose claim is that nothing is there. The others rest on what has happened: a refused charge, a request, a message, a score. */
const ABSENCE_RULES = [
  ...[
    'R01',
    'R02',
    'R03',
    'R04',
    'R05',
    'R06',
    'R07',
    'R09',
    'R10',
    'R11',
    'R12',
    'R13',
    'R14',
    'R15',
    'R16',
    'R17',
    'R18',
  ],
  ...['R19', 'R20', 'R23', 'R25', 'R26', 'R27', 'R28', 'R29', 'R33', 'R34'],
];

/** A live practice that has switched every rule on. */
const everyRule = (parts: PracticeParts = {}) =>
  aPractice({ mode: 'live', ...parts, settings: { rules: defaultSettings('audit').rules, ...parts.settings } });

describe('E12 stale sources', () => {
  it('E12 let rules that rest on an event go on recording, and say that a source is behind', () => {
    const stale = everyRule({ settings: { staleSources: [''] } });
    const person = seen()
      .with('membership', { id: 'm1', startedAt: '2024-01-01T00:00Z', cancelRequestedAt: '2025-03-03T10:00Z' })
      .with('payment', { at: '2025-02-20T10:00Z', membershipId: 'm1', status: 'failed', kind: 'charge' })
      .with('communication', { at: '2025-02-20T10:00Z', direction: 'in', channel: 'sms', needsReply: true })
      .with('communication', { at: '2025-02-28T10:00Z', direction: 'in', channel: 'email', kind: 'complaint' });
    const { findings, state } = evaluate(stale, person, AS_OF);
    expect(findings.map(({ rule }) => rule)).toEqual(['R21', 'R24', 'R31', 'R32']);
    expect(
      findings.every(({ checked }) => checked.some((line) => line.includes('a source of the patient is behind'))),
    ).toBe(true);
    expect(state).toBe('off_track');
    const fresh = evaluate(everyRule(), person, AS_OF);
    expect(fresh.findings.flatMap(({ checked }) => checked).join()).not.toContain('behind');
  });

  it('suspend every rule that rests on an absence, in the live product only', () => {
    const stale = { settings: { staleSources: ['', 'elsewhere'] } };
    const live = evaluate(everyRule({ settings: stale.settings }), seen(), AS_OF);
    expect(live.findings).toEqual([]);
    expect(live.verdicts.flatMap(({ because, rule }) => (because === 'suspended' ? [rule] : []))).toEqual(
      ABSENCE_RULES,
    );
    expect(evaluate(aPractice({ mode: 'audit', ...stale }), seen(), AS_OF).state).toBe('off_track');
    const unconcerned = aPractice({ mode: 'live', settings: { staleSources: ['elsewhere'] } });
    expect(evaluate(unconcerned, seen(), AS_OF).state).toBe('off_track');
  });
});
