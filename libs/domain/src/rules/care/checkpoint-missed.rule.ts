import type { Finding } from '../../evaluation.js';
import type { AsOf } from '../../timeline/as-of.js';
import { scoresSeen, type ScoreSeen } from '../../timeline/scores.js';
import type { Timeline } from '../../timeline/timeline.js';
import { formatDate } from '../../zones/calendar-date.js';
import { askEach, recordFact, recordFinding } from '../record-finding.js';
import type { Rule, Silence } from '../rule.js';
import { daysOf } from '../window.js';

/** So long before it is due a score may be taken for it (Q70). */
const EARLY_DAYS = 14;

/** An outcome score was due and has not been taken (RC 4, Q70). */
export const checkpointMissed: Rule = {
  id: 'R28',
  name: 'CHECKPOINT_MISSED',
  version: 1,
  kind: 'V',
  class: 'S3',
  says: 'An outcome score was due and has not been taken.',
  startsOff: true,
  startsIn: ['PT', 'PR'],
  defaults: { grace: '14 d' },
  restsOn: ['program', 'score'],
  prepare(parameters) {
    const grace = daysOf(this.id, 'grace', parameters.grace);
    return (timeline, asOf) => {
      const byInstrument = new Map<string, ScoreSeen[]>();
      for (const score of scoresSeen(timeline, asOf)) {
        byInstrument.set(score.instrument, [...(byInstrument.get(score.instrument) ?? []), score]);
      }
      const due = [...byInstrument.values()].filter((scores) => scores.some(({ dueAt }) => dueAt !== null));
      return askEach(due, 'No outcome score is due.', (scores) => ask(this, timeline, scores, grace, asOf));
    };
  },
};

function ask(rule: Rule, timeline: Timeline, scores: ScoreSeen[], grace: number, asOf: AsOf): Finding | Silence {
  const { zone } = timeline.opening;
  const dated = scores.flatMap((score) => (score.dueAt === null ? [] : { score, day: zone.dayOf(score.dueAt) }));
  // A later one that has come takes the place of the earlier (Q70).
  const come = dated.filter(({ day }) => asOf.reached(zone.startOf(day))).sort((one, other) => one.day - other.day);
  const latest = come.at(-1);
  if (latest === undefined) return { because: 'waiting', says: 'No outcome score is due yet.' };
  const { score, day } = latest;
  const taken = scores.find(({ takenAt }) => takenAt !== null && zone.dayOf(takenAt) >= day - EARLY_DAYS);
  if (taken !== undefined) return { because: 'answered', says: `Taken on ${formatDate(zone.dayOf(taken.takenAt!))}.` };
  const since = zone.startOf(day + grace);
  if (!asOf.reached(since)) return { because: 'waiting', says: `Due on ${formatDate(day)}.` };
  const last = scores.reduce<ScoreSeen | null>(
    (newest, each) =>
      each.takenAt !== null && each.takenAt > (newest?.takenAt ?? Number.NEGATIVE_INFINITY) ? each : newest,
    null,
  );
  const before = last === null ? 'never taken' : `last taken ${formatDate(zone.dayOf(last.takenAt!))}`;
  return recordFinding(rule, timeline, {
    episode: score.instrument === '' ? null : score.instrument,
    since,
    reason: `Outcome score ${score.instrument} was due ${formatDate(day)}; ${before}.`,
    facts: [
      recordFact('score', score.seen, score.dueAt, `Due on ${formatDate(day)}`),
      ...(last === null
        ? []
        : [recordFact('score', last.seen, last.takenAt, `Taken on ${formatDate(zone.dayOf(last.takenAt!))}`)]),
    ],
    checked: [
      `${scores.length} rows of ${score.instrument} looked at, none taken since ${formatDate(day - EARLY_DAYS)}`,
    ],
    clearsWhen: 'The score is taken, or the next one falls due.',
    parameters: { grace: `${grace} d` },
  });
}
