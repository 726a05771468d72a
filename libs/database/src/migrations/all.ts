import { FirstTables1764000000000 } from './1764000000000-first-tables.js';
import { EvaluationBasis1764000100000 } from './1764000100000-evaluation-basis.js';
import { EvaluationRestsOn1764000200000 } from './1764000200000-evaluation-rests-on.js';
import { Invitations1764000300000 } from './1764000300000-invitations.js';
import { NewestChanges1764000410000 } from './1764000410000-newest-changes.js';
import { Outreach1764000500000 } from './1764000500000-outreach.js';
import { MessageAttempts1764000600000 } from './1764000600000-message-attempts.js';
import { CaseActs1764000610000 } from './1764000610000-case-acts.js';
import { CaseEventPerson1764000620000 } from './1764000620000-case-event-person.js';
import { FrozenReports1764000630000 } from './1764000630000-frozen-reports.js';
import { WrittenPerson1764000670000 } from './1764000670000-written-person.js';
import { MessagesByAddress1764000710000 } from './1764000710000-messages-by-address.js';
import { Ways1764000810000 } from './1764000810000-ways.js';
import { ToldRecords1764000820000 } from './1764000820000-told-records.js';
import { DataQuality1764000830000 } from './1764000830000-data-quality.js';
import { PatientsFrom1764000840000 } from './1764000840000-patients-from.js';
import { Doubts1764000850000 } from './1764000850000-doubts.js';
import { ToldHeard1764000860000 } from './1764000860000-told-heard.js';
import { FindListeners1764000870000 } from './1764000870000-find-listeners.js';
import { TakenPorts1764000880000 } from './1764000880000-taken-ports.js';
import { HookSequences1764000890000 } from './1764000890000-hook-sequences.js';
import { MergedAway1764000890500 } from './1764000890500-merged-away.js';
import { Backtests1765000030000 } from './1765000030000-backtests.js';
import { ReturnModels1765000040000 } from './1765000040000-return-models.js';
import { HouseholdContacts1765000050000 } from './1765000050000-household-contacts.js';
import { OutcomeDelays1765000052000 } from './1765000052000-outcome-delays.js';
import { ServiceTasks1765000051000 } from './1765000051000-service-tasks.js';
import { Ranking1765000020000 } from './1765000020000-ranking.js';
import { RuleDrafts1765000010000 } from './1765000010000-rule-drafts.js';
import { CaseVerdicts1765000060000 } from './1765000060000-case-verdicts.js';
import { CareTemplates1765000070000 } from './1765000070000-care-templates.js';
import { Placeholders1765000075000 } from './1765000075000-placeholders.js';
import { PatientPreferences1765000076000 } from './1765000076000-patient-preferences.js';
import { PlaceholderHistory1765000077000 } from './1765000077000-placeholder-history.js';
import { PastLists1765000080000 } from './1765000080000-past-lists.js';
import { ShadowVerdicts1766000020000 } from './1766000020000-shadow-verdicts.js';
import { CancelledBacktests1766000020100 } from './1766000020100-cancelled-backtests.js';
import { OutcomeDelaysSeen1766000020200 } from './1766000020200-outcome-delays-seen.js';
import { EvaluationRows1766000010000 } from './1766000010000-evaluation-rows.js';
import { BacktestPieces1767000020000 } from './1767000020000-backtest-pieces.js';
import { ProgramMonths1767000030000 } from './1767000030000-program-months.js';
import { PreviewProgress1766000030000 } from './1766000030000-preview-progress.js';
import { InterventionActs1767000010000 } from './1767000010000-intervention-acts.js';
import { PatientsAlike1767000040000 } from './1767000040000-patients-alike.js';
import { MarksByPerson1767000050000 } from './1767000050000-marks-by-person.js';

/** Every migration, oldest first; imported by name so that the build carries them. */
export const MIGRATIONS = [
  FirstTables1764000000000,
  EvaluationBasis1764000100000,
  EvaluationRestsOn1764000200000,
  Invitations1764000300000,
  NewestChanges1764000410000,
  Outreach1764000500000,
  MessageAttempts1764000600000,
  CaseActs1764000610000,
  CaseEventPerson1764000620000,
  FrozenReports1764000630000,
  WrittenPerson1764000670000,
  MessagesByAddress1764000710000,
  Ways1764000810000,
  ToldRecords1764000820000,
  DataQuality1764000830000,
  PatientsFrom1764000840000,
  Doubts1764000850000,
  ToldHeard1764000860000,
  FindListeners1764000870000,
  TakenPorts1764000880000,
  HookSequences1764000890000,
  MergedAway1764000890500,
  RuleDrafts1765000010000,
  Ranking1765000020000,
  Backtests1765000030000,
  ReturnModels1765000040000,
  HouseholdContacts1765000050000,
  ServiceTasks1765000051000,
  OutcomeDelays1765000052000,
  CaseVerdicts1765000060000,
  CareTemplates1765000070000,
  Placeholders1765000075000,
  PatientPreferences1765000076000,
  PlaceholderHistory1765000077000,
  PastLists1765000080000,
  EvaluationRows1766000010000,
  ShadowVerdicts1766000020000,
  CancelledBacktests1766000020100,
  OutcomeDelaysSeen1766000020200,
  PreviewProgress1766000030000,
  InterventionActs1767000010000,
  BacktestPieces1767000020000,
  ProgramMonths1767000030000,
  PatientsAlike1767000040000,
  MarksByPerson1767000050000,
];
