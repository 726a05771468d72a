import { mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { run } from '../src/run.js';

export interface Ran {
  code: number;
  out: string;
  err: string;
}

export const NOW = Date.UTC(2026, 10, 21, 9);

/** One command line, as the process would run it: exit code, stdout and stderr. */
export const keepwell = (...argv: string[]): Promise<Ran> => keepwellWith({}, ...argv);

export const keepwellWith = (env: Record<string, string>, ...argv: string[]): Promise<Ran> =>
  keepwellUntil(new AbortController().signal, env, ...argv);

/** With Ctrl-C. */
export async function keepwellUntil(signal: AbortSignal, env: Record<string, string>, ...argv: string[]): Promise<Ran> {
  const ran: Ran = { code: -1, out: '', err: '' };
  ran.code = await run(argv, {
    out: (text) => void (ran.out += text),
    say: (line) => void (ran.err += `${line}\n`),
    terminal: null,
    now: () => NOW,
    env,
    signal,
  });
  return ran;
}

const made: string[] = [];

export async function removeFolders(): Promise<void> {
  await Promise.all(made.splice(0).map((dir) => rm(dir, { recursive: true, force: true })));
}

export async function folderWith(files: Record<string, string[]>): Promise<string> {
  const dir = await realpath(await mkdtemp(path.join(tmpdir(), 'keepwell-cli-')));
  made.push(dir);
  for (const [name, lines] of Object.entries(files)) await writeFile(path.join(dir, name), `${lines.join('\n')}\n`);
  return dir;
}

/** A physio practice in London; who cancelled, who never came back, who is booked. */
export const PRACTICE: Record<string, string[]> = {
  'locations.csv': ['id,timezone,name', 'north,Europe/London,North'],
  'services.csv': ['id,name,line,kind,interval_days,specialty', 'knee,Knee,knee,treatment,7,PT'],
  'patients.csv': [
    'id,given_name,family_name,phone,location_id,created_at,do_not_contact',
    'p1,Ada,Canary,+440001,north,2026-01-05T09:00:00Z,',
    'p2,Bo,Canary,,north,2026-01-05T09:00:00Z,',
    'p3,Cy,Canary,+440003,north,2026-01-05T09:00:00Z,true',
    'p4,Di,Canary,+440004,north,2026-01-05T09:00:00Z,',
  ],
  'plans.csv': [
    'id,patient_id,line,prescribed_visits,interval_days,started_at,status,specialty',
    'c1,p1,knee,10,7,2026-11-02,open,PT',
    'c3,p3,knee,10,7,2026-11-02,open,PT',
    'c4,p4,knee,10,7,2026-11-02,open,PT',
  ],
  'appointments.csv': [
    'id,patient_id,starts_at,status,service_id,plan_id,location_id,created_at,updated_at,cancelled_at,cancelled_by',
    'a1,p1,2026-11-03T10:00,completed,knee,c1,north,2026-10-20T09:00:00Z,2026-11-03T11:00:00Z,,',
    'a2,p1,2026-11-10T10:00,cancelled,knee,c1,north,2026-10-20T09:00:00Z,2026-11-09T09:12:00Z,2026-11-09T09:12:00Z,patient',
    'a2,p1,2026-11-10T10:00,cancelled,knee,c1,north,2026-10-20T09:00:00Z,2026-11-09T09:12:00Z,2026-11-09T09:12:00Z,patient',
    'a3,p3,2026-11-03T10:00,completed,knee,c3,north,2026-10-20T09:00:00Z,2026-11-03T11:00:00Z,,',
    'a4,p4,2026-11-10T10:00,completed,knee,c4,north,2026-10-20T09:00:00Z,2026-11-10T11:00:00Z,,',
    'a5,p4,2026-11-24T10:00,booked,knee,c4,north,2026-11-03T11:00:00Z,2026-11-03T11:00:00Z,,',
    'a6,p9,2026-11-24T10:00,booked,knee,,north,2026-11-03T11:00:00Z,,,',
    'a7,p1,2026-11-24T10:00,Ada Canary,knee,,north,2026-11-03T11:00:00Z,,,',
  ],
};
