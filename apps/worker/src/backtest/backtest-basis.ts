import {
  settingsOf,
  sourceKey,
  type BacktestBasis,
  type BacktestToRun,
  type DraftChange,
  type EvaluationContext,
} from '@keepwell/database';
import {
  DEFAULT_BACKTEST_HOUR,
  minorsBornAfter,
  practiceZone,
  type BacktestAsk,
  type Instant,
  type KeptRuleSetting,
  type PracticeFacts,
} from '@keepwell/domain';
import type { UnitQuestion } from './unit-loader.js';

const DAY_MS = 86_400_000;

/** What a run sets out with, and rests on until it ends: settings, the practice, and how far the data reach. Throws `RuleParameterWrong` and `ZoneUnknown`. */
export function basisOf(
  run: BacktestToRun,
  context: EvaluationContext,
  { facts, patients, now }: { facts: PracticeFacts; patients: number; now: Instant },
): BacktestBasis {
  const { majorityAgeYears } = settingsOf(context, []);
  return {
    ...{ ask: askOf(run, context, now), facts, knownBy: now, patients },
    minorsBornAfter: minorsBornAfter(firstInstant(run), majorityAgeYears),
    ends: endsOf(context),
  };
}

/** Whose facts are looked at, and which. */
export function questionOf(practiceId: string, run: BacktestToRun, basis: BacktestBasis): UnitQuestion {
  const { knownBy, minorsBornAfter: bornAfter, ends } = basis;
  return {
    ...{ practiceId, backtestId: run.id, from: firstInstant(run), knownBy, withRelated: false },
    ...{ minorsBornAfter: bornAfter, ends: new Map(ends) },
  };
}

/** Safely before the first instant that is asked about, in whatever zone. */
function firstInstant({ firstDay, every }: BacktestToRun): Instant {
  return Date.parse(`${firstDay}T00:00:00Z`) - (every + 1) * DAY_MS;
}

function endsOf({ sources }: EvaluationContext): [string, Instant][] {
  return sources.flatMap(({ connectionId, lastSuccessAt }): [string, Instant][] =>
    lastSuccessAt === null ? [] : [[connectionId, lastSuccessAt]],
  );
}

/** The settings of now, and where there is a draft the same with its changes. The data end with the newest source; who stands in older ones ends sooner. */
function askOf(
  { firstDay, lastDay, every, rules, changes }: BacktestToRun,
  context: EvaluationContext,
  now: Instant,
): BacktestAsk {
  const ends = endsOf(context).map(([, at]) => at);
  const inForce = settingsOf(context, []);
  return {
    ...{ from: firstDay, to: lastDay, every, hour: DEFAULT_BACKTEST_HOUR },
    timezone: practiceZone(context.facts),
    dataEnd: Math.min(now, ends.length === 0 ? now : Math.max(...ends)),
    sides: [
      { name: 'in_force', settings: inForce },
      ...(changes === null
        ? []
        : [
            {
              name: 'draft' as const,
              settings: settingsOf({ ...context, ruleSettings: changed(context, changes) }, []),
            },
          ]),
    ],
    ...(rules === null ? {} : { rules }),
  };
}

/** What would be kept if the draft were approved. */
function changed({ ruleSettings, locationIds }: EvaluationContext, changes: readonly DraftChange[]): KeptRuleSetting[] {
  const locations = new Map([...locationIds].map(([key, id]) => [id, key]));
  const keyOf = ({ location }: KeptRuleSetting) => (location === null ? null : sourceKey(location.source, location.id));
  const next = changes.flatMap(({ rule, mode, parameters, locationId }): KeptRuleSetting[] => {
    if (locationId === null) return [{ rule, mode, parameters, location: null }];
    const key = locations.get(locationId);
    if (key === undefined) return [];
    const space = key.indexOf(' ');
    return [{ rule, mode, parameters, location: { source: key.slice(0, space), id: key.slice(space + 1) } }];
  });
  const isReplaced = (kept: KeptRuleSetting) =>
    next.some((each) => each.rule === kept.rule && keyOf(each) === keyOf(kept));
  return [...ruleSettings.filter((kept) => !isReplaced(kept)), ...next];
}
