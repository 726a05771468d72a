import type { EvidenceFact, Exclusion } from '../evaluation.js';
import type { RecordVersion } from '../facts.js';
import type { AsOf } from '../timeline/as-of.js';
import type { Timeline } from '../timeline/timeline.js';
import { seeRecords } from '../timeline/versions.js';
import { excluded, factOf } from './exclusion.js';

const CHANNELS = ['sms', 'email', 'call'] as const;
type ConsentRow = RecordVersion<'consent'>;

/** Newest by the instant of the consent, then the later line (Q37). */
function isNewer(one: ConsentRow, other: ConsentRow): boolean {
  const first = one.data.at ?? Number.NEGATIVE_INFINITY;
  const second = other.data.at ?? Number.NEGATIVE_INFINITY;
  return first === second ? one.sequence > other.sequence : first > second;
}

/** The row that decides about one channel; refusing marketing alone refuses nothing here (Q37). */
function decidingRow(rows: readonly ConsentRow[], channel: (typeof CHANNELS)[number]): ConsentRow | null {
  let newest: ConsentRow | null = null;
  for (const row of rows) {
    const { data } = row;
    if (data.channel !== channel && data.channel !== 'any') continue;
    if (data.purpose !== 'service' && data.purpose !== 'any') continue;
    if (newest === null || isNewer(row, newest)) newest = row;
  }
  return newest;
}

/** E02: do-not-contact on any joined record, or every channel refused (Q36, Q37). */
export function refusesContact({ patients, person }: Timeline, asOf: AsOf): Exclusion | null {
  const facts: EvidenceFact[] = patients
    .filter(({ row }) => row.data.doNotContact === true)
    .map(({ row, asCreated }) =>
      factOf('patient', row, null, asCreated ? row.createdAt : row.recordedAt, 'Marked do-not-contact'),
    );
  if (facts.length > 0) return excluded('E02', 'Do not contact.', facts);
  if (person.consents.length === 0) return null;

  const rows = seeRecords(person.consents, asOf)
    .map(({ row }) => row)
    .filter(({ data }) => data.at === null || asOf.reached(data.at));
  const deciding = CHANNELS.map((channel) => decidingRow(rows, channel));
  if (!deciding.every((row) => row?.data.state === 'denied')) return null;
  const distinct = [...new Set(deciding)].filter((row) => row !== null);
  const refusals = distinct.map((row) =>
    factOf('consent', row, row.data.at, row.recordedAt, `Refused: ${row.data.channel}`),
  );
  return excluded('E02', 'Every channel is refused.', refusals);
}
