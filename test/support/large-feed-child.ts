/**
 * A worker with a large source, to see how much room it takes: reads `records` by changes, then compares everything. Its source makes
 * each page when it is asked, and keeps none. Started by large-feed.ts with its settings in the environment; answers one line of JSON.
 */
import { defineConnector, openFolders, type PullPage } from '@keepwell/connector-sdk';
import { openDatabase, SecretStore } from '@keepwell/database';
import type { SourceRecord } from '@keepwell/domain/records';
import { createGuardedHttp } from '@keepwell/outbound';
import { pino } from 'pino';
import { CompareRunner } from '../../apps/worker/src/data-quality/compare-runner.js';
import { Pace } from '../../apps/worker/src/pace/pace.js';
import { Sources } from '../../apps/worker/src/pace/sources.js';
import { SyncRunner } from '../../apps/worker/src/sync/sync-runner.js';
import { aRecord } from './records.js';

const settings = JSON.parse(process.env.LARGE_FEED ?? '{}') as {
  databaseUrl: string;
  practiceId: string;
  connectionId: string;
  records: number;
  pageSize: number;
  /** Which records only the comparison knows of, and which only the usual reading: each so many-th. */
  hides: number;
};
const { practiceId, connectionId, records: total, pageSize, hides } = settings;
const AT = Date.UTC(2026, 0, 5, 9);
const EACH = 20;

function recordAt(n: number): SourceRecord {
  const clocks = { createdAt: AT, updatedAt: AT };
  const patient = Math.floor(n / EACH);
  if (n % EACH === 0)
    return aRecord('patient', `P${patient}`, { givenName: 'Ann', familyName: `No ${patient}` }, clocks);
  const startsAt = AT + (n % 400) * 86_400_000;
  return aRecord('appointment', `A${n}`, { patientId: `P${patient}`, startsAt, cancelReason: 'will call' }, clocks);
}

function pageAt(
  start: number,
  skips: (n: number) => boolean,
): Pick<PullPage, 'records' | 'nextCursor' | 'done' | 'unreadable'> {
  const records: SourceRecord[] = [];
  const end = Math.min(start + pageSize, total);
  for (let n = start; n < end; n += 1) if (!skips(n)) records.push(recordAt(n));
  return { records, unreadable: [], nextCursor: end, done: end >= total };
}

const isHidden = (n: number): boolean => n % hides === 7;
const isDeleted = (n: number): boolean => n % hides === 9;

const connector = defineConnector({
  id: 'large',
  version: 1,
  name: 'A large source',
  description: 'For tests.',
  settings: { type: 'object', properties: {} },
  manifest: { waysIn: ['poll'], gives: {}, writes: {}, throttle: null },
  keeps: {},
  streams: () =>
    Promise.resolve([
      {
        ...{ name: 'all', kinds: ['patient', 'appointment'], mode: 'delta', deletes: 'none', merges: 'none' },
        ...{ confidence: 'verified', compares: true },
      },
    ]),
  check: () =>
    Promise.resolve({ ok: true, sourceName: null, timezone: null, problems: [], missing: [], counts: {}, notes: [] }),
  pull(_context, _stream, cursor, { compare }) {
    const start = typeof cursor === 'number' && cursor < total ? cursor : 0;
    if (compare === undefined) return Promise.resolve(pageAt(start, isHidden));
    return Promise.resolve({ ...pageAt(start, isDeleted), sweep: { walk: 'whole' } });
  },
});

const database = await openDatabase({ url: settings.databaseUrl, poolSize: 3 });
const secrets = new SecretStore(Buffer.alloc(32, 1));
const log = pino({ level: 'silent' });
const http = createGuardedHttp({ exceptions: [] });
const folders = openFolders({ allow: [] });
const signal = new AbortController().signal;
const sync = new SyncRunner({ ...{ database, secrets, http, folders, log, pageSize }, findConnector: () => connector });
const readFrom = performance.now();
const { state, problem, counts } = await sync.run({ practiceId, connectionId, trigger: 'manual', signal });
if (state !== 'ok') throw new Error(problem ?? state);
const readSeconds = (performance.now() - readFrom) / 1000;
const readRss = process.resourceUsage().maxRSS / 1024;

const sources = new Sources({
  ...{ database, secrets, folders, log, now: Date.now, pace: new Pace({ database, http }) },
  findConnector: () => connector,
});
const compareFrom = performance.now();
await new CompareRunner({ ...{ database, secrets, sources, log, pageSize }, now: Date.now }).run(
  practiceId,
  connectionId,
  signal,
);
process.stdout.write(
  `${JSON.stringify({
    ...{ read: counts.read, readSeconds, readRss },
    compareSeconds: (performance.now() - compareFrom) / 1000,
    peakRss: process.resourceUsage().maxRSS / 1024,
  })}\n`,
);
await http.close();
await database.close();
