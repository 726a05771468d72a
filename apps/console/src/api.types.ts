import type { components } from './api.schema.js';

/**
 * The words of the API under the names the console uses. All of them are generated from the server's description
 * (`npm run openapi`); only the live channel, which OpenAPI cannot describe, is written by hand.
 * Instants travel as ISO 8601 text in UTC, calendar dates as `YYYY-MM-DD`.
 */
type Schemas = components['schemas'];

export type Session = Schemas['SessionDto'];
export type Role = Session['roles'][number];

export type CaseRow = Schemas['CaseRowDto'];
export type CaseState = NonNullable<CaseRow['state']>;
export type WorklistPage = Schemas['CasePageDto'];
export type WorklistCounts = Schemas['WorklistCountsDto'];
export type WorklistSearch = Schemas['SearchCasesDto'];
export type WorklistTab = NonNullable<WorklistSearch['tab']>;
export type WorklistSort = NonNullable<WorklistSearch['sort']>;

export type PatientPage = Schemas['PatientPageDto'];
export type CaseEvent = Schemas['CaseEventDto'];
export type Evaluation = Schemas['EvaluationDto'];
export type Finding = Schemas['FindingDto'];
export type EvidenceFact = Schemas['EvidenceFactDto'];
export type RuleVerdict = Schemas['RuleVerdictDto'];
export type TimelineEntry = Schemas['TimelineEntryDto'];
export type Rule = Schemas['RuleDto'];

export type ConnectorInfo = Schemas['ConnectorDto'];
export type SettingsSchema = Schemas['SettingsSchemaDto'];
export type SettingsProperty = Schemas['SettingsPropertyDto'];
export type Settings = Schemas['CreateConnectionDto']['settings'];
export type SettingValue = Settings[string];
export type Connection = Schemas['ConnectionDto'];
export type ConnectionDetail = Schemas['ConnectionDetailDto'];
export type NewConnection = Schemas['CreateConnectionDto'];
export type ConnectionChanges = Schemas['ChangeConnectionDto'];
export type CheckResult = Schemas['CheckResultDto'];
export type StreamState = Schemas['StreamDto'];
export type RunCounts = Schemas['StreamCountsDto'];
export type SyncRun = Schemas['RunDto'];
export type QuarantinedRecord = Schemas['QuarantinedRecordDto'];

export type User = Schemas['UserDto'];
export type NewUser = Schemas['CreateUserDto'];

/** What the live channel brings: ids only. */
export interface LiveEvents {
  /** `holderId` null: given back. */
  lease: { caseId: string; personId: string; holderId: string | null; until: string | null };
  worklist: { changed: string[]; counts: boolean };
  /** `messageId` null: sending as a whole. */
  outbox: { messageId: string | null; state: string };
  inbound: { personId: string | null };
  run: { connectionId: string; runId: string; state: SyncRun['state']; read: number; total: number | null };
}

export type Channel = 'sms' | 'email' | 'call';

export interface ContactReason {
  code: string;
  says: string;
  until: string | null;
}

export interface ContactVerdict {
  allowed: boolean;
  because: ContactReason[];
  cautions: ContactReason[];
  nextAllowedAt: string | null;
  /** The local hours that hold. */
  window: string;
}

export interface MergedFact {
  field: string;
  value: string;
  source: string;
  recordId: string | null;
}

/** A case in hand. */
export interface CaseStanding {
  caseId: string;
  personId: string;
  state: CaseState;
  closing: string | null;
  wakeAt: string | null;
  wakeBecause: string | null;
  /** Calls made, reached or not; never a goal. */
  attempts: number;
  conversations: number;
  lastContactAt: string | null;
  lastOutcome: string | null;
}

export interface Lease {
  until: string;
  /** How long from the answer on: the two clocks may differ. */
  seconds: number;
}

export interface LeaseRow {
  caseId: string;
  personId: string;
  holder: { id: string; name: string };
  until: string;
}

export interface Reach {
  phone: string | null;
  phoneHref: string | null;
  email: string | null;
  guardian: {
    personId: string;
    name: string;
    phone: string | null;
    phoneHref: string | null;
    email: string | null;
  } | null;
  household: { personId: string; name: string; caseId: string | null; state: CaseState | null }[];
}

export interface Coded {
  code: string;
  label: string;
}

export type NextKind = 'booked' | 'touchpoint' | 'reason';

export interface CallOutcome extends Coded {
  key: string;
  isConversation: boolean;
  needs: ('next' | 'when' | 'reason' | 'date')[];
  nextKinds: NextKind[];
}

export type CaseRoute = 'call' | 'sequence' | 'snooze';

export interface Brief {
  says: string[];
  recommended: { route: CaseRoute; sequenceId: string | null; because: string[] };
  talkTrack: { title: string; steps: { key: string; title: string; says: string[]; asks: string[] }[] } | null;
  outcomes: CallOutcome[];
  /** Why a conversation ends without a next step. */
  nextReasons: Coded[];
  declineReasons: Coded[];
  /** What a case can be closed as by hand, and why. */
  closeReasons: { closing: string; reasons: Coded[] }[];
  snoozePresets: { key: string; label: string; wakeOn: string; wakesAt: string }[];
  snoozeReasons: Coded[];
  sentiments: Coded[];
  readiness: Coded[];
  verdicts?: Record<Channel, ContactVerdict>;
}

export interface CaseInHand {
  case: CaseStanding;
  lease: Lease;
  contact: Reach;
  brief: Brief;
}

export interface CallReport {
  outcome: string;
  startedAt?: string;
  next?:
    | { kind: 'booked'; on?: string }
    | { kind: 'touchpoint'; at: string; channel: string }
    | { kind: 'reason'; code: string };
  snoozeUntil?: string;
  reason?: string;
  sentiment?: string;
  readiness?: string;
  valueGiven?: string;
  recommendedStep?: string;
  note?: string;
}

export interface Done {
  case: Pick<CaseStanding, 'caseId' | 'personId' | 'state'>;
  undoUntil: string;
}

export interface HistoryEntry {
  at: string;
  kind: 'call' | 'touchpoint' | 'message' | 'reply' | 'snooze' | 'note' | 'consent' | 'suppression' | 'case';
  title: string;
  says: string;
  byName: string | null;
  tone: 'done' | 'failed' | 'neutral' | 'overdue' | 'waiting';
  messageId: string | null;
  undone: boolean;
}

export interface ContactPage {
  /** Addresses are masked. */
  channels: Record<Channel, { verdict: ContactVerdict; address: string | null }>;
  consents: {
    id: string;
    channel: Channel | 'any';
    purpose: 'service' | 'marketing' | 'any';
    state: 'granted' | 'denied';
    source: string;
    at: string;
    expiresAt: string | null;
    byName: string | null;
  }[];
  suppressions: {
    id: string;
    channel: Channel;
    scope: 'all' | 'automated' | 'channel';
    reason: string;
    setAt: string;
    byName: string | null;
    liftedAt: string | null;
    liftable: boolean;
  }[];
  stops: {
    id: string;
    kind: 'not_now' | 'never';
    until: string | null;
    reason: string;
    at: string;
    liftedAt: string | null;
  }[];
}

export interface NewConsent {
  channel: Channel | 'any';
  purpose: 'service' | 'marketing' | 'any';
  state: 'granted' | 'denied';
  source: 'staff' | 'patient_call' | 'web_page' | 'import';
  wordingVersion?: string;
  wording?: string;
}

export interface SequenceOffer {
  id: string;
  name: string;
  version: number;
  purpose: 'service' | 'marketing';
  recommended: boolean;
  problems: string[];
  steps: { channel: Channel; afterDays: number; afterHours: number; templateName: string | null }[];
}

export interface Preview {
  sequence: { id: string; name: string; version: number };
  steps: {
    step: number;
    channel: Channel;
    dueAt: string;
    subject: string | null;
    text: string | null;
    html: string | null;
    segments: number | null;
    facts: MergedFact[];
    verdict: ContactVerdict;
    problems: string[];
  }[];
  canStart: boolean;
  because: string[];
  digest: string;
}
