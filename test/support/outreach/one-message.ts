import type { TestDatabase } from '../database.js';
import { aReachablePatient, aSendingPractice } from './a-sending-practice.js';
import type { ReachablePatient, SendingPractice } from './a-sending-practice.js';

/** A Tuesday, 12:00 in London. */
export const NOON = Date.UTC(2026, 5, 9, 11);
export const HOUR = 3_600_000;

/** One patient of a practice of their own, and one text that has just become due. */
export async function oneMessage(
  { db }: Pick<TestDatabase, 'db'>,
  at = NOON,
  given: Parameters<typeof aReachablePatient>[2] = { at },
): Promise<{ practice: SendingPractice; patient: ReachablePatient; id: string }> {
  const practice = await aSendingPractice(db, { at });
  const patient = await aReachablePatient(db, practice, given);
  return { practice, patient, id: await patient.message({ dueAt: new Date(at - 1000) }) };
}
