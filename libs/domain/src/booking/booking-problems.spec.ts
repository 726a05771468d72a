import { bookingProblems, type BookingFacts, type WantedBooking } from './booking-problems.js';

/** Tuesday, 9 June 2026, 12:00 in London. */
const NOW = Date.UTC(2026, 5, 9, 11);
const at = (day: number, hour: number, minute = 0) => Date.UTC(2026, 5, day, hour - 1, minute);

type Given = Partial<Omit<BookingFacts, 'patient'>> & { patient?: Partial<BookingFacts['patient']> };
const facts = (given: Given = {}): BookingFacts => ({
  ...{ now: NOW, practiceZone: 'Europe/London', practitioner: null, bookings: [], taken: [] },
  location: {
    name: 'Main street',
    timezone: 'Europe/London',
    openDays: [1, 2, 3, 4, 5],
    opensAt: '09:00',
    closedOn: ['2026-06-12'],
  },
  ...given,
  patient: {
    ...{ deceasedAt: null, archivedAt: null, movedAwayAt: null, doNotContact: null, hold: null, testRecord: null },
    ...given.patient,
  },
});

const wanted = (startsAt: number, endsAt = startsAt + 1_800_000, replacesId: string | null = null): WantedBooking => ({
  startsAt,
  endsAt,
  replacesId,
});
const booking = (startsAt: number, status: BookingFacts['bookings'][number]['status'] = 'booked', id = 'b1') => ({
  id,
  startsAt,
  endsAt: startsAt + 1_800_000,
  status,
});

describe('S3-05 what may be booked', () => {
  it('S3-05 an open day, an open hour, nothing in the way', () => {
    expect(bookingProblems(wanted(at(10, 9)), facts())).toEqual([]);
  });

  it.each<[string, WantedBooking, Given, string]>([
    ['in the past', wanted(at(8, 10)), {}, 'past'],
    ['now', wanted(NOW), {}, 'past'],
    ['ending before it begins', wanted(at(10, 10), at(10, 9)), {}, 'ends before'],
    ['on a day the place is not open', wanted(at(13, 10)), {}, 'not open on Saturdays'],
    ['on a day that is listed as closed', wanted(at(12, 10)), {}, 'closed on 2026-06-12'],
    ['before the place opens', wanted(at(10, 8, 30)), {}, 'opens at 09:00'],
    ['over midnight', wanted(at(10, 23, 45), at(11, 0, 30)), {}, 'another day'],
    ['for fourteen hours', wanted(at(10, 9), at(10, 23)), {}, 'twelve hours'],
    ['in three years', wanted(Date.UTC(2029, 5, 6, 10)), {}, 'two years'],
    [
      'with somebody who takes no bookings',
      wanted(at(10, 9)),
      { practitioner: { name: 'J. Lee', active: false, leftAt: null } },
      'J. Lee does not take',
    ],
    [
      'with somebody who will have left',
      wanted(at(10, 9)),
      { practitioner: { name: 'J. Lee', active: true, leftAt: at(10, 0) } },
      'will have left',
    ],
    [
      'over another booking of the patient',
      wanted(at(10, 9)),
      { bookings: [booking(at(10, 9, 15))] },
      'another booking',
    ],
    [
      'over a booking of the practitioner',
      wanted(at(10, 9)),
      { taken: [booking(at(10, 8, 45))] },
      'practitioner is booked',
    ],
    ['for somebody who has died', wanted(at(10, 9)), { patient: { deceasedAt: NOW - 1 } }, 'died'],
    ['for somebody not to be contacted', wanted(at(10, 9)), { patient: { doNotContact: true } }, 'not to be contacted'],
    ['for somebody who moved away', wanted(at(10, 9)), { patient: { movedAwayAt: NOW - 1 } }, 'moved away'],
    ['for somebody archived', wanted(at(10, 9)), { patient: { archivedAt: NOW - 1 } }, 'archived'],
    ['for a test record', wanted(at(10, 9)), { patient: { testRecord: true } }, 'test record'],
    ['under a hold that is not about money', wanted(at(10, 9)), { patient: { hold: 'complaint' } }, 'hold'],
  ])('S3-05 refuses a booking %s', (_case, booked, given, says) => {
    const problems = bookingProblems(booked, facts(given));
    expect(problems).toEqual([expect.stringContaining(says)]);
  });

  it.each<[string, WantedBooking, Given]>([
    ['right after another booking', wanted(at(10, 9, 30)), { bookings: [booking(at(10, 9))] }],
    ['over one that was cancelled', wanted(at(10, 9)), { bookings: [booking(at(10, 9), 'cancelled')] }],
    ['over the one it replaces', wanted(at(10, 9), undefined, 'b1'), { bookings: [booking(at(10, 9, 15))] }],
    ['under a hold about money', wanted(at(10, 9)), { patient: { hold: 'Collections' } }],
    [
      'with somebody who leaves later',
      wanted(at(10, 9)),
      { practitioner: { name: null, active: null, leftAt: at(11, 9) } },
    ],
    ['where no place is named, on a weekday from nine', wanted(at(10, 9)), { location: null }],
  ])('S3-05 lets a booking through %s', (_case, booked, given) => {
    expect(bookingProblems(booked, facts(given))).toEqual([]);
  });

  it('S3-05 asks the clock of the place, not of whoever books', () => {
    const tokyo = { name: 'Tokyo', timezone: 'Asia/Tokyo', openDays: [1, 2, 3, 4, 5], opensAt: '09:00', closedOn: [] };
    // Nine on Wednesday there is one in the morning in London.
    expect(bookingProblems(wanted(Date.UTC(2026, 5, 10, 0)), facts({ location: tokyo }))).toEqual([]);
    expect(bookingProblems(wanted(Date.UTC(2026, 5, 9, 23, 30)), facts({ location: tokyo }))).toEqual([
      'Tokyo opens at 09:00.',
    ]);
  });
});
