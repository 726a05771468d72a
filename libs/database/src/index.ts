export { audit } from './audit.js';
export type { AuditEntry } from './audit.js';
export { createDataSource } from './data-source.js';
export type { DataSourceSettings } from './data-source.js';
export { Database, openDatabase } from './database.js';
export type { Transaction } from './database.js';
export { together } from './together.js';
export { DatabaseModule } from './database.module.js';
export type { DatabaseModuleSettings } from './database.module.js';
export { startEmbeddedPostgres } from './embedded-postgres.js';
export type { EmbeddedSettings, RunningPostgres } from './embedded-postgres.js';
export { AppUser } from './entities/app-user.entity.js';
export { AuditEvent } from './entities/audit-event.entity.js';
export { CaseCount, NOWHERE } from './entities/case-count.entity.js';
export { CaseEvent } from './entities/case-event.entity.js';
export { ChangedPatient } from './entities/changed-patient.entity.js';
export { ConnectionSecret } from './entities/connection-secret.entity.js';
export { Connection } from './entities/connection.entity.js';
export type { ConnectionState } from './entities/connection.entity.js';
export { EvaluationBasis } from './entities/evaluation-basis.entity.js';
export { Evaluation } from './entities/evaluation.entity.js';
export { FindingRow } from './entities/finding.entity.js';
export { Invitation } from './entities/invitation.entity.js';
export { Job } from './entities/job.entity.js';
export { LineGap } from './entities/line-gap.entity.js';
export { MembershipRole, ROLES } from './entities/membership-role.entity.js';
export type { Role } from './entities/membership-role.entity.js';
export { OffTrackCase } from './entities/off-track-case.entity.js';
export { PatientMerge } from './entities/patient-merge.entity.js';
export { PersonGap } from './entities/person-gap.entity.js';
export { Practice } from './entities/practice.entity.js';
export type { PracticeSettings } from './entities/practice.entity.js';
export { Quarantine } from './entities/quarantine.entity.js';
export type { QuarantineState } from './entities/quarantine.entity.js';
export type { RecordField, RecordRow, RecordTable } from './entities/record-table.js';
export { RECORD_TABLES } from './entities/record-tables.js';
export { RecordVersionRow } from './entities/record-version.entity.js';
export type { DraftChange, PreviewNumbers } from './entities/rule-draft.entity.js';
export { RuleDraft } from './entities/rule-draft.entity.js';
export { RuleDraftPerson } from './entities/rule-draft-person.entity.js';
export { BacktestRun, type BacktestBasis } from './entities/backtest-run.entity.js';
export { RuleSetting } from './entities/rule-setting.entity.js';
export { ShadowFinding } from './entities/shadow-finding.entity.js';
export { ShadowVerdict } from './entities/shadow-verdict.entity.js';
export { Session } from './entities/session.entity.js';
export { SignInLink } from './entities/sign-in-link.entity.js';
export { StreamState } from './entities/stream-state.entity.js';
export { SyncRun } from './entities/sync-run.entity.js';
export type { StreamCounts, SyncRunState, SyncTrigger } from './entities/sync-run.entity.js';
export { DatabaseUnusable, LeaseLost } from './errors.js';
export { newId } from './ids.js';
export { assertMigrated, migrate } from './migrate.js';
export { PATIENT_TABLES, TABLES_WITHOUT_PATIENTS } from './patient-data.js';
export type { PatientTable } from './patient-data.js';
export { ApiAuditQueries } from './queries/api-audit.queries.js';
export type { AuditQuestion, AuditRow } from './queries/api-audit.queries.js';
export { ApiConnectionQueries } from './queries/api-connections.queries.js';
export type { ConnectionRow, QuarantineRow, RunRow } from './queries/api-connections.queries.js';
export type { Latency, LatencyMissing } from './queries/latency-sql.js';
export { ApiPracticeQueries } from './queries/api-practices.queries.js';
export { ApiRuleQueries } from './queries/api-rules.queries.js';
export type { RuleListed, RuleUse } from './queries/api-rules.queries.js';
export { ApiTimelineQueries } from './queries/api-timeline.queries.js';
export type { TimelineKind, TimelineRow } from './queries/api-timeline.queries.js';
export { BaselineQueries } from './queries/baseline.queries.js';
export { CaseQueries, countOfPersons, countsOf, summedCounts } from './queries/cases.queries.js';
export type { CaseEventRow, CaseFace, CasePlacing, CountChange, StandingCase } from './queries/cases.queries.js';
export { EvaluationQueries } from './queries/evaluation.queries.js';
export type { ChangedPerson, EvaluationRow, StoredEvaluation } from './queries/evaluation.queries.js';
export { sourceKey } from './queries/evaluation-context.js';
export type { EvaluationContext, SourceStanding, StoredBasis } from './queries/evaluation-context.js';
export { FindingQueries, findingContent } from './queries/findings.queries.js';
export type { FindingChange, FindingEnd, OpenFinding } from './queries/findings.queries.js';
export { GapQueries } from './queries/gaps.queries.js';
export type { GapChange, GapCounts, LineGaps } from './queries/gaps.queries.js';
export { InvitationQueries } from './queries/invitations.queries.js';
export type { InvitationRow } from './queries/invitations.queries.js';
export { JobQueries } from './queries/jobs.queries.js';
export type { ClaimedJob, DueJob } from './queries/jobs.queries.js';
export { PracticeQueries } from './queries/practices.queries.js';
export type { NewPractice } from './queries/practices.queries.js';
export { PatientQueries } from './queries/patients.queries.js';
export { PatientSearchQueries } from './queries/patient-search.queries.js';
export type { FoundPatient } from './queries/patient-search.queries.js';
export type { PatientCard, PatientCase, PatientMembership } from './queries/patients.queries.js';
export { SessionQueries } from './queries/sessions.queries.js';
export type { NewSession, OpenLink, StoredSession } from './queries/sessions.queries.js';
export { UserQueries } from './queries/users.queries.js';
export type { PracticeMember, PracticeOfUser, UserAccount } from './queries/users.queries.js';
export { isPersonTab, WORKLIST_STATES, WORKLIST_TABS } from './queries/worklist-shelves.js';
export type { CaseTab, WorklistState, WorklistTab } from './queries/worklist-shelves.js';
export { WORKLIST_SORTS, WorklistQueries } from './queries/worklist.queries.js';
export type {
  CaseCountRow,
  RuleNames,
  WorklistPage,
  WorklistPosition,
  WorklistQuestion,
  WorklistSort,
} from './queries/worklist.queries.js';
export { Explainer } from './explainer.js';
export type { Explanation, Question } from './explainer.js';
export { settingsOf } from './live-settings.js';
export { PastListQueries } from './queries/past-list.queries.js';
export type { PastListQuestion } from './queries/past-list.queries.js';
export { RuleDraftQueries } from './queries/rule-drafts.queries.js';
export { LocationQueries, type LocationShown } from './queries/locations.queries.js';
export {
  ShadowFindingQueries,
  type ShadowCounts,
  type ShadowFindingKey,
  type ShadowQuestion,
  type ShadowShelf,
} from './queries/shadow-findings.queries.js';
export type {
  DraftMove,
  DraftPeopleQuestion,
  DraftPersonRow,
  DraftRow,
  DraftState,
  DraftToPreview,
} from './queries/rule-drafts.queries.js';
export { RulePauses, type PausedRule } from './queries/rule-pauses.js';
export { RuleSettingQueries } from './queries/rule-settings.queries.js';
export type {
  RuleSettingInForce,
  RuleSettingPast,
  SettingChange,
  SettingMode,
} from './queries/rule-settings.queries.js';
export { releaseLeftWork } from './queries/left-work.queries.js';
export { MarkQueries } from './queries/marks.queries.js';
export { DayQueries, type DayCase, type DayPlace, type PlannedDay } from './queries/day.queries.js';
export { ExperimentQueries, type Assignment, type ExperimentRow } from './queries/experiments.queries.js';
export { RankingQueries, type RankingContext, type RunningExperiment } from './queries/ranking.queries.js';
export { RelationQueries, type Related } from './queries/relations.queries.js';
export { TimelineQueries } from './queries/timeline.queries.js';
export { APP_ROLE, assertAppRole, DISPATCH_ROLE, ensureRoles, OWNER_ROLE } from './roles.js';
export { masterKeyId, SecretStore, SecretUnreadable } from './secrets/secret-store.js';
export type { Sealed } from './secrets/secret-store.js';
export { AbsenceQueries } from './queries/absence.queries.js';
export type { AbsentRecord, SweepRange, WalkedRecords } from './queries/absence.queries.js';
export { MergeQueries } from './queries/merges.queries.js';
export { QuarantineQueries } from './queries/quarantine.queries.js';
export type { PutAside, WaitingRecord } from './queries/quarantine.queries.js';
export { StreamQueries } from './queries/streams.queries.js';
export type { StreamKey, StreamLease, StreamPosition, Walk } from './queries/streams.queries.js';
export { SyncConnectionQueries } from './queries/sync-connections.queries.js';
export type { SyncConnection } from './queries/sync-connections.queries.js';
export { SyncRunQueries } from './queries/sync-runs.queries.js';
export type { RunCounts, RunKey } from './queries/sync-runs.queries.js';
export type { IncomingRecord } from './records/incoming.js';
export type { RecordScope } from './records/staging.js';
export { storableProblems } from './records/storable.js';
export { storeRecords } from './records/store-records.js';
export type { CheckRecord, Outcome, StoredRecords } from './records/store-records.js';
export { tellPractice, tellWorklist } from './events.js';
export type { PracticeEvent } from './events.js';
export { CaseLease } from './entities/case-lease.entity.js';
export { Touchpoint } from './entities/touchpoint.entity.js';
export { Snooze } from './entities/snooze.entity.js';
export { ContactStop } from './entities/contact-stop.entity.js';
export { StaffNote } from './entities/staff-note.entity.js';
export { Skip } from './entities/skip.entity.js';
export { ConsentEntry } from './entities/consent-entry.entity.js';
export { Suppression } from './entities/suppression.entity.js';
export { ChannelSetting } from './entities/channel-setting.entity.js';
export { ChannelSecret } from './entities/channel-secret.entity.js';
export { SendingHold } from './entities/sending-hold.entity.js';
export { UnsubscribeLink } from './entities/unsubscribe-link.entity.js';
export { MessageTemplate } from './entities/message-template.entity.js';
export { Sequence } from './entities/sequence.entity.js';
export { Enrolment } from './entities/enrolment.entity.js';
export { OutboxMessage } from './entities/outbox-message.entity.js';
export { MessageEvent } from './entities/message-event.entity.js';
export { InboundMessage } from './entities/inbound-message.entity.js';
export { LocalDelivery } from './entities/local-delivery.entity.js';
export { RetentionReport } from './entities/retention-report.entity.js';
export { ReturnModelRow } from './entities/return-model.entity.js';
export { ReportDelivery } from './entities/report-delivery.entity.js';
export { ContactLock } from './queries/contact-lock.js';
export { ChannelQueries } from './queries/channels.queries.js';
export type { ChannelProvider, ChannelRow, ChannelSettings } from './queries/channels.queries.js';
export { PracticeSettingsQueries } from './queries/practice-settings.queries.js';
export type { PracticeCard } from './queries/practice-settings.queries.js';
export { OutreachStops } from './queries/outreach-stops.queries.js';
export type { StopBecause, Stopped } from './queries/outreach-stops.queries.js';
export { ContactQueries } from './queries/contact.queries.js';
export type { ContactAsk, ContactReader, WhereaboutsQuestion } from './queries/contact.queries.js';
export { CaseActQueries, UNDO_MINUTES } from './queries/case-acts.queries.js';
export type { ActMade, CaseActKind, NewTouchpoint, UndoableAct } from './queries/case-acts.queries.js';
export {
  CaseVerdictQueries,
  type ConnectionMarks,
  type NewVerdict,
  type RuleMarks,
} from './queries/case-verdicts.queries.js';
export { CaseWorkQueries } from './queries/case-work.queries.js';
export type { CaseInWork, CaseWork } from './queries/case-work.queries.js';
export { LeaseQueries } from './queries/leases.queries.js';
export type { LeaseAsk, LeaseHolder, StandingLease } from './queries/leases.queries.js';
export { WakeQueries } from './queries/wake.queries.js';
export { CaseAct } from './entities/case-act.entity.js';
export { ConsentQueries } from './queries/consents.queries.js';
export type { ConsentRow, NewConsent } from './queries/consents.queries.js';
export { InboundQueries } from './queries/inbound.queries.js';
export type { InboundRow, NewInbound, NumberHolder } from './queries/inbound.queries.js';
export { OutboxViewQueries } from './queries/outbox-view.queries.js';
export type { OutboxProof, OutboxQuestion, OutboxRow } from './queries/outbox-view.queries.js';
export { SendingQueries, SHADOW_WEEK, type SendingHoldRow } from './queries/sending.queries.js';
export { LIFTABLE, SuppressionQueries } from './queries/suppressions.queries.js';
export type { NewSuppression, SuppressionRow } from './queries/suppressions.queries.js';
export { OutboxQueries } from './queries/outbox.queries.js';
export type { Claim, OutboxTask, ProviderWord } from './queries/outbox.queries.js';
export { OutboxWatchQueries } from './queries/outbox-watch.queries.js';
export type { BrakeCounts, UnknownMessage, WatchTimes } from './queries/outbox-watch.queries.js';
export { ReportFactQueries } from './queries/report-facts.queries.js';
export type { Horizon } from './queries/report-facts.queries.js';
export { ReportWorkQueries } from './queries/report-work.queries.js';
export { ReportQueries } from './queries/reports.queries.js';
export { OutcomeDelayQueries } from './queries/outcome-delays.queries.js';
export { ReturnModelQueries } from './queries/return-models.queries.js';
export type { EarlierReturnModel, StoredReturnModel } from './queries/return-models.queries.js';
export type { NewReport, ReportDeliveryRow, ReportPractice, StoredReport } from './queries/reports.queries.js';
export { ContactStopQueries } from './queries/contact-stops.queries.js';
export type { ContactStopRow } from './queries/contact-stops.queries.js';
export { ReportInputQueries } from './queries/report-input.queries.js';
export type { ReportTerms } from './queries/report-input.queries.js';
export { PlaybookQueries, templateDigest } from './queries/playbook.queries.js';
export type {
  ApprovalAnswer,
  PlaybookSeed,
  SeedSequence,
  SeedTemplate,
  SequenceRow,
  TemplateRow,
} from './queries/playbook.queries.js';
export { EnrolmentQueries } from './queries/enrolments.queries.js';
export type { NewEnrolment, PersonFacts, SequenceToRun, TemplateToRender } from './queries/enrolments.queries.js';
export { CaseBriefQueries } from './queries/case-brief.queries.js';
export type { BriefFacts, CasePlace, HandContact, Reachable } from './queries/case-brief.queries.js';
export { HistoryQueries } from './queries/history.queries.js';
export type { HistoryRow } from './queries/history.queries.js';
export { NextCaseQueries } from './queries/next-case.queries.js';
export { ReportDeliveryQueries } from './queries/report-deliveries.queries.js';
export type { NewDelivery } from './queries/report-deliveries.queries.js';
export { CaseSaidQueries } from './queries/case-said.queries.js';
export { CoolDownQueries } from './queries/cool-down.queries.js';
export { SurgeQueries, type HeldSummary, type NewCases } from './queries/surge.queries.js';
export type { DoneBefore } from './queries/case-said.queries.js';
export { ConfirmationQueries } from './queries/confirmations.queries.js';
export type { NewConfirmation } from './queries/confirmations.queries.js';
export { UnsubscribeLinkQueries } from './queries/unsubscribe-links.queries.js';
export { INBOX_STATES, INBOX_WAYS, InboxItem } from './entities/inbox-item.entity.js';
export type { InboxCounts, InboxState, InboxWay } from './entities/inbox-item.entity.js';
export { WRITE_STATES, WriteOperationRow } from './entities/write-operation.entity.js';
export type { WriteState, WriteStep } from './entities/write-operation.entity.js';
export { INBOX_KEY_DAYS, InboxQueries, MOST_WAITING } from './queries/inbox.queries.js';
export { readyItem } from './queries/inbox-rows.js';
export type { InboxSealer, NewInboxItem, ReadyItem, ReceivedItem } from './queries/inbox-rows.js';
export type { SettledItem, WaitingItem } from './queries/inbox.queries.js';
export { Alarm } from './entities/alarm.entity.js';
export { CompareRun } from './entities/compare-run.entity.js';
export { SourceJournal } from './entities/source-journal.entity.js';
export { ALARM_CODES, AlarmQueries } from './queries/alarms.queries.js';
export type { AlarmCode, AlarmRow, AlarmToRaise } from './queries/alarms.queries.js';
export { CompareRunQueries } from './queries/compare-runs.queries.js';
export type {
  CompareCounts,
  CompareRange,
  CompareRow,
  CompareState,
  DayCount,
  StartedCompare,
  ToldBookings,
} from './queries/compare-runs.queries.js';
export { InterestQueries } from './queries/interests.queries.js';
export type { InterestRow } from './queries/interests.queries.js';
export { InterventionActQueries } from './queries/intervention-acts.queries.js';
export type {
  InterventionActRow,
  LastTalkRow,
  NewInterventionAct,
  StartedSequenceRow,
} from './queries/intervention-acts.queries.js';
export { PreferenceQueries } from './queries/preferences.queries.js';
export type { PreferenceRow, PreferenceSaid } from './queries/preferences.queries.js';
export { PlaceholderQueries } from './queries/placeholders.queries.js';
export type { PlaceholderRow, PlaceholderSaid } from './queries/placeholders.queries.js';
export { ConnectionStatusWordQueries } from './queries/connection-status-words.queries.js';
export type { StatusWordRow, WordToApply } from './queries/connection-status-words.queries.js';
export { FieldProfileQueries } from './queries/field-profiles.queries.js';
export type { DriftRow, HourProfile, KindProfile } from './queries/field-profiles.queries.js';
export { JournalQueries } from './queries/journal.queries.js';
export type { JournalPage, KeptPage } from './queries/journal.queries.js';
export { PaymentMatchQueries } from './queries/payment-matches.queries.js';
export type { MatchedPayment, PaymentCounts, UnmatchedPayment } from './queries/payment-matches.queries.js';
export { RecordViewQueries } from './queries/record-view.queries.js';
export type { RecordVersionView, RecordView } from './queries/record-view.queries.js';
export { SharedPatientQueries } from './queries/shared-patients.queries.js';
export type { SharedConnection } from './queries/shared-patients.queries.js';
export { StreamHealthQueries } from './queries/stream-health.queries.js';
export type { ConnectionHealth, StreamHealth } from './queries/stream-health.queries.js';
export { StreamVolumeQueries } from './queries/stream-volumes.queries.js';
export type { HourOfReading, StreamVolume, ThroughputHour } from './queries/stream-volumes.queries.js';
export { packJournal, packRaw, unpackJournal, unpackRaw } from './records/journal-format.js';
export type { JournalStep, RawTexts } from './records/journal-format.js';
export { findInJournal } from './queries/find-in-journal.js';
export type { ReadRecord } from './queries/find-in-journal.js';
export { BookingRoomQueries } from './queries/booking-room.queries.js';
export type { BookingRow, NamedRow, PatientInSystem, PatientStanding } from './queries/booking-room.queries.js';
export { BreakerQueries } from './queries/breakers.queries.js';
export { HookSequenceQueries } from './queries/hook-sequences.queries.js';
export type { SilentHook } from './queries/hook-sequences.queries.js';
export type { BreakerRow } from './queries/breakers.queries.js';
export { ToldRecordQueries, toldName } from './queries/told-records.queries.js';
export type { ToldKey, ToldState } from './queries/told-records.queries.js';
export { InboxViewQueries } from './queries/inbox-view.queries.js';
export type { InboxRow } from './queries/inbox-view.queries.js';
export { openHook, sealHook } from './queries/kept-hook.js';
export type { KeptHook } from './queries/kept-hook.js';
export { WriteOperationQueries } from './queries/write-operations.queries.js';
export type { ClaimedWrite, NewWriteOperation, WriteChange, WriteRow } from './queries/write-operations.queries.js';
export { VendorPaceQueries } from './queries/vendor-pace.queries.js';
export type { PaceRow } from './queries/vendor-pace.queries.js';
export { idsFrom } from './records/record-ids.js';
export type { RecordIds } from './records/record-ids.js';
export { RecordStreamQueries } from './queries/record-streams.queries.js';
export { ContactsToLogQueries, UNDO_MS } from './queries/contacts-to-log.queries.js';
export type { ContactToLog } from './queries/contacts-to-log.queries.js';
export { RecordQueries } from './queries/record.queries.js';
export { WatchQueries } from './queries/watch.queries.js';
export type { KeepTimes, WatchedConnection, WatchedStream } from './queries/watch.queries.js';
export { LastLookQueries } from './queries/last-look.queries.js';
export type { LookedAtRecord } from './queries/last-look.queries.js';
export {
  BacktestQueries,
  type BacktestRow,
  type BacktestState,
  type BacktestToRun,
  type KeptPiece,
  type BacktestWanted,
} from './queries/backtests.queries.js';
export { ProgramMonthsQueries } from './queries/programs.queries.js';
export { CareTemplateQueries, type CareVersion, type CareVersionHead } from './queries/care-templates.queries.js';
