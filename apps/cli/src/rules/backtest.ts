import {
  Backtest,
  BACKTEST_ROUNDS,
  backtestPeriodProblem,
  dataEndOf,
  DEFAULT_BACKTEST_HOUR,
  defaultSettings,
  parameterProblem,
  practiceZone,
  ruleNamed,
  unitsOfRecords,
  type BacktestAsk,
  type BacktestResult,
  type EvaluationSettings,
  type Rule,
} from '@keepwell/domain';
import { CommandFailed, UsageWrong } from '../failure.js';
import type { Io } from '../io.js';
import { startProgress } from '../progress.js';
import { readHistory, type PracticeHistory } from '../source/read-practice.js';
import type { SourceOptions } from '../source/source-options.js';

export interface BacktestWanted {
  from: string;
  to: string;
  every: string;
  /** Rule ids; empty: all. */
  rules: string[];
  /** `R05.PT=3 BD` or `R08=on`, laid over what a new practice starts with; empty: nothing is tried. */
  changes: string[];
}

export interface TriedBacktest extends BacktestResult {
  source: { connector: string; notes: string[] };
}

const DATE = /^\d{4}-\d{2}-\d{2}$/;
const CHANGE = /^([RP]\d{2})(?:\.([A-Za-z_]\w*))?\s*=\s*(.+)$/;
const MODES = ['on', 'off'] as const;
const PROGRESS_STEP = 50;

/** Asks the rules about the past of a source. Nothing is stored. Throws `UsageWrong` and `CommandFailed`. */
export async function backtestSource(options: SourceOptions, wanted: BacktestWanted, io: Io): Promise<TriedBacktest> {
  const every = Number(wanted.every);
  for (const [name, date] of [
    ['from', wanted.from],
    ['to', wanted.to],
  ] as const) {
    if (!DATE.test(date)) throw new UsageWrong(`--${name} takes a date, for example 2026-03-01, not "${date}"`);
  }
  const draft = wanted.changes.length === 0 ? null : draftOf(wanted.changes);
  const rules = wanted.rules.map((id) => knownRule(id.toUpperCase(), '--rule').id);
  const history = await readHistory(options, io);
  const ask = askOf(history, { ...wanted, every, rules }, draft, io.now());
  const result = await askAll(ask, history, io);
  return { ...result, source: { connector: history.connector, notes: history.notes } };
}

function askOf(
  { facts, collected, majorityAgeYears }: PracticeHistory,
  { from, to, every, rules }: { from: string; to: string; every: number; rules: string[] },
  draft: EvaluationSettings | null,
  now: number,
): BacktestAsk {
  const dataEnd = dataEndOf(collected.records, now);
  if (dataEnd === null)
    throw new CommandFailed(
      'The source tells of no appointment and no patient with a date: there is no past to ask about.',
    );
  const age = majorityAgeYears === null ? {} : { majorityAgeYears };
  const ask: BacktestAsk = {
    ...{ from, to, every, hour: DEFAULT_BACKTEST_HOUR, timezone: practiceZone(facts), dataEnd },
    sides: [
      { name: 'in_force', settings: { ...defaultSettings('live'), ...age } },
      ...(draft === null ? [] : [{ name: 'draft' as const, settings: { ...draft, ...age } }]),
    ],
    ...(rules.length === 0 ? {} : { rules }),
  };
  const problem = backtestPeriodProblem(ask);
  if (problem !== null) throw new CommandFailed(problem);
  return ask;
}

async function askAll(ask: BacktestAsk, { facts, collected }: PracticeHistory, io: Io): Promise<BacktestResult> {
  const backtest = new Backtest(ask, facts);
  const units = unitsOfRecords(collected.records);
  const progress = await startProgress(io, 'Asking about the past');
  try {
    for (let round = 0; round < BACKTEST_ROUNDS; round += 1) {
      for (const [done, unit] of units.entries()) {
        if (done % PROGRESS_STEP === 0) {
          io.signal.throwIfAborted();
          progress.update(round * units.length + done, BACKTEST_ROUNDS * units.length, 'Asking about the past');
          // Lets the bar be drawn, and Ctrl-C be heard.
          await new Promise<void>((resolve) => setImmediate(resolve));
        }
        backtest.show(unit);
      }
      backtest.nextRound();
    }
    return backtest.result();
  } finally {
    progress.stop();
  }
}

/** What a new practice starts with, and the changes laid over it. */
function draftOf(changes: readonly string[]): EvaluationSettings {
  const settings = defaultSettings('live');
  for (const text of changes) {
    const parts = CHANGE.exec(text.trim());
    if (parts === null)
      throw new UsageWrong(
        `--set-rule takes a rule, a threshold and its value, as in R05.PT="3 BD", or R08=on; not "${text}"`,
      );
    const [, id, name, value] = parts as unknown as [string, string, string | undefined, string];
    const rule = knownRule(id, '--set-rule');
    const setting = settings.rules[rule.id] ?? { mode: 'on', parameters: { ...rule.defaults } };
    settings.rules[rule.id] =
      name === undefined ? { ...setting, mode: modeOf(rule, value) } : withParameter(rule, setting, name, value);
  }
  return settings;
}

function modeOf(rule: Rule, value: string): (typeof MODES)[number] {
  const mode = MODES.find((each) => each === value);
  if (mode === undefined)
    throw new UsageWrong(
      `--set-rule ${rule.id}=${value}: a rule is on or off; thresholds are set as in ${rule.id}.NAME=VALUE`,
    );
  return mode;
}

type Setting = EvaluationSettings['rules'][string];

/** Whoever tries a threshold wants the rule on. */
function withParameter(rule: Rule, { parameters }: Setting, name: string, text: string): Setting {
  const unquoted = text.replace(/^(["'])(.*)\1$/, '$2');
  const isNumber = typeof rule.defaults[name] === 'number' && Number.isFinite(Number(unquoted));
  const changed = { ...parameters, [name]: isNumber ? Number(unquoted) : unquoted };
  const problem = parameterProblem(rule, changed);
  if (problem !== null) throw new UsageWrong(`--set-rule ${rule.id}.${name}: ${problem.says}`);
  return { mode: 'on', parameters: changed };
}

function knownRule(id: string, option: string): Rule {
  const rule = ruleNamed(id);
  if (rule === null) throw new UsageWrong(`${option}: there is no rule ${id}; see: keepwell rules list`);
  return rule;
}
