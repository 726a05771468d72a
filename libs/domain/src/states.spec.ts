import { aPerson, at, type APerson } from './testing/a-person.js';
import { aPractice, evaluate, firing, onlyRules } from './testing/a-practice.js';

const settings = onlyRules('R01', 'R02', 'R03', 'R04', 'R05', 'R06', 'R07', 'R10', 'R15', 'R18');
const practice = aPractice({ settings });
const pt = { serviceId: 'pt' };
const plan = { id: 'k', line: 'pt', intervalDays: 3, startedAt: '2025-03-01T08:00Z', specialty: 'PT' } as const;
const state = (person: APerson, asOf: string) => evaluate(practice, person, asOf).state;
const seen = (patient = {}) => aPerson('p1', patient).visit('2024-03-04T10:00Z', pt);

describe('R18 LAPSED', () => {
  it('begins with the local day, months clamped (Q60, K28)', () => {
    const person = aPerson()
      .visit('2023-02-28T10:00Z', { serviceId: 'pt' })
      .visit('2024-02-29T10:00Z', { serviceId: 'pt' });
    expect(firing(practice, person, '2025-02-27T23:59:59.999Z')).not.toContain('R18');
    expect(firing(practice, person, '2025-02-28T00:00Z')).toBe('R18');
  });

  it.each([
    ['de', '2025-09-04'],
    ['ms', '2025-03-04'],
    ['dpc', '2025-09-04'],
    ['pr', '2025-03-04'],
    ['mb', '2025-03-04'],
  ])('limit of %s (Q04)', (serviceId, day) => {
    const person = aPerson().visit('2024-03-04T10:00Z', { serviceId });
    expect(state(person, `${day}T00:00Z`)).toBe('lapsed');
    expect(state(person, new Date(at(`${day}T00:00Z`) - 1).toISOString())).not.toBe('lapsed');
  });

  it('silences the rules about absences (Q04)', () => {
    const person = seen()
      .plan({ ...plan, startedAt: '2024-03-01T08:00Z' })
      .noShow('2024-03-06T10:00Z', pt);
    expect(firing(practice, person, '2025-03-03T12:00Z')).toBe('R06 R10 R01 R04');
    expect(firing(practice, person, '2025-03-04T12:00Z')).toBe('R18');
    const lapsed = evaluate(aPractice(), person, '2025-03-04T12:00Z').verdicts.filter(
      ({ because }) => because === 'lapsed',
    );
    const absences = Array.from({ length: 17 }, (_, index) => `R${String(index + 1).padStart(2, '0')}`);
    expect(lapsed.map(({ rule }) => rule)).toEqual([...absences, 'R19', 'R33', 'R34']);
  });

  it('counts per person over all lines, by the specialty of the last visit (Q60)', () => {
    const person = seen().visit('2024-04-04T10:00Z', { serviceId: 'de' });
    expect(state(person, '2025-09-01T12:00Z')).toBe('off_track');
    expect(state(person, '2025-10-04T12:00Z')).toBe('lapsed');
  });

  it('counts from the last loss where a person was never seen (Q04)', () => {
    const never = aPerson().noShow('2024-03-04T10:00Z', pt);
    expect(state(never, '2025-03-03T12:00Z')).toBe('off_track');
    expect(state(never, '2025-03-04T12:00Z')).toBe('lapsed');
  });

  it('a live booking of any line within the horizon keeps them (E06, Q45)', () => {
    const back = (day: string) => seen().booking(`${day}T10:00Z`, { serviceId: 'ms' });
    expect(state(back('2025-04-09'), '2025-03-10T12:00Z')).not.toBe('lapsed');
    expect(state(back('2025-04-10'), '2025-03-10T12:00Z')).toBe('lapsed');
  });

  it('needs a way to reach them: a person without phone and email stays with the other rules', () => {
    expect(state(seen({ phone: null }), '2025-03-10T12:00Z')).toBe('off_track');
    expect(state(seen({ phone: null, email: 'ada@example.org' }), '2025-03-10T12:00Z')).toBe('lapsed');
  });

  it('still decides when the practice does not list lapsed people', () => {
    const quiet = aPractice({ settings: { rules: { R18: { mode: 'off', parameters: { PT: '12 months' } } } } });
    expect(firing(quiet, seen(), '2025-03-10T12:00Z')).toBe('');
    expect(evaluate(quiet, seen(), '2025-03-10T12:00Z').verdicts.find(({ rule }) => rule === 'R18')?.says).toContain(
      'Not switched on',
    );
  });
});

describe('the state of a person (Q09)', () => {
  it.each<[string, string, APerson, string]>([
    ['nobody knows them', 'on_track', aPerson(), '2025-03-10T12:00Z'],
    ['a plan nobody came for yet', 'on_track', aPerson().plan(plan), '2025-03-10T12:00Z'],
    [
      'a watch rule alone',
      'watch',
      aPerson().visit('2025-03-03T10:00Z', { serviceId: 'mb' }).visit('2025-03-01T10:00Z', { serviceId: 'mb' }),
      '2025-03-10T12:00Z',
    ],
    [
      'all plans closed',
      'done',
      aPerson()
        .plan({ ...plan, closedAt: '2025-03-05T10:00Z' })
        .visit('2025-03-03T10:00Z', pt),
      '2025-03-10T12:00Z',
    ],
    [
      'all plans closed, but booked',
      'on_track',
      aPerson()
        .plan({ ...plan, closedAt: '2025-03-05T10:00Z' })
        .booking('2025-06-03T10:00Z', pt),
      '2025-03-10T12:00Z',
    ],
    [
      'discharged, and lapsed a year later',
      'lapsed',
      aPerson()
        .plan({ ...plan, closedAt: '2025-03-05T10:00Z' })
        .visit('2025-03-03T10:00Z', pt),
      '2026-03-10T12:00Z',
    ],
  ])('%s: %s', (_case, expected, person, asOf) => {
    expect(state(person, asOf)).toBe(expected);
  });
});

describe('what else an answer holds', () => {
  it('findings by class, then rule id (K23, Q83), since when (Q84), and who may be reached (Q85)', () => {
    const person = aPerson().plan(plan).visit('2025-03-03T10:00Z', pt).noShow('2025-03-05T10:00Z', pt);
    const evaluation = evaluate(practice, person, '2025-03-07T12:00Z');
    expect(evaluation.findings.map(({ rule, class: strength }) => `${strength} ${rule}`)).toEqual([
      'S1 R06',
      'S1 R10',
      'S2 R01',
    ]);
    expect(evaluation).toMatchObject({ since: at('2025-03-05T09:00Z'), contactable: true, lastVisitOn: '2025-03-03' });
    expect(evaluate(practice, aPerson('p', { phone: ' ', email: null }), '2025-03-07T12:00Z').contactable).toBe(false);
  });

  it('value at risk: units left at the price paid and a year of membership (Q84)', () => {
    const value = (person: APerson) => evaluate(practice, person, '2025-03-07T12:00Z').valueAtRisk;
    const bought = () =>
      aPerson().with('package', { unitsTotal: 3, unitsUsed: 1, priceMinor: 10_000, currency: 'GBP' });
    expect(value(bought())).toEqual({ amountMinor: 6667, currency: 'GBP' });
    expect(value(bought().with('membership', { priceMinor: 5000, currency: 'GBP' }))).toEqual({
      amountMinor: 66_667,
      currency: 'GBP',
    });
    expect(value(bought().with('membership', { priceMinor: 5000, currency: 'USD' }))).toBeNull();
    expect(
      value(bought().with('membership', { priceMinor: 5000, currency: 'GBP', status: 'paused' }))?.amountMinor,
    ).toBe(6667);
    expect(
      value(aPerson().with('package', { unitsTotal: 3, unitsUsed: null, priceMinor: 10_000, currency: 'GBP' })),
    ).toBeNull();
    expect(value(aPerson())).toBeNull();
  });

  it('no sentence holds a name, a contact or a birth date', () => {
    const person = aPerson('p1', {
      givenName: 'Zaphod',
      familyName: 'Beeblebrox',
      birthDate: '1980-02-28',
      email: 'z@example.org',
      phone: '01632960123',
    })
      .plan(plan)
      .visit('2025-03-03T10:00Z', pt)
      .noShow('2025-03-05T10:00Z', pt);
    const text = JSON.stringify(evaluate(practice, person, '2025-03-07T12:00Z'));
    expect(text).not.toMatch(/Zaphod|Beeblebrox|1980-02-28|z@example\.org|01632960123/);
  });

  it('never cites a fact recorded later than the instant asked for (Q87)', () => {
    const person = aPerson()
      .plan(plan)
      .visit('2025-03-03T10:00Z', pt)
      .cancel('2025-03-06T10:00Z', '2025-03-04T10:00Z', pt, {
        createdAt: '2025-03-02T10:00Z',
        updatedAt: '2025-06-01T10:00Z',
      });
    const asOf = '2025-03-06T09:00Z';
    const facts = evaluate(practice, person, asOf).findings.flatMap((finding) => finding.facts);
    expect(facts.some(({ says }) => says.includes('cancelled'))).toBe(true);
    for (const { recordedAt } of facts) expect(recordedAt ?? 0).toBeLessThanOrEqual(at(asOf));
  });
});

describe('lines, plans, specialties', () => {
  it('a visit without service takes the line of its plan (Q29) and its specialty (Q31)', () => {
    const person = aPerson().plan(plan).visit('2025-03-03T10:00Z', { planId: 'k' });
    expect(firing(practice, person, '2025-03-06T09:00Z')).toBe('R10 R01');
  });

  it('lines compare trimmed and without regard to case (Q29)', () => {
    const person = aPerson()
      .plan({ ...plan, line: ' Pt ' })
      .visit('2025-03-03T10:00Z', pt);
    expect(evaluate(practice, person, '2025-03-06T09:00Z').findings.map(({ episode }) => episode)).toEqual(['k', 'k']);
  });

  it('an appointment belongs to the latest plan whose time holds its start or its making (Q30)', () => {
    const older = { ...plan, id: 'old', startedAt: '2025-01-01T08:00Z', closedAt: '2025-03-31T08:00Z' };
    const person = aPerson().plan(older).plan(plan).visit('2025-03-03T10:00Z', pt);
    expect(evaluate(practice, person, '2025-03-06T09:00Z').findings.map(({ episode }) => episode)).toEqual(['k', 'k']);
    const madeBefore = aPerson()
      .plan({ ...plan, startedAt: '2025-02-01T08:00Z', closedAt: '2025-02-20T08:00Z' })
      .visit('2025-03-03T10:00Z', pt, { createdAt: '2025-02-10T10:00Z', updatedAt: '2025-03-03T11:00Z' });
    expect(firing(practice, madeBefore, '2025-03-20T09:00Z')).toBe('');
  });

  it('a plan takes the specialty of its last appointment, else of its line, else the only one there is (Q31)', () => {
    const bare = { ...plan, specialty: null };
    const ofAppointment = aPerson().plan(bare).visit('2025-03-03T10:00Z', { serviceId: 'ms', planId: 'k' });
    expect(firing(practice, ofAppointment, '2025-03-10T00:00Z')).toBe('R01');
    const ofLine = aPerson().plan(bare).visit('2025-03-03T10:00Z', { planId: 'k' });
    expect(firing(practice, ofLine, '2025-03-06T09:00Z')).toBe('R10 R01');
    const nameless = { ...bare, line: null };
    const only = aPerson().plan(nameless).visit('2025-03-03T10:00Z', { planId: 'k' });
    expect(firing(practice, only, '2025-03-06T09:00Z')).toBe('R02');
    const onlyPt = Object.fromEntries(['de', 'ms', 'pr', 'mb', 'dpc'].map((id) => [id, { specialty: null }]));
    expect(firing(aPractice({ settings, services: onlyPt }), only, '2025-03-06T09:00Z')).toBe('R10 R01');
  });

  it('an unknown line is a line of its own, for which every booking counts (Q29)', () => {
    const person = aPerson().visit('2025-03-03T10:00Z', { serviceId: 'nameless' });
    expect(
      evaluate(practice, person, '2025-03-05T09:00Z').findings.map(({ rule, episode }) => [rule, episode]),
    ).toEqual([['R10', null]]);
    expect(firing(practice, person.booking('2025-03-20T10:00Z', { serviceId: 'ms' }), '2025-03-05T09:00Z')).toBe('');
  });

  it('the interval of an inferred episode: service, practice median, specialty (Q10)', () => {
    const person = () =>
      ['02-03', '02-10', '02-17', '03-03'].reduce((p, day) => p.visit(`2025-${day}T10:00Z`, pt), aPerson());
    const due = (parts: Parameters<typeof aPractice>[0]) => {
      const evaluation = evaluate(aPractice({ settings, ...parts }), person(), '2025-04-03T00:00Z');
      const { duePointDays } = evaluation.findings.find(({ rule }) => rule === 'R03')?.parameters ?? {};
      return [
        duePointDays,
        evaluation.medianLines,
        evaluation.findings[0]?.reason.match(/inferred from the [a-z ]+/)?.[0],
      ];
    };
    const ofService = { services: { pt: { line: 'pt', specialty: 'PT', intervalDays: 10 } } } as const;
    expect(due(ofService)).toEqual([18.433, [], 'inferred from the service']);
    expect(due({ aggregates: { lineMedianDays: { pt: 10 } } })).toEqual([
      18.433,
      ['pt'],
      'inferred from the practice median',
    ]);
    expect(due({})[1]).toEqual(['pt']);
    expect(due({})[2]).toBe('inferred from the specialty');
  });

  it('where a source keeps no outcome an invoice shows the visit (Q28)', () => {
    const silent = aPractice({ settings, aggregates: { sourcesWithoutOutcomes: [''] } });
    const person = () => aPerson().booking('2025-03-03T10:00Z', { ...pt, id: 'a' });
    const last = (more: APerson) => evaluate(silent, more, '2025-03-05T09:00Z').lastVisitOn;
    expect(last(person())).toBeNull();
    expect(last(person().with('invoice', { appointmentId: 'a', status: 'paid' }))).toBe('2025-03-03');
    expect(last(person().with('invoice', { appointmentId: 'a', status: 'void' }))).toBeNull();
    expect(last(person().with('invoice', { appointmentId: 'b', issuedAt: '2025-03-03T18:00Z' }))).toBeNull();
    expect(last(person().with('invoice', { issuedAt: '2025-03-03T18:00Z' }))).toBe('2025-03-03');
    expect(last(person().with('invoice', { issuedAt: '2025-03-04T18:00Z' }))).toBeNull();
    const keeps = person().with('invoice', { appointmentId: 'a', status: 'paid' });
    expect(evaluate(practice, keeps, '2025-03-05T09:00Z').lastVisitOn).toBeNull();
  });
});
