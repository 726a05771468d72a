import { cadenceOverdue } from './cadence-overdue.rule.js';
import { cancelledNotRebooked } from './cancelled-not-rebooked.rule.js';
import { clinicCancelled } from './clinic-cancelled.rule.js';
import { earlyDrop } from './early-drop.rule.js';
import { firstVisitLost } from './first-visit-lost.rule.js';
import { hiatusBackstop } from './hiatus-backstop.rule.js';
import { lapsed } from './lapsed.rule.js';
import { leftUnbooked } from './left-unbooked.rule.js';
import { noNextBooking } from './no-next-booking.rule.js';
import { noShowNotRebooked } from './no-show-not-rebooked.rule.js';
import type { Rule } from './rule.js';

/** Every rule, by id. */
export const RULES: readonly Rule[] = [
  noNextBooking,
  leftUnbooked,
  cadenceOverdue,
  hiatusBackstop,
  cancelledNotRebooked,
  noShowNotRebooked,
  clinicCancelled,
  earlyDrop,
  firstVisitLost,
  lapsed,
];
