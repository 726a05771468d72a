import type { MessageReading, MessageReceipt } from '../../ways-in.js';

/** `ACME1|booking|MESSAGE|APPOINTMENT|PATIENT|2026-02-11T10:00:00Z`: what Acme sends over a line that stays open. */
interface Line {
  version: string;
  type: string;
  key: string;
  about: string;
  patient: string;
  starts: string;
}

/** How much of a message is looked at: none of Acme's is longer. */
const LONGEST = 10_000;

function lineOf(message: Buffer): Line {
  const [version = '', type = '', key = '', about = '', patient = '', starts = ''] = message
    .subarray(0, LONGEST)
    .toString('utf8')
    .split('|');
  return { version, type, key, about, patient, starts };
}

const orderOf = ({ patient }: Line) => [`patient ${patient}`];

export function receiveAcmeMessage(message: Buffer): MessageReceipt {
  const line = lineOf(message);
  const refused = line.version === 'ACME1' ? null : 'Only messages of version ACME1 are read.';
  return {
    ...{ type: line.type || 'unknown', dedupeKey: line.key, order: refused === null ? orderOf(line) : [], refused },
    answer: (outcome, reason) => [Buffer.from(`${outcome}|${line.key}|${reason ?? ''}`)],
  };
}

export function readAcmeMessage(message: Buffer): MessageReading {
  const line = lineOf(message);
  const reading = { type: line.type || 'unknown', records: [], unreadable: [], order: orderOf(line), at: null };
  if (line.type !== 'booking') return { ...reading, outcome: 'ignored', reason: 'Only bookings are read.' };
  const startsAt = Date.parse(line.starts);
  if (line.about === '' || line.patient === '' || Number.isNaN(startsAt)) {
    const reason = 'The booking names no patient, or no start that can be read.';
    const aside = { kind: 'appointment', id: line.about || null, code: 'booking_incomplete', reason } as const;
    return { ...reading, outcome: 'unreadable', reason, unreadable: [{ ...aside, where: line.type, raw: null }] };
  }
  const data = { patientId: line.patient, startsAt, status: 'booked' as const };
  const partials = [{ kind: 'appointment' as const, id: line.about, createdAt: null, data }];
  return { ...reading, outcome: 'records', reason: null, partials };
}
