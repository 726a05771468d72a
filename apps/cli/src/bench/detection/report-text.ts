import type { DetectionReport, WorldReport } from '../detection.js';
import type { Figures } from './figures.js';

const COLUMNS: [string, (figures: Figures) => string][] = [
  ['cases', ({ cases }) => String(cases)],
  ['precision', ({ precision }) => percent(precision)],
  ['drop-offs only', ({ precisionDropOffs }) => percent(precisionDropOffs)],
  ['unbooked', ({ precisionUnbooked }) => percent(precisionUnbooked)],
  ['recall', ({ recall }) => percent(recall)],
  ['delay', ({ delayMedian }) => days(delayMedian)],
  ['90 %', ({ delay90 }) => days(delay90)],
  ['from visit', ({ delayFromVisitMedian }) => days(delayFromVisitMedian)],
  ['90 %', ({ delayFromVisit90 }) => days(delayFromVisit90)],
  ['false/1,000/week', ({ falsePerThousandWeeks }) => falsePerThousandWeeks.toFixed(2)],
  ['of the day', ({ precisionAtK }) => percent(precisionAtK)],
];

const WAYS = {
  keepwell: 'Keepwell, live list',
  asDecided: 'catalogue as decided',
  fixed60: 'fixed 60 days',
  fixed90: 'fixed 90 days',
} as const;

export function detectionText(report: DetectionReport): string {
  const { worlds, seeds, patients, days: walked, uplift, capacity, notes, machine } = report;
  const lines = [
    `bench detection · ${machine.cores} × ${machine.cpu} · node ${machine.node}`,
    `seeds ${seeds.join(', ')} · ${patients} patients each · ${walked} days · ${capacity} places a day`,
    '',
    ...worlds.flatMap(worldLines),
    ...(uplift.cases === 0
      ? []
      : [
          `Effect of contact: ${uplift.covered} of ${uplift.seeds} intervals hold the true effect (${percent(uplift.covered / uplift.seeds)}); ` +
            `${uplift.cases} cases a trial, true effect ${percent(uplift.trueEffect)}, estimate ${percent(uplift.estimate)}, width ${percent(uplift.width)}.`,
          '',
        ]),
    ...notes.map((note) => `* ${note}`),
  ];
  return `${lines.join('\n')}\n`;
}

function worldLines({
  id,
  says,
  ways,
  rules,
  forbidden,
  factsChecked,
  unexplained,
  evaluations,
}: WorldReport): string[] {
  const head = ['', ...COLUMNS.map(([name]) => name)];
  const rows = [
    head,
    ...(Object.keys(WAYS) as (keyof typeof WAYS)[]).map((way) => [
      WAYS[way],
      ...COLUMNS.map(([, show]) => show(ways[way])),
    ]),
  ];
  const widths = head.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const told = rules.map(({ rule, cases, trueCases }) => `${rule} ${trueCases}/${cases}`).join(', ');
  return [
    `${id}: ${says}`,
    ...rows.map((row) =>
      row.map((cell, at) => (at === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[at] ?? 0))).join('  '),
    ),
    `true/cases by rule: ${told}`,
    `${ways.keepwell.dropOffs} drop-offs, ${evaluations} evaluations; forbidden cases ${forbidden.length}; facts of reasons ${factsChecked}, not on file or too late ${unexplained.length}`,
    '',
  ];
}

function percent(share: number | null): string {
  return share === null ? '–' : `${(share * 100).toFixed(1)} %`;
}

function days(value: number | null): string {
  return value === null ? '–' : `${value.toFixed(1)} d`;
}
