import type { Specialty } from '../records.js';
import type { AsOf } from '../timeline/as-of.js';
import { isProgramOpen } from '../timeline/ended-programs.js';
import { membershipSpecialty, membershipStanding, type MembershipStanding } from '../timeline/membership.js';
import { ownRecords } from '../timeline/own-records.js';
import type { Timeline } from '../timeline/timeline.js';
import type { Seen } from '../timeline/versions.js';
import { addMonths, type EpochDay } from '../zones/calendar-date.js';
import { followExpectation, type Frame, type Progress } from './expectations.js';
import { templateOfProgram, tierOf } from './match.js';
import type { ProgramTemplate, TierTemplate } from './template.js';

/** A program that is open, and what the practice expects of it. */
export interface ProgramCare {
  seen: Seen<'program'>;
  template: ProgramTemplate;
  frame: Frame & { until: EpochDay };
  progress: Progress[];
}

/** A membership that runs, and the tier it is of. */
export interface TierCare {
  seen: Seen<'membership'>;
  standing: MembershipStanding;
  specialty: Specialty;
  /** Null: no tier of the practice is called so. */
  tier: TierTemplate | null;
  /** Null: nobody says since when it runs. */
  from: EpochDay | null;
  progress: Progress[];
}

const RUNNING: readonly MembershipStanding[] = ['active', 'trialing', 'past_due'];

/** Programs that are open and have a template and a start. */
export function programsInCare(timeline: Timeline, asOf: AsOf): ProgramCare[] {
  if (timeline.practice.care.programs.length === 0) return [];
  return ownRecords(timeline, 'program', asOf).flatMap((seen) =>
    isProgramOpen(seen, asOf) ? (careOfProgram(timeline, seen, asOf) ?? []) : [],
  );
}

/** What the practice expects of one program, whether it is still open or not; null without a template or a start. */
export function careOfProgram(timeline: Timeline, seen: Seen<'program'>, asOf: AsOf): ProgramCare | null {
  const { data } = seen.row;
  const template = templateOfProgram(timeline.practice.care, data);
  if (template === null || data.startedAt === null) return null;
  const { zone } = timeline.opening;
  const from = zone.dayOf(data.startedAt);
  const until = data.endsAt === null ? addMonths(from, template.months) : zone.dayOf(data.endsAt);
  const frame = { from, until };
  const progress = template.expectations.map((each) => followExpectation(each, frame, timeline, asOf));
  return { seen, template, frame, progress };
}

/** Memberships that run, paused ones included; of those nothing is expected. */
export function tiersInCare(timeline: Timeline, asOf: AsOf): TierCare[] {
  const { zone } = timeline.opening;
  return ownRecords(timeline, 'membership', asOf).flatMap((seen) => {
    const standing = membershipStanding(seen, asOf);
    if (standing === 'ended' || !asOf.reached(seen.row.data.startedAt ?? Number.NEGATIVE_INFINITY)) return [];
    const specialty = membershipSpecialty(timeline, seen);
    const tier = tierOf(timeline.practice.care, seen.row.data, specialty);
    const { startedAt } = seen.row.data;
    const from = startedAt === null ? null : zone.dayOf(startedAt);
    const isExpecting = tier !== null && from !== null && RUNNING.includes(standing);
    const frame = { from: from ?? 0, until: null };
    const progress = isExpecting ? tier.expectations.map((each) => followExpectation(each, frame, timeline, asOf)) : [];
    return [{ seen, standing, specialty, tier, from, progress }];
  });
}
