import type { Finding } from '../../evaluation.js';
import type { Instant } from '../../records.js';
import type { AsOf } from '../../timeline/as-of.js';
import { isProgramOpen } from '../../timeline/ended-programs.js';
import { ownRecords } from '../../timeline/own-records.js';
import { scoresSeen, takenScores, type ScoreSeen } from '../../timeline/scores.js';
import type { Timeline } from '../../timeline/timeline.js';
import { formatDate } from '../../zones/calendar-date.js';
import { recordFact, recordFinding } from '../record-finding.js';
import { mostTelling, type Rule, type Silence } from '../rule.js';
import { daysOf } from '../window.js';

const VISITS = 4;

/** Treatment goes on and the score does not move, or gets worse: for the clinician, not for outreach (RC 4, Q72). */
export const outcomeStall: Rule = {
  id: 'R30',
  name: 'OUTCOME_STALL',
  version: 1,
  kind: 'O',
  class: 'S2',
  says: 'The outcome score does not improve, or gets worse.',
  startsOff: true,
  startsIn: ['PT', 'PR'],
  defaults: { apart: '21 d', month3: '90 d' },
  restsOn: ['score'],
  alsoReads: ['program'],
  restsOnEvents: 'scores that were taken',
  prepare(parameters) {
    const apart = daysOf(this.id, 'apart', parameters.apart);
    const longest = daysOf(this.id, 'month3', parameters.month3);
    return (timeline, asOf) => {
      const series = new Map<string, Taken[]>();
      for (const score of takenScores(scoresSeen(timeline, asOf))) {
        const key = `${score.instrument}\u0000${score.domain}`;
        series.set(key, [...(series.get(key) ?? []), score]);
      }
      if (series.size === 0)
        return { findings: [], silence: { because: 'no_data', says: 'No outcome score on record.' } };
      if (!isInCare(timeline, asOf)) {
        return { findings: [], silence: { because: 'closed', says: 'Neither a plan nor a program is open (E03).' } };
      }
      return askSeries(this, timeline, [...series.values()], { apart, longest }, asOf);
    };
  },
};

type Taken = ScoreSeen & { takenAt: Instant; value: number };

function isInCare(timeline: Timeline, asOf: AsOf): boolean {
  if (timeline.plans.some(({ closed }) => !closed)) return true;
  return ownRecords(timeline, 'program', asOf).some((seen) => isProgramOpen(seen, asOf));
}

interface Stall {
  first: Taken;
  last: Taken;
  gain: number;
  change: number;
  since: Instant;
}

/** The first and the last score of one instrument and domain, and what they show (Q72). */
function stallOf(
  timeline: Timeline,
  scores: Taken[],
  { apart, longest }: { apart: number; longest: number },
  asOf: AsOf,
): Stall | Silence {
  const first = scores[0]!;
  const last = scores.at(-1)!;
  const { zone } = timeline.opening;
  const firstDay = zone.dayOf(first.takenAt);
  if (zone.dayOf(last.takenAt) - firstDay < apart) {
    return { because: 'waiting', says: `No two scores ${apart} days apart.` };
  }
  const change = last.detectableChange ?? first.detectableChange;
  const direction = last.direction ?? first.direction;
  if (change === null || direction === null) {
    return {
      because: 'no_data',
      says: 'Not known from which change on the score tells something, or which way is better.',
    };
  }
  const gain = (last.value - first.value) * (direction === 'higher_better' ? 1 : -1);
  if (gain >= change) return { because: 'answered', says: `${first.instrument} improved by ${round(gain)}.` };
  if (gain <= -change) return { first, last, gain, change, since: last.takenAt };
  const visits = timeline.visitDays.filter(({ startsAt }) => startsAt > first.takenAt);
  const enough = visits[VISITS - 1]?.startsAt ?? null;
  const long = zone.startOf(firstDay + longest);
  const held = [enough, long].filter((instant) => asOf.reached(instant)).map(Number);
  if (held.length === 0) return { because: 'waiting', says: `${visits.length} visits since the first score.` };
  return { first, last, gain, change, since: Math.max(last.takenAt, Math.min(...held)) };
}

function askSeries(
  rule: Rule,
  timeline: Timeline,
  series: Taken[][],
  days: { apart: number; longest: number },
  asOf: AsOf,
): { findings: Finding[]; silence: Silence | null } {
  const stalls = new Map<string, Stall[]>();
  const silences: Silence[] = [];
  for (const scores of series) {
    const answer = stallOf(timeline, scores, days, asOf);
    if ('because' in answer) silences.push(answer);
    else stalls.set(answer.first.instrument, [...(stalls.get(answer.first.instrument) ?? []), answer]);
  }
  if (stalls.size === 0) return { findings: [], silence: mostTelling(silences) };
  return { findings: [...stalls].map(([instrument, own]) => found(rule, timeline, instrument, own)), silence: null };
}

function found(rule: Rule, timeline: Timeline, instrument: string, stalls: Stall[]): Finding {
  const { zone } = timeline.opening;
  const on = (score: Taken) => formatDate(zone.dayOf(score.takenAt));
  const told = stalls.map(({ first, last, gain, change }) => {
    const domain = first.domain === '' ? '' : ` (${first.domain})`;
    const moved = gain < 0 ? `worse by ${round(-gain)}` : `better by ${round(gain)}`;
    return `${instrument}${domain} ${first.value} on ${on(first)}, ${last.value} on ${on(last)}: ${moved}, ${round(change)} would tell something`;
  });
  return recordFinding(rule, timeline, {
    episode: instrument === '' ? null : instrument,
    since: Math.min(...stalls.map(({ since }) => since)),
    reason: `${told.join('; ')}.`,
    facts: stalls.flatMap(({ first, last }) =>
      [first, last].map((score) =>
        recordFact('score', score.seen, score.takenAt, `${instrument} ${score.value} on ${on(score)}`),
      ),
    ),
    checked: [
      `${timeline.visitDays.filter(({ startsAt }) => startsAt > stalls[0]!.first.takenAt).length} visits since the first score`,
    ],
    clearsWhen: 'A score that shows a change for the better, or the end of the plan.',
    parameters: { change: stalls[0]!.change, gain: round(stalls[0]!.gain) },
  });
}

function round(value: number): number {
  return Number(value.toFixed(4));
}
