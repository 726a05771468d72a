import { evaluateTimeline, once } from '../evaluate-person.js';
import type { PersonEvaluation, PersonState } from '../evaluation.js';
import type { PersonFacts, PracticeFacts } from '../facts.js';
import { practiceFigures } from '../figures/practice-figures.js';
import { preparePractice } from '../prepared-practice.js';
import type { Instant, RecordKind, ZoneId } from '../records.js';
import { lowReturn } from '../rules/visits/low-return.rule.js';
import { outcomeStall } from '../rules/care/outcome-stall.rule.js';
import { CATALOGUE_RULES } from '../rules/index.js';
import type { Rule } from '../rules/rule.js';
import { leadDays, medianLeadDays } from './lead-days.js';
import type { EvaluationSettings } from '../settings.js';
import { AsOf } from '../timeline/as-of.js';
import { timelineOf, type Timeline } from '../timeline/timeline.js';
import { compareText } from '../timeline/versions.js';
import { zoneOf } from '../zones/zone.js';
import { aggregatesOf, type WholeSource } from './aggregates.js';
import { countDropOff } from './drop-off.js';
import { countMetrics } from './metrics.js';
import { auditFigures, hasKind } from './figures.js';
import { offTrackPatient, strongestFirst, type RankedPatient } from './off-track.js';
import { lastWholeMonths } from './period.js';
import { relatedPersons } from './related.js';
import { isoInstant, type AuditReport, type AuditRule } from './report.js';

export interface AuditInput {
  practice: PracticeFacts;
  /** As `groupPersons` made them for the same instant. */
  persons: readonly PersonFacts[];
  /** All rows of the source; absent: those of `persons`. */
  whole?: WholeSource;
}

export interface AuditOptions<Source> {
  asOf: Instant;
  settings: EvaluationSettings;
  /** What was read from where; goes into the report as it is. */
  source: Source;
  /** Kinds the source has a file or stream for; absent: all. An empty file is data, a missing one is not (Q86). */
  kinds?: readonly RecordKind[];
  /** Called now and then with the number of persons done. */
  onProgress?: (done: number) => void;
}

/** `--timezone`, else that of the first location (Q21). */
export function practiceZone({ timezone, locations }: PracticeFacts): ZoneId {
  return timezone ?? locations[0]?.data.timezone ?? 'UTC';
}

const PROGRESS_STEP = 1000;

/** The retention audit of a whole practice as of an instant. The same input gives the same bytes. */
export function auditPractice<Source>(
  { practice, persons, whole }: AuditInput,
  options: AuditOptions<Source>,
): AuditReport<Source> {
  const { asOf, settings, source, kinds, onProgress } = options;
  const moment = new AsOf(asOf);
  const prepared = preparePractice(practice, aggregatesOf(persons, practice, asOf, whole), settings);
  const view = prepared.viewAt(moment);
  const relatedTo = relatedPersons(persons, moment);
  const timezone = practiceZone(practice);
  const zone = zoneOf(timezone);
  const period = lastWholeMonths(asOf, zone);
  const metrics = countMetrics(period, zone, moment);
  const dropOff = countDropOff();
  const figures = practiceFigures(period, moment, { has: hasKind(persons, kinds), keepsPeople: false });
  const tally = tallyPersons();

  /** Built once: records that share a birth date and a phone are asked for again and again. */
  const built = new Map<PersonFacts, Timeline | null>();
  const relatives = (person: PersonFacts): Timeline | null => {
    let timeline = built.get(person);
    if (timeline === undefined) {
      timeline = timelineOf(person, view, moment);
      built.set(person, timeline);
    }
    return timeline;
  };

  let done = 0;
  for (const person of persons) {
    const timeline = timelineOf(person, view, moment);
    if (timeline === null) continue;
    const related = once(() => relatedTo(person).flatMap((other) => relatives(other) ?? []));
    tally.add(evaluateTimeline(prepared, timeline, related, moment));
    // A test record is nobody: it stands in the totals, not in the figures (Q93).
    if (timeline.patients[0]?.row.data.testRecord !== true) {
      metrics.add(timeline);
      dropOff.add(timeline, moment);
      for (const each of figures) each.add(person.personId, timeline);
    }
    done += 1;
    if (done % PROGRESS_STEP === 0) onProgress?.(done);
  }
  onProgress?.(done);
  return {
    schema: 1,
    asOf: isoInstant(asOf),
    practice: { timezone, locations: new Set(practice.locations.map(({ id }) => id)).size },
    source,
    ...tally.result((rule) => hasNoData(rule, persons, kinds)),
    metrics: metrics.metrics(),
    dropOff: dropOff.rows(),
    figures: figures.map((each) => auditFigures(each.section())),
  };
}

/** A file, or the one column, that the rule cannot do without is missing; an empty file is data (Q86). */
function hasNoData(
  { id, restsOn = ['appointment'] }: Rule,
  persons: readonly PersonFacts[],
  kinds: readonly RecordKind[] | undefined,
): boolean {
  // A model is never asked in an audit (Q76).
  if (id === lowReturn.id) return true;
  if (kinds === undefined) return false;
  if (!restsOn.every((kind) => kinds.includes(kind))) return true;
  if (id !== outcomeStall.id) return false;
  return !persons.some(({ scores }) => scores.some(({ data }) => data.detectableChange !== null));
}

const NO_STATES: Record<PersonState, number> = {
  on_track: 0,
  watch: 0,
  off_track: 0,
  lapsed: 0,
  excluded: 0,
  done: 0,
};

type Tallied = Pick<AuditReport<never>, 'patients' | 'rules' | 'offTrack' | 'findings' | 'excluded'>;

function tallyPersons() {
  const byState = { ...NO_STATES };
  const patientsByRule = new Map<string, number>();
  const leadsByRule = new Map<string, number[]>();
  const offTrack: RankedPatient[] = [];
  const findings: Tallied['findings'] = [];
  const excluded: Tallied['excluded'] = [];
  let total = 0;
  let contactable = 0;

  const add = (evaluation: PersonEvaluation): void => {
    const { personId, state } = evaluation;
    total += 1;
    byState[state] += 1;
    if (evaluation.contactable) contactable += 1;
    if (state === 'excluded') {
      excluded.push({ patientId: personId, because: [...new Set(evaluation.exclusions.map(({ id }) => id))].sort() });
    }
    for (const { rule, episode, since } of evaluation.findings) {
      findings.push({ patientId: personId, rule, episode });
      const lead = leadDays(since, evaluation.lastVisitAt);
      if (lead === null) continue;
      const leads = leadsByRule.get(rule) ?? [];
      leads.push(lead);
      leadsByRule.set(rule, leads);
    }
    for (const rule of new Set(evaluation.findings.map((finding) => finding.rule))) {
      patientsByRule.set(rule, (patientsByRule.get(rule) ?? 0) + 1);
    }
    const ranked = offTrackPatient(evaluation);
    if (ranked !== null) offTrack.push(ranked);
  };

  const result = (noData: (rule: Rule) => boolean): Tallied => ({
    patients: { total, contactable, byState },
    rules: CATALOGUE_RULES.map((rule): AuditRule => ({
      rule: rule.id,
      name: rule.name,
      version: rule.version,
      findings: patientsByRule.get(rule.id) ?? 0,
      medianLeadDays: medianLeadDays(leadsByRule.get(rule.id) ?? []),
      noData: noData(rule),
    })),
    offTrack: offTrack.sort(strongestFirst).map(({ patient }) => patient),
    findings: findings.sort(
      (one, other) =>
        compareText(one.patientId, other.patientId) ||
        compareText(one.rule, other.rule) ||
        compareText(one.episode ?? '', other.episode ?? ''),
    ),
    excluded: excluded.sort((one, other) => compareText(one.patientId, other.patientId)),
  });
  return { add, result };
}
