import { type Database, openDatabase, PracticeQueries } from '@keepwell/database';
import { type Env, readEnv } from '@keepwell/env';
import { CommandFailed } from '../failure.js';
import type { Io } from '../io.js';
import { openOwnDatabase } from '../up/own-database.js';
import { refuseWhileEmbeddedRuns } from './embedded-in-use.js';

export interface WorkingDatabase {
  database: Database;
  env: Env;
  masterKey: Buffer;
}

/** Opens the database for one command and closes it again, whatever becomes of the command. */
export async function withDatabase<T>(io: Io, work: (opened: WorkingDatabase) => Promise<T>): Promise<T> {
  const env = readEnv(io.env);
  if (env.databaseUrl === null) await refuseWhileEmbeddedRuns(env.dataDir);
  const own = await openOwnDatabase(env);
  try {
    const database = await openDatabase({ url: own.databaseUrl, poolSize: 4, applicationName: 'keepwell command' });
    try {
      return await work({ database, env, masterKey: own.masterKey });
    } finally {
      await database.close();
    }
  } finally {
    await own.stop();
  }
}

export interface ChosenPractice {
  id: string;
  name: string;
}

/** By id or name; the only one where nothing is said. */
export async function choosePractice(database: Database, wanted: string | null): Promise<ChosenPractice> {
  const practices = new PracticeQueries();
  const ids = await database.asDispatcher((tx) => practices.ids(tx));
  const known: ChosenPractice[] = [];
  for (const id of ids) {
    const practice = await database.inPractice(id, (tx) => practices.current(tx));
    if (practice !== null) known.push({ id, name: practice.name });
  }
  const [first] = known;
  if (first === undefined) throw new CommandFailed('There is no practice yet: `keepwell up` makes the first one');
  const names = known.map(({ name }) => `"${name}"`).join(', ');
  if (wanted === null) {
    if (known.length === 1) return first;
    throw new CommandFailed(`There are several practices: say which by --practice; there are ${names}`);
  }
  const found = known.filter(({ id, name }) => id === wanted || name.toLowerCase() === wanted.trim().toLowerCase());
  if (found[0] !== undefined && found.length === 1) return found[0];
  throw new CommandFailed(
    found.length > 1
      ? `Several practices are named "${wanted}": give the id`
      : `There is no practice "${wanted}"; there are ${names}`,
  );
}
