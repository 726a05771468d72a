import type { Message, Segment } from './message.js';
import type { FeedSettings } from './settings.js';

interface PatientNumber {
  number: string;
  authority: string | null;
  type: string | null;
}

/** Types of table 0203 that name a record of the sender's own, best first. */
const OWN_TYPES = ['MR', 'MRN', 'PI', 'PT', 'HOSP', 'U'];

function numbersIn(message: Message, field: string): PatientNumber[] {
  const numbers: PatientNumber[] = [];
  if (field === '') return numbers;
  for (const written of message.repetitions(field)) {
    const number = message.said(message.subcomponent(message.component(written, 1), 1));
    if (number === null || number === undefined) continue;
    const authority = authorityOf(message, written);
    const type = message.said(message.subcomponent(message.component(written, 5), 1)) ?? null;
    numbers.push({ number, authority, type });
  }
  return numbers;
}

function authorityOf(message: Message, written: string): string | null {
  const authority = message.component(written, 4);
  if (authority === '') return null;
  return message.said(message.subcomponent(authority, 1)) ?? message.said(message.subcomponent(authority, 2)) ?? null;
}

/** Where the message comes from: MSH-4, under the name that the connection gives it. */
export function facilityOf(message: Message, { facilities }: FeedSettings): string | null {
  const sent = message.value(message.head, 4);
  return sent === null || facilities.size === 0 ? sent : (facilities.get(sent.toLowerCase()) ?? sent);
}

/** Numbers are only unique to whoever gave them: the authority, else the sending facility. */
function keyOf({ number, authority }: PatientNumber, facility: string | null): string {
  const giver = authority ?? facility;
  return giver === null ? number : `${giver}/${number}`;
}

/** Every number of the patient, for keeping messages about one person in order. */
export function patientNumbers(message: Message, pid: Segment, settings: FeedSettings): string[] {
  const facility = facilityOf(message, settings);
  const keys = new Set<string>();
  for (const field of [3, 2, 4]) {
    for (const number of numbersIn(message, pid.field(field))) keys.add(keyOf(number, facility));
  }
  return [...keys];
}

/** The id of the patient record: the number of the authority or type that the connection names, else the sender's own. */
export function patientId(message: Message, pid: Segment, settings: FeedSettings): string | null {
  const facility = facilityOf(message, settings);
  for (const field of [3, 2, 4]) {
    const chosen = choose(numbersIn(message, pid.field(field)), settings.patientNumber);
    if (chosen !== null) return keyOf(chosen, facility);
  }
  return null;
}

/** The record that a merge takes away: MRG-1, read by the same rule as PID-3, else MRG-4. */
export function mergedPatientIds(message: Message, mrg: Segment, settings: FeedSettings): string[] {
  const facility = facilityOf(message, settings);
  const prior = numbersIn(message, mrg.field(1));
  const ids = prior.length > 0 ? prior : numbersIn(message, mrg.field(4));
  const chosen = choose(ids, settings.patientNumber);
  return chosen === null ? [] : [keyOf(chosen, facility)];
}

function choose(numbers: PatientNumber[], wanted: string | null): PatientNumber | null {
  if (wanted !== null) {
    const is = (word: string | null) => word !== null && word.toLowerCase() === wanted.toLowerCase();
    const named = numbers.find(({ authority, type }) => is(authority) || is(type));
    if (named !== undefined) return named;
  }
  for (const type of OWN_TYPES) {
    const own = numbers.find((number) => number.type?.toUpperCase() === type);
    if (own !== undefined) return own;
  }
  return numbers[0] ?? null;
}
