import { cadenceOverdue } from './visits/cadence-overdue.rule.js';
import { cancelledNotRebooked } from './losses/cancelled-not-rebooked.rule.js';
import { clinicCancelled } from './losses/clinic-cancelled.rule.js';
import { earlyDrop } from './visits/early-drop.rule.js';
import { firstVisitLost } from './losses/first-visit-lost.rule.js';
import { hiatusBackstop } from './visits/hiatus-backstop.rule.js';
import { lapsed } from './visits/lapsed.rule.js';
import { leftUnbooked } from './visits/left-unbooked.rule.js';
import { noNextBooking } from './visits/no-next-booking.rule.js';
import { noShowNotRebooked } from './losses/no-show-not-rebooked.rule.js';
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
