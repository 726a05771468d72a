import type {
  EvidenceFact,
  Exclusion,
  Finding,
  PersonEvaluation,
  PersonState,
  RecordKind,
  RuleClass,
  RuleKind,
  RuleVerdict,
} from '@keepwell/domain';

/**
 * The answers of the HTTP API (docs/decisions/0002-http-api.md) as the console reads them.
 * Instants travel as ISO 8601 text in UTC, calendar dates as `YYYY-MM-DD`.
 */
export type IsoInstant = string;
export type IsoDate = string;

export type Role = 'coordinator' | 'manager' | 'integrator' | 'admin' | 'auditor';

export interface Named {
  id: string;
  name: string;
}

export interface Money {
  amountMinor: number;
  currency: string;
}

export interface Session {
  user: { id: string; email: string; displayName: string };
  practice: { id: string; name: string; timezone: string; demo: boolean };
  roles: Role[];
  practices: Named[];
  expiresAt: IsoInstant;
  /** How long a session lives without a person doing anything. */
  idleSeconds: number;
}

export type CaseState = 'open' | 'in_outreach' | 'snoozed' | 'resolved' | 'closed';
export type WorklistTab = 'today' | 'backlog' | 'at_risk' | 'resolved' | 'all';
export type WorklistSort = 'priority' | 'since' | '-since' | 'name' | 'value';

export interface CaseRule {
  rule: string;
  name: string;
  kind: RuleKind;
  class: RuleClass;
}

export interface CaseRow {
  /** Absent for a person who is only at risk: nothing is open on them yet. */
  caseId: string | null;
  personId: string;
  patientName: string;
  sourceIds: { connectionId: string; id: string }[];
  state: CaseState | null;
  personState: PersonState;
  class: RuleClass;
  reason: string;
  rules: CaseRule[];
  since: IsoInstant | null;
  firstOpenedAt: IsoInstant | null;
  reopened: number;
  backlog: boolean;
  location: Named | null;
  practitioner: Named | null;
  service: string | null;
  lastVisitOn: IsoDate | null;
  nextBookingAt: IsoInstant | null;
  valueAtRisk: Money | null;
  freshnessAt: IsoInstant | null;
}

export interface WorklistQuery {
  tab: WorklistTab;
  sort: WorklistSort;
  rule?: string;
  locationId?: string;
  practitionerId?: string;
  state?: CaseState;
  /** Text typed by a person, perhaps a name: only ever sent in a body. */
  q?: string;
}

export interface WorklistPage {
  items: CaseRow[];
  nextCursor: string | null;
  freshness: { oldestSourceAt: IsoInstant | null; waitingRules: string[] };
}

export interface WorklistCounts {
  byState: Partial<Record<CaseState, number>>;
  byRule: { rule: string; name: string; count: number }[];
  byLocation: { id: string; name: string; count: number }[];
  byPractitioner: { id: string; name: string; count: number }[];
  backlog: number;
  watch: number;
  atRisk: number;
}

type Wire<T, Instants extends keyof T> = Omit<T, Instants> & { [K in Instants]: IsoInstant | Extract<T[K], null> };

export type WireFact = Wire<EvidenceFact, 'effectiveAt' | 'recordedAt'>;
export type WireFinding = Omit<Wire<Finding, 'since'>, 'facts'> & { facts: WireFact[] };
export type WireVerdict = Wire<RuleVerdict, 'nextChangeAt'>;
export type WireExclusion = Omit<Exclusion, 'facts'> & { facts: WireFact[] };
export type WireEvaluation = Omit<
  Wire<PersonEvaluation, 'asOf' | 'since' | 'nextChangeAt' | 'nextBookingAt'>,
  'findings' | 'exclusions' | 'verdicts'
> & { findings: WireFinding[]; exclusions: WireExclusion[]; verdicts: WireVerdict[] };

export interface CaseEvent {
  at: IsoInstant;
  event: 'opened' | 'reason_added' | 'reason_gone' | 'resolved' | 'reopened' | 'closed';
  detail: Record<string, unknown> | null;
}

export interface PatientPage {
  personId: string;
  name: string;
  birthDate: IsoDate | null;
  phone: string | null;
  email: string | null;
  language: string | null;
  timezone: string | null;
  identities: { connectionId: string; connection: string; sourceId: string; merged: boolean }[];
  location: Named | null;
  practitioner: Named | null;
  holds: { doNotContact: boolean; hold: string | null; deceased: boolean };
  case: { id: string; state: CaseState; closing: string | null; backlog: boolean; events: CaseEvent[] } | null;
  evaluation: WireEvaluation | null;
  freshness: {
    connectionId: string;
    name: string;
    watermark: IsoInstant | null;
    lastSuccessAt: IsoInstant | null;
    stale: boolean;
    suspendedRules: string[];
  }[];
}

export interface TimelineEntry {
  kind: RecordKind;
  id: string;
  sourceId: string;
  connection: string;
  effectiveAt: IsoInstant | null;
  recordedAt: IsoInstant | null;
  observedAt: IsoInstant;
  title: string;
  status: string | null;
  detail: string | null;
  versions: { recordedAt: IsoInstant | null; status: string | null; startsAt: IsoInstant | null }[];
  /** Rules whose finding rests on this fact. */
  evidenceFor: string[];
}

export interface RuleRow {
  rule: string;
  name: string;
  kind: RuleKind;
  class: RuleClass;
  says: string;
  version: number;
  mode: 'on' | 'off';
  parameters: Record<string, string | number | boolean>;
  listed: number;
  /** Median days between this rule's flag and the day a fixed 90-day rule would have spoken. */
  median: number | null;
}

export interface SettingsProperty {
  type: 'string' | 'integer' | 'boolean';
  title: string;
  description?: string;
  default?: string | number | boolean;
  enum?: string[];
  format?: 'uri' | 'textarea' | 'timezone' | 'folder';
  minimum?: number;
  maximum?: number;
  maxLength?: number;
  secret?: boolean;
}

export interface SettingsSchema {
  type: 'object';
  properties: Record<string, SettingsProperty>;
  required?: string[];
  anyOf?: { required: string[] }[];
}

export type SettingValue = string | number | boolean;
export type Settings = Record<string, SettingValue>;

export interface ConnectorInfo {
  id: string;
  name: string;
  description: string;
  settings: SettingsSchema;
  keeps: Partial<Record<RecordKind, string[]>>;
}

export interface StreamState {
  name: string;
  mode: string;
  kinds: RecordKind[];
  watermark: IsoInstant | null;
}

export interface RunCounts {
  read: number;
  applied: number;
  unchanged: number;
  quarantined: number;
}

export interface SyncRun extends RunCounts {
  id: string;
  trigger: 'schedule' | 'manual' | 'replay';
  state: 'running' | 'ok' | 'partial' | 'failed';
  startedAt: IsoInstant;
  finishedAt: IsoInstant | null;
  total: number | null;
  problem: string | null;
  streams: Record<string, RunCounts> | null;
}

export interface Connection {
  id: string;
  name: string;
  connector: string;
  state: 'ready' | 'paused' | 'needs_attention';
  problem: string | null;
  lastSuccessAt: IsoInstant | null;
  nextPollAt: IsoInstant | null;
  freshnessSeconds: number | null;
  pollSeconds: number;
  streams: StreamState[];
  lastRun: SyncRun | null;
  quarantined: number;
  settings?: Settings;
  secretsSet?: string[];
}

export interface CheckResult {
  ok: boolean;
  sourceName: string | null;
  timezone: string | null;
  problems: string[];
  missing: { part: 'booking' | 'payments' | 'client_data'; says: string }[];
  counts: Partial<Record<RecordKind, number>>;
  notes: string[];
  proposal?: unknown;
}

export interface QuarantinedRecord {
  id: string;
  stream: string;
  kind: RecordKind | null;
  sourceId: string | null;
  code: string;
  reason: string;
  where: string | null;
  state: 'open' | 'replayed' | 'dismissed';
  at: IsoInstant;
}

export interface Page<T> {
  items: T[];
  nextCursor: string | null;
}

export interface UserRow {
  id: string;
  email: string;
  displayName: string;
  roles: Role[];
  disabled: boolean;
  lastSeenAt: IsoInstant | null;
}

/** What the live channel brings: ids only. */
export interface LiveEvents {
  worklist: { changed: string[]; counts: boolean };
  run: { connectionId: string; runId: string; state: SyncRun['state']; read: number; total: number | null };
}
