import { cancelled, clock, practice, pt, regular, table } from '../../../../../test/support/loss-rows.js';
import { aPerson, at, type APerson } from '../../testing/a-person.js';
import { evaluate, firing } from '../../testing/a-practice.js';

describe('R05 CANCELLED_NOT_REBOOKED', () => {
  table([
    { case: 'physio waits two business days', person: cancelled, asOf: '2025-03-05T08:59:59.999Z', fires: '' },
    {
      case: 'and fires at opening time of the second (Q03)',
      person: cancelled,
      asOf: '2025-03-05T09:00Z',
      fires: 'R05',
    },
    {
      case: 'a cancel by the system or by nobody named is by an unknown (Q25)',
      person: () => cancelled({ cancelledBy: 'system' }),
      asOf: '2025-03-05T09:00Z',
      fires: 'R05',
    },
    {
      case: 'an empty actor, too (Q25)',
      person: () => cancelled({ cancelledBy: null }),
      asOf: '2025-03-05T09:00Z',
      fires: 'R05',
    },
    {
      case: 'a slot moved away without a successor counts (Q24)',
      person: () => cancelled({ status: 'rescheduled', cancelledBy: 'clinic' }),
      asOf: '2025-03-05T09:00Z',
      fires: 'R05',
    },
    {
      case: 'its successor answers it (Q24, Q06)',
      person: () => cancelled({ status: 'rescheduled' }).booking('2025-05-20T10:00Z', pt, clock('2025-03-03T10:01Z')),
      asOf: '2025-03-05T09:00Z',
      fires: '',
    },
    {
      case: 'without cancelled_at the loss is at updated_at (Q26)',
      person: () =>
        regular().booking(
          '2025-03-20T10:00Z',
          { ...pt, status: 'cancelled' },
          clock('2025-02-28T10:00Z', '2025-03-03T10:00Z'),
        ),
      asOf: '2025-03-05T09:00Z',
      fires: 'R05',
    },
    {
      case: 'without any clock at the start (Q26)',
      person: () => regular().booking('2025-03-03T10:00Z', { ...pt, status: 'late_cancelled' }),
      asOf: '2025-03-05T09:00Z',
      fires: 'R05',
    },
    {
      case: 'rebooked in the same call, half an hour before the cancel was entered (K08)',
      person: () => cancelled().booking('2025-06-20T10:00Z', pt, clock('2025-03-03T09:30Z')),
      asOf: '2025-03-05T09:00Z',
      fires: '',
    },
    {
      case: 'booked an hour before and far away: no answer (Q06)',
      person: () => cancelled().booking('2025-06-20T10:00Z', pt, clock('2025-03-03T09:00Z')),
      asOf: '2025-03-05T09:00Z',
      fires: 'R05',
    },
    {
      case: 'a booking made after the window clears it as well (Q77)',
      person: () => cancelled().booking('2025-06-20T10:00Z', pt, clock('2025-03-10T09:00Z')),
      asOf: '2025-03-10T09:00Z',
      fires: '',
    },
    {
      case: 'standing already, within 1.5 intervals of the lost start (Q06 b: 1.5 x 7 days)',
      person: () => cancelled().booking('2025-03-16T10:00Z', { ...pt, status: 'no_show' }, clock('2025-02-01T09:00Z')),
      asOf: '2025-03-05T09:00Z',
      fires: '',
    },
    {
      case: 'and one day further (Q06 b)',
      person: () => cancelled().booking('2025-03-17T10:00Z', { ...pt, status: 'no_show' }, clock('2025-02-01T09:00Z')),
      asOf: '2025-03-05T09:00Z',
      fires: 'R05',
    },
    {
      case: 'an answer that was itself lost later still answers; its own loss is judged by itself (Q06)',
      person: () =>
        cancelled().cancel(
          '2025-03-10T10:00Z',
          '2025-03-07T10:00Z',
          pt,
          clock('2025-03-03T10:05Z', '2025-03-07T10:00Z'),
        ),
      asOf: '2025-03-08T09:00Z',
      fires: '',
    },
    {
      case: 'and fires for the later loss (Q06)',
      person: () =>
        cancelled().cancel(
          '2025-03-10T10:00Z',
          '2025-03-07T10:00Z',
          pt,
          clock('2025-03-03T10:05Z', '2025-03-07T10:00Z'),
        ),
      asOf: '2025-03-11T09:00Z',
      fires: 'R05',
    },
    {
      case: 'something lost earlier is no answer (Q06)',
      person: () =>
        cancelled().cancel(
          '2025-03-07T10:00Z',
          '2025-03-01T10:00Z',
          pt,
          clock('2025-02-01T10:05Z', '2025-03-01T10:00Z'),
        ),
      asOf: '2025-03-05T09:00Z',
      fires: 'R05',
    },
    {
      case: 'a later visit ends it, a walk-in too (Q06, Q81)',
      person: () => cancelled().visit('2025-03-04T10:00Z', { ...pt, walkIn: true }),
      asOf: '2025-03-06T09:00Z',
      fires: '',
    },
    {
      case: 'a walk-in that is only booked is no answer (K16, Q81)',
      person: () => cancelled().booking('2025-06-06T10:00Z', { ...pt, walkIn: true }, clock('2025-03-03T11:00Z')),
      asOf: '2025-03-05T09:00Z',
      fires: 'R05',
    },
    {
      case: 'a past booking without an outcome answers an earlier loss (Q27)',
      person: () => cancelled().booking('2025-03-04T15:00Z', pt, clock('2025-03-03T11:00Z')),
      asOf: '2025-03-05T09:00Z',
      fires: '',
    },
    {
      case: 'waiting list and tentative rows do not (K18, Q06)',
      person: () =>
        cancelled()
          .booking('2025-03-20T10:00Z', { ...pt, status: 'waitlist' }, clock('2025-03-03T11:00Z'))
          .booking('2025-03-20T10:00Z', { ...pt, status: 'proposed' }, clock('2025-03-03T11:00Z')),
      asOf: '2025-03-05T09:00Z',
      fires: 'R05',
    },
    {
      case: 'another line does not (K19)',
      person: () => cancelled().booking('2025-03-20T10:00Z', { serviceId: 'ms' }, clock('2025-03-03T11:00Z')),
      asOf: '2025-03-05T09:00Z',
      fires: 'R05',
    },
    {
      case: 'any live booking of the line within the horizon silences it, though it answers nothing (Q06: E06 wins)',
      person: () => cancelled().booking('2025-04-04T10:00Z', pt, clock('2025-02-01T11:00Z')),
      asOf: '2025-03-05T09:00Z',
      fires: '',
    },
    {
      case: 'beyond the horizon it does not (Q15)',
      person: () => cancelled().booking('2025-04-05T10:00Z', pt, clock('2025-02-01T11:00Z')),
      asOf: '2025-03-05T09:00Z',
      fires: 'R05',
    },
    {
      case: 'it acts no earlier than 15 minutes after the record (K26, Q18)',
      person: () =>
        regular().cancel('2025-03-06T10:00Z', '2025-03-03T10:00Z', pt, clock('2025-02-20T10:00Z', '2025-03-06T12:00Z')),
      asOf: '2025-03-06T12:14:59.999Z',
      fires: '',
    },
    {
      case: 'and then (K26, Q18)',
      person: () =>
        regular().cancel('2025-03-06T10:00Z', '2025-03-03T10:00Z', pt, clock('2025-02-20T10:00Z', '2025-03-06T12:00Z')),
      asOf: '2025-03-06T12:15Z',
      fires: 'R05',
    },
    {
      case: 'losses of a closed plan are silent (E03, Q50)',
      person: () =>
        regular()
          .cancel('2025-03-06T10:00Z', '2025-03-03T10:00Z', pt, clock('2025-03-01T10:00Z'))
          .plan({ line: 'pt', specialty: 'PT', startedAt: '2025-03-01T00:00Z', closedAt: '2025-03-04T00:00Z' }),
      asOf: '2025-03-05T09:00Z',
      fires: '',
    },
    {
      case: 'an unknown specialty has no window (Q13)',
      person: () =>
        aPerson()
          .visit('2025-01-06T10:00Z', { serviceId: 'odd' })
          .cancel('2025-03-06T10:00Z', '2025-03-03T10:00Z', { serviceId: 'odd' }),
      asOf: '2025-03-20T09:00Z',
      fires: '',
    },
    {
      case: 'a deleted row is no loss (Q27)',
      person: () => cancelled({ deletedAt: '2025-03-03T12:00Z' }),
      asOf: '2025-03-05T09:00Z',
      fires: '',
    },
    {
      case: 'losing one seat of a class is a cancel like any other (K01)',
      person: () => cancelled({ classId: 'class1' }),
      asOf: '2025-03-05T09:00Z',
      fires: 'R05',
    },
    {
      case: 'a series ended at once is one finding (K14, Q80)',
      person: () =>
        cancelled({ seriesId: 's' }).cancel('2025-03-13T10:00Z', '2025-03-03T10:01Z', { ...pt, seriesId: 's' }),
      asOf: '2025-03-05T09:00Z',
      fires: 'R05',
    },
    {
      case: 'windows: program one, medspa three, dental five business days',
      person: () =>
        ['pr', 'ms', 'de'].reduce(
          (person, serviceId) =>
            person
              .visit('2025-03-02T10:00Z', { serviceId })
              .cancel('2025-03-06T10:00Z', '2025-03-03T10:00Z', { serviceId }),
          aPerson(),
        ),
      asOf: '2025-03-04T09:00Z',
      fires: 'R05',
    },
  ]);

  it('names the oldest loss, whose window counts (Q50, Q84)', () => {
    const two = cancelled().cancel('2025-03-20T10:00Z', '2025-03-04T10:00Z', pt);
    const finding = evaluate(practice, two, '2025-03-08T09:00Z').findings.find(({ rule }) => rule === 'R05');
    expect(finding?.since).toBe(at('2025-03-05T09:00Z'));
    expect(finding?.facts.map(({ says }) => says)).toEqual([
      'Slot of 2025-03-06 cancelled by the patient',
      'Slot of 2025-03-20 cancelled by the patient',
      'Last visit on 2025-02-28, pt',
    ]);
  });

  it('holds each line apart, one finding each (K21)', () => {
    const both = cancelled()
      .visit('2025-03-01T10:00Z', { serviceId: 'pr' })
      .cancel('2025-03-06T11:00Z', '2025-03-03T11:00Z', { serviceId: 'pr' });
    const found = evaluate(practice, both, '2025-03-05T09:00Z').findings.filter(({ rule }) => rule === 'R05');
    expect(found.map(({ episode }) => episode)).toEqual(['pr', 'pt']);
  });

  it('is one class lower when its episode is only inferred from visits (K22)', () => {
    const withPlan = cancelled().plan({ line: 'pt', specialty: 'PT', startedAt: '2025-02-01T00:00Z' });
    const classes = (person: APerson) =>
      evaluate(practice, person, '2025-03-05T09:00Z')
        .findings.filter(({ rule }) => rule === 'R05')
        .map((finding) => finding.class);
    expect(classes(withPlan)).toEqual(['S1']);
    expect(classes(cancelled())).toEqual(['S2']);
  });
});

describe('as of the past (Q01)', () => {
  const cancelledLater = () =>
    regular().cancel('2025-03-06T10:00Z', '2025-03-03T10:00Z', pt, clock('2025-02-20T10:00Z', '2025-03-20T10:00Z'));
  const attendedLater = () => regular().visit('2025-03-06T10:00Z', pt, clock('2025-02-28T11:00Z', '2025-03-06T11:00Z'));

  it('a booking attended later was a live booking (Q01)', () => {
    expect(evaluate(practice, attendedLater(), '2025-03-05T12:00Z').nextBookingAt).toBe(at('2025-03-06T10:00Z'));
    expect(firing(practice, attendedLater(), '2025-03-05T12:00Z')).toBe('');
  });

  it('a row not yet made did not exist (Q01)', () => {
    expect(evaluate(practice, attendedLater(), '2025-02-28T10:59Z').nextBookingAt).toBeNull();
  });

  it('a cancel counts from cancelled_at on, though the row was written later (Q01)', () => {
    expect(evaluate(practice, cancelledLater(), '2025-03-03T09:59Z').nextBookingAt).toBe(at('2025-03-06T10:00Z'));
    expect(evaluate(practice, cancelledLater(), '2025-03-03T10:00Z').nextBookingAt).toBeNull();
    expect(firing(practice, cancelledLater(), '2025-03-05T09:00Z')).toContain('R05');
  });

  it('the version recorded last counts, the later line at a tie (Q01)', () => {
    const row = { ...pt, id: 'a' };
    const moved = regular()
      .booking('2025-03-06T10:00Z', row, clock('2025-02-20T10:00Z', '2025-02-20T10:00Z'))
      .booking('2025-03-12T10:00Z', row, { ...clock('2025-02-20T10:00Z', '2025-03-01T10:00Z'), sequence: 1000 })
      .booking('2025-03-11T10:00Z', row, { ...clock('2025-02-20T10:00Z', '2025-03-01T10:00Z'), sequence: 1001 });
    expect(evaluate(practice, moved, '2025-02-28T12:00Z').nextBookingAt).toBe(at('2025-03-06T10:00Z'));
    expect(evaluate(practice, moved, '2025-03-01T12:00Z').nextBookingAt).toBe(at('2025-03-11T10:00Z'));
  });

  it('a no-show recorded for the future is no loss, no visit, no booking (Q95)', () => {
    const odd = regular().noShow('2025-03-20T10:00Z', pt);
    const evaluation = evaluate(practice, odd, '2025-03-04T12:00Z');
    expect(evaluation.nextBookingAt).toBeNull();
    expect(evaluation.verdicts.find(({ rule }) => rule === 'R06')?.because).toBe('not_applicable');
  });
});
