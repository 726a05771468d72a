import type { Instant, PersonEvaluation, PersonFacts } from '@keepwell/domain';
import type { Life } from '@keepwell/simulator';
import { DAY_MS } from './days.js';
import type { ListedCase } from './walk.js';

/** What people use otherwise: nobody seen for so many days, and nothing booked. */
export type FixedGap = 60 | 90;
export const FIXED_GAPS: readonly FixedGap[] = [60, 90];

interface Morning {
  life: Life;
  at: Instant;
  cases: Record<FixedGap, ListedCase[]>;
}

/** Answers when the answer can next change by itself. It is told of the same exclusions: only the rule differs. */
export function fixedGapDays(
  person: PersonFacts,
  { lastVisitAt, nextBookingAt, exclusions }: PersonEvaluation,
  open: Record<FixedGap, ListedCase | null>,
  { life, at, cases }: Morning,
): Instant | null {
  let next: Instant | null = null;
  for (const days of FIXED_GAPS) {
    const due = lastVisitAt === null ? null : lastVisitAt + days * DAY_MS;
    const isListed = due !== null && due <= at && nextBookingAt === null && exclusions.length === 0;
    if (due !== null && due > at && (next === null || due < next)) next = due;
    const listed = open[days];
    if (isListed && listed === null) {
      const opened = { patientId: person.personId, life, from: at, until: null, findings: [], rules: [`${days} d`] };
      open[days] = opened;
      cases[days].push(opened);
    } else if (!isListed && listed !== null) {
      listed.until = at;
      open[days] = null;
    }
  }
  return next;
}
