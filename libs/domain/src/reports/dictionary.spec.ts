import { readFileSync, writeFileSync } from 'node:fs';
import { vectorInput, vectorWeek } from '../testing/a-vector.js';
import { METRIC_DICTIONARY } from './dictionary.js';
import { metricsDocument, vectorsAsData } from './metrics-document.js';
import { METRIC_VECTORS } from './vectors.js';
import { buildWeeklyReport } from './weekly-report.js';

const VECTORS = new URL('../../../../docs/metrics-vectors.json', import.meta.url);
const DOCUMENT = new URL('../../../../docs/metrics.md', import.meta.url);

const numbersOf = (lines: readonly string[]) =>
  buildWeeklyReport(vectorInput(lines), vectorWeek(), null).report.sections.flatMap(({ numbers }) => numbers);

describe('the metric dictionary', () => {
  it.each(METRIC_VECTORS.map((vector) => [vector.number, vector] as const))(
    'X19 %s counts as its vector says',
    (id, { given, numerator, denominator, value }) => {
      const number = numbersOf(given).find((each) => each.id === id);
      expect(number).toMatchObject({ id, variant: 'locked', numerator, denominator });
      const divides = denominator !== null && denominator > 0;
      expect(number?.value).toBe(value ?? (divides ? (numerator ?? 0) / denominator : numerator));
    },
  );

  it('X19 defines every number that a report shows, once', () => {
    const ids = METRIC_DICTIONARY.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const numbers = numbersOf([...new Set(METRIC_VECTORS.flatMap(({ given }) => given))]);
    expect(new Set(numbers.map(({ id }) => id)).size).toBe(numbers.length);
    expect(numbers.filter(({ metric }) => !ids.includes(metric))).toEqual([]);
    // As an address names them.
    expect(numbers.filter(({ id }) => !/^[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+){1,3}$/.test(id))).toEqual([]);
  });

  it('X19 has a vector for every definition', () => {
    const shown = METRIC_VECTORS.map(({ number }) => number);
    const without = METRIC_DICTIONARY.filter(({ id }) => !shown.some((number) => number.startsWith(`${id}.`)));
    // Of a report's twelve weeks no first treatment is half a year old: an audit's number, tested there.
    expect(without.map(({ id }) => id)).toEqual([]);
    expect(shown.filter((number) => number.startsWith('toxin_return.'))).toEqual([
      'toxin_return.six_months_up.weeks_12',
    ]);
  });

  it('X19 is what docs/metrics.md says (UPDATE_DOCS=1 writes it)', () => {
    if (process.env.UPDATE_DOCS === '1') writeFileSync(DOCUMENT, metricsDocument());
    expect(readFileSync(DOCUMENT, 'utf8')).toBe(metricsDocument());
  });

  it('X19 has its vectors as data, for another team to run (UPDATE_DOCS=1 writes it)', () => {
    if (process.env.UPDATE_DOCS === '1') writeFileSync(VECTORS, vectorsAsData());
    expect(readFileSync(VECTORS, 'utf8')).toBe(vectorsAsData());
  });
});
