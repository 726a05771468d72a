import type { Exclusion } from '../evaluation.js';
import type { AsOf } from '../timeline/as-of.js';
import type { Timeline } from '../timeline/timeline.js';
import { isMinor, minorAlone } from './minor.js';
import { deceased, inDispute, movedAway, notARealPatient, onHold } from './patient-record.js';
import { refusesContact } from './refusal.js';

/** Neither a record of theirs nor money says anything that could exclude them; whether they are minors is another question. */
function isPlain({ patients, person }: Timeline): boolean {
  if (person.consents.length > 0 || person.payments.length > 0 || person.invoices.length > 0) return false;
  for (const { row } of patients) {
    const { data } = row;
    if (data.deceasedAt !== null || data.movedAwayAt !== null || data.archivedAt !== null) return false;
    if (data.doNotContact === true || data.testRecord === true || (data.hold !== null && data.hold !== ''))
      return false;
  }
  return true;
}

/** Exclusions that make the state `excluded` whatever the rules say (Q08), by id. Suspected duplicates come on top: they need findings. */
export function exclusionsOf(
  timeline: Timeline,
  related: () => readonly Timeline[],
  majorityAgeYears: number,
  asOf: AsOf,
): Exclusion[] {
  if (isPlain(timeline) && !isMinor(timeline, majorityAgeYears, asOf)) return [];
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
