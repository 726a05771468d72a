import type { PartialRecord } from '@keepwell/connector-sdk';
import type { Appointment, AppointmentStatus } from '@keepwell/domain/records';
import { bookingId, parentBookingId } from '../booking-id.js';
import type { Segment } from '../message.js';
import { cancelledBy, reasonOf, type ReasonMeaning, statusOf } from '../words.js';
import { readPatient } from './patient.js';
import type { Reading } from './reading.js';
import { readResources } from './resources.js';
import { scheduledTime } from './schedule-time.js';

/** Events about a booking; S23 and S24 close and open time of nobody. */
export const BOOKING_EVENTS = ['S12', 'S13', 'S14', 'S15', 'S16', 'S17', 'S18', 'S19', 'S20', 'S21', 'S22', 'S26'];

/** Resource segments and the field that holds a filler status of their own. */
const RESOURCE_STATUS = { AIS: 10, AIP: 12, AIL: 12, AIG: 14 };

/** Statuses after which an earlier cancellation is no longer true. */
const LIVE: AppointmentStatus[] = ['pending', 'booked', 'confirmed', 'arrived', 'in_progress', 'completed', 'waitlist'];
const ENDED: AppointmentStatus[] = ['cancelled', 'late_cancelled', 'rescheduled'];

/** Null: the message was read. Else why it is none of ours. */
export function readBooking(reading: Reading): string | null {
  const { message, settings, event } = reading;
  const sch = message.first('SCH');
  const id = sch === null ? null : bookingId(message, sch, settings);
  if (sch === null || id === null) {
    reading.putAside('appointment', null, 'booking_without_number', 'SCH-2 and SCH-1 hold no booking number.', 'SCH-2');
    return null;
  }
  const patients = message.groups('PID', ['RGS', 'AIS', 'AIG', 'AIL', 'AIP']);
  if (patients.length === 0 && message.value(sch, 25)?.toLowerCase() === 'blocked') {
    return 'A stretch of time was blocked; no patient is booked.';
  }
  const ids = patients.flatMap(([pid, ...rest]) => {
    const pd1 = rest.find(({ name }) => name === 'PD1') ?? null;
    return pid === undefined ? [] : (readPatient(reading, pid, pd1) ?? []);
  });
  if (patients.length > 0 && ids.length === 0) return null;

  const data = bookingData(reading, id, sch);
  const createdAt = event === 'S12' ? reading.at : null;
  const booking = (own: string, more: Partial<Appointment>): PartialRecord => {
    return { kind: 'appointment', id: own, createdAt, data: { ...data, ...more } };
  };
  const [only] = ids;
  if (ids.length > 1) {
    // A class: each of them has a booking of their own, and comes or does not.
    for (const patientId of new Set(ids))
      reading.partials.push(booking(`${id}#${patientId}`, { patientId, classId: id }));
  } else {
    reading.partials.push(booking(id, only === undefined ? {} : { patientId: only }));
  }
  const parent = event === 'S12' ? parentBookingId(message, sch, settings) : null;
  if (parent !== null && parent !== id) {
    reading.partials.push({
      kind: 'appointment',
      id: parent,
      createdAt: null,
      data: {},
      replaced: true,
      mayWait: true,
    });
  }
  return null;
}

function bookingData(reading: Reading, id: string, sch: Segment): Partial<Appointment> {
  const { message, event, settings, at } = reading;
  const words = [message.value(sch, 6), message.value(sch, 6, 2)];
  const reason = reasonOf(words, settings.reasons);
  const data: Partial<Appointment> = {};
  const { startsAt, endsAt } = scheduledTime(reading, id, sch);
  if (startsAt !== null) {
    data.startsAt = startsAt;
    // A new start makes an old end untrue.
    data.endsAt = endsAt !== null && endsAt >= startsAt ? endsAt : null;
  }
  // Services and persons taken off a booking are named in these: they say nothing of what is left.
  if (!['S20', 'S21', 'S22'].includes(event)) Object.assign(data, readResources(reading, sch));
  const said = saidStatus(reading, sch, reason);
  if (said === null) return data;
  data.status = said.status;
  data.rawStatus = said.word;
  if (ENDED.includes(said.status)) {
    data.cancelledAt = at;
    data.cancelledBy = cancelledBy(reason);
    data.cancelReason = (words[1] ?? words[0])?.slice(0, 200) ?? null;
  } else if (LIVE.includes(said.status)) {
    data.cancelledAt = null;
    data.cancelledBy = null;
    data.cancelReason = null;
  }
  return data;
}

/**
 * The event goes before SCH-25, and SCH-25 before what resources say of themselves. A patient who did not come is told in
 * five ways and more: S26; a cancellation or a change with such a reason; the word in SCH-25; the same word at a resource.
 * Null: nothing is said about it.
 */
function saidStatus(
  reading: Reading,
  sch: Segment,
  reason: ReasonMeaning | null,
): { status: AppointmentStatus; word: string } | null {
  const { event, settings, message } = reading;
  const trigger = `SIU^${event}`;
  const word = message.value(sch, 25);
  if (event === 'S26' || reason === 'no_show') return { status: 'no_show', word: word ?? trigger };
  if (event === 'S17') {
    const status = settings.deletedMeans === 'cancelled' && reason !== 'void' ? 'cancelled' : 'void';
    return { status, word: word ?? trigger };
  }
  if (event === 'S15' || event === 'S16') {
    if (reason === 'void') return { status: 'void', word: word ?? trigger };
    const told = word === null ? undefined : statusOf(word, settings.statusWords);
    // A cancellation that its own status calls late, or nobody coming, is that: senders without S26 have no other way.
    if (told === 'no_show' || told === 'late_cancelled') return { status: told, word: word ?? trigger };
    return { status: reason === 'rescheduled' ? 'rescheduled' : 'cancelled', word: word ?? trigger };
  }
  const own = word ?? resourceWord(reading);
  if (own !== null) return { status: statusOf(own, settings.statusWords) ?? 'unknown', word: own };
  return event === 'S12' || event === 'S13' ? { status: 'booked', word: trigger } : null;
}

function resourceWord({ message }: Reading): string | null {
  for (const [name, field] of Object.entries(RESOURCE_STATUS)) {
    for (const segment of message.all(name)) {
      const word = message.value(segment, field) ?? message.value(segment, field, 2);
      if (word !== null && message.value(segment, 2)?.toUpperCase() !== 'D') return word;
    }
  }
  return null;
}
