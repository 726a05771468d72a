import { badExperience } from './care/bad-experience.rule.js';
import { careTeamChange } from './care/care-team-change.rule.js';
import { checkpointMissed } from './care/checkpoint-missed.rule.js';
import { outcomeStall } from './care/outcome-stall.rule.js';
import { unansweredInbound } from './care/unanswered-inbound.rule.js';
import { cancelledNotRebooked } from './losses/cancelled-not-rebooked.rule.js';
import { clinicCancelled } from './losses/clinic-cancelled.rule.js';
import { firstVisitLost } from './losses/first-visit-lost.rule.js';
import { noShowNotRebooked } from './losses/no-show-not-rebooked.rule.js';
import { repeatedMisses } from './losses/repeated-misses.rule.js';
import { cancelIntent } from './memberships/cancel-intent.rule.js';
import { cardExpiring } from './memberships/card-expiring.rule.js';
import { memberUnderusing } from './memberships/member-underusing.rule.js';
import { pauseEnding } from './memberships/pause-ending.rule.js';
import { paymentFailed } from './memberships/payment-failed.rule.js';
import { behindPlan } from './plans/behind-plan.rule.js';
import { consultNotConverted } from './plans/consult-not-converted.rule.js';
import { packageUnused } from './plans/package-unused.rule.js';
import { planDoneUnconfirmed } from './plans/plan-done-unconfirmed.rule.js';
import { planStalled } from './plans/plan-stalled.rule.js';
import { handoffLate } from './programs/handoff-late.rule.js';
import { renewalWindow } from './programs/renewal-window.rule.js';
import { touchpointGap } from './programs/touchpoint-gap.rule.js';
import { chargeRefused } from './practice/charge-refused.rule.js';
import { followUpLate } from './practice/follow-up-late.rule.js';
import { milestoneOverdue } from './practice/milestone-overdue.rule.js';
import { paidNoContact } from './practice/paid-no-contact.rule.js';
import { outcomeMissing } from './practice/outcome-missing.rule.js';
import { renewalDue } from './practice/renewal-due.rule.js';
import { recallDue } from './recalls/recall-due.rule.js';
import { recallOverdue } from './recalls/recall-overdue.rule.js';
import { wearOff } from './recalls/wear-off.rule.js';
import { cadenceOverdue } from './visits/cadence-overdue.rule.js';
import { earlyDrop } from './visits/early-drop.rule.js';
import { hiatusBackstop } from './visits/hiatus-backstop.rule.js';
import { lapsed } from './visits/lapsed.rule.js';
import { leftUnbooked } from './visits/left-unbooked.rule.js';
import { lowReturn } from './visits/low-return.rule.js';
import { nextTooFar } from './visits/next-too-far.rule.js';
import { noNextBooking } from './visits/no-next-booking.rule.js';
import type { Rule } from './rule.js';

/** The rules of the catalogue, by id: what an audit asks. */
export const CATALOGUE_RULES: readonly Rule[] = [
  noNextBooking,
  leftUnbooked,
  cadenceOverdue,
  hiatusBackstop,
  cancelledNotRebooked,
  noShowNotRebooked,
  clinicCancelled,
  repeatedMisses,
  nextTooFar,
  earlyDrop,
  behindPlan,
  planStalled,
  planDoneUnconfirmed,
  consultNotConverted,
  firstVisitLost,
  recallDue,
  recallOverdue,
  lapsed,
  wearOff,
  packageUnused,
  paymentFailed,
  cardExpiring,
  memberUnderusing,
  cancelIntent,
  pauseEnding,
  touchpointGap,
  handoffLate,
  checkpointMissed,
  renewalWindow,
  outcomeStall,
  unansweredInbound,
  badExperience,
  careTeamChange,
  lowReturn,
];

/** Those that a practice may ask besides; no audit knows them. */
const PRACTICE_RULES: readonly Rule[] = [
  paidNoContact,
  renewalDue,
  chargeRefused,
  followUpLate,
  milestoneOverdue,
  outcomeMissing,
];

/** Every rule: the catalogue by id, then a practice's own. */
export const RULES: readonly Rule[] = [...CATALOGUE_RULES, ...PRACTICE_RULES];
