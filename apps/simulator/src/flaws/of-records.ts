import { HOUR } from '../calendar.js';
import type { Life, RecordHistory } from '../world.js';
import type { Desk } from './flawed.js';
import { bookingsOf, inOrder, type Booking } from './of-bookings.js';

/** Flaws that touch more than one record: rows written over, plans that are not there, names of others. */

/** The cancel and the new booking become one row that was moved (K09). */
export function loseMovedRows(desk: Desk): void {
  const { life, random, often } = desk;
  for (const lost of bookingsOf(desk)) {
    const cancelledAt = lost.versions.at(-1)?.data.cancelledAt ?? null;
    if (cancelledAt === null || !random.chance(often)) continue;
    const next = bookingsOf(desk).find(
      ({ versions: [first] }) => first !== undefined && isSameCall(first.at, cancelledAt),
    );
    if (next === undefined || next === lost) continue;
    lost.versions = inOrder([...lost.versions.filter(({ data }) => data.cancelledAt === null), ...next.versions]);
    renameBooking(life, next.id, lost.id);
    drop(life, next);
  }
}

const isSameCall = (bookedAt: number, cancelledAt: number): boolean =>
  bookedAt >= cancelledAt && bookedAt < cancelledAt + HOUR / 2;

/** Invoices name the row that is left. */
function renameBooking({ records }: Life, from: string, to: string): void {
  for (const record of records) {
    if (record.kind !== 'invoice') continue;
    record.versions = record.versions.map(({ at, data }) => ({
      at,
      data: data.appointmentId === from ? { ...data, appointmentId: to } : data,
    }));
  }
}

function drop(life: Life, gone: RecordHistory<'appointment'> | RecordHistory<'plan'>): void {
  life.records = life.records.filter(({ kind, id }) => kind !== gone.kind || id !== gone.id);
}

export function losePlans(desk: Desk): void {
  const { life, random, often } = desk;
  for (const plan of life.records.filter((record) => record.kind === 'plan')) {
    if (!random.chance(often)) continue;
    drop(life, plan);
    for (const booking of bookingsOf(desk)) unlink(booking, plan.id);
  }
}

export function loseLinks(desk: Desk): void {
  for (const booking of bookingsOf(desk)) if (desk.random.chance(desk.often)) unlink(booking, null);
}

function unlink(booking: Booking, planId: string | null): void {
  booking.versions = booking.versions.map(({ at, data }) => ({
    at,
    data: planId === null || data.planId === planId ? { ...data, planId: null } : data,
  }));
}

/** The mother's booking stands under the daughter's name. */
export function useOtherNames(desk: Desk): void {
  if (desk.headId === desk.life.patientId) return;
  for (const booking of bookingsOf(desk)) {
    if (!desk.random.chance(desk.often)) continue;
    booking.versions = booking.versions.map(({ at, data }) => ({ at, data: { ...data, patientId: desk.headId } }));
  }
}
