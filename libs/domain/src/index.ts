export type { PersonFacts, PracticeFacts, RecordVersion } from './facts.js';
export type {
  EvidenceFact,
  Exclusion,
  Finding,
  PersonEvaluation,
  PersonState,
  RuleClass,
  RuleKind,
  RuleVerdict,
} from './evaluation.js';
export * from './records.js';
