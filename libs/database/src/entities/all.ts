import { BacktestPieceRow } from './backtest-piece.entity.js';
import { BacktestRun } from './backtest-run.entity.js';
import { Alarm } from './alarm.entity.js';
import { CompareRun } from './compare-run.entity.js';
import { FieldProfile } from './field-profile.entity.js';
import { PaymentMatch } from './payment-match.entity.js';
import { SourceJournal } from './source-journal.entity.js';
import { StatusWord } from './status-word.entity.js';
import { InterventionAct } from './intervention-act.entity.js';
import { PatientPreference } from './patient-preference.entity.js';
import { PlaceholderMarked } from './placeholder-mark.entity.js';
import { StreamVolume } from './stream-volume.entity.js';
import { ConnectionBreaker } from './connection-breaker.entity.js';
import { HookSequence } from './hook-sequence.entity.js';
import { InboxItem } from './inbox-item.entity.js';
import { VendorPace } from './vendor-pace.entity.js';
import { WriteOperationRow } from './write-operation.entity.js';
import { ReportDelivery } from './report-delivery.entity.js';
import { RetentionReport } from './retention-report.entity.js';
import { OutcomeDelay } from './outcome-delay.entity.js';
import { ProgramMonthsRow } from './program-months.entity.js';
import { ReturnModelRow } from './return-model.entity.js';
import { LocalDelivery } from './local-delivery.entity.js';
import { InboundMessage } from './inbound-message.entity.js';
import { MessageEvent } from './message-event.entity.js';
import { OutboxMessage } from './outbox-message.entity.js';
import { Enrolment } from './enrolment.entity.js';
import { Sequence } from './sequence.entity.js';
import { MessageTemplate } from './message-template.entity.js';
import { ToldRecordRow } from './told-record.entity.js';
import { UnsubscribeLink } from './unsubscribe-link.entity.js';
import { SendingHold } from './sending-hold.entity.js';
import { ChannelSecret } from './channel-secret.entity.js';
import { ChannelSetting } from './channel-setting.entity.js';
import { Suppression } from './suppression.entity.js';
import { ConsentEntry } from './consent-entry.entity.js';
import { Skip } from './skip.entity.js';
import { StaffNote } from './staff-note.entity.js';
import { ContactStop } from './contact-stop.entity.js';
import { Snooze } from './snooze.entity.js';
import { Touchpoint } from './touchpoint.entity.js';
import { CaseLease } from './case-lease.entity.js';
import { AppUser } from './app-user.entity.js';
import { AuditEvent } from './audit-event.entity.js';
import { CaseCount } from './case-count.entity.js';
import { CaseAct } from './case-act.entity.js';
import { CareTemplateRow } from './care-template.entity.js';
import { CaseVerdict } from './case-verdict.entity.js';
import { CaseVersion } from './case-version.entity.js';
import { BasisVersion } from './basis-version.entity.js';
import { CaseEvent } from './case-event.entity.js';
import { ChangedPatient } from './changed-patient.entity.js';
import { ConnectionSecret } from './connection-secret.entity.js';
import { Connection } from './connection.entity.js';
import { EvaluationRestsOn } from './evaluation-rests-on.entity.js';
import { EvaluationBasis } from './evaluation-basis.entity.js';
import { Evaluation } from './evaluation.entity.js';
import { FindingRow } from './finding.entity.js';
import { Invitation } from './invitation.entity.js';
import { Job } from './job.entity.js';
import { LineGap } from './line-gap.entity.js';
import { MembershipRole } from './membership-role.entity.js';
import { OffTrackCase } from './off-track-case.entity.js';
import { PatientMerge } from './patient-merge.entity.js';
import { PersonGap } from './person-gap.entity.js';
import { PracticeKey } from './practice-key.entity.js';
import { DayList } from './day-list.entity.js';
import { Experiment } from './experiment.entity.js';
import { ExperimentCase } from './experiment-case.entity.js';
import { RankingBasis } from './ranking-basis.entity.js';
import { Practice } from './practice.entity.js';
import { Quarantine } from './quarantine.entity.js';
import { RECORD_ENTITIES } from './record-tables.js';
import { RecordVersionRow } from './record-version.entity.js';
import { RuleDraftPerson } from './rule-draft-person.entity.js';
import { RuleDraft } from './rule-draft.entity.js';
import { RuleSetting } from './rule-setting.entity.js';
import { ShadowFinding } from './shadow-finding.entity.js';
import { ShadowVerdict } from './shadow-verdict.entity.js';
import { Session } from './session.entity.js';
import { SignInLink } from './sign-in-link.entity.js';
import { StreamState } from './stream-state.entity.js';
import { SyncRun } from './sync-run.entity.js';
import { WalkPage } from './walk-page.entity.js';

/** Every table, for the data source. */
export const ENTITIES = [
  Practice,
  AppUser,
  MembershipRole,
  Invitation,
  Session,
  SignInLink,
  Connection,
  ConnectionSecret,
  PracticeKey,
  StreamState,
  WalkPage,
  SyncRun,
  Quarantine,
  ...RECORD_ENTITIES,
  RecordVersionRow,
  PatientMerge,
  ChangedPatient,
  Evaluation,
  EvaluationBasis,
  EvaluationRestsOn,
  LineGap,
  PersonGap,
  FindingRow,
  OffTrackCase,
  CaseEvent,
  CaseCount,
  DayList,
  Experiment,
  ExperimentCase,
  RankingBasis,
  RuleSetting,
  RuleDraft,
  RuleDraftPerson,
  BacktestRun,
  BacktestPieceRow,
  ShadowFinding,
  ShadowVerdict,
  Job,
  AuditEvent,
  CaseLease,
  CaseAct,
  CaseVerdict,
  CareTemplateRow,
  CaseVersion,
  BasisVersion,
  Touchpoint,
  Snooze,
  ContactStop,
  StaffNote,
  Skip,
  ConsentEntry,
  Suppression,
  ChannelSetting,
  ChannelSecret,
  SendingHold,
  UnsubscribeLink,
  MessageTemplate,
  Sequence,
  Enrolment,
  OutboxMessage,
  MessageEvent,
  InboundMessage,
  LocalDelivery,
  RetentionReport,
  OutcomeDelay,
  ProgramMonthsRow,
  ReturnModelRow,
  ReportDelivery,
  InboxItem,
  WriteOperationRow,
  VendorPace,
  ConnectionBreaker,
  HookSequence,
  Alarm,
  CompareRun,
  FieldProfile,
  PaymentMatch,
  SourceJournal,
  StatusWord,
  PatientPreference,
  InterventionAct,
  PlaceholderMarked,
  StreamVolume,
  ToldRecordRow,
];
