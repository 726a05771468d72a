import { createHash } from 'node:crypto';
import type { MessageReading } from '@keepwell/connector-sdk';
import type { Instant } from '@keepwell/domain/records';
import { typeOf } from './acknowledge.js';
import { saidCharset, textOf } from './characters.js';
import { BOOKING_EVENTS, readBooking } from './map/appointment.js';
import { readCharges } from './map/money.js';
import { readMerge, readPatient } from './map/patient.js';
import { Reading } from './map/reading.js';
import { readVisit } from './map/visit.js';
import { Message, NotAMessage } from './message.js';
import { MERGES, orderOf } from './order.js';
import { patientId } from './identity.js';
import type { FeedSettings } from './settings.js';
import { instantOf, readTime, zoneOf } from './times.js';

/** Events that tell of one patient as they are now. */
const SNAPSHOTS = ['A01', 'A03', 'A04', 'A05', 'A08', 'A11', 'A13', 'A28', 'A31', 'A38'];

/** Recognised, and nothing that we keep. */
const OF_OTHER_MATTERS: Record<string, string> = {
  'ADT^A24': 'Two patients are linked; they stay two persons.',
  'ADT^A37': 'A link between two patients is undone; they were two persons.',
  'SIU^S23': 'A stretch of time was closed; no patient is booked.',
  'SIU^S24': 'A stretch of time was opened; no patient is booked.',
};

/** Reads one message. Never throws on what a message holds: what cannot be read is put aside in words. */
export function readMessage(bytes: Buffer, settings: FeedSettings, heardAt: Instant): MessageReading {
  let message: Message;
  try {
    message = Message.open(textOf(bytes, settings.charset ?? saidCharset(bytes)).text);
  } catch (error) {
    if (!(error instanceof NotAMessage)) throw error;
    return aside('unknown', 'not_a_message', `This is no HL7 v2 message that can be read: ${error.message}`, bytes);
  }
  return mapMessage(message, settings, heardAt);
}

export function mapMessage(message: Message, settings: FeedSettings, heardAt: Instant): MessageReading {
  const type = typeOf(message);
  const [code, event = ''] = type.split('^');
  const sent = readTime(message.value(message.head, 7));
  const zone = zoneOf(sent, settings.zone);
  const recorded = readTime(message.value(message.first('EVN'), 2));
  const instants = [recorded, sent].map((time) => {
    const instant = time === null || time === 'invalid' ? null : instantOf(time, zone);
    // A sender's clock that runs ahead must not keep later messages out for years.
    return typeof instant === 'number' && instant <= heardAt + AHEAD_MS ? instant : null;
  });
  const at = instants.find((instant) => instant !== null) ?? null;
  const reading = new Reading(message, settings, event, zone, at, heardAt);
  const ignored = OF_OTHER_MATTERS[`${code}^${event}`] ?? readByKind(reading, code ?? '', event);
  const told = reading.records.length + reading.partials.length;
  const outcome = ignored !== null ? 'ignored' : told > 0 ? 'records' : 'unreadable';
  return {
    outcome,
    type,
    reason:
      ignored ??
      (outcome === 'unreadable' ? (reading.unreadable[0]?.reason ?? 'It says nothing that can be read.') : null),
    records: ignored === null ? reading.records : [],
    partials: ignored === null ? reading.partials : [],
    unreadable: ignored === null ? reading.unreadable : [],
    order: orderOf(message, settings),
    at,
  };
}

const AHEAD_MS = 3_600_000;

/** Why the message is none of ours; null: it was read. */
function readByKind(reading: Reading, code: string, event: string): string | null {
  if (code === 'SIU') {
    if (BOOKING_EVENTS.includes(event)) return readBooking(reading);
    return `Messages of kind SIU^${event} tell nothing that is kept here.`;
  }
  if (code === 'ADT') return readAdmission(reading, event);
  if (code === 'DFT') {
    const patient = readOnlyPatient(reading);
    return patient === null ? null : readCharges(reading, patient);
  }
  if (code === 'BAR') return 'Accounts are not kept here: charges and payments come as DFT.';
  return `Messages of kind ${code} are not read here.`;
}

function readAdmission(reading: Reading, event: string): string | null {
  const { message, settings } = reading;
  if (MERGES.includes(event)) {
    for (const [pid, ...rest] of message.groups('PID')) {
      if (pid === undefined) continue;
      readPatient(reading, pid, rest.find(({ name }) => name === 'PD1') ?? null);
      readMerge(reading, pid, rest.find(({ name }) => name === 'MRG') ?? null);
    }
    return null;
  }
  if (event === 'A29') {
    const pid = message.first('PID');
    const id = pid === null ? null : patientId(message, pid, settings);
    if (id === null)
      reading.putAside('patient', null, 'patient_without_number', 'PID-3 holds no patient number.', 'PID-3');
    else
      reading.records.push({
        op: 'delete',
        kind: 'patient',
        id,
        createdAt: null,
        updatedAt: reading.at,
        versionId: null,
      });
    return null;
  }
  if (!SNAPSHOTS.includes(event)) return `Messages of kind ADT^${event} tell nothing that is kept here.`;
  const patient = readOnlyPatient(reading);
  const pv1 = message.first('PV1');
  if (patient !== null && pv1 !== null) readVisit(reading, patient, pv1);
  return null;
}

/** Where a message is about one patient, a second PID may be a line of somebody's text: neither is believed. */
function readOnlyPatient(reading: Reading): string | null {
  const { message } = reading;
  const groups = message.groups('PID');
  const [group] = groups;
  const pid = group?.[0];
  if (groups.length > 1) {
    reading.putAside('patient', null, 'second_patient', 'A message about one patient holds two PID segments.', 'PID');
    return null;
  }
  if (pid === undefined) {
    reading.putAside('patient', null, 'patient_missing', 'There is no PID segment: whom is it about?', 'PID');
    return null;
  }
  return readPatient(reading, pid, group?.find(({ name }) => name === 'PD1') ?? null);
}

function aside(type: string, code: string, reason: string, bytes: Buffer): MessageReading {
  const id = createHash('sha256').update(bytes).digest('hex').slice(0, 16);
  return {
    ...{ outcome: 'unreadable', type, reason, records: [], partials: [], order: [], at: null },
    unreadable: [{ kind: null, id, code, reason, where: null, raw: null }],
  };
}
