import { findLosses } from './loss-rules.js';
import type { Rule } from '../rule.js';

/** Cancelled by the patient, moved away, or by nobody knows whom, and not rebooked (Q24, Q25). */
export const cancelledNotRebooked: Rule = {
  id: 'R05',
  name: 'CANCELLED_NOT_REBOOKED',
  version: 1,
  kind: 'O',
  class: 'S1',
  says: 'The patient (or nobody knows who) cancelled, and nothing took the place of the slot.',
  defaults: { PT: '2 BD', PR: '1 BD', MS: '3 BD', DE: '5 BD', DPC: '5 BD' },
  needs: ['loss'],
  prepare(parameters) {
    return findLosses(this, 'patient', parameters);
  },
};
