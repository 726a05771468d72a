import { isWithin, type Period } from '../audit/period.js';
import { compareText } from '../timeline/versions.js';
import type { Zone } from '../zones/zone.js';
import type { OwnRows, TouchpointFact } from './own-rows.js';
import type { CoordinatorWeek, ReportSection } from './report.js';
import type { Sheet } from './sheet.js';

const hasNext = ({ nextKind }: TouchpointFact): boolean => nextKind === 'booked' || nextKind === 'touchpoint';
const isTalk = ({ isConversation }: TouchpointFact): boolean => isConversation;

/** What the week's work was, of the persons `belongs` lets through; conversations first, attempts as their context. */
export function outreachSection(
  sheet: Sheet,
  week: Period,
  own: OwnRows,
  idOf: (patientId: string) => string,
  zone: Zone,
): ReportSection {
  const inWeek = (instant: number | null) => instant !== null && isWithin(week, instant);
  const ids = (some: readonly { personId: string | null }[]) =>
    some.flatMap(({ personId }) => (personId === null ? [] : [idOf(personId)]));
  const rows = (metric: string, some: readonly { personId: string | null }[]) =>
    sheet.number({ metric, span: 'week', numerator: some.length, people: { numerator: ids(some) } });
  const share = (metric: string, some: readonly TouchpointFact[], all: readonly TouchpointFact[]) =>
    sheet.number({
      ...{ metric, span: 'week', numerator: some.length, denominator: all.length },
      people: { numerator: ids(some), denominator: ids(all) },
    });
  const attempts = touchpointsOf(week, own);
  const talks = attempts.filter(isTalk);
  const coordinatorDays = new Set(
    attempts.flatMap(({ byUserId, at }) => (byUserId === null ? [] : `${byUserId} ${zone.dayOf(at)}`)),
  );
  const byCoordinators = talks.filter(({ byUserId }) => byUserId !== null);
  const resting = own.snoozes.filter(({ at, endedAt }) => at < week.to && (endedAt === null || endedAt >= week.to));
  return {
    id: 'outreach',
    title: 'Conversations and messages',
    numbers: [
      rows('conversations', talks),
      rows('attempts', attempts),
      sheet.number({
        ...{ metric: 'conversations_per_day', span: 'week' },
        ...{ numerator: byCoordinators.length, denominator: coordinatorDays.size },
        people: { numerator: ids(byCoordinators) },
      }),
      share('reached_share', talks, attempts),
      share('next_booked_rate', talks.filter(hasNext), talks),
      rows(
        'messages_sent',
        own.messages.filter(({ acceptedAt }) => inWeek(acceptedAt)),
      ),
      rows(
        'messages_delivered',
        own.messages.filter(({ deliveredAt }) => inWeek(deliveredAt)),
      ),
      rows(
        'messages_failed',
        own.messages.filter(({ failedAt }) => inWeek(failedAt)),
      ),
      rows(
        'replies',
        own.replies.filter(({ at }) => inWeek(at)),
      ),
      rows(
        'opt_outs',
        own.optOuts.filter(({ at }) => inWeek(at)),
      ),
      sheet.persons('snoozed_end', 'end', ids(resting)),
    ],
  };
}

/** Written down in the week and not taken back before it ended. */
export function touchpointsOf(week: Period, { touchpoints }: OwnRows): TouchpointFact[] {
  return touchpoints.filter(({ at, undoneAt }) => isWithin(week, at) && (undoneAt === null || undoneAt >= week.to));
}

/** Most conversations first; how often somebody dialled decides nothing (S0-26). */
export function coordinatorWeeks(week: Period, own: OwnRows): CoordinatorWeek[] {
  const byUser = new Map<string, TouchpointFact[]>();
  for (const touchpoint of touchpointsOf(week, own)) {
    if (touchpoint.byUserId === null) continue;
    byUser.set(touchpoint.byUserId, [...(byUser.get(touchpoint.byUserId) ?? []), touchpoint]);
  }
  const weeks = [...byUser].map(([userId, attempts]): CoordinatorWeek => {
    const talks = attempts.filter(isTalk);
    const numerator = talks.filter(hasNext).length;
    const denominator = talks.length;
    const value = denominator === 0 ? null : numerator / denominator;
    return {
      userId,
      conversations: talks.length,
      attempts: attempts.length,
      nextBooked: { numerator, denominator, value },
    };
  });
  return weeks.sort((one, other) => other.conversations - one.conversations || compareText(one.userId, other.userId));
}
