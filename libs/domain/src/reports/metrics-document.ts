import { METRIC_DICTIONARY } from './dictionary.js';
import { METRIC_VECTORS } from './vectors.js';

const UNITS = {
  count: 'a number',
  share: 'a share, 0 to 1',
  average: 'an average',
  money: 'an amount in minor units of the currency',
} as const;

/** `docs/metrics.md`: what every number of a report means, made from the same definitions that the reports are. */
export function metricsDocument(): string {
  const definitions = METRIC_DICTIONARY.map(({ id, label, unit, numerator, denominator, remark }) =>
    [
      `### \`${id}\``,
      '',
      `${label}: ${UNITS[unit]}.`,
      '',
      `- numerator: ${numerator}`,
      ...(denominator === null ? [] : [`- denominator: ${denominator}`]),
      ...(remark === undefined ? [] : ['', remark]),
      '',
    ].join('\n'),
  );
  const vectors = METRIC_VECTORS.map(({ number, given, numerator, denominator, value }) => {
    const result =
      value !== undefined
        ? String(value)
        : denominator === null
          ? String(numerator ?? 'not known')
          : `${numerator} / ${denominator}`;
    return [...given.map((line) => `    ${line}`), `    → ${number} = ${result}`, ''].join('\n');
  });
  return `# What the numbers mean

This page is written from the definitions that the reports are counted with (\`libs/domain/src/reports/dictionary.ts\`); a test holds the two
together, and runs every vector below.

A number is named \`metric.variant.span\`: \`rebooking_rate.24h.week\`. Spans: \`week\` (local Monday 00:00 to the next Monday 00:00; 167 or 169
hours where the clocks change), \`weeks_12\` (the twelve weeks that end with it), \`start\` and \`end\` of the week, \`to_date\` (since the practice
went live). Every number of a closed week is **locked**: it uses what was known at the period's end and never changes afterwards. The week
under way is **live**. A value whose denominator is 0 is not known, and never 0.

## Definitions

${definitions.join('\n')}
## Test vectors

The week is that from Monday 3 to Sunday 9 March 2025 in London; all times are UTC. Visits are of physiotherapy where no service is named;
\`hygiene\` is dental, \`neurotoxin\` of a medspa, \`program\` of a fixed-length program. The case of a patient carries the rule it was opened by.
The same vectors as data: [metrics-vectors.json](metrics-vectors.json).

${vectors.join('\n')}`;
}

/** `docs/metrics-vectors.json`: the test vectors for whoever counts the same in another program. */
export function vectorsAsData(): string {
  const vectors = METRIC_VECTORS.map(({ number, given, numerator, denominator, value }) => ({
    number,
    given,
    numerator,
    denominator,
    value: value ?? (denominator === null ? numerator : denominator === 0 ? null : (numerator ?? 0) / denominator),
  }));
  const week = { timezone: 'Europe/London', from: '2025-03-03T00:00:00.000Z', to: '2025-03-10T00:00:00.000Z' };
  return `${JSON.stringify({ schema: 1, week, vectors }, null, 2)}\n`;
}
