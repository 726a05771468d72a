import { openFolders } from '@keepwell/connector-sdk';
import { openDatabase } from '@keepwell/database';
import { EnvironmentWrong, readEnv } from '@keepwell/env';
import { createGuardedHttp, createGuardedSockets } from '@keepwell/outbound';
import { startWorker } from './create-worker.js';
import { problemSentence } from './dispatch/problem-sentence.js';
import { startHealthServer } from './health/health-server.js';
import { createLog } from './log.js';

/**
 * The worker on its own: production, any number of them beside the API. HOST and PORT are where its health is asked for.
 * `keepwell up` starts it in process instead.
 */
const env = readEnv();
const log = createLog(env.logLevel);
if (env.databaseUrl === null || env.masterKey === null) {
  throw new EnvironmentWrong([
    'The worker on its own needs DATABASE_URL and KEEPWELL_MASTER_KEY; `keepwell up` brings its own database.',
  ]);
}
const database = await openDatabase({
  url: env.databaseUrl,
  poolSize: env.poolSize,
  applicationName: 'keepwell worker',
});
const http = createGuardedHttp({ exceptions: env.outboundExceptions });
const sockets = createGuardedSockets({ exceptions: env.outboundExceptions, ports: [465, 587] });
const worker = await startWorker({
  ...{ database, http, log, masterKey: env.masterKey, redisUrl: env.redisUrl, sweepMs: env.sweepMs },
  folders: openFolders({ allow: env.importDirs }),
  sockets,
  publicUrl: env.publicUrl,
  syncConcurrency: env.syncConcurrency,
  syncPageSize: env.syncPageSize,
});
let isStopping = false;
const health = await startHealthServer(
  { database: () => database.ping(), queue: () => worker.queueHealth(), isStopping: () => isStopping },
  env,
);
log.info({ health: health.port, queue: env.redisUrl === null ? 'in process' : 'redis' }, 'at work');

for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void stop());

async function stop(): Promise<void> {
  isStopping = true;
  try {
    await worker.stop();
    await http.close();
    await database.close();
    await health.close();
    log.info({}, 'stopped');
  } catch (error) {
    log.error({ problem: problemSentence(error) }, 'stopping went wrong');
    process.exitCode = 1;
  }
}
