import {
  defaultSettings,
  type EvaluationSettings,
  groupPersons,
  type Instant,
  type PersonFacts,
  type PracticeFacts,
} from '@keepwell/domain';
import { parseAsOf, resolveAsOf } from '../audit/as-of.js';
import type { Io } from '../io.js';
import { collectFacts, type Collected } from './collect-facts.js';
import { takeMajority } from './majority.js';
import { openSource } from './open-source.js';
import type { SourceOptions } from './source-options.js';

/** Where nobody says where the practice is. */
const UNSTATED_ZONE = 'UTC';

/** A whole practice in memory, as a source tells it, ready to be asked about an instant. */
export interface PracticeAsOf {
  connector: string;
  collected: Collected;
  facts: PracticeFacts;
  persons: PersonFacts[];
  settings: EvaluationSettings;
  asOf: Instant;
  /** What the connector had to say about the source. */
  notes: string[];
}

export async function readPractice(options: SourceOptions, asOfText: string | null, io: Io): Promise<PracticeAsOf> {
  const asOfOption = asOfText === null ? null : parseAsOf(asOfText);
  const history = await readHistory(options, io);
  const { collected, facts, majorityAgeYears } = history;
  const asOf = resolveAsOf(asOfOption, facts.timezone ?? UNSTATED_ZONE, io.now());
  return {
    ...{ connector: history.connector, collected, facts, asOf, notes: history.notes },
    persons: groupPersons(collected.records, asOf),
    settings: { ...defaultSettings('audit'), ...(majorityAgeYears === null ? {} : { majorityAgeYears }) },
  };
}

/** Everything that a source tells, not yet looked at from any instant. */
export interface PracticeHistory {
  connector: string;
  collected: Collected;
  facts: PracticeFacts;
  /** As `--set majority=` says; null: it does not. */
  majorityAgeYears: number | null;
  notes: string[];
}

export async function readHistory(options: SourceOptions, io: Io): Promise<PracticeHistory> {
  const { source: sourceOptions, majorityAgeYears } = takeMajority(options);
  const source = await openSource(sourceOptions, io);
  try {
    const collected = await collectFacts(source, io);
    const facts = practiceFacts(collected, source.statedZone);
    const notes = [...source.said, ...zoneNote(facts)];
    return { connector: source.connector.id, collected, facts, majorityAgeYears, notes };
  } finally {
    await source.close();
  }
}

/** The practice's zone is the stated one, else the first location's (rules-decisions Q21). */
function practiceFacts({ records }: Collected, statedZone: string | null): PracticeFacts {
  const locations = records.location ?? [];
  return {
    timezone: statedZone ?? locations[0]?.data.timezone ?? null,
    locations,
    practitioners: records.practitioner ?? [],
    services: records.service ?? [],
  };
}

function zoneNote({ timezone }: PracticeFacts): string[] {
  return timezone === null
    ? [`the source names no location and no zone was stated: days are counted in UTC; add --timezone Area/City`]
    : [];
}
