import fc from 'fast-check';
import { dropOffPlainly } from '../../../test/support/plain/drop-off.js';
import { aBriefInstant, briefPractice } from '../../../test/support/plain/brief-practice.js';
import { metricsPlainly } from '../../../test/support/plain/metrics.js';
import { anInstant, randomPractice, type RandomPractice } from '../../../test/support/random-facts.js';
import { runs } from '../../../test/support/long-form.js';
import { aggregatesOf } from './audit/aggregates.js';
import { auditPractice } from './audit/audit-practice.js';
import { defaultSettings } from './prepared-practice.js';
import type { Instant } from './records.js';

/** `PROPERTY_RUNS=2000` looks at more practices than every run needs to. */
const numRuns = runs(60);
const settings = defaultSettings('audit');

describe('a second, plain reading of the figures of an audit (Q93, Q94, Q103)', () => {
  it('counts the same of random practices', () => {
    fc.assert(fc.property(randomPractice, anInstant, expectTheSame), { numRuns });
  });

  it('counts the same where much happens in three months', () => {
    fc.assert(fc.property(briefPractice, aBriefInstant, expectTheSame), { numRuns });
  });
});

function expectTheSame(random: RandomPractice, asOf: Instant): void {
  const { facts, records } = random;
  const persons = random.personsAt(asOf);
  const whole = { appointment: records.appointment ?? [], plan: records.plan ?? [] };
  const { metrics, dropOff } = auditPractice({ practice: facts, persons, whole }, { asOf, settings, source: null });
  const medians = aggregatesOf(persons, facts, asOf, whole).lineMedianDays;
  expect({
    metrics: metrics
      .map(({ id, variant, numerator, denominator }) => `${id} ${variant} ${numerator}/${denominator}`)
      .sort(),
    dropOff: dropOff.map(
      ({ visit, atRisk, dropped, discharged, cumulativeDropOff }) =>
        `${visit}: ${atRisk} at risk, ${dropped} dropped, ${discharged} discharged, ${cumulativeDropOff.toFixed(6)}`,
    ),
  }).toEqual({
    metrics: metricsPlainly(facts, persons, medians, asOf),
    dropOff: dropOffPlainly(facts, persons, medians, asOf),
  });
}
