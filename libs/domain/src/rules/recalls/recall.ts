import type { Specialty } from '../../records.js';
import type { AsOf } from '../../timeline/as-of.js';
import { countsForLine, type Booking } from '../../timeline/booking.js';
import { ownRecords } from '../../timeline/own-records.js';
import { lineKey } from '../../timeline/practice.js';
import { agreedInterval, type Timeline } from '../../timeline/timeline.js';
import type { Seen } from '../../timeline/versions.js';
import { addMonths, formatDate, parseDate, type EpochDay } from '../../zones/calendar-date.js';
import type { Rule, Silence } from '../rule.js';
import { presumedVisit } from '../visits/outcome-awaited.js';
import { RuleParameterWrong } from '../window.js';
import type { RuleParameters } from '../../settings.js';

/** What R16 and R17 share (Q59). */

const DEFAULT_MONTHS = 6;
const FEWEST_MONTHS = 3;
const MOST_MONTHS = 24;
const MOST_MONTHS_OF_A_CHILD = 12;
const CHILD_YEARS = 18;

/** Days by specialty; a specialty that is not named has none (Q13). */
export function daysBySpecialty(rule: Rule, parameters: RuleParameters, suffix = ''): Map<string, number> {
  const days = new Map<string, number>();
  for (const [name, value] of Object.entries(parameters)) {
    if (suffix === '' ? name.includes('_') : !name.endsWith(suffix)) continue;
    const parts = /^(\d{1,4}) d$/.exec(String(value));
    if (parts === null) throw new RuleParameterWrong(rule.id, name, value);
    days.set(suffix === '' ? name : name.slice(0, -suffix.length), Number(parts[1]));
  }
  return days;
}

export type RecallLine = Pick<DueRecall, 'line' | 'lineName' | 'specialty'>;

/** A recall that is open, with the date on which it falls due. */
export interface DueRecall {
  seen: Seen<'recall'>;
  line: string;
  lineName: string | null;
  specialty: Specialty | null;
  dueDay: EpochDay;
  /** The visit from which the date was reckoned, or the last one of the line. */
  last: Booking | null;
  isReckoned: boolean;
}

export function recallsOf(timeline: Timeline, asOf: AsOf): Seen<'recall'>[] {
  return ownRecords(timeline, 'recall', asOf);
}

/** What a recall is about: a service line, a service of one, the line of a plan, else nothing known (Q59, Q31). */
export function recallLine({ practice, plans }: Timeline, { row }: Seen<'recall'>): RecallLine {
  const { type } = row.data;
  const ofPlan = plans.find(({ line }) => line !== '' && line === lineKey(type));
  const line = practice.lineOfType(row.source, type) || (ofPlan?.line ?? '');
  const ofLine = line === '' ? null : (practice.specialtyOfLine(line) ?? ofPlan?.specialty ?? null);
  return { line, lineName: type?.trim() || null, specialty: ofLine ?? practice.onlySpecialty };
}

/** Open, not put off and with a date; else why there is nothing to say. `earliest`: days before the date from which a visit fulfils it. */
export function dueOrSilence(
  timeline: Timeline,
  seen: Seen<'recall'>,
  of: RecallLine,
  earliest: number,
  asOf: AsOf,
): DueRecall | Silence {
  const { doneAt, dueOn, disabledUntil } = seen.row.data;
  const { zone } = timeline.opening;
  if (asOf.reached(doneAt))
    return { because: 'closed', says: `The recall was done on ${formatDate(zone.dayOf(doneAt!))}.` };
  const putOff = disabledUntil === null ? null : parseDate(disabledUntil);
  if (putOff !== null && !asOf.reached(zone.startOf(putOff))) {
    return { because: 'closed', says: `The recall is put off until ${formatDate(putOff)}.` };
  }
  const visit = timeline.visits.findLast((each) => countsForLine(each.line, of.line)) ?? null;
  const presumed = presumedVisit(timeline, of.line, visit, asOf);
  if (presumed !== null && 'because' in presumed) return presumed;
  const last = presumed ?? visit;
  const stated = dueOn === null ? null : parseDate(dueOn);
  const agreed = agreedInterval(timeline, of.line);
  const reckonedFrom = ({ day }: Booking): EpochDay =>
    agreed === null ? addMonths(day, months(timeline, seen, asOf)) : day + agreed.days;
  const dueDay = stated ?? (last === null ? null : reckonedFrom(last));
  if (dueDay === null)
    return { because: 'no_data', says: 'The recall has no date, and there is no visit to reckon it from.' };
  if (last !== null && last.day >= dueDay - earliest) {
    return {
      because: 'answered',
      says: `The ${presumed === null ? 'visit' : 'appointment'} of ${formatDate(last.day)} did what the recall asks for.`,
    };
  }
  return { seen, ...of, dueDay, last, isReckoned: stated === null };
}

/** Between three months and two years, for a child one year; six months where nothing is said (Q59, RC R17). */
function months({ patient, opening }: Timeline, { row }: Seen<'recall'>, asOf: AsOf): number {
  const born = patient.birthDate === null ? null : parseDate(patient.birthDate);
  const isChild = born !== null && !asOf.reached(opening.zone.startOf(addMonths(born, 12 * CHILD_YEARS)));
  const most = isChild ? MOST_MONTHS_OF_A_CHILD : MOST_MONTHS;
  return Math.min(Math.max(row.data.intervalMonths ?? DEFAULT_MONTHS, FEWEST_MONTHS), most);
}
