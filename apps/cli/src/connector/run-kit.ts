import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { runConformance, type Conformance } from '@keepwell/connector-sdk/testing';

/**
 * Started by `keepwell connector test` as a process of its own, from the sources: `run-kit.ts FOLDER`. Writes the report as one line of
 * JSON behind a mark, since what is being tested may write to stdout as well.
 */
export const REPORT_MARK = '\u001ekeepwell-kit ';

const [folder = '.'] = process.argv.slice(2);
const module: unknown = await import(pathToFileURL(path.join(folder, 'conformance.ts')).href);
const conformance = (module as { conformance?: Conformance }).conformance;
if (conformance?.connector === undefined || conformance.scenarios === undefined) {
  throw new Error('conformance.ts exports no `conformance` with a connector and scenarios');
}
const report = await runConformance(conformance);
process.stdout.write(`\n${REPORT_MARK}${JSON.stringify({ connector: conformance.connector.id, ...report })}\n`, () => {
  // What the connector left open must not keep the person waiting.
  process.exit(0);
});
