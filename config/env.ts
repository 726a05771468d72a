/**
 * The environment, read once, checked, typed. Nothing else reads `process.env`.
 * Every variable is described in config/.env.example.
 */

export interface Env {
  /** Address the app connects with; its role owns nothing. Absent: an embedded PostgreSQL is started. */
  databaseUrl: string | null;
  /** Address of the role that owns the schema; needed to migrate. */
  databaseMigrationUrl: string | null;
  /** Absent: jobs run in process. */
  redisUrl: string | null;
  host: string;
  port: number;
  /** How people reach the console; decides cookies and links. */
  publicUrl: string | null;
  /** 32 bytes, base64: wraps each practice's data key. Absent with the embedded database: made once and kept beside it. */
  masterKey: Buffer | null;
  /** Where the embedded database and its key live. */
  dataDir: string;
  /** Exact origins (`http://127.0.0.1:4001`) that outgoing requests may reach although they are private or not https. */
  outboundExceptions: string[];
  /** Folders that connections of a running server may read files from. */
  importDirs: string[];
  logLevel: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';
  trustProxy: boolean;
  poolSize: number;
  syncConcurrency: number;
  syncPageSize: number;
  /** How often owed work is looked for, in milliseconds. */
  sweepMs: number;
}

export class EnvironmentWrong extends Error {
  override readonly name = 'EnvironmentWrong';
  constructor(readonly problems: string[]) {
    super(`The environment is not usable:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`);
  }
}

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

/** Reads and checks every variable; throws `EnvironmentWrong` naming all that are wrong at once. */
export function readEnv(
  source: Record<string, string | undefined> = process.env,
  unlessSet: { logLevel: Env['logLevel'] } = { logLevel: 'info' },
): Env {
  const problems: string[] = [];
  const text = (name: string) => source[name]?.trim() || null;

  const url = (name: string, schemes: string[]) => {
    const value = text(name);
    if (value === null) return null;
    if (!URL.canParse(value) || !schemes.includes(new URL(value).protocol)) {
      problems.push(`${name} must be an address starting with ${schemes.map((scheme) => `${scheme}//`).join(' or ')}`);
      return null;
    }
    return value;
  };

  const whole = (name: string, fallback: number, least: number, most: number) => {
    const value = text(name);
    if (value === null) return fallback;
    const number = Number(value);
    if (!Number.isInteger(number) || number < least || number > most) {
      problems.push(`${name} must be a whole number from ${least} to ${most}, not "${value}"`);
      return fallback;
    }
    return number;
  };

  const flag = (name: string) => {
    const value = text(name);
    if (value !== null && value !== 'true' && value !== 'false') problems.push(`${name} must be true or false`);
    return value === 'true';
  };

  const list = (name: string) =>
    (text(name) ?? '')
      .split(',')
      .map((entry) => entry.trim())
      .filter(Boolean);

  const logLevel = text('LOG_LEVEL') ?? unlessSet.logLevel;
  if (!LOG_LEVELS.some((level) => level === logLevel))
    problems.push(`LOG_LEVEL must be one of ${LOG_LEVELS.join(', ')}`);

  const outboundExceptions = list('OUTBOUND_EXCEPTIONS');
  for (const origin of outboundExceptions) {
    if (!URL.canParse(origin) || new URL(origin).origin !== origin) {
      problems.push(`OUTBOUND_EXCEPTIONS holds "${origin}": each must be exactly scheme://host:port`);
    }
  }

  const keyText = text('KEEPWELL_MASTER_KEY');
  const masterKey = keyText === null ? null : Buffer.from(keyText, 'base64');
  if (masterKey !== null && masterKey.length !== 32) problems.push('KEEPWELL_MASTER_KEY must be 32 bytes in base64');

  const env: Env = {
    databaseUrl: url('DATABASE_URL', ['postgres:', 'postgresql:']),
    databaseMigrationUrl: url('DATABASE_MIGRATION_URL', ['postgres:', 'postgresql:']),
    redisUrl: url('REDIS_URL', ['redis:', 'rediss:']),
    host: text('HOST') ?? '127.0.0.1',
    port: whole('PORT', 3000, 0, 65535),
    publicUrl: url('PUBLIC_URL', ['http:', 'https:']),
    masterKey,
    dataDir: text('KEEPWELL_DATA_DIR') ?? '.keepwell',
    outboundExceptions,
    importDirs: list('IMPORT_DIRS'),
    logLevel: logLevel as Env['logLevel'],
    trustProxy: flag('TRUST_PROXY'),
    poolSize: whole('DATABASE_POOL_SIZE', 10, 1, 200),
    syncConcurrency: whole('SYNC_CONCURRENCY', 2, 1, 64),
    syncPageSize: whole('SYNC_PAGE_SIZE', 500, 1, 10000),
    sweepMs: whole('SWEEP_MS', 1000, 50, 60000),
  };
  if (env.databaseUrl !== null && env.masterKey === null && keyText === null) {
    problems.push(
      'KEEPWELL_MASTER_KEY is needed with DATABASE_URL (32 random bytes in base64): it protects stored credentials',
    );
  }
  if (problems.length > 0) throw new EnvironmentWrong(problems);
  return env;
}

export { CONFIG_DIR } from './config-dir.js';
