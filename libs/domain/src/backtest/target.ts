import type { Decided } from '../evaluation.js';
import type { Specialty } from '../records.js';
import type { AsOf } from '../timeline/as-of.js';
import { episodeKey } from '../timeline/episode.js';
import { ANY_LINE } from '../timeline/horizon.js';
import { membershipSpecialty } from '../timeline/membership.js';
import { ownRecords } from '../timeline/own-records.js';
import { lineKey } from '../timeline/practice.js';
import type { Timeline } from '../timeline/timeline.js';

/** What a flag was about: what must happen for it to have been wrong. */
export interface Target {
  /** A visit of this line; `''`: of any. */
  line: string;
  specialty: Specialty | null;
  planId: string | null;
  /** Set where the flag is about a subscription: it was right when that ended. */
  membershipId: string | null;
}

const RECALL_RULES: readonly string[] = ['R16', 'R17'];
const PACKAGE_RULES: readonly string[] = ['R20'];
const MEMBERSHIP_RULES: readonly string[] = ['R21', 'R22', 'R23', 'R24', 'R25', 'P02', 'P03', 'P04'];
const PROGRAM_RULES: readonly string[] = ['R26', 'R27', 'R29'];

/** By what the rule names as its episode (Q07). */
export function targetOf(timeline: Timeline, { rule, episode }: Decided, asOf: AsOf): Target {
  const { visits, practice } = timeline;
  const last = visits.at(-1)?.specialty ?? null;
  const none = { planId: null, membershipId: null };
  const ofLine = (line: string): Target => ({
    ...{ line, ...none },
    specialty: practice.specialtyOfLine(line) ?? visits.findLast((visit) => visit.line === line)?.specialty ?? last,
  });
  if (episode === null) return { line: ANY_LINE, specialty: last, ...none };
  if (RECALL_RULES.includes(rule)) {
    const recall = ownRecords(timeline, 'recall', asOf).find(({ row }) => row.id === episode)?.row;
    return ofLine(recall === undefined ? ANY_LINE : practice.lineOfType(recall.source, recall.data.type));
  }
  if (PACKAGE_RULES.includes(rule)) {
    const bought = ownRecords(timeline, 'package', asOf).find(({ row }) => row.id === episode)?.row;
    return ofLine(lineKey(bought?.data.line ?? null));
  }
  if (MEMBERSHIP_RULES.includes(rule)) {
    const seen = ownRecords(timeline, 'membership', asOf).find(({ row }) => row.id === episode);
    if (seen !== undefined)
      return { line: ANY_LINE, specialty: membershipSpecialty(timeline, seen), planId: null, membershipId: episode };
    return { line: ANY_LINE, specialty: last, ...none };
  }
  if (PROGRAM_RULES.includes(rule)) return { line: ANY_LINE, specialty: 'PR', ...none };
  const own = timeline.episodes.find(({ plan, lineName }) => episodeKey(plan, lineName) === episode);
  if (own !== undefined)
    return { line: own.line, specialty: own.specialty ?? last, planId: own.plan?.id ?? null, membershipId: null };
  return ofLine(lineKey(episode));
}
