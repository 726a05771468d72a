import { AppUser } from './app-user.entity.js';
import { AuditEvent } from './audit-event.entity.js';
import { CaseCount } from './case-count.entity.js';
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
import { Practice } from './practice.entity.js';
import { Quarantine } from './quarantine.entity.js';
import { RECORD_ENTITIES } from './record-tables.js';
import { RecordVersionRow } from './record-version.entity.js';
import { RuleSetting } from './rule-setting.entity.js';
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
  RuleSetting,
  Job,
  AuditEvent,
];
