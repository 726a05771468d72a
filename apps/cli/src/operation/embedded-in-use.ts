import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { codeOf, CommandFailed } from '../failure.js';

/**
 * The embedded database belongs to one Keepwell at a time, and starting it a second time would stop it under the first.
 * Refuses while its server runs.
 */
export async function refuseWhileEmbeddedRuns(dataDir: string): Promise<void> {
  const pid = await serverProcess(path.join(dataDir, 'postgres', 'postmaster.pid'));
  if (pid === null || !isRunning(pid)) return;
  throw new CommandFailed(
    `The embedded database in ${dataDir} is in use (process ${pid}): stop the Keepwell that runs there first, or set DATABASE_URL`,
  );
}

async function serverProcess(file: string): Promise<number | null> {
  try {
    const pid = Number((await readFile(file, 'utf8')).split('\n')[0]);
    return Number.isInteger(pid) && pid > 0 ? pid : null;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw error;
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}
