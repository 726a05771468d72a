import { askRules, silentVerdicts, type RuleAnswers } from './ask-rules.js';
import type { Decided, Exclusion, PersonEvaluation, PersonState } from './evaluation.js';
import type { PersonFacts } from './facts.js';
import type { PreparedPractice } from './prepared-practice.js';
import type { Instant } from './records.js';
import { AsOf } from './timeline/as-of.js';
import { gapsByLine } from './timeline/gaps.js';
import { outcomeMissing } from './timeline/outcome-missing.js';
import { timelineOf, type Timeline } from './timeline/timeline.js';
import { valueAtRisk } from './timeline/value-at-risk.js';
import { askUnlessExcluded, type Ways } from './unless-excluded.js';
import { formatDate } from './zones/calendar-date.js';

/**
 * The whole answer about one person as of an instant. Pure: the same facts, settings and instant give the same bytes,
 * in whatever order the facts arrive. `related` are the persons of the same household and those who share the birth date:
 * a guardian may make a minor contactable (E05), a twin record may make this one a duplicate (Q42).
 */
export function evaluatePerson(
  practice: PreparedPractice,
  person: PersonFacts,
  related: readonly PersonFacts[],
  asOf: Instant,
): PersonEvaluation {
  const moment = new AsOf(asOf);
  const view = practice.viewAt(moment);
  const timeline = timelineOf(person, view, moment);
  if (timeline === null) return notYetKnown(practice, person, moment);
  const relatives = once(() => related.flatMap((other) => timelineOf(other, view, moment) ?? []));
  return evaluateTimeline(practice, timeline, relatives, moment);
}

/** Asked for at most once, and only when somebody asks: most answers need nobody else. */
export function once<Value>(make: () => Value): () => Value {
  let made: { value: Value } | null = null;
  return () => (made ??= { value: make() }).value;
}

/** For a caller that already has the timeline, e.g. an audit that counts from it as well. */
export function evaluateTimeline(
  practice: PreparedPractice,
  timeline: Timeline,
  related: () => readonly Timeline[],
  moment: AsOf,
): PersonEvaluation {
  const { exclusions, answers } = askUnlessExcluded(practice, timeline, related, moment, WITH_WORDS);
  return {
    personId: timeline.person.personId,
    asOf: moment.at,
    state: stateOf(timeline, exclusions, answers.findings),
    findings: answers.findings,
    shadow: answers.shadow,
    exclusions,
    verdicts: answers.verdicts,
    since: earliestSince(answers.findings),
    contactable: exclusions.length === 0 && timeline.hasContact,
    valueAtRisk: valueAtRisk(timeline.person, moment),
    lastVisitOn: timeline.visits.length > 0 ? formatDate(timeline.visits.at(-1)!.day) : null,
    lastVisitAt: timeline.visits.at(-1)?.startsAt ?? null,
    nextBookingAt: timeline.live[0]?.startsAt ?? null,
    outcomeMissing: outcomeMissing(timeline, moment),
    gaps: gapsByLine(timeline.visits),
    medianLines: timeline.medianLines.sorted(),
    nextChangeAt: moment.nextChangeAt,
  };
}

function answersOf(practice: PreparedPractice, timeline: Timeline, moment: AsOf): RuleAnswers {
  const stale = staleSourceOf(practice, timeline);
  if (stale === null) return askRules(practice, timeline, moment);
  const says = `Waits: source ${stale} is behind, so that nothing is booked there is not known (E12).`;
  return askRules(practice, timeline, moment, { because: 'suspended', says });
}

/** Rules that rest on an absence ("nothing booked") may not speak while a source of this person is behind (E12). */
export function staleSourceOf({ settings }: PreparedPractice, { patients, bookings }: Timeline): string | null {
  if (settings.mode !== 'live' || settings.staleSources.length === 0) return null;
  const sources = new Set([...patients, ...bookings].map(({ row }) => row.source));
  return settings.staleSources.find((source) => sources.has(source)) ?? null;
}

function excludedAnswers(practice: PreparedPractice, exclusions: readonly Exclusion[], moment: AsOf): RuleAnswers {
  const says = `Excluded: ${exclusions.map(({ id }) => id).join(', ')}.`;
  const verdicts = silentVerdicts(practice, { because: 'excluded', says }, moment.nextChangeAt);
  return { findings: [], shadow: [], verdicts };
}

const WITH_WORDS: Ways<RuleAnswers> = { ask: answersOf, excluded: excludedAnswers };

/** The first that holds (Q09). */
export function stateOf(
  timeline: Timeline,
  exclusions: readonly Exclusion[],
  findings: readonly Decided[],
): PersonState {
  if (exclusions.length > 0) return 'excluded';
  let found: PersonState | null = null;
  for (const { kind, rule } of findings) {
    if (kind === 'O') return 'off_track';
    if (rule === 'R18') found = 'lapsed';
    else if (kind === 'W') found ??= 'watch';
  }
  if (found !== null) return found;
  const { plans, live } = timeline;
  return plans.length > 0 && plans.every(({ closed }) => closed) && live.length === 0 ? 'done' : 'on_track';
}

export function earliestSince(findings: readonly Decided[]): Instant | null {
  let earliest: Instant | null = null;
  for (const { kind, since } of findings) {
    if (kind === 'O' && (earliest === null || since < earliest)) earliest = since;
  }
  return earliest;
}

/** The patient record itself is not known at this instant (Q95). */
function notYetKnown(practice: PreparedPractice, { personId }: PersonFacts, moment: AsOf): PersonEvaluation {
  const silence = { because: 'no_data', says: 'The patient is not known yet.' } as const;
  return {
    personId,
    asOf: moment.at,
    state: 'on_track',
    findings: [],
    shadow: [],
    exclusions: [],
    verdicts: silentVerdicts(practice, silence, moment.nextChangeAt),
    since: null,
    contactable: false,
    valueAtRisk: null,
    lastVisitOn: null,
    lastVisitAt: null,
    nextBookingAt: null,
    outcomeMissing: null,
    gaps: [],
    medianLines: [],
    nextChangeAt: moment.nextChangeAt,
  };
}
