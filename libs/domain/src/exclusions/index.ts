import type { Exclusion } from '../evaluation.js';
import type { AsOf } from '../timeline/as-of.js';
import type { Timeline } from '../timeline/timeline.js';
import { minorAlone } from './minor.js';
import { deceased, inDispute, movedAway, notARealPatient, onHold } from './patient-record.js';
import { refusesContact } from './refusal.js';

/** Exclusions that make the state `excluded` whatever the rules say (Q08), by id. Suspected duplicates come on top: they need findings. */
export function exclusionsOf(
  timeline: Timeline,
  related: () => readonly Timeline[],
  majorityAgeYears: number,
  asOf: AsOf,
): Exclusion[] {
  return [
    deceased(timeline, asOf),
    refusesContact(timeline, asOf),
    movedAway(timeline, asOf),
    minorAlone(timeline, related, majorityAgeYears, asOf),
    onHold(timeline),
    notARealPatient(timeline, asOf),
    inDispute(timeline, asOf),
  ].filter((exclusion) => exclusion !== null);
}
