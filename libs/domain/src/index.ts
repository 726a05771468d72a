export { aggregatesOf, lineMedianDays, sourcesWithoutOutcomes, type GapHistogram } from './audit/aggregates.js';
export { auditPractice, practiceZone, type AuditInput, type AuditOptions } from './audit/audit-practice.js';
export type {
  AuditEvidence,
  AuditMetric,
  AuditReport,
  AuditRule,
  DropOffRow,
  OffTrackPatient,
} from './audit/report.js';
export { householdReadUntil, minorsBornAfter } from './exclusions/households-read.js';
export { emptyPerson, groupPersons, type RecordsByKind } from './audit/group-persons.js';
export { bookingProblems, patientProblems, type BookingFacts, type WantedBooking } from './booking/booking-problems.js';
export {
  CASE_EVENTS,
  sortPriority,
  type Because,
  type CaseChange,
  type CaseEvent,
  type CaseEventKind,
  type CaseSnapshot,
  type CaseState,
  type Closing,
} from './cases/case.js';
export { coolUntil, LONGEST_COOL_DOWN_DAYS, type HouseholdContact } from './cases/cool-down.js';
export {
  closeMergedCase,
  closeOrphanedCase,
  holdBack,
  reconcileCase,
  rulesOf,
  type CaseContext,
  type CaseSaid,
} from './cases/reconcile.js';
export { limitAfterPublishing, SURGE_DAYS, SURGE_FLOOR, surgeLimit } from './cases/surge.js';
export { askRules } from './ask-rules.js';
export { decidePerson } from './decide-person.js';
export { decideRules, type RuleDecisions } from './decide-rules.js';
export { evaluatePerson } from './evaluate-person.js';
export type {
  EvidenceFact,
  Decided,
  Exclusion,
  Finding,
  PersonDecision,
  PersonEvaluation,
  PersonState,
  RuleClass,
  RuleKind,
  RuleVerdict,
} from './evaluation.js';
export { AsOf } from './timeline/as-of.js';
export { timelineOf } from './timeline/timeline.js';
export { evaluationOfStored, storedAnswerOf, type StoredAnswer, type StoredVerdict } from './stored-answer.js';
export type { OwnInterval, PersonFacts, PlaceholderMark, PracticeFacts, RecordVersion } from './facts.js';
export { standingConsent, type StandingConsent } from './outreach/consent.js';
export { AUTOMATED_PER_DAY, AUTOMATED_PER_WEEK, CALLS_PER_24_HOURS } from './outreach/contact-caps.js';
export { isInWindow, nextContactAt } from './outreach/contact-window.js';
export {
  CHANNELS,
  SUPPRESSION_REASONS,
  type Channel,
  type ConsentFact,
  type ContactBar,
  type ContactFacts,
  type ContactHours,
  type ContactQuestion,
  type ContactReason,
  type ContactVerdict,
  type PastContact,
  type Purpose,
  type SuppressionFact,
  type SuppressionReason,
  type Whereabouts,
} from './outreach/contact.js';
export { mayContact } from './outreach/may-contact.js';
export { MESSAGE_STATES, type MessageState, type SendOutcome } from './outreach/message.js';
export { planSequence, type PlannedStep } from './outreach/plan-sequence.js';
export { readIntent, type Intent, type ReadIntent } from './outreach/read-intent.js';
export { STOP_CONDITIONS, type MergedFact, type SequenceStep, type StopCondition } from './outreach/sequence.js';
export { whereaboutsOf, type HoursTable, type PlaceHours, type WhereaboutsInput } from './outreach/whereabouts.js';
export { defaultSettings, preparePractice, type PreparedPractice } from './prepared-practice.js';
export {
  APPOINTMENT_STATUSES,
  PATIENT_RECORD_KINDS,
  RECORD_KINDS,
  SERVICE_KINDS,
  SPECIALTIES,
  isPayerId,
  payerId,
  type Appointment,
  type AppointmentStatus,
  type Communication,
  type Consent,
  type Instant,
  type Invoice,
  type LocalDate,
  type Location,
  type Membership,
  type Package,
  type Patient,
  type Payment,
  type Plan,
  type PlanPhase,
  type Practitioner,
  type Program,
  type Recall,
  type RecordData,
  type RecordKind,
  type Score,
  type Service,
  type ServiceKind,
  type SourceDelete,
  type SourceRecord,
  type SourceUpsert,
  type Specialty,
  type ZoneId,
} from './records.js';
export {
  parameterProblem,
  ruleNamed,
  withRuleSettings,
  type KeptRuleSetting,
  type ParameterProblem,
} from './rule-settings.js';
export {
  measuredPacks,
  NOT_ABOUT_LEAVING,
  recommendedPack,
  runsIn,
  type MeasuredPack,
  type RecommendedPack,
} from './recommended-pack.js';
export { explanationFaults, type Known } from './proof/explanation-faults.js';
export { newcombe, wilson, type Difference, type Interval, type Share } from './proof/proportions.js';
export { CATALOGUE_RULES, RULES } from './rules/index.js';
export { leadingReason } from './rules/leading-reason.js';
export { LIVE_RULES } from './rules/live-versions.js';
export { careCard, type CareCard } from './care/care-card.js';
export { currentTiers, type CurrentTier, type MembershipNow } from './care/current-tiers.js';
export type { ExpectationState } from './care/expectations.js';
export { notYetDescribed, shippedFor } from './care/shipped.js';
export { readCareTemplates, type CareProblem } from './care/read-templates.js';
export {
  CARE_PATTERNS,
  INCLUSION_PERIODS,
  NO_CARE,
  type CareTemplates,
  type Expectation,
  type Inclusion,
  type InclusionPeriod,
  type ProgramTemplate,
  type TierTemplate,
} from './care/template.js';
export { parametersInWords, type ParameterInWords } from './rules/parameter-words.js';
export { PRECISION_FLOOR } from './rules/precision-floor.js';
export type { Rule } from './rules/rule.js';
export { parseWindow, RuleParameterWrong } from './rules/window.js';
export {
  locationKey,
  type EvaluationSettings,
  type PracticeAggregates,
  type RuleMode,
  type RuleParameters,
  type RuleSetting,
} from './settings.js';
export { recordedAtOf } from './timeline/recorded-at.js';
export { lineKey } from './timeline/practice.js';
export { zoneOf, ZoneUnknown, type Zone } from './zones/zone.js';
export { advance, hasEnded } from './outreach/message-state.js';
export {
  afterCall,
  CALL_OUTCOME_CODES,
  CALL_OUTCOMES,
  callOutcome,
  CLOSE_REASONS,
  dateAt,
  DECLINE_REASONS,
  MOST_ATTEMPTS,
  NEXT_REASONS,
  NOT_NOW_DAYS,
  READINESS,
  REST_DAYS,
  SENTIMENTS,
  type AfterCall,
  type CallContext,
  type CallOutcome,
  type CallOutcomeCode,
  type CallReport,
  type DeclineReason,
  type NextKind,
  type NextReason,
  type StaffClosing,
} from './outreach/call-outcome.js';
export { recommendRoute, type Recommendation, type Route, type RouteFacts } from './outreach/recommend-route.js';
export {
  INTERVENTION_OUTCOMES,
  INTERVENTION_SKIP_REASONS,
  type InterventionOutcome,
  type InterventionSkipReason,
} from './outreach/intervention-act.js';
export {
  SNOOZE_PRESETS,
  SNOOZE_REASONS,
  snoozeChoices,
  snoozeUntil,
  type SnoozeChoice,
  type SnoozeReason,
} from './outreach/snooze.js';
export { defaultOpeningDays, openingDaysOf, type OpeningDays } from './zones/opening-days.js';
export { fitLine, practicePrior, shippedPrior, type Calibration, type FittedModel } from './models/fit-return-model.js';
export type { DropOffPoint } from './models/drop-off-curve.js';
export type { Chance } from './models/map-fit.js';
export { OutcomeDelays } from './models/outcome-delays.js';
export {
  FEWEST_PROGRAMS,
  ProgramCourses,
  type ProgramCurve,
  type ProgramMonth,
  type ProgramMonths,
} from './figures/program-curve.js';
export { practiceTimelines } from './models/practice-timelines.js';
export type { ReturnParameters } from './models/mbg-cnbd-k.js';
export { returnOutlook, type ReturnOutlook } from './models/return-outlook.js';
export { returnChance, returnDays, RETURN_DAYS, type ReturnModel } from './models/return-model.js';
export { returnInstants, ReturnSamples, type LineSample } from './models/return-samples.js';
export { METRIC_DICTIONARY } from './reports/dictionary.js';
export type { MetricDefinition } from './reports/definition.js';
export { NO_OWN_ROWS, type CaseFact, type OwnRows } from './reports/own-rows.js';
export type { RuleChangeFact } from './reports/rule-breaks.js';
export type { BaselineFacts } from './reports/baseline-comparison.js';
export type {
  BaselineComparison,
  CoordinatorWeek,
  ReportNumber,
  ReportPeople,
  ReportSection,
  ReportSpan,
  ReportUnit,
  ReportVariant,
  WeeklyReport,
} from './reports/report.js';
export { canonicalJson } from './reports/canonical-json.js';
export type { KnownRecords, SeenPractice } from './reports/seen-practice.js';
export {
  buildWeeklyReport,
  seeWeek,
  type BuiltReport,
  type WeekAsked,
  type WeeklyInput,
} from './reports/weekly-report.js';
export { lastCompleteWeek, nextBuildTime, owedWeeks, weekFrom, weekOf, type Week } from './reports/week.js';
export { majorUnits } from './audit/money.js';
export { restsOnInWords, type RestsOn } from './rests-on.js';
export { boardDays, localDay } from './sources/board-days.js';
export {
  carriesSomething,
  driftSubject,
  vanishedFields,
  type ProfileHour,
  type VanishedField,
} from './sources/drift.js';
export {
  ASSUMED_COST_MINOR,
  ASSUMED_EFFECT,
  contactEffect,
  contactValue,
  KAPPA,
  valueScale,
  type ContactEffect,
  type ContactValue,
  type MeasuredEffect,
  type ValueScale,
} from './ranking/expected-value.js';
export {
  ESTIMATE_RULE,
  planDay,
  URGENT_SHARE,
  type DayCandidate,
  type DayPlan,
  type DayQuestion,
  type DayStanding,
} from './ranking/day-list.js';
export { listDay, type ListDay } from './ranking/list-day.js';
export {
  armOf,
  DEFAULT_PHASES,
  holdBackPoint,
  NEVER_HELD_BACK,
  shareAt,
  staysHidden,
  type Arm,
  type ExperimentKey,
  type HoldBackPhase,
} from './ranking/hold-back.js';
export { FEWEST_IN_ARM, measuredEffects, type AssignedCase } from './ranking/measured-effect.js';
export { rulesOnField } from './sources/field-rules.js';
export { isLate, patienceMs } from './sources/freshness.js';
export { isFarAbove, isFarBelow, isSilent } from './sources/volume.js';
export { Backtest, BACKTEST_ROUNDS } from './backtest/backtest.js';
export {
  BacktestAskWrong,
  backtestPeriodProblem,
  DEFAULT_BACKTEST_HOUR,
  LABEL_DAYS,
  type BacktestAsk,
} from './backtest/ask.js';
export { peopleOf, type PeopleThen } from './backtest/people-then.js';
export { backtestMethod, type BacktestPiece } from './backtest/piece.js';
export type {
  BacktestBaseline,
  BacktestDay,
  BacktestFigures,
  BacktestLabels,
  BacktestNumber,
  BacktestPack,
  BacktestRecords,
  BacktestResult,
  BacktestRule,
  BacktestShare,
  BacktestSide,
  BacktestSideName,
} from './backtest/result.js';
export { dataEndOf, unitsOfRecords } from './backtest/units-of-records.js';
export type { BacktestUnit } from './backtest/walk.js';
export {
  gateOf,
  DEFAULT_AGREED_PRECISION,
  DEFAULT_FEWEST_MARKS,
  SHADOW_DAYS,
  type Gate,
  type GoLiveTerms,
} from './verdicts/go-live.js';
export {
  isBelowFloor,
  JUDGED_DAYS,
  liftReason,
  pauseReason,
  precisionOf,
  type Marks,
  type Precision,
} from './verdicts/precision.js';
export {
  closingOfCause,
  RIGHT_CLOSINGS,
  verdictOfClosing,
  WRONG_CAUSES,
  WRONG_CLOSINGS,
  type Verdict,
  type WrongCause,
} from './verdicts/verdict.js';
