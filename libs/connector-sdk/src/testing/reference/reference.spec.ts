import { runConformance } from '../conformance.js';
import { acmeConformance } from './conformance.js';

it('the honest reference connector passes the whole kit', async () => {
  const report = await runConformance(acmeConformance());
  expect(report.failures).toEqual([]);
  expect(report.skipped).toEqual([]);
  expect(report.passed.length).toBeGreaterThan(60);
}, 60_000);
