import {
  aggregatesOf,
  evaluatePerson,
  preparePractice,
  type EvaluationSettings,
  type Finding,
  type Instant,
  type PersonFacts,
  type PracticeFacts,
  type PreparedPractice,
} from '@keepwell/domain';
import { settingRecords, type Life, type Practice } from '@keepwell/simulator';
import { auditFindings } from './explanation-audit.js';
import { fixedGapDays, type FixedGap } from './fixed-gap.js';
import { HouseholdFacts, versionsOf } from './household-facts.js';

/** A time on the list: listed on every morning from the first to the one before `until`. */
export interface ListedCase {
  patientId: string;
  /** The life that the record belongs to; a second record of the same patient has another `patientId`. */
  life: Life;
  from: Instant;
  /** The first morning on which it was gone; null: listed to the end. */
  until: Instant | null;
  /** Findings on the first morning. */
  findings: Finding[];
  rules: string[];
}

export interface Walked {
  cases: ListedCase[];
  /** Cases of rules that only look at the days since the last visit, in the same files on the same mornings. */
  fixedGaps: Record<FixedGap, ListedCase[]>;
  lives: Life[];
  /** Patient records known on the last morning. */
  patients: number;
  mornings: readonly Instant[];
  evaluations: number;
  /** Facts of reasons that are not on file, or are later than the morning. */
  unexplained: string[];
  factsChecked: number;
  /** Listed though the file says dead, do not contact, or no patient at all. */
  forbidden: string[];
}

/**
 * Walks the live list of one practice morning by morning; a person is asked when a fact changed or the answer said it could change.
 * `askEveryMorning` asks everybody each time, to hold the other way against it.
 */
export function walk(
  practice: Practice,
  settings: EvaluationSettings,
  mornings: readonly Instant[],
  { askEveryMorning = false } = {},
): Walked {
  const records = versionsOf(settingRecords(practice.setting));
  const facts: PracticeFacts = {
    timezone: practice.setting.zone,
    locations: records.location ?? [],
    practitioners: records.practitioner ?? [],
    services: records.service ?? [],
  };
  const households = householdsOf(practice);
  const preparedAt = prepareByMonth(facts, settings, households, mornings);
  const walked: Walked = {
    cases: [],
    fixedGaps: { 60: [], 90: [] },
    lives: households.flatMap(({ lives }) => lives),
    patients: 0,
    mornings,
    evaluations: 0,
    unexplained: [],
    factsChecked: 0,
    forbidden: [],
  };
  for (const household of households) walkHousehold(household, preparedAt, walked, askEveryMorning);
  return walked;
}

function householdsOf(practice: Practice): HouseholdFacts[] {
  const households: HouseholdFacts[] = [];
  let lives: Life[] = [];
  for (const life of practice.people()) {
    const together = life.truth.householdId !== null && lives[0]?.truth.householdId === life.truth.householdId;
    if (!together && lives.length > 0) {
      households.push(new HouseholdFacts(lives));
      lives = [];
    }
    lives.push(life);
  }
  if (lives.length > 0) households.push(new HouseholdFacts(lives));
  return households;
}

interface Preparation {
  from: number;
  prepared: PreparedPractice;
}

const MORNINGS_PER_MEDIAN = 28;

/** What a practice is like changes slowly: its usual intervals are counted anew every four weeks. */
function prepareByMonth(
  facts: PracticeFacts,
  settings: EvaluationSettings,
  households: readonly HouseholdFacts[],
  mornings: readonly Instant[],
): Preparation[] {
  const preparations: Preparation[] = [];
  for (let from = 0; from < mornings.length; from += MORNINGS_PER_MEDIAN) {
    const at = mornings[from]!;
    const persons = households.flatMap((household) => household.personsAt(at));
    preparations.push({ from, prepared: preparePractice(facts, aggregatesOf(persons, facts, at), settings) });
  }
  return preparations;
}

interface Open {
  listed: ListedCase | null;
  fixed: Record<FixedGap, ListedCase | null>;
}

function walkHousehold(
  household: HouseholdFacts,
  preparations: readonly Preparation[],
  walked: Walked,
  askEveryMorning: boolean,
): void {
  const { mornings } = walked;
  const open = new Map<string, Open>();
  let next: Instant | null = Number.NEGATIVE_INFINITY;
  let written = 0;
  for (const [index, at] of mornings.entries()) {
    const isNewMonth = preparations.some(({ from }) => from === index);
    const hasNews = (household.writtenAt[written] ?? Infinity) <= at;
    if (!askEveryMorning && !isNewMonth && !hasNews && (next === null || next > at)) continue;
    while ((household.writtenAt[written] ?? Infinity) <= at) written += 1;
    const { prepared } = preparations.findLast(({ from }) => from <= index)!;
    next = lookAt(household, prepared, at, open, walked);
  }
  walked.patients += open.size;
}

/** One morning of one household; answers when the answers can next change by themselves. */
function lookAt(
  household: HouseholdFacts,
  prepared: PreparedPractice,
  at: Instant,
  open: Map<string, Open>,
  walked: Walked,
): Instant | null {
  const persons = household.personsAt(at);
  let next: Instant | null = null;
  const soonest = (instant: Instant | null): void => {
    if (instant !== null && (next === null || instant < next)) next = instant;
  };
  const present = new Set(persons.map(({ personId }) => personId));
  for (const [patientId, each] of open) if (!present.has(patientId)) close(each, at);
  for (const person of persons) {
    const life = lifeOf(household, person);
    const related = persons.filter((other) => other !== person);
    const evaluation = evaluatePerson(prepared, person, related, at);
    walked.evaluations += 1;
    soonest(evaluation.nextChangeAt);
    const each = open.get(person.personId) ?? { listed: null, fixed: { 60: null, 90: null } };
    open.set(person.personId, each);
    const isListed = evaluation.state === 'off_track';
    if (isListed && each.listed === null) {
      const { findings } = evaluation;
      each.listed = { patientId: person.personId, life, from: at, until: null, findings, rules: offRules(findings) };
      walked.cases.push(each.listed);
    }
    if (isListed) {
      auditFindings(person, evaluation.findings, at, walked);
      const barred = barredBy(person);
      if (barred !== null) walked.forbidden.push(`${person.personId} ${barred} ${new Date(at).toISOString()}`);
    } else if (each.listed !== null) {
      each.listed.until = at;
      each.listed = null;
    }
    soonest(fixedGapDays(person, evaluation, each.fixed, { life, at, cases: walked.fixedGaps }));
  }
  return next;
}

function close(each: Open, at: Instant): void {
  for (const listed of [each.listed, each.fixed[60], each.fixed[90]]) if (listed !== null) listed.until ??= at;
  each.listed = each.fixed[60] = each.fixed[90] = null;
}

const offRules = (findings: readonly Finding[]): string[] => [
  ...new Set(findings.filter(({ kind }) => kind === 'O').map(({ rule }) => rule)),
];

function lifeOf({ lives }: HouseholdFacts, { personId }: PersonFacts): Life {
  const own = lives.find(({ patientId }) => personId === patientId || personId.startsWith(`${patientId}-`));
  if (own === undefined) throw new Error(`Patient record ${personId} belongs to nobody who was simulated`);
  return own;
}

/** E01, E02, E10 as the file itself says them. */
function barredBy({ patients }: PersonFacts): string | null {
  for (const { data } of patients.flat()) {
    if (data.deceasedAt !== null) return 'E01';
    if (data.doNotContact === true) return 'E02';
    if (data.testRecord === true) return 'E10';
  }
  return null;
}
