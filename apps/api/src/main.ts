import { EnvironmentWrong, readEnv } from '@keepwell/env';
import { openFolders } from '@keepwell/connector-sdk';
import { openDatabase } from '@keepwell/database';
import { createGuardedHttp } from '@keepwell/outbound';
import { createQueue } from '@keepwell/queues';
import { resolve } from 'node:path';
import { createApi } from './create-api.js';
import { createApiLogger } from './http/api-logger.js';
import { loggedError } from './http/request-log.js';

/** The API on its own: production, beside any number of workers. `keepwell up` starts it in process instead. */
const env = readEnv();
const logger = createApiLogger(env.logLevel);
if (env.databaseUrl === null || env.masterKey === null) {
  throw new EnvironmentWrong([
    'The API on its own needs DATABASE_URL and KEEPWELL_MASTER_KEY; `keepwell up` brings its own database.',
  ]);
}
const database = await openDatabase({
  url: env.databaseUrl,
  poolSize: env.poolSize,
  applicationName: 'keepwell api',
  statementTimeoutMs: 10_000,
});
const queue = await createQueue(env.redisUrl, {
  onError: (error, { kind }) => logger.warn({ kind, error: loggedError(error) }, 'the queue has trouble'),
});
const http = createGuardedHttp({ exceptions: env.outboundExceptions });
const api = await createApi({
  database,
  databaseUrl: env.databaseUrl,
  masterKey: env.masterKey,
  http,
  folders: openFolders({ allow: env.importDirs }),
  uploadDir: env.importDirs[0] ?? null,
  logger,
  publicUrl: env.publicUrl,
  trustProxy: env.trustProxy,
  consoleDir: resolve(import.meta.dirname, '../../../console'),
  queueHealth: env.redisUrl === null ? null : () => queue.health(),
});
await api.listen(env.port, env.host);
logger.info({ port: Number(new URL(await api.getUrl()).port) }, 'listening');

for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void stop());

async function stop(): Promise<void> {
  await api.close();
  await queue.stop(0);
  await http.close();
  await database.close();
}
