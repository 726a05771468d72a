import { isWithin, type Period } from '../audit/period.js';
import type { Instant, Specialty } from '../records.js';
import { compareText } from '../timeline/versions.js';
import type { CaseStory } from './case-flow.js';
import type { AssignedFact } from './own-rows.js';
import type { ReportNumber } from './report.js';
import type { SeenPractice } from './seen-practice.js';
import type { Sheet } from './sheet.js';

/** Within which a visit counts as a return (RC 1.6), by the kind of care of the last visit before the flag. */
const HORIZON_DAYS: Record<Specialty, number> = { PT: 30, PR: 21, MS: 60, DE: 90, MB: 60, DPC: 365 };
const UNKNOWN_DAYS = 30;

interface Flagged {
  personId: string;
  at: Instant;
}

/**
 * Who came back in time of those who were flagged; where a hold-back experiment ran, each arm as assigned, contacted or not. Only cases whose
 * time ran out in the period; backlog is history and not looked at.
 */
export function returnsInTime(
  sheet: Sheet,
  trailing: Period,
  stories: readonly CaseStory[],
  assigned: readonly AssignedFact[],
  seen: SeenPractice,
): ReportNumber[] {
  const followed = ({ personId, at }: Flagged): { personId: string; returned: boolean }[] => {
    const person = seen.personOf(personId);
    if (person === undefined) return [];
    const { visits, opening } = person.timeline;
    const specialty = visits.findLast(({ startsAt }) => startsAt <= at)?.specialty ?? null;
    const days = specialty === null ? UNKNOWN_DAYS : HORIZON_DAYS[specialty];
    const until = opening.zone.startOf(opening.zone.dayOf(at) + days + 1);
    if (!isWithin(trailing, until)) return [];
    const returned = visits.some(({ startsAt }) => startsAt > at && startsAt < until);
    return [{ personId: person.personId, returned }];
  };
  const of = stories
    .flatMap(({ moves }) => moves.filter(({ what }) => what === 'opened'))
    .flatMap((move) => followed(move));
  const some = of.filter(({ returned }) => returned);
  const ids = (rows: typeof of) => rows.map(({ personId }) => personId);
  const arms = [...new Set(assigned.map(({ arm }) => arm))].sort(compareText);
  return [
    sheet.number({
      ...{ metric: 'returned_in_time', key: 'all', about: 'on the list', span: 'weeks_12' },
      ...{ numerator: some.length, denominator: of.length },
      people: { numerator: ids(some), denominator: ids(of) },
      ...(arms.length === 0 && of.length > 0
        ? { says: 'Nobody was held back: it does not say what contacting people has done.' }
        : {}),
    }),
    ...arms.map((arm) => {
      const ofArm = assigned.filter((row) => row.arm === arm).flatMap((row) => followed(row));
      const returned = ofArm.filter((row) => row.returned);
      // Nobody is named: who is held back must not be told apart.
      return sheet.number({
        ...{ metric: 'returned_in_time', key: arm, about: arm.replaceAll('_', ' '), span: 'weeks_12' },
        ...{ numerator: returned.length, denominator: ofArm.length },
      });
    }),
  ];
}
