import { createServer } from 'node:net';
import { resolve } from 'node:path';
import { createApi, createApiLogger } from '@keepwell/api';
import { openFolders } from '@keepwell/connector-sdk';
import { newId, openDatabase, PracticeQueries, releaseLeftWork, type Database } from '@keepwell/database';
import type { Env } from '@keepwell/env';
import { createGuardedHttp, createGuardedSockets } from '@keepwell/outbound';
import type { FhirServer } from '@keepwell/simulator';
import { createLog, startWorker } from '@keepwell/worker';
import { CommandFailed } from '../failure.js';
import { connectDemo, DEMO_PRACTICE_ID, ensureDemoPractice, serveDemo } from './demo.js';
import { firstAdminLink } from './first-admin.js';
import { openOwnDatabase } from './own-database.js';

export interface Everything {
  /** Where the console is. */
  url: string;
  /** One-time; null: the first admin has a password. */
  signInLink: string | null;
  /** Which database, in words. */
  database: string;
  /** Control of the simulated practice; null: none is connected. */
  simulator: FhirServer | null;
  stop(): Promise<void>;
}

/** Database, API, worker, console and, unless told otherwise, a simulated practice: all of Keepwell in this process. */
export async function startEverything(env: Env, { demo }: { demo: boolean }): Promise<Everything> {
  const port = await freePort(env.port, env.host);
  const running: (() => Promise<unknown>)[] = [];
  /** Last started, first stopped; each is given its chance though another fails. */
  const stop = async (): Promise<void> => {
    const failures: unknown[] = [];
    for (const end of running.splice(0).reverse()) {
      try {
        await end();
      } catch (error) {
        failures.push(error);
      }
    }
    if (failures.length > 0) throw new AggregateError(failures, 'Stopping went wrong');
  };
  try {
    const own = await openOwnDatabase(env);
    running.push(() => own.stop());
    const { databaseUrl, masterKey } = own;
    const database = await openDatabase({ url: databaseUrl, poolSize: env.poolSize, applicationName: 'keepwell' });
    running.push(() => database.close());
    if (own.isOurs) await releaseLeftWork(database);

    const practiceId = await ensurePractice(database, demo);
    const simulator = practiceId === DEMO_PRACTICE_ID && demo ? await serveDemo(database) : null;
    if (simulator !== null) {
      running.push(() => simulator.close());
      await connectDemo(database, simulator.url);
    }
    const exceptions = [...env.outboundExceptions, ...(simulator === null ? [] : [new URL(simulator.url).origin])];
    const http = createGuardedHttp({ exceptions });
    running.push(() => http.close());
    const uploadDir = resolve(env.dataDir, 'uploads');
    const folders = openFolders({ allow: [...env.importDirs, uploadDir] });

    const log = createLog(env.logLevel);
    const { redisUrl, sweepMs, syncConcurrency, syncPageSize } = env;
    const worker = await startWorker({
      ...{ database, masterKey, redisUrl, http, folders, log, sweepMs, syncConcurrency, syncPageSize },
      publicUrl: env.publicUrl ?? `http://localhost:${port}`,
      sockets: createGuardedSockets({ exceptions: env.outboundExceptions, ports: [465, 587] }),
    });
    running.push(() => worker.stop());

    const api = await createApi({
      ...{
        database,
        databaseUrl,
        masterKey,
        http,
        folders,
        uploadDir,
        publicUrl: env.publicUrl,
        trustProxy: env.trustProxy,
      },
      logger: createApiLogger(env.logLevel),
      consoleDir: resolve(import.meta.dirname, '../../../../console'),
      queueHealth: redisUrl === null ? null : () => worker.queueHealth(),
    });
    running.push(() => api.close());
    await api.listen(port, env.host);

    const url = env.publicUrl ?? `http://localhost:${port}`;
    return { url, signInLink: await firstAdminLink(database, practiceId, url), database: own.says, simulator, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The practice that the first admin belongs to: the simulated one, or an empty one of their own. */
async function ensurePractice(database: Database, demo: boolean): Promise<string> {
  const practices = new PracticeQueries();
  const known = await database.asDispatcher((tx) => practices.ids(tx));
  if (demo && (known.length === 0 || known.includes(DEMO_PRACTICE_ID))) {
    await ensureDemoPractice(database);
    return DEMO_PRACTICE_ID;
  }
  if (known[0] !== undefined) return known[0];
  const id = newId();
  await database.inPractice(id, (tx) =>
    practices.create(tx, {
      id,
      name: 'My practice',
      slug: 'my-practice',
      timezone: Intl.DateTimeFormat().resolvedOptions().timeZone,
      currency: null,
      settings: {},
      demo: false,
    }),
  );
  return id;
}

/** Fails early and in words: what holds the port is usually an earlier Keepwell. */
async function freePort(port: number, host: string): Promise<number> {
  const probe = createServer();
  try {
    return await new Promise<number>((done, failed) => {
      probe.once('error', failed);
      probe.listen(port, host, () => {
        const address = probe.address();
        done(typeof address === 'object' && address !== null ? address.port : port);
      });
    });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null;
    const sentences: Record<string, string> = {
      EADDRINUSE: `Port ${port} is in use: stop what listens there, or choose another with --port (or PORT).`,
      EACCES: `This account may not listen on port ${port}: choose one above 1023 with --port.`,
      EADDRNOTAVAIL: `This computer has no address ${host}: set HOST to one it has.`,
    };
    throw new CommandFailed(sentences[String(code)] ?? `Port ${port} cannot be opened.`, { cause: error });
  } finally {
    await new Promise<void>((done) => (probe.listening ? probe.close(() => done()) : done()));
  }
}
