import type {
  CaseRow,
  Connection,
  ConnectorInfo,
  PatientPage,
  Session,
  SyncRun,
  WorklistCounts,
  WorklistPage,
} from '../src/api.types.js';
import type { TeamDay } from '../src/api.day.js';
import { aCare, nothingSaid } from './care-answers.js';
import type { ContractServer } from './contract-server.js';

/** Answers with defaults; a test states only what matters to it. */

export const aSession = (changes: Partial<Session> = {}): Session => ({
  user: { id: 'u1', email: 'maya@practice.example', displayName: 'Maya Chen' },
  practice: { id: 'p1', name: 'Northside Physiotherapy', timezone: 'Europe/London', demo: true },
  roles: ['coordinator'],
  practices: [{ id: 'p1', name: 'Northside Physiotherapy' }],
  expiresAt: new Date(Date.now() + 8 * 3_600_000).toISOString(),
  idleSeconds: 900,
  idleEndsAt: new Date(Date.now() + 900_000).toISOString(),
  ...changes,
});

export const aRow = (personId: string, changes: Partial<CaseRow> = {}): CaseRow => ({
  caseId: `case-${personId}`,
  personId,
  patientName: `Patient ${personId}`,
  sourceIds: [{ connectionId: 'c1', id: `PT-${personId}` }],
  state: 'open',
  personState: 'off_track',
  class: 'S1',
  reason: 'No show on 18 Nov 09:30; nothing booked as of 21 Nov 19:10.',
  rules: [{ rule: 'R06', name: 'NO_SHOW_NOT_REBOOKED', kind: 'O', class: 'S1' }],
  since: '2026-11-19T09:00:00.000Z',
  firstOpenedAt: '2026-11-19T09:00:00.000Z',
  reopened: 0,
  backlog: false,
  location: { id: 'l1', name: 'Leith Walk' },
  practitioner: { id: 'd1', name: 'J. Lee' },
  service: 'knee',
  lastVisitOn: '2026-11-05',
  nextBookingAt: null,
  valueAtRisk: { amountMinor: 42_000, currency: 'GBP' },
  heldBy: null,
  wakeAt: null,
  wakeBecause: null,
  attempts: 0,
  lastOutcome: null,
  lastContactAt: null,
  place: null,
  value: null,
  freshnessAt: '2026-11-21T19:06:00.000Z',
  ...changes,
});

export const aPage = (items: CaseRow[], nextCursor: string | null = null): WorklistPage => ({
  items,
  nextCursor,
  freshness: { oldestSourceAt: '2026-11-21T19:06:00.000Z', waitingRules: [] },
});

export const someCounts = (changes: Partial<WorklistCounts> = {}): WorklistCounts => ({
  byState: { open: 3 },
  byRule: [{ rule: 'R06', name: 'NO_SHOW_NOT_REBOOKED', count: 3 }],
  byLocation: [{ id: 'l1', name: 'Leith Walk', count: 3 }],
  byPractitioner: [{ id: 'd1', name: 'J. Lee', count: 3 }],
  today: 3,
  waiting: 0,
  inOutreach: 4,
  snoozed: 2,
  backlog: 27,
  watch: 31,
  atRisk: 31,
  lapsed: 12,
  tasks: 0,
  resolved: 14,
  held: 0,
  all: 75,
  ...changes,
});

export const aDay = (changes: Partial<TeamDay> = {}): TeamDay => ({
  capacity: 20,
  day: '2026-11-20',
  places: 20,
  done: 12,
  left: 8,
  unserved: { S1: 0, S2: 0, S3: 0, S4: 0, total: 0 },
  plannedAt: '2026-11-20T07:00:00.000Z',
  ...changes,
});

export const aConnection = (changes: Partial<Connection> = {}): Connection => ({
  id: 'c1',
  name: 'Northside PMS',
  connector: 'fhir-r4',
  connectorName: 'FHIR R4 server',
  state: 'ready',
  problem: null,
  lastSuccessAt: new Date(Date.now() - 240_000).toISOString(),
  nextPollAt: null,
  freshnessSeconds: 240,
  pollSeconds: 300,
  streams: [],
  lastRun: null,
  quarantined: 0,
  gaveRecords: true,
  latency: { medianSeconds: 7.4, p95Seconds: 19.2, changes: 120 },
  latencyMissing: null,
  ...changes,
});

export const aRun = (changes: Partial<SyncRun> = {}): SyncRun => ({
  id: 'run-1',
  trigger: 'schedule',
  state: 'ok',
  startedAt: new Date(Date.now() - 245_000).toISOString(),
  finishedAt: new Date(Date.now() - 240_000).toISOString(),
  read: 0,
  applied: 0,
  unchanged: 0,
  quarantined: 0,
  total: null,
  problem: null,
  streams: {},
  ...changes,
});

export const aPatient = (changes: Partial<PatientPage> = {}): PatientPage => ({
  personId: 'a',
  memberships: [],
  name: 'Ana Okafor',
  birthDate: '1984-02-29',
  phone: '+44 131 496 0123',
  email: null,
  language: 'en',
  timezone: null,
  identities: [{ connectionId: 'c1', connection: 'Northside PMS', sourceId: 'PT-1000', merged: false }],
  location: null,
  practitioner: null,
  holds: { doNotContact: false, hold: null, deceased: false },
  case: {
    id: 'case-a',
    state: 'open',
    closing: null,
    backlog: false,
    since: '2026-11-19T09:00:00.000Z',
    firstOpenedAt: '2026-11-19T09:00:00.000Z',
    reopened: 0,
    events: [{ at: '2026-11-19T09:00:00.000Z', event: 'opened', detail: { rules: ['R06'] } }],
  },
  evaluation: {
    personId: 'a',
    asOf: '2026-11-21T19:06:00.000Z',
    state: 'off_track',
    shadow: [],
    findings: [
      {
        rule: 'R06',
        name: 'NO_SHOW_NOT_REBOOKED',
        version: 1,
        kind: 'O',
        class: 'S1',
        episode: 'plan-771',
        since: '2026-11-19T09:00:00.000Z',
        reason: 'No show on 18 Nov 09:30; nothing booked as of 21 Nov 19:10.',
        facts: [
          {
            kind: 'appointment',
            id: 'APT-20931',
            source: 'c1',
            effectiveAt: '2026-11-18T09:30:00.000Z',
            recordedAt: '2026-11-18T18:31:00.000Z',
            says: 'Booked for 18 Nov 09:30, status no show.',
          },
        ],
        checked: ['3 bookings checked, 0 live'],
        clearsWhen: 'A knee visit is booked.',
        parameters: { window: '1 BD' },
        service: 'knee',
        locationId: null,
        practitionerId: null,
      },
    ],
    exclusions: [],
    verdicts: [
      {
        rule: 'R04',
        name: 'HIATUS_BACKSTOP',
        fires: false,
        because: 'waiting',
        says: 'Last visit 16 days ago; 30 would fire.',
        nextChangeAt: '2026-12-05T00:00:00.000Z',
      },
      {
        rule: 'R06',
        name: 'NO_SHOW_NOT_REBOOKED',
        fires: true,
        because: 'fires',
        says: 'No replacement within 1 open day.',
        nextChangeAt: null,
      },
    ],
    since: '2026-11-19T09:00:00.000Z',
    nextChangeAt: null,
    contactable: true,
    valueAtRisk: null,
    lastVisitOn: '2026-11-05',
    nextBookingAt: null,
  },
  freshness: [],
  ...changes,
});

export const csvConnector: ConnectorInfo = {
  id: 'csv',
  name: 'CSV folder',
  description: 'A folder of exported files.',
  keeps: {},
  manifest: null,
  settings: {
    type: 'object',
    required: ['dir'],
    properties: {
      dir: { type: 'string', title: 'Folder', format: 'folder' },
      timezone: { type: 'string', title: 'Time zone', format: 'timezone' },
    },
  },
};

export const fhirConnector: ConnectorInfo = {
  id: 'fhir-r4',
  name: 'FHIR R4 server',
  description: 'Any EHR that speaks FHIR R4.',
  keeps: {},
  manifest: null,
  settings: {
    type: 'object',
    anyOf: [{ required: ['url'] }, { required: ['dir'] }],
    properties: {
      url: { type: 'string', title: 'Server address', format: 'uri' },
      dir: { type: 'string', title: 'Folder of Bundles', format: 'folder' },
      clientSecret: { type: 'string', title: 'Client secret', secret: true },
      pageSize: { type: 'integer', title: 'Records per page', default: 200, minimum: 1, maximum: 1000 },
      includeTests: { type: 'boolean', title: 'Keep test records', default: false },
    },
  },
};

/** Everything a signed-in page asks for at the start. */
export function signedIn(server: ContractServer, session: Partial<Session> = {}): ContractServer {
  return server
    .answer('GET', '/session', { body: aSession(session) })
    .answer('DELETE', '/session', { status: 204 })
    .answer('GET', '/connections', { body: [aConnection()] })
    .answer('GET', '/connectors', { body: [csvConnector, fhirConnector] })
    .answer('GET', '/worklist/counts', { body: someCounts() })
    .answerLike('GET', /\/patients\/[^/]+\/care/, { body: aCare({ programs: [], memberships: [] }) })
    .answerLike('GET', /\/patients\/[^/]+\/preferences/, { body: nothingSaid })
    .answer('GET', '/interests', { body: [] })
    .answer('GET', '/interventions', { body: [] })
    .answer('POST', '/patients/tiers', { body: [] })
    .answer('GET', '/day', { body: aDay({ capacity: null, day: null, places: 0, done: 0, left: 0, plannedAt: null }) });
}
