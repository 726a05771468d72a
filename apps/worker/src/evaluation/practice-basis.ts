import { createHash } from 'node:crypto';
import { settingsOf, type EvaluationContext, type GapCounts, type StoredBasis } from '@keepwell/database';
import {
  ESTIMATE_RULE,
  preparePractice,
  LIVE_RULES,
  RULES,
  type EvaluationSettings,
  type Instant,
  type PracticeAggregates,
  type PreparedPractice,
} from '@keepwell/domain';
import { readinessOf, staleFrom, type Readiness } from './source-standing.js';

/** The practice as evaluations of its patients see it, ready to be asked with. */
export interface PracticeBasis {
  prepared: PreparedPractice;
  stored: StoredBasis;
  readiness: Map<string, Readiness>;
  majorityAgeYears: number;
}

/** What a run has in hand of the practice. The histogram is kept in step with what the run writes. */
export interface EvaluatedPractice {
  context: EvaluationContext;
  basis: PracticeBasis;
  histogram: GapCounts;
}

/** Who must be asked again because the practice is no longer what the stored answers rest on. */
export interface BasisChange {
  everyone: boolean;
  lines: string[];
  sources: string[];
  /** A source's first read has ended: what was found silently is now to be shown. */
  warmed: boolean;
}

/** `lineMedians`: those that answers rest on at present, or for a practice never evaluated those of now. */
export function practiceBasis(
  context: EvaluationContext,
  lineMedians: Record<string, number>,
  now: Instant,
): PracticeBasis {
  const { sources } = context;
  const staleSources = sources.filter((source) => isStale(staleFrom(source), now)).map(idOf);
  const settings = settingsOf(context, staleSources);
  const aggregates: PracticeAggregates = {
    sourcesWithoutOutcomes: sources.filter(({ hasOutcomes }) => !hasOutcomes).map(idOf),
    planSpecialties: context.planSpecialties,
    lineMedianDays: lineMedians,
    returnModels: Object.fromEntries(context.returnModels.map((model) => [model.line, model])),
    outcomeDays: context.outcomeDays,
  };
  const readiness = new Map(sources.map((source) => [source.connectionId, readinessOf(source, now)]));
  return {
    prepared: preparePractice(context.facts, aggregates, settings),
    readiness,
    majorityAgeYears: settings.majorityAgeYears,
    stored: {
      factsDigest: digestOf(context, settings, aggregates),
      lineMedians,
      withOutcomes: sources.filter(({ hasOutcomes }) => hasOutcomes).map(idOf),
      staleSources,
      warmingSources: sources.map(idOf).filter((id) => readiness.get(id) === 'first_read'),
    },
  };
}

export function basisChange(before: StoredBasis | null, after: StoredBasis): BasisChange {
  if (before === null) return { everyone: true, lines: [], sources: [], warmed: false };
  return {
    everyone: before.factsDigest !== after.factsDigest,
    lines: movedLines(before.lineMedians, after.lineMedians),
    sources: eitherButNotBoth(before.staleSources, after.staleSources),
    warmed: before.warmingSources.some((source) => !after.warmingSources.includes(source)),
  };
}

export function isSameBasis(before: StoredBasis | null, after: StoredBasis): boolean {
  if (before === null) return false;
  const { everyone, lines, sources } = basisChange(before, after);
  const noted = (basis: StoredBasis) => [basis.warmingSources, basis.withOutcomes].map((ids) => ids.join()).join(';');
  return !everyone && lines.length === 0 && sources.length === 0 && noted(before) === noted(after);
}

function isStale(from: Instant | null, now: Instant): boolean {
  return from !== null && from <= now;
}

function idOf({ connectionId }: { connectionId: string }): string {
  return connectionId;
}

const CARE_RULES: readonly string[] = RULES.filter(({ readsCare }) => readsCare === true).map(({ id }) => id);

/** Everything that every answer may look at, the rules themselves included. What only some look at is told apart above. */
function digestOf(
  { facts: { care, ...facts } }: EvaluationContext,
  settings: EvaluationSettings,
  aggregates: PracticeAggregates,
): string {
  const { sourcesWithoutOutcomes, planSpecialties } = aggregates;
  const { majorityAgeYears, rules, locations } = settings;
  // A new fit changes nobody's answer where no rule asks the models.
  const models = asksAny(settings, [ESTIMATE_RULE])
    ? Object.values(aggregates.returnModels ?? {}).map(({ id }) => id)
    : [];
  const ruleVersions = LIVE_RULES.map(({ id, version }) => `${id} ${version}`);
  const everything = [
    facts,
    majorityAgeYears,
    rules,
    locations,
    sourcesWithoutOutcomes,
    planSpecialties,
    aggregates.outcomeDays,
    ruleVersions,
    models,
    // Templates are brought in and changed where nobody is asked by them: that must not cost an evaluation of everybody.
    asksAny(settings, CARE_RULES) ? care : null,
  ];
  return createHash('sha256').update(JSON.stringify(everything)).digest('hex');
}

function asksAny({ rules, locations = {} }: EvaluationSettings, ids: readonly string[]): boolean {
  return [rules, ...Object.values(locations)].some((own) => ids.some((id) => (own[id]?.mode ?? 'off') !== 'off'));
}

function movedLines(before: Record<string, number>, after: Record<string, number>): string[] {
  const lines = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...lines].filter((line) => before[line] !== after[line]).sort();
}

function eitherButNotBoth(one: string[], other: string[]): string[] {
  return [...one.filter((id) => !other.includes(id)), ...other.filter((id) => !one.includes(id))];
}
