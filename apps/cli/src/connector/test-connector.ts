import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { CommandFailed, UsageWrong } from '../failure.js';
import type { Io } from '../io.js';
import { sourceFolder } from './repository.js';

export interface Finding {
  check: string;
  says: string;
}

export interface KitOutcome {
  connector: string;
  passed: string[];
  failures: Finding[];
  skipped: Finding[];
}

/** The same as in run-kit.ts, which runs from the sources and cannot be imported by the built program. */
const REPORT_MARK = '\u001ekeepwell-kit ';

/** Runs the conformance kit over the sources of a connector's folder, in a process of its own. */
export async function testConnector(given: string, io: Io): Promise<KitOutcome> {
  const folder = path.resolve(given);
  if (!existsSync(path.join(folder, 'conformance.ts'))) {
    throw new UsageWrong(`${given} holds no conformance.ts: name the folder of a connector, like connectors/cliniko`);
  }
  const root = sourceFolder();
  const loader = path.join(root, 'bin/typescript-loader.js');
  const runner = path.join(root, 'apps/cli/src/connector/run-kit.ts');
  if (!existsSync(path.join(root, 'node_modules/@swc/core'))) {
    throw new CommandFailed('The compiler for connectors is not installed: run `npm ci` (without --omit=dev).');
  }
  const child = spawn(process.execPath, ['--import', pathToFileURL(loader).href, runner, folder], {
    cwd: root,
    signal: io.signal,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
  await new Promise<void>((done, failed) => {
    child.on('error', failed);
    child.on('close', () => done());
  });
  const line = Buffer.concat(out)
    .toString('utf8')
    .split('\n')
    .find((each) => each.startsWith(REPORT_MARK));
  if (line === undefined)
    throw new CommandFailed(`The connector cannot be run: ${reasonIn(Buffer.concat(err).toString('utf8'))}`);
  return JSON.parse(line.slice(REPORT_MARK.length)) as KitOutcome;
}

/** The line in which Node names the error; the rest is where. */
function reasonIn(text: string): string {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  return (
    lines.find((line) => /^\s*(\[?\w*Error|error|×|x Expected)/.test(line))?.trim() ?? lines[0] ?? 'it says nothing'
  );
}

/** The outcome as sentences; every check once, with all that was found of it. */
export function outcomeText({ connector, passed, failures, skipped }: KitOutcome): string {
  const byCheck = new Map<string, string[]>();
  for (const { check, says } of failures) byCheck.set(check, [...(byCheck.get(check) ?? []), says]);
  const lines = [...byCheck].flatMap(([check, all]) => [
    `Does not hold: ${check}`,
    ...all.slice(0, 5).map((says) => `  ${says}`),
    ...(all.length > 5 ? [`  … and ${all.length - 5} more`] : []),
    '',
  ]);
  const waiting = skipped.map(({ check, says }) => `Not tried: ${check}\n  ${says}\n`);
  const end =
    byCheck.size === 0
      ? `${connector} passes the conformance kit: ${passed.length} checks hold.`
      : `${connector}: ${passed.length} checks hold, ${byCheck.size} ${byCheck.size === 1 ? 'does' : 'do'} not.`;
  return [...lines, ...waiting, end, ''].join('\n');
}
