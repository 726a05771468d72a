/** What came of one intervention with one patient. */
export const INTERVENTION_OUTCOMES = ['done', 'skipped'] as const;
export type InterventionOutcome = (typeof INTERVENTION_OUTCOMES)[number];

/** Why an intervention that was called for was left out. */
export const INTERVENTION_SKIP_REASONS = [
  { code: 'not_needed', label: 'Settled without it' },
  { code: 'not_here', label: 'They did not come in' },
  { code: 'would_rather_not', label: 'They would rather not' },
  { code: 'wrong_time', label: 'Not a good moment' },
  { code: 'needs_colleague', label: 'A colleague should do this' },
  { code: 'needs_clinician', label: 'A clinician must decide first' },
  { code: 'other', label: 'Another reason (see the note)' },
] as const;
export type InterventionSkipReason = (typeof INTERVENTION_SKIP_REASONS)[number]['code'];
