import { programsInCare, tiersInCare } from '../../care/care-of.js';
import type { Progress } from '../../care/expectations.js';
import type { EvidenceFact, Finding } from '../../evaluation.js';
import type { AsOf } from '../../timeline/as-of.js';
import type { Timeline } from '../../timeline/timeline.js';
import { formatDate, type EpochDay } from '../../zones/calendar-date.js';
import { visitFact } from '../evidence.js';
import { askEach, recordFact, recordFinding } from '../record-finding.js';
import type { Rule, Silence } from '../rule.js';
import { daysOf } from '../window.js';

/**
 * What a program or a tier should bring at set times has not come: a check-in, labs, a coaching session, an outcome score (S4-11, S4-12,
 * S0-18). A task of the clinic: nothing is held against the patient.
 */
export const milestoneOverdue: Rule = {
  id: 'P05',
  name: 'MILESTONE_OVERDUE',
  version: 1,
  kind: 'V',
  class: 'S3',
  says: 'A milestone of a program or a membership is overdue.',
  practiceRule: true,
  startsOff: true,
  readsCare: true,
  startsIn: ['PR', 'MB', 'DPC'],
  defaults: { more: '0 d' },
  restsOn: ['program', 'membership'],
  prepare(parameters) {
    const more = daysOf(this.id, 'more', parameters.more);
    return (timeline, asOf) =>
      askEach(expecting(timeline, asOf), 'No program or membership of which milestones are expected.', (each) =>
        ask(this, timeline, each, more, asOf),
      );
  },
};

interface Expecting {
  episode: string;
  name: string;
  from: EpochDay;
  fact: (says: string) => EvidenceFact;
  progress: Progress[];
}

function expecting(timeline: Timeline, asOf: AsOf): Expecting[] {
  const { memberships, programs } = timeline.person;
  const ofPrograms = programs.length === 0 ? [] : programsInCare(timeline, asOf);
  const ofTiers = memberships.length === 0 ? [] : tiersInCare(timeline, asOf);
  return [
    ...ofPrograms.map(({ seen, template, frame, progress }): Expecting => ({
      episode: seen.row.id,
      name: seen.row.data.name?.trim() || template.name,
      from: frame.from,
      fact: (says) => recordFact('program', seen, seen.row.data.startedAt, says),
      progress,
    })),
    ...ofTiers.flatMap(({ seen, tier, from, progress }): Expecting[] =>
      tier === null || from === null || progress.length === 0
        ? []
        : [
            {
              episode: seen.row.id,
              name: tier.name,
              from,
              fact: (says) => recordFact('membership', seen, seen.row.data.startedAt, says),
              progress,
            },
          ],
    ),
  ];
}

function ask(
  rule: Rule,
  timeline: Timeline,
  { episode, name, from, fact, progress }: Expecting,
  more: number,
  asOf: AsOf,
): Finding | Silence {
  const { zone } = timeline.opening;
  const late = progress.flatMap(({ expectation, overdue, last, booked, hasOwnDates }) => {
    // Where the source keeps the due dates, R28 reads them; what is booked will come.
    if (overdue === null || booked !== null || hasOwnDates) return [];
    const since = more === 0 ? overdue.since : zone.startOf(zone.dayOf(overdue.since) + more);
    return asOf.reached(since) ? [{ what: expectation.name, due: formatDate(overdue.due), since, last }] : [];
  });
  if (late.length === 0) {
    const isBooked = progress.some(({ overdue, booked }) => overdue !== null && booked !== null);
    return isBooked
      ? { because: 'live_booking', says: `What is overdue of ${name} is booked.` }
      : { because: 'waiting', says: `Nothing of ${name} is overdue.` };
  }
  return recordFinding(rule, timeline, {
    episode,
    since: Math.min(...late.map(({ since }) => since)),
    reason: `${name} since ${formatDate(from)}: overdue ${late.map(({ what, due }) => `${what} (due ${due})`).join(', ')}.`,
    facts: [
      fact(`${name} since ${formatDate(from)}`),
      ...late.flatMap(({ last, what }) => {
        if (last?.booking) return [visitFact(last.booking, `Last ${what}`)];
        const score = last?.score ?? null;
        if (score === null) return [];
        return [recordFact('score', score.seen, score.takenAt, `${what} last taken on ${formatDate(last!.day)}`)];
      }),
    ],
    checked: late.map(({ what, due }) => `${what}: none on record for ${due}, none booked`),
    clearsWhen: 'What is overdue booked or done, or the end of the program or membership.',
    parameters: { more: `${more} d` },
  });
}
