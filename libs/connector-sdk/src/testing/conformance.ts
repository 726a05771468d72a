import { checkConnector } from './check-connector.js';
import type { Conformance, KitReport } from './scenarios.js';

/** Runs the kit over what a connector's folder exports, and closes what its scenarios left open. */
export async function runConformance(conformance: Conformance): Promise<KitReport> {
  try {
    return await checkConnector(conformance.connector, conformance.scenarios);
  } finally {
    await conformance.close?.();
  }
}

/**
 * For a spec of one line; throws with one sentence for each finding.
 *
 * @example
 * it('X07 passes the conformance kit', () => assertConformance(conformance), 120_000);
 */
export async function assertConformance(conformance: Conformance): Promise<KitReport> {
  const report = await runConformance(conformance);
  if (report.failures.length > 0) {
    const lines = report.failures.map(({ check, says }) => `- ${check}\n    ${says}`);
    throw new Error(`${conformance.connector.id} does not pass the conformance kit:\n${lines.join('\n')}`);
  }
  return report;
}
