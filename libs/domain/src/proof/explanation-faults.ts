import type { EvidenceFact, Finding } from '../evaluation.js';
import type { PersonFacts, RecordVersion } from '../facts.js';
import type { Instant } from '../records.js';
import { formatDate } from '../zones/calendar-date.js';
import type { Zone } from '../zones/zone.js';

/** What the sentences of a finding are held against. */
export interface Known {
  /** Every record there is of the person, later versions included. */
  person: PersonFacts;
  asOf: Instant;
  /** The zones of the practice's locations: a sentence gives local dates of one of them. */
  zones: readonly Zone[];
}

/** The finding's own sentence, and what stands beside it. */
type Explained = Pick<Finding, 'reason' | 'facts' | 'checked' | 'parameters' | 'since'>;

const DATE = /\d{4}-\d{2}-\d{2}/g;
const CLOCK = /\b\d{2}:\d{2}\b/g;
const NUMBER = /\b\d+(?:\.\d+)?\b/g;

/**
 * Holds an explanation against the records, by other means than the rule that wrote it: every fact it names is on record, none was
 * recorded after the instant asked about, and every date, clock time and number of its sentence stands in what it names. Answers
 * what is wrong, in words; empty: nothing.
 */
export function explanationFaults(finding: Explained, { person, asOf, zones }: Known): string[] {
  return [
    ...finding.facts.flatMap((fact) => factFaults(fact, person, asOf)),
    ...sentenceFaults(finding, person, zones),
  ];
}

function factFaults(
  { kind, id, source, effectiveAt, recordedAt }: EvidenceFact,
  person: PersonFacts,
  asOf: Instant,
): string[] {
  const versions = versionsOf(person, kind).filter((row) => row.id === id && row.source === source);
  const name = `${kind} ${id}`;
  if (versions.length === 0) return [`${name} is not on record`];
  if (recordedAt !== null && recordedAt > asOf) return [`${name} was recorded later`];
  if (recordedAt !== null && !versions.some((row) => clocksOf(row).includes(recordedAt)))
    return [`${name} was recorded at another time`];
  if (!versions.some((row) => isKnown(row, asOf))) return [`${name} was not known yet`];
  const isThen = effectiveAt !== null && versions.some((row) => clocksOf(row).includes(effectiveAt));
  return kind !== 'appointment' || isThen ? [] : [`${name} was at another time`];
}

/** Those of the row, and instants that a column of it carries itself: a cancel is known from when it was made (Q01). */
function clocksOf({ recordedAt, createdAt, data }: RecordVersion): unknown[] {
  return [recordedAt, createdAt, ...Object.values(data)];
}

function isKnown({ recordedAt, createdAt, data }: RecordVersion, asOf: Instant): boolean {
  if (recordedAt === null || recordedAt <= asOf || (createdAt !== null && createdAt <= asOf)) return true;
  // When a score is due is known beforehand (Q02).
  return 'dueAt' in data && 'instrument' in data && data.dueAt !== null;
}

function versionsOf(person: PersonFacts, kind: EvidenceFact['kind']): readonly RecordVersion[] {
  if (kind === 'patient') return person.patients.flat();
  const lists: Record<string, unknown> = { ...person };
  return (lists[`${kind}s`] ?? []) as readonly RecordVersion[];
}

function sentenceFaults(finding: Explained, person: PersonFacts, zones: readonly Zone[]): string[] {
  const { reason, facts, checked, parameters, since } = finding;
  const said = [...facts.map(({ says }) => says), ...checked, ...Object.values(parameters).map(String)].join('\n');
  const instants = [since, ...facts.flatMap(({ effectiveAt, recordedAt }) => [effectiveAt, recordedAt])];
  const moments = instants.filter((instant) => instant !== null);
  const words = (pattern: RegExp, text: string) => new Set(text.match(pattern) ?? []);
  const dates = words(DATE, said);
  const clocks = words(CLOCK, said);
  for (const zone of zones) {
    for (const instant of moments) {
      dates.add(formatDate(zone.dayOf(instant)));
      clocks.add(clockOf(zone, instant));
    }
  }
  const rest = (text: string) => text.replace(DATE, ' ').replace(CLOCK, ' ');
  const numbers = new Set([...words(NUMBER, rest(said))].map(Number));
  const most = Math.max(facts.length, visitDays(person, zones));
  const isCount = (number: number) => Number.isInteger(number) && number <= most;
  return [
    ...[...words(DATE, reason)].filter((date) => !dates.has(date)).map((date) => `the date ${date} is of no fact`),
    ...[...words(CLOCK, reason)]
      .filter((clock) => !clocks.has(clock))
      .map((clock) => `the time ${clock} is of no fact`),
    ...[...words(NUMBER, rest(reason))]
      .filter((number) => !numbers.has(Number(number)) && !isCount(Number(number)))
      .map((number) => `the number ${number} is of no fact`),
  ];
}

function clockOf(zone: Zone, instant: Instant): string {
  const minutes = zone.clockOf(instant);
  return [Math.floor(minutes / 60), minutes % 60].map((part) => String(part).padStart(2, '0')).join(':');
}

/** More visits than there are days with an appointment can nobody have been seen. */
function visitDays({ appointments }: PersonFacts, zones: readonly Zone[]): number {
  const days = new Set(
    appointments.map(({ data }) => (zones[0] === undefined ? data.startsAt : zones[0].dayOf(data.startsAt))),
  );
  return days.size;
}
