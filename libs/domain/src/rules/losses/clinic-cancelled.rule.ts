import { findLosses } from './loss-rules.js';
import type { Rule } from '../rule.js';

/** The clinic cancelled: an apology and a new date are owed (Q50, Q96). */
export const clinicCancelled: Rule = {
  id: 'R07',
  name: 'CLINIC_CANCELLED',
  version: 1,
  kind: 'O',
  class: 'S1',
  says: 'The clinic cancelled and offered nothing in its place; never held against the patient.',
  defaults: { all: '1 BD' },
  needs: ['loss'],
  prepare(parameters) {
    return findLosses(this, 'clinic', parameters);
  },
};
