import type { Alarm, Health, Manifest, StatusWord, StreamHealth } from '../src/api.sources.types.js';
import type { QuarantinedRecord, Session } from '../src/api.types.js';
import { aConnection, fhirConnector, signedIn } from './answers.js';
import { ContractServer } from './contract-server.js';

/** Answers about a source seen from within, with defaults; a test states only what matters to it. */

const ago = (hours: number) => new Date(Date.now() - hours * 3_600_000).toISOString();

export const aStream = (name: string, changes: Partial<StreamHealth> = {}): StreamHealth => ({
  name,
  kinds: ['appointment'],
  mode: 'delta',
  watermark: ago(0.1),
  fresh: true,
  doubtfulSince: null,
  compares: true,
  lastCompareAt: null,
  differences: null,
  lastCompare: null,
  lastFullCount: null,
  volume: { expected: 41.2, seen: 38, low: false, high: false },
  ...changes,
});

export const anAlarm = (id: string, changes: Partial<Alarm> = {}): Alarm => ({
  id,
  connectionId: 'c1',
  connection: 'Northside PMS',
  code: 'feed_late',
  subject: 'appointments',
  says: 'appointments is complete up to 2026-11-21 only. Test the connection.',
  rules: [],
  openedAt: ago(3),
  closedAt: null,
  ...changes,
});

export const aHealth = (changes: Partial<Health> = {}): Health => ({
  state: 'ready',
  problem: null,
  breaker: null,
  nextPollAt: null,
  lastSuccessAt: ago(0.1),
  streams: [aStream('appointments')],
  alarms: [],
  judged: { right: 0, wrong: 0, share: null, low: 0, high: 1 },
  ...changes,
});

export const aWord = (word: string, changes: Partial<StatusWord> = {}): StatusWord => ({
  word,
  status: 'booked',
  records: 12,
  means: null,
  by: null,
  at: null,
  applied: true,
  ...changes,
});

export const aQuarantined = (id: string, changes: Partial<QuarantinedRecord> = {}): QuarantinedRecord => ({
  id,
  stream: 'appointments',
  kind: 'appointment',
  sourceId: `APT-${id}`,
  code: 'bad_date',
  reason: 'The start is no date.',
  where: 'start',
  state: 'open',
  at: ago(2),
  ...changes,
});

export const aManifest = (changes: Partial<Manifest> = {}): Manifest => ({
  waysIn: ['poll', 'webhook'],
  gives: {
    patient: { mode: 'delta', deletes: 'explicit', merges: 'pointer', confidence: 'verified' },
    appointment: { mode: 'window', deletes: 'absence', merges: 'none', confidence: 'experimental' },
  },
  writes: { log_contact: { confidence: 'verified', note: 'as a memo' } },
  throttle: null,
  ...changes,
});

/** An integrator at a connection, with everything its page asks for. */
export function atASource(roles: Session['roles'] = ['integrator']): ContractServer {
  const page = { body: { items: [], nextCursor: null } };
  return signedIn(new ContractServer(), { roles })
    .answer('GET', '/connectors', { body: [{ ...fhirConnector, manifest: aManifest() }] })
    .answer('GET', '/connections/c1', {
      body: {
        ...aConnection(),
        settings: {},
        secretsSet: ['clientSecret'],
        writeBackContacts: false,
        patientsFrom: null,
      },
    })
    .answer('GET', '/alarms', { body: { open: [], ended: [] } })
    .answer('GET', '/connections/c1/health', { body: aHealth() })
    .answer('GET', '/connections/c1/runs', page)
    .answer('GET', '/connections/c1/words', { body: [] })
    .answer('GET', '/connections/c1/placeholders', { body: [] })
    .answer('GET', '/connections/c1/quarantine', page)
    .answer('GET', '/connections/c1/quarantine/codes', { body: [] })
    .answer('GET', '/connections/c1/throughput', { body: [] })
    .answer('GET', '/connections/c1/drift', { body: { since: null, fields: [] } })
    .answer('GET', '/connections/c1/ways', { body: { webhookUrl: null, webhookProblem: null, takesFiles: false } })
    .answer('GET', '/connections/c1/inbox', { body: { counts: {}, items: [], nextCursor: null } })
    .answer('GET', '/connections/c1/writes', page);
}
