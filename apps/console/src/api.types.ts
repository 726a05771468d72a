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

export type ContactVerdict = Schemas['ContactVerdictDto'];
export type ContactReason = Schemas['ContactReasonDto'];
export type ContactPage = Schemas['PatientContactDto'];
export type NewConsent = Schemas['AddConsentDto'];
export type NewSuppression = Schemas['AddSuppressionDto'];

export type CaseInHand = Schemas['CaseInHandDto'];
export type CaseStanding = Schemas['CaseStandingDto'];
/** How to reach a person; known to the holder of the case alone. */
export type Reach = Schemas['HandContactDto'];
export type LeaseRow = Schemas['StandingLeaseDto'];
export type Brief = Schemas['BriefDto'];
export type CaseRoute = Brief['recommended']['route'];
export type CallOutcome = Schemas['OutcomeDto'];
export type NextKind = CallOutcome['nextKinds'][number];
export type CallReport = Schemas['CallReportDto'];
export type NextStep = Schemas['NextStepDto'];
export type SnoozeReport = Schemas['SnoozeCaseDto'];
export type CloseReport = Schemas['CloseCaseDto'];
export type NextCase = Schemas['NextCaseDto'];
export type Done = Schemas['DoneDto'];
export type HistoryEntry = Schemas['HistoryEntryDto'];

export type BookingRoom = Schemas['WriteBackRoomDto'];
export type BookingSystem = Schemas['BookingSystemDto'];
export type UpcomingVisit = Schemas['UpcomingDto'];
export type VisitWanted = Schemas['WriteBackDto'];
export type Membership = Schemas['MembershipDto'];
export type FoundPatient = Schemas['FoundPatientDto'];

export type SequenceOffer = Schemas['OfferedSequenceDto'];
export type Preview = Schemas['PreviewDto'];
export type PreviewStep = Schemas['PreviewStepDto'];
export type MergedFact = Schemas['MergedFactDto'];
export type Channel = PreviewStep['channel'];
