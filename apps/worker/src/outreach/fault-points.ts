/** Where a process may die, freeze or lose its database in the proofs (safety Z). Nothing listens in production. */
export const FAULT_POINTS = [
  'claim_before_commit',
  'claim_after_commit',
  'before_write',
  'after_write',
  'after_answer',
  'result_before_commit',
  'result_after_commit',
  'callback_before_commit',
  'callback_before_answer',
  'reconcile_before_commit',
  'fan_out_half_way',
  'suppression_before_commit',
] as const;
export type FaultPoint = (typeof FAULT_POINTS)[number];

export type Faults = (point: FaultPoint) => Promise<void>;

export const NO_FAULTS: Faults = () => Promise.resolve();
