import { defaultSettings } from '../prepared-practice.js';
import { aPerson, at, type APerson } from '../testing/a-person.js';
import { practiceFacts } from '../testing/a-practice.js';
import { auditPractice } from './audit-practice.js';

/** The period is 2024-03-01 to 2025-03-01 in UTC. */
const AS_OF = '2025-03-07T12:00Z';
const pt = { serviceId: 'pt' };
const services = {
  consult: { line: 'pt', kind: 'consult', specialty: 'PT' },
  hygiene: { line: 'hygiene', specialty: 'DE' },
  toxin: { line: 'neurotoxin', specialty: 'MS' },
  toxinToo: { line: 'Neuro-Toxin', kind: null, specialty: 'MS' },
  toxinReview: { line: 'neurotoxin', kind: 'review', specialty: 'MS' },
} as const;

function metric(id: string, persons: APerson[], variant = 'live'): string {
  const input = { practice: practiceFacts({ services }), persons: persons.map(({ facts }) => facts) };
  const report = auditPractice(input, { asOf: at(AS_OF), settings: defaultSettings('audit'), source: null });
  const found = report.metrics.find((candidate) => candidate.id === id && candidate.variant === variant);
  if (found === undefined) throw new Error(`${id} ${variant} is not among the metrics`);
  expect(found.period).toEqual({ from: '2024-03-01T00:00:00.000Z', to: '2025-03-01T00:00:00.000Z' });
  expect(found.value).toBe(found.denominator === 0 ? null : found.numerator / found.denominator);
  return `${found.numerator}/${found.denominator}`;
}

describe('metrics of an audit (Q93)', () => {
  it('arrival leaves out what the clinic cancelled, walk-ins, deleted and tentative rows, and other periods', () => {
    const person = () =>
      aPerson()
        .visit('2025-02-03T10:00Z', pt)
        .visit('2025-02-04T10:00Z', { ...pt, walkIn: true })
        .visit('2025-03-04T10:00Z', pt)
        .visit('2024-02-28T10:00Z', pt)
        .noShow('2025-02-05T10:00Z', pt)
        .cancel('2025-02-06T10:00Z', '2025-02-01T10:00Z', pt)
        .cancel('2025-02-07T10:00Z', '2025-02-01T10:00Z', { ...pt, cancelledBy: 'clinic' })
        .booking('2025-02-10T10:00Z', { ...pt, status: 'waitlist' })
        .booking('2025-02-11T10:00Z', { ...pt, deletedAt: '2025-02-01T10:00Z' })
        .booking('2025-02-12T10:00Z', pt);
    expect(metric('arrival_rate', [person()])).toBe('1/4');
    expect(metric('cancel_no_show_rate', [person()])).toBe('2/4');
    expect(metric('any_miss_share', [person(), aPerson('b').visit('2025-02-03T10:00Z', pt), aPerson('c')])).toBe('1/2');
  });

  it('excluded patients count, test records do not', () => {
    const persons = [aPerson('a', { doNotContact: true }), aPerson('b', { testRecord: true })];
    expect(
      metric(
        'arrival_rate',
        persons.map((person) => person.visit('2025-02-03T10:00Z', pt)),
      ),
    ).toBe('1/1');
  });

  it('cancels nobody made up for within the window', () => {
    const lost = (id: string) => aPerson(id).cancel('2025-02-06T10:00Z', '2025-02-03T10:00Z', pt);
    const made = (createdAt: string) => ({ createdAt, updatedAt: createdAt });
    const inTime = lost('a').booking('2025-05-20T10:00Z', pt, made('2025-02-05T08:00Z'));
    const tooLate = lost('b').booking('2025-05-20T10:00Z', pt, made('2025-02-05T10:00Z'));
    expect(metric('cancelled_not_rebooked_rate', [inTime, tooLate, lost('c')])).toBe('2/3');
  });

  it('a cancel is not made up for by a later visit that stood already, nor by a walk-in (Q06, Q81)', () => {
    const lost = (id: string) => aPerson(id).cancel('2025-02-06T10:00Z', '2025-02-03T10:00Z', pt);
    const early = { createdAt: '2025-01-02T10:00Z', updatedAt: '2025-01-02T10:00Z' };
    const standing = lost('a').visit('2025-02-27T10:00Z', pt, early);
    const walkedIn = lost('b').visit('2025-02-04T10:00Z', { ...pt, walkIn: true });
    const nextDoor = lost('c').visit('2025-02-10T10:00Z', pt, early);
    expect(metric('cancelled_not_rebooked_rate', [standing, walkedIn, nextDoor])).toBe('2/3');
  });

  it('a next visit that came within the day counts for the day after too', () => {
    const person = aPerson('a').visit('2025-02-03T10:00Z', pt).visit('2025-02-04T08:00Z', pt);
    expect(metric('rebooking_rate', [person], 'end_of_day')).toBe('1/2');
    expect(metric('rebooking_rate', [person], '24h')).toBe('1/2');
  });

  it('a hygiene visit counts also on a day with another one after it', () => {
    const person = aPerson('a')
      .visit('2025-02-03T10:00Z', { serviceId: 'hygiene' })
      .visit('2025-02-03T11:00Z', { serviceId: 'de' });
    expect(metric('hygiene_reappointment', [person])).toBe('0/1');
  });

  it('in membership care the membership says who is active', () => {
    const member = (id: string, status: 'active' | 'expired') =>
      aPerson(id).visit('2023-01-03T10:00Z', { serviceId: 'mb' }).with('membership', { status });
    expect(metric('active_patients', [member('a', 'active'), member('b', 'expired')])).toBe('1/2');
  });

  it('rebooking says what stood at the end of the visit day, and a day after', () => {
    const visited = (id: string) => aPerson(id).visit('2025-02-03T10:00Z', pt);
    const made = (createdAt: string) => ({ createdAt, updatedAt: createdAt });
    const persons = () => [
      visited('a').booking('2025-03-20T10:00Z', pt, made('2025-02-03T23:00Z')),
      visited('b').booking('2025-03-20T10:00Z', pt, made('2025-02-04T09:00Z')),
      visited('c'),
      aPerson('d')
        .plan({ line: 'pt', prescribedVisits: 1, startedAt: '2025-02-01T00:00Z' })
        .visit('2025-02-03T10:00Z', pt),
    ];
    expect(metric('rebooking_rate', persons(), 'end_of_day')).toBe('1/3');
    expect(metric('rebooking_rate', persons(), '24h')).toBe('2/3');
  });

  it('visits per patient, by period and by cohort', () => {
    const young = aPerson('a')
      .visit('2025-02-03T10:00Z', pt)
      .visit('2025-02-03T12:00Z', pt)
      .visit('2025-02-05T10:00Z', pt);
    const old = aPerson('b').visit('2024-01-03T10:00Z', pt).visit('2025-02-05T10:00Z', pt);
    expect(metric('pva', [young, old], 'period')).toBe('3/1');
    expect(metric('pva', [young, old], 'cohort_90d')).toBe('2/1');
    expect(metric('active_patients', [young, old, aPerson('c').visit('2024-01-03T10:00Z', pt)])).toBe('2/3');
  });

  it('plans: next visit booked, and finished', () => {
    const plan = {
      line: 'pt',
      specialty: 'PT',
      prescribedVisits: 1,
      intervalDays: 7,
      startedAt: '2025-01-01T00:00Z',
    } as const;
    const finished = aPerson('a').plan(plan).visit('2025-01-03T10:00Z', pt);
    const goals = aPerson('b').plan({
      ...plan,
      prescribedVisits: 4,
      closedAt: '2025-02-01T00:00Z',
      closeReason: 'Goals met',
    });
    const left = aPerson('c')
      .plan({ ...plan, prescribedVisits: 4 })
      .visit('2025-01-03T10:00Z', pt)
      .booking('2025-06-03T10:00Z', pt);
    expect(metric('plan_completion', [finished, goals, left])).toBe('2/3');
    expect(metric('forward_booking_rate', [finished, goals, left])).toBe('1/2');
  });

  it('consults that lead to a treatment', () => {
    const consult = (id: string) => aPerson(id).visit('2025-02-03T10:00Z', { serviceId: 'consult' });
    const booked = consult('a').booking('2025-06-03T10:00Z', pt, { createdAt: '2025-02-10T10:00Z' });
    const late = consult('b').booking('2025-06-03T10:00Z', pt, { createdAt: '2025-02-20T10:00Z' });
    expect(metric('eval_to_plan_conversion', [booked, late])).toBe('1/2');
  });

  it('hygiene visits that leave with the next, first toxin patients who return', () => {
    const hygiene = (id: string) => aPerson(id).visit('2025-02-03T10:00Z', { serviceId: 'hygiene' });
    expect(
      metric('hygiene_reappointment', [
        hygiene('a').booking('2025-08-03T10:00Z', { serviceId: 'hygiene' }),
        hygiene('b'),
      ]),
    ).toBe('1/2');
    const toxin = (id: string) => aPerson(id).visit('2024-04-01T10:00Z', { serviceId: 'toxin' });
    expect(
      metric('toxin_return', [
        toxin('a').visit('2024-10-01T10:00Z', { serviceId: 'toxin' }),
        toxin('b').visit('2024-10-02T10:00Z', { serviceId: 'toxin' }),
      ]),
    ).toBe('1/2');
  });

  it('recalls past due without a booking, by how long, out of those that still ask for something (Q93)', () => {
    const recalled = (id: string, dueOn: string, more = {}) =>
      aPerson(id).with('recall', { id: `r${id}`, type: 'de', dueOn, ...more });
    const persons = () => [
      recalled('a', '2025-03-06'),
      recalled('b', '2025-01-06'),
      recalled('c', '2025-01-05'),
      recalled('d', '2024-09-08'),
      recalled('e', '2024-09-07'),
      recalled('f', '2025-03-07'),
      recalled('g', '2025-01-06').booking('2026-06-01T10:00Z', { serviceId: 'de' }),
      recalled('h', '2025-01-06', { doneAt: '2025-01-06T10:00Z' }),
      recalled('i', '2025-01-06', { disabledUntil: '2025-06-01' }),
      recalled('j', '2025-01-06').visit('2024-12-07T10:00Z', { serviceId: 'de' }),
    ];
    expect(['1-60', '61-180', 'over_180'].map((tier) => metric('recall_overdue', persons(), tier))).toEqual([
      '2/7',
      '2/7',
      '1/7',
    ]);
  });

  it('a review of a toxin treatment is no second one, however the line is written (Q61)', () => {
    const toxin = (id: string) => aPerson(id).visit('2024-04-01T10:00Z', { serviceId: 'toxin' });
    expect(
      metric('toxin_return', [
        toxin('a').visit('2024-04-15T10:00Z', { serviceId: 'toxinReview' }),
        toxin('b').visit('2024-08-15T10:00Z', { serviceId: 'toxinToo' }),
      ]),
    ).toBe('1/2');
  });

  it('prints the ids and variants of Q93 and Q103 and no others', () => {
    const { metrics } = auditPractice(
      { practice: practiceFacts({ services }), persons: [] },
      { asOf: at(AS_OF), settings: defaultSettings('audit'), source: null },
    );
    expect(metrics.map(({ id, variant }) => (variant === 'live' ? id : `${id} ${variant}`)).sort()).toEqual(
      [
        ...['arrival_rate', 'cancel_no_show_rate', 'any_miss_share', 'cancelled_not_rebooked_rate'],
        ...['rebooking_rate end_of_day', 'rebooking_rate 24h', 'forward_booking_rate', 'pva period', 'pva cohort_90d'],
        ...['plan_completion', 'eval_to_plan_conversion', 'recall_overdue 1-60', 'recall_overdue 61-180'],
        ...['recall_overdue over_180', 'hygiene_reappointment', 'active_patients', 'toxin_return'],
        ...['failed_payment_rate', 'payment_recovery_14d', 'utilisation', 'membership_churn', 'involuntary_churn'],
        ...['program_conversion'],
      ].sort(),
    );
  });

  it('renewals that fail, and those paid within two weeks', () => {
    const charge = { membershipId: 'm', kind: 'charge', amountMinor: 5000 } as const;
    const person = aPerson()
      .with('payment', { ...charge, at: '2025-01-01T00:00Z', status: 'succeeded' })
      .with('payment', { ...charge, at: '2025-02-01T00:00Z', status: 'failed', attempt: 1 })
      .with('payment', { ...charge, at: '2025-02-04T00:00Z', status: 'succeeded', attempt: 2 })
      .with('payment', { ...charge, at: '2025-02-05T00:00Z', status: 'succeeded', membershipId: null });
    expect(metric('failed_payment_rate', [person])).toBe('1/2');
    expect(metric('payment_recovery_14d', [person])).toBe('1/1');
  });

  it('memberships that end, by decision or unpaid; programs that are continued; units used', () => {
    const member = (id: string, endsAt: string | null) =>
      aPerson(id).with('membership', {
        id: `m${id}`,
        startedAt: '2024-01-01T00:00Z',
        endsAt,
        status: endsAt === null ? 'active' : 'cancelled',
      });
    const unpaid = member('b', '2024-05-15T00:00Z').with('payment', {
      membershipId: 'mb',
      kind: 'charge',
      status: 'failed',
      at: '2024-05-01T00:00Z',
    });
    // Twelve month starts for the one who stays, three each for those who end in May.
    expect(metric('membership_churn', [member('a', null), unpaid, member('c', '2024-05-15T00:00Z')])).toBe('2/18');
    expect(metric('involuntary_churn', [member('a', null), unpaid, member('c', '2024-05-15T00:00Z')])).toBe('1/3');
    const program = (id: string) =>
      aPerson(id).with('program', { startedAt: '2024-06-01T00:00Z', endsAt: '2024-12-01T00:00Z' });
    expect(
      metric('program_conversion', [program('a').with('membership', { startedAt: '2024-12-20T00:00Z' }), program('b')]),
    ).toBe('1/2');
    const bought = { unitsTotal: 10, unitsUsed: 4, purchasedAt: '2025-01-01T00:00Z' };
    expect(metric('utilisation', [aPerson().with('package', bought)])).toBe('4/10');
  });

  it('the period is whole months of the practice, across a clock change', () => {
    const practice = practiceFacts({ locations: { main: { timezone: 'America/New_York' } } });
    const report = auditPractice(
      { practice, persons: [] },
      { asOf: at('2025-03-01T04:00Z'), settings: defaultSettings('audit'), source: null },
    );
    expect(report.metrics[0]?.period).toEqual({ from: '2024-02-01T05:00:00.000Z', to: '2025-02-01T05:00:00.000Z' });
    expect(report.metrics.every(({ value }) => value === null)).toBe(true);
  });
});
