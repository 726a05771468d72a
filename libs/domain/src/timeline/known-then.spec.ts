import { auditPractice } from '../audit/audit-practice.js';
import { defaultSettings } from '../prepared-practice.js';
import { aPerson, at } from '../testing/a-person.js';
import { aPractice, evaluate, practiceFacts } from '../testing/a-practice.js';

/** What a row tells of later than the instant asked for is not known at that instant (RC 1.1, Q01, Q02). */

const practice = aPractice();
const pt = { serviceId: 'pt' };
const then = '2025-03-12T12:00Z';
const rulesOf = (person: ReturnType<typeof aPerson>, asOf = then) =>
  evaluate(practice, person, asOf).findings.map(({ rule }) => rule);

describe('a cancel that lies ahead', () => {
  const standing = (clocks = {}) =>
    aPerson().visit('2025-03-05T10:00Z', pt).cancel('2025-03-19T10:00Z', '2025-03-16T10:00Z', pt, clocks);

  it.each([
    ['without clocks', {}],
    ['that only says when it was made', { createdAt: '2025-03-05T11:00Z' }],
  ])('still stands in a row %s (Q02)', (_, clocks) => {
    expect(rulesOf(standing(clocks))).toEqual([]);
    expect(rulesOf(standing(clocks), '2025-03-20T12:00Z')).toContain('R05');
  });

  it('is over in a row that was written before', () => {
    expect(rulesOf(standing({ createdAt: '2025-03-05T11:00Z', updatedAt: '2025-03-06T11:00Z' }))).toContain('R10');
  });
});

describe('money that went wrong later (Q01, Q40)', () => {
  const written = { createdAt: '2025-03-01T09:00Z', updatedAt: '2025-04-01T09:00Z' };

  it.each([
    ['an invoice', aPerson().with('invoice', { status: 'uncollectible', balanceMinor: 500 }, written)],
    ['a payment', aPerson().with('payment', { at: '2025-03-01T09:00Z', status: 'disputed' }, written)],
  ])('excludes nobody before it was known: %s', (_, person) => {
    const exclusions = (asOf: string) => evaluate(practice, person, asOf).exclusions.map(({ id }) => id);
    expect(exclusions(then)).toEqual([]);
    expect(exclusions('2025-04-02T12:00Z')).toEqual(['E13']);
  });
});

describe('a program called off before its planned end (Q68, Q90)', () => {
  const member = (clocks = {}) =>
    aPerson()
      .visit('2025-02-05T10:00Z', { serviceId: 'pr' })
      .with('program', { startedAt: '2025-01-01T00:00Z', endsAt: '2025-07-01T00:00Z', status: 'cancelled' }, clocks);

  it('is over once a row that says when it was written says so', () => {
    expect(rulesOf(member({ createdAt: '2025-01-01T09:00Z', updatedAt: '2025-02-20T09:00Z' }))).toEqual([]);
  });

  it('is open until its end where nothing says when the word was written (Q02)', () => {
    expect(rulesOf(member())).toContain('R04');
  });
});

it('no evidence is from after the instant asked for, also of a plan seen as created (Q87)', () => {
  const person = aPerson()
    .plan(
      { line: 'pt', specialty: 'PT', startedAt: '2025-02-01T00:00Z' },
      { createdAt: '2025-02-01T09:00Z', updatedAt: '2025-05-01T09:00Z' },
    )
    .visit('2025-02-05T10:00Z', pt);
  const facts = evaluate(practice, person, then).findings.flatMap((finding) => finding.facts);
  expect(facts.map(({ kind }) => kind)).toContain('plan');
  for (const { recordedAt } of facts) expect(recordedAt ?? 0).toBeLessThanOrEqual(at(then));
});

it('what a folder can tell is asked of all its rows, also those of people not known yet (Q28)', () => {
  const early = aPerson('a')
    .booking('2025-03-05T10:00Z', pt)
    .with('invoice', { issuedAt: '2025-03-05T11:00Z', status: 'paid' });
  const later = aPerson('b', {}, { createdAt: '2025-06-01T09:00Z' }).visit('2025-06-05T10:00Z', pt);
  const visits = (appointment: typeof early.facts.appointments) => {
    const report = auditPractice(
      { practice: practiceFacts(), persons: [early.facts], whole: { appointment } },
      { asOf: at(then), settings: defaultSettings('audit'), source: null },
    );
    return report.findings.map(({ rule }) => rule);
  };
  expect(visits(early.facts.appointments)).toContain('R10');
  expect(visits([...early.facts.appointments, ...later.facts.appointments])).toEqual([]);
});
