import type { BacktestFigures, BacktestNumber, BacktestShare } from '@keepwell/domain';
import { count, percent, plural, PracticeDates, sentence } from '../audit/wording.js';
import type { TriedBacktest } from './backtest.js';
import type { StoredBacktest } from './stored-backtests.js';

const SIDES = { in_force: 'As set', draft: 'Draft' } as const;

const STATES = {
  asked: 'waits for a worker',
  running: 'runs',
  done: 'done',
  failed: 'could not be done',
  cancelled: 'called off',
} as const;

/** Backtests that were asked for, a line each and below it whatever is worth knowing. */
export function printRuns(runs: readonly StoredBacktest[]): string {
  if (runs.length === 0)
    return 'No backtest was asked for yet: the rules page of the console has them under "On the past".\n';
  const lines = runs.map(({ id, from, to, every, rules, draftId, state, progress, problem, askedBy, askedAt }) => {
    const what = [
      every === 1 ? 'every day' : `every ${every} days`,
      rules === null ? 'all rules' : rules.join(' '),
      ...(draftId === null ? [] : ['with a draft']),
    ].join(', ');
    const stands = state === 'running' ? `runs, ${Math.floor(progress * 100)} %` : STATES[state];
    return `${id}  ${from} to ${to}, ${what}: ${stands}\n  asked by ${askedBy}, ${askedAt}\n${problem === null ? '' : `  ${problem}\n`}`;
  });
  return lines.join('');
}

/** A backtest for a terminal: what must be known first, then the pack beside the fixed gaps, then rule by rule. */
export function printBacktest(tried: TriedBacktest): string {
  const { period, people, dropOffs, dropOffsExcluded, sides, baselines, notes, source } = tried;
  const dates = new PracticeDates(period.timezone);
  const packs = [
    ...sides.map(({ name, pack }) => [SIDES[name], pack] as const),
    ...baselines.map((each) => [`${each.days60or90} days without a visit`, each] as const),
  ];
  const sections = [
    [
      `Backtest of ${plural(period.askedDays, 'day')} from ${period.from} to ${period.to} (${period.timezone}), asked at ${period.hour}:00 with what was known then`,
      `${source.connector}: ${plural(Math.round(people), 'patient')} on an average day; the data end ${dates.at(tried.dataEnd)}`,
      `${plural(dropOffs, 'course')} of care left unfinished and not taken up again${dropOffsExcluded > 0 ? `, and ${count(dropOffsExcluded)} of people who may not be listed` : ''}`,
    ],
    ...(notes.length + source.notes.length > 0 ? [['Before you read on', ...notes, ...source.notes]] : []),
    ['The list as a whole', ...table([HEADINGS, ...packs.map(([label, figures]) => [label, ...cells(figures)])])],
    [
      'How true under a looser and a stricter reading',
      ...table([
        ['', 'half the horizon', 'the horizon', 'twice the horizon', 'care left undone'],
        ...packs.map(([label, { precisionHalf, precision, precisionTwice, precisionUnfinished }]) => [
          label,
          share(precisionHalf),
          share(precision),
          share(precisionTwice),
          share(precisionUnfinished),
        ]),
      ]),
    ],
    ...sides.map(({ name, rules }) => {
      const speaking = rules.filter(({ alerts }) => alerts > 0);
      const silent = rules.filter(({ alerts }) => alerts === 0).map(({ rule }) => rule);
      return [
        sides.length > 1 ? `Rule by rule: ${SIDES[name].toLowerCase()}` : 'Rule by rule',
        ...table([
          HEADINGS,
          ...speaking.map((rule) => [
            `${rule.rule} ${sentence(rule.name)}${rule.isOn ? '' : ' (off)'}`,
            ...cells(rule),
          ]),
        ]),
        ...(silent.length > 0 ? [`No alert: ${silent.join(' ')}.`] : []),
      ];
    }),
    [
      'How to read it',
      'alerts: first flags in the period. a day, on the list: mean, with the 95th percentile of the days.',
      'true: share of the alerts that can be judged after which the patient stayed away for the horizon (physio 30 days), with its 95 % interval.',
      'found: share of the courses left that were flagged before they counted as left. ahead of 60 d: median days before "no visit for 60 days, nothing booked" would have spoken.',
    ],
  ];
  return `${sections.map(([title, ...lines]) => [title, ...lines.map((line) => `  ${line}`.trimEnd())].join('\n')).join('\n\n')}\n`;
}

const HEADINGS = [
  '',
  'alerts',
  'a day',
  'per 1,000 a week',
  'on the list',
  'true',
  'judged',
  'found',
  'ahead of 60 d',
  'of 90 d',
  'of the drop-off',
];

function cells(figures: BacktestFigures): string[] {
  const { alerts, perDay, perDayP95, standing, standingP95, precision, labels, recall } = figures;
  return [
    count(alerts),
    `${decimal(perDay)} (${count(perDayP95)})`,
    decimal(figures.perThousandAWeek),
    `${decimal(standing)} (${count(standingP95)})`,
    share(precision),
    precision === null ? '' : count(labels.judged),
    precision === null ? '' : share(recall),
    ...[figures.leadOver60, figures.leadOver90, figures.leadToDropOff].map(days),
  ];
}

/** "81.2 % (74.0 to 86.9)", or that there is nothing to go by. */
function share(counted: BacktestShare | null): string {
  if (counted === null) return '';
  if (counted.value === null) return 'not known';
  const [low, high] = [counted.low, counted.high].map((each) => (each * 100).toFixed(0));
  return `${percent(counted.value)} (${low} to ${high})`;
}

function decimal({ value }: BacktestNumber): string {
  return value === null ? '' : value.toFixed(value < 1 ? 2 : 1);
}

function days({ value, low, high }: BacktestNumber): string {
  if (value === null) return '';
  return low === null || high === null ? `${value} d` : `${value} d (${low} to ${high})`;
}

/** The first column to the left, figures to the right. */
function table(rows: string[][]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(0, ...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('  '),
  );
}
