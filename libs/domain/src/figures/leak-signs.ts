import { isLateCancel, isSlot } from '../audit/metrics/appointments.js';
import { isWithin, type Period } from '../audit/period.js';
import type { Communication, Instant } from '../records.js';
import { answerTo } from '../timeline/answers.js';
import type { AsOf } from '../timeline/as-of.js';
import type { Booking } from '../timeline/booking.js';
import { ownRecords } from '../timeline/own-records.js';
import type { Timeline } from '../timeline/timeline.js';
import { consultConversion } from './consult-conversion.js';
import { noData, Tally, type Figure, type FigureCount, type Counting } from './figure.js';

/** A message or call should have its answer, and a lost slot its call, by then. */
const ANSWER_BUSINESS_DAYS = 1;
const FOLLOW_UP_BUSINESS_DAYS = 2;
const FEWEST_VISITS = 4;
const MANY_HANDS = 3;

/** Signs that a practice loses people by the way it works, each measured on its own records (S3-44). */
export function leakSigns(period: Period, asOf: AsOf, { has, keepsPeople }: Counting): FigureCount {
  const calls = new Tally(keepsPeople);
  const messages = new Tally(keepsPeople);
  const followed = new Tally(keepsPeople);
  const noShows = new Tally(keepsPeople);
  const late = new Tally(keepsPeople);
  const hands = new Tally(keepsPeople);
  const fresh = new Tally(keepsPeople);
  const conversion = consultConversion(period, asOf, keepsPeople);
  const unanswered = new Tally(keepsPeople);
  const daysWorked = new Set<number>();
  let writesDownContacts = false;

  const addInbound = (personId: string, timeline: Timeline, said: readonly Communication[]): void => {
    for (const { at, direction, needsReply, repliedAt, channel } of said) {
      if (direction !== 'in' || needsReply !== true || !isWithin(period, at)) continue;
      const by = businessDaysAfter(timeline, at, ANSWER_BUSINESS_DAYS);
      if (by === null || !asOf.reached(by)) continue;
      const isLate = repliedAt === null || repliedAt > by;
      (channel?.trim().toLowerCase() === 'call' ? calls : messages).count(personId, isLate);
    }
  };

  const addLoss = (personId: string, timeline: Timeline, lost: Booking, said: readonly Communication[]): void => {
    const { loss, opening } = lost;
    if (loss === null || loss.by === 'clinic' || !isWithin(period, loss.at)) return;
    const by = opening.endOfBusinessDays(loss.day, FOLLOW_UP_BUSINESS_DAYS);
    if (by === null || !asOf.reached(by)) return;
    const answer = answerTo(timeline, lost);
    const wasBooked = answer !== null && (answer.row.createdAt ?? answer.startsAt) <= by;
    if (wasBooked) return;
    unanswered.count(personId, true);
    followed.count(personId, !said.some(({ at, direction }) => direction === 'out' && at >= loss.at && at <= by));
  };

  return {
    add(personId, timeline) {
      const said = ownRecords(timeline, 'communication', asOf).map(({ row }) => row.data);
      writesDownContacts ||= said.some(({ direction }) => direction === 'out');
      addInbound(personId, timeline, said);
      for (const lost of timeline.losses) addLoss(personId, timeline, lost, said);
      conversion.add(personId, timeline);
      for (const slot of timeline.bookings) {
        if (!isSlot(slot) || !isWithin(period, slot.startsAt)) continue;
        noShows.count(personId, slot.loss?.by === 'no_show');
        late.count(personId, isLateCancel(slot));
      }
      const days = timeline.visitDays.filter(({ startsAt }) => isWithin(period, startsAt));
      for (const { day } of days) daysWorked.add(day);
      if (days.length > 0) fresh.count(personId, timeline.visitDays[0] === days[0]);
      const by = new Set(days.flatMap(({ row }) => row.data.practitionerId ?? []));
      if (days.length >= FEWEST_VISITS) hands.count(personId, by.size >= MANY_HANDS);
    },
    section: () => ({
      id: 'leak_signs',
      title: 'Signs of leaks',
      figures: [
        has('communication')
          ? calls.figure('leak_missed_calls')
          : noData('leak_missed_calls', 'calls with needs_reply'),
        has('communication')
          ? messages.figure('leak_slow_replies')
          : noData('leak_slow_replies', 'messages with needs_reply and replied_at'),
        writesDownContacts
          ? followed.figure('leak_no_follow_up')
          : noData('leak_no_follow_up', 'messages and calls going out'),
        noShows.figure('leak_no_shows'),
        late.figure('leak_late_cancels'),
        ...conversion.figures(),
        overwhelmed(unanswered, daysWorked.size),
        hands.figure('leak_many_hands'),
        fresh.figure('leak_growth_on_new'),
      ],
      notes: ['A sign says where to look; it proves no cause.'],
    }),
  };
}

function businessDaysAfter({ opening }: Timeline, instant: Instant, days: number): Instant | null {
  return opening.endOfBusinessDays(opening.zone.dayOf(instant), days);
}

/** Out of days, not of people. */
function overwhelmed(unanswered: Tally, days: number): Figure {
  const { numerator, people } = unanswered.figure('leak_unanswered_per_day');
  return {
    metric: 'leak_unanswered_per_day',
    numerator,
    denominator: days,
    people: { numerator: people.numerator, denominator: [] },
  };
}
