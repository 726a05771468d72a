import { countDropOff } from '../audit/drop-off.js';
import { isoInstant, isoOrNull } from '../audit/report.js';
import type { Instant, ZoneId } from '../records.js';
import type { EvaluationSettings } from '../settings.js';
import { practiceFigures } from '../figures/practice-figures.js';
import { zoneOf } from '../zones/zone.js';
import { compareWithBaseline, type BaselineFacts } from './baseline-comparison.js';
import { bookingSection, careSections, scoreNumber } from './care-sections.js';
import { cancellationSection } from './cancellation-section.js';
import { countCare } from './care-metrics.js';
import { figureSection } from './figure-section.js';
import { storyOf } from './case-flow.js';
import { daySections } from './day-section.js';
import { listSections } from './list-sections.js';
import { coordinatorWeeks, outreachSection } from './outreach-section.js';
import type { OwnRows } from './own-rows.js';
import { returnSection } from './return-section.js';
import { doneBefore, returningVisit, type PersonReturn } from './returns.js';
import type { ReportPeople, ReportSection, ReportVariant, WeeklyReport } from './report.js';
import { seePractice, type KnownRecords, type SeenPerson, type SeenPractice } from './seen-practice.js';
import { ruleBreaks, type RuleChangeFact } from './rule-breaks.js';
import { Sheet } from './sheet.js';
import { daysOf, trailingWeeks, type Week } from './week.js';

export interface WeeklyInput {
  known: KnownRecords;
  own: OwnRows;
  settings: EvaluationSettings;
  baseline: BaselineFacts | null;
  timezone: ZoneId;
  currency: string | null;
  attributionDays: number;
  /** When the practice's sources had been read once; null: not yet. */
  liveSince: Instant | null;
  /** Up to when the sources had been read. */
  knownBy: Instant;
  /** Rules that were set otherwise, at least those of the week asked for; absent: none. */
  ruleChanges?: readonly RuleChangeFact[];
}

export interface WeekAsked {
  week: Week;
  variant: ReportVariant;
  /** The end of the week, or earlier for the week that is under way. */
  asOf: Instant;
}

export interface BuiltReport {
  report: WeeklyReport;
  people: ReportPeople;
}

/** A practice as it was known at the end of a week, from which the report of the whole and of each location is counted. */
export function seeWeek({ known, settings }: WeeklyInput, { asOf }: WeekAsked): SeenPractice {
  return seePractice(known, settings, asOf);
}

/**
 * The report of one week: pure, and deaf to whatever became known after `asOf`. The same input gives the same bytes.
 * `seen` may be shared by the reports of several locations of the same week.
 */
export function buildWeeklyReport(
  input: WeeklyInput,
  asked: WeekAsked,
  locationId: string | null,
  seen: SeenPractice = seeWeek(input, asked),
): BuiltReport {
  const { timezone, currency, attributionDays, baseline } = input;
  const { variant, asOf } = asked;
  const zone = zoneOf(timezone);
  const week: Week = { ...asked.week, to: Math.min(asked.week.to, asOf) };
  const trailing = { ...trailingWeeks(asked.week, zone), to: week.to };
  const isHere = (person: SeenPerson | undefined): boolean => locationId === null || person?.locationId === locationId;
  const persons = seen.persons.filter((person) => isHere(person));
  const own = ownRowsOf(input.own, asOf, (patientId) => isHere(seen.personOf(patientId)), locationId === null);
  const idOf = (patientId: string): string => seen.personOf(patientId)?.personId ?? patientId;

  const careWeek = countCare(week, zone, seen.asOf);
  const careTrailing = countCare(trailing, zone, seen.asOf);
  const dropOff = countDropOff();
  const figures = practiceFigures(trailing, seen.asOf, {
    has: (kind) => hasRecords(input.known.records[kind] ?? [], asOf),
    keepsPeople: true,
  });
  const real = persons.filter(({ isTest }) => !isTest);
  for (const { personId, timeline } of real) {
    careWeek.add(personId, timeline);
    careTrailing.add(personId, timeline);
    dropOff.add(timeline, seen.asOf);
    for (const each of figures) each.add(personId, timeline);
  }

  const stories = own.cases.flatMap((each) => storyOf(each, asOf) ?? []);
  const sheet = new Sheet(variant);
  const atRisk = persons.filter(({ state }) => state === 'watch');
  const breaks = ruleBreaks(input.ruleChanges ?? [], week, zone, locationId);
  const hasPayments = (input.known.records.payment ?? []).length > 0;
  const sections = [
    ...listSections(sheet, week, stories, idOf, atRisk, breaks.byRule),
    ...daySections(sheet, week, daysOf(asked.week), own),
    returnSection(sheet, week, trailing, {
      ...{ seen, stories, assigned: own.assigned ?? [], attributionDays, currency, hasPayments, idOf },
      returns: returnsOf(
        stories.flatMap(({ returns }) => returns),
        own,
        seen,
      ),
    }),
    outreachSection(sheet, week, own, idOf, zone),
    bookingSection(sheet, week, real, careWeek.figures()),
    ...careSections(sheet, careWeek.figures(), careTrailing.figures(), scoreNumber(sheet, trailing, real, seen)),
    cancellationSection(sheet, trailing, real, own, seen),
    ...figures.map((each) => figureSection(sheet, each.section())),
  ];
  const report: WeeklyReport = {
    ...{ schema: 1, kind: 'week', variant, locationId, timezone, currency },
    period: { from: isoInstant(week.from), to: isoInstant(asked.week.to), ...daysOf(asked.week) },
    asOf: isoInstant(asOf),
    knownBy: isoInstant(input.knownBy),
    attributionDays,
    majorityAgeYears: input.settings.majorityAgeYears,
    liveSince: isoOrNull(input.liveSince),
    sections: input.liveSince !== null && input.liveSince < week.to ? sections : sections.map(withoutOwnNumbers),
    coordinators: coordinatorWeeks(week, own),
    dropOff: dropOff.rows(),
    baseline:
      baseline === null
        ? null
        : { takenAt: baseline.takenAt, comparisons: compareWithBaseline(baseline, careTrailing.figures()) },
    notes: [...notesOf(input, week, persons.length), ...(breaks.note === null ? [] : [breaks.note])],
  };
  return { report, people: sheet.people };
}

/** Recorded by then: what comes later must not change what a locked report says it could know. */
function hasRecords(rows: readonly { recordedAt: Instant | null }[], asOf: Instant): boolean {
  return rows.some(({ recordedAt }) => recordedAt === null || recordedAt <= asOf);
}

type Stories = PersonReturn[];

function returnsOf(
  returns: readonly { caseId: string; personId: string; openedAt: Instant; closedAt: Instant }[],
  own: OwnRows,
  seen: SeenPractice,
): Stories {
  const of = <Row extends { personId: string }>(rows: readonly Row[]): Map<SeenPerson, Row[]> => {
    const byPerson = new Map<SeenPerson, Row[]>();
    for (const row of rows) {
      const person = seen.personOf(row.personId);
      if (person !== undefined) byPerson.set(person, [...(byPerson.get(person) ?? []), row]);
    }
    return byPerson;
  };
  const touchpoints = of(own.touchpoints);
  const messages = of(own.messages);
  return returns
    .flatMap((each): PersonReturn[] => {
      const person = seen.personOf(each.personId);
      if (person === undefined) return [];
      const visitAt = returningVisit(each, person);
      const before = doneBefore(each, visitAt, touchpoints.get(person) ?? [], messages.get(person) ?? []);
      return [{ ...each, person, visitAt, before }];
    })
    .sort((one, other) => one.closedAt - other.closedAt || (one.caseId < other.caseId ? -1 : 1));
}

/** Rows of this place, without what was written later. Rows of nobody known belong to the practice as a whole. */
function ownRowsOf(own: OwnRows, asOf: Instant, isHere: (patientId: string) => boolean, isWhole: boolean): OwnRows {
  const here = ({ personId }: { personId: string | null }) => (personId === null ? isWhole : isHere(personId));
  const past = (instant: Instant | null): Instant | null => (instant === null || instant >= asOf ? null : instant);
  return {
    cases: own.cases.flatMap(({ caseId, events }) => {
      const known = events.filter(({ at }) => at < asOf);
      const last = known.at(-1);
      return last !== undefined && here(last) ? [{ caseId, events: known }] : [];
    }),
    touchpoints: own.touchpoints
      .filter((row) => row.at < asOf && here(row))
      .map((row) => ({ ...row, undoneAt: past(row.undoneAt) }))
      .filter(({ undoneAt }) => undoneAt === null),
    messages: own.messages.filter(here).map((row) => ({
      ...row,
      acceptedAt: past(row.acceptedAt),
      deliveredAt: past(row.deliveredAt),
      failedAt: past(row.failedAt),
    })),
    replies: own.replies.filter((row) => row.at < asOf && here(row)),
    optOuts: own.optOuts.filter((row) => row.at < asOf && here(row)),
    assigned: (own.assigned ?? []).filter((row) => row.at < asOf && here(row)),
    // Places are the whole practice's.
    days: isWhole ? (own.days ?? []).filter(({ at }) => at < asOf) : [],
    snoozes: own.snoozes
      .filter((row) => row.at < asOf && here(row))
      .map((row) => ({ ...row, endedAt: past(row.endedAt) })),
  };
}

/** What only Keepwell's own rows tell; a practice that was not connected yet had none. */
const OWN_SECTIONS = ['list', 'inflow', 'day', 'returns', 'outreach', 'cancellations'];
const FROM_RECORDS = ['at_risk_end'];

/** Nobody counted then: that is not the same as none. */
function withoutOwnNumbers(section: ReportSection): ReportSection {
  if (!OWN_SECTIONS.includes(section.id)) return section;
  const says = 'Not known: the practice was not connected yet.';
  return {
    ...section,
    numbers: section.numbers.map((number) =>
      FROM_RECORDS.includes(number.metric) ? number : { ...number, numerator: null, value: null, says },
    ),
  };
}

function notesOf({ liveSince, baseline, known }: WeeklyInput, week: Week, persons: number): string[] {
  const notes: string[] = [];
  if (persons === 0) notes.push('No patients were known here: nothing below says that all is well.');
  if (liveSince === null)
    notes.push('The sources have not been read to their end yet: numbers of this week may miss records.');
  else if (liveSince >= week.to) {
    notes.push(
      'The practice was connected after this week: cases, calls and messages of it are not known, visits and bookings are.',
    );
  } else if (liveSince > week.from) {
    notes.push('The practice was connected in this week: cases, calls and messages are counted from then on.');
  }
  if (baseline === null) notes.push('No baseline was taken, so that there is nothing to compare with.');
  if ((known.records.appointment ?? []).length === 0)
    notes.push('No source tells of appointments: visits and bookings are not known.');
  notes.push('No connected source tells of leads: new patients are counted from their first booking.');
  return notes;
}
