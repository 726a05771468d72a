import { findLosses } from './loss-rules.js';
import type { Rule } from '../rule.js';

/** A recorded no-show that nobody rebooked; a past booking without an outcome is none (K11). */
export const noShowNotRebooked: Rule = {
  id: 'R06',
  name: 'NO_SHOW_NOT_REBOOKED',
  version: 1,
  kind: 'O',
  class: 'S1',
  says: 'The patient did not come, and nothing took the place of the slot.',
  defaults: { PT: '1 BD', PR: '1 BD', MS: '2 BD', DE: '2 BD', DPC: '3 BD' },
  needs: ['loss'],
  prepare(parameters) {
    return findLosses(this, 'no_show', parameters);
  },
};
