import type { Appointment, Instant, RecordKind } from '@keepwell/domain/records';
import { DAY, HOUR, MINUTE } from '../calendar.js';
import type { Setting } from '../practice/setting.js';
import type { Random } from '../random.js';
import { openGapsOf } from '../truth.js';
import { versionAt, type RecordHistory } from '../world.js';
import type { LivingPractice } from './living-practice.js';

/** What was asked of the simulated practice makes no sense there. */
export class CannotHappen extends Error {
  override readonly name = 'CannotHappen';
}

export interface Happening {
  patientId: string;
  appointmentId: string;
  status: string;
  startsAt: string;
}

type Booking = RecordHistory<'appointment'>;

/** Makes things happen in the simulated practice: demonstrations and tests pull these strings. */
export class PracticeControl {
  private made = 0;
  /** Patients whose booking was lost by hand: the script does not know that they are off-track. */
  private readonly lostByHand = new Set<string>();

  constructor(
    private readonly living: LivingPractice,
    private readonly setting: Setting,
  ) {}

  now(): Instant {
    return this.living.now();
  }

  /** The patient books the next step of what they left, `inDays` from now. It will be kept. */
  book(patientId: string, options: { inDays?: number } = {}): Happening {
    const now = this.settle();
    const model = this.modelFor(patientId, now);
    const place = Object.values(this.setting.placeOf).find(({ locationId }) => locationId === model.locationId);
    if (place === undefined) throw new CannotHappen(`Patient ${patientId} belongs to no location of this practice`);
    const day = place.calendar.openDayFrom(place.calendar.dayOf(now) + Math.max(1, options.inDays ?? 2));
    const startsAt = place.calendar.slot(day, 30, ((this.made * 7) % 20) / 20);
    const endsAt = startsAt + 30 * MINUTE;
    this.made += 1;
    const data: Appointment = {
      ...model,
      startsAt,
      endsAt,
      status: 'booked',
      cancelledAt: null,
      cancelledBy: null,
      cancelReason: null,
      deletedAt: null,
    };
    const record: Booking = {
      kind: 'appointment',
      // The moment is in the id: a server started again must not give an id to another appointment.
      id: `A${patientId}-${Math.floor(now / 1000).toString(36)}-${this.made}`,
      versions: [{ at: now, data }],
    };
    this.living.add(record, { at: endsAt + 3 * MINUTE, data: { ...data, status: 'completed' } });
    this.lostByHand.delete(patientId);
    return happening(record);
  }

  /** Calls off the patient's next booking. */
  cancel(patientId: string, by: 'patient' | 'clinic' = 'patient'): Happening {
    const now = this.settle();
    return this.lose(patientId, now, { status: 'cancelled', cancelledAt: now, cancelledBy: by, cancelReason: 'work' });
  }

  /** The patient's next booking is moved up to half an hour ago, and they did not come. */
  noShow(patientId: string): Happening {
    const now = this.settle();
    return this.lose(patientId, now, { status: 'no_show', startsAt: now - 30 * MINUTE, endsAt: now });
  }

  /** The patient's next booking is moved up to this moment, and they are here: a demonstration need not wait for the day. */
  visit(patientId: string): Happening {
    const now = this.settle();
    const booking = this.nextBooking(patientId, now);
    const current = booking && versionAt(booking, now);
    if (booking === undefined || current === undefined)
      throw new CannotHappen(`Patient ${patientId} has nothing booked`);
    const change = { status: 'arrived' as const, startsAt: now, endsAt: now + 30 * MINUTE };
    this.living.write(booking, { at: now, data: { ...current.data, ...change } });
    return happening(booking);
  }

  advance(ms: number): Instant {
    this.living.clock.advance(ms);
    return this.settle();
  }

  remove(kind: RecordKind, id: string): void {
    this.settle();
    if (!this.living.remove(kind, id)) throw new CannotHappen(`There is no ${kind} ${id} to delete`);
  }

  /** Everybody who left something unfinished and has nothing booked. */
  offTrack(): string[] {
    const now = this.settle();
    const found: string[] = [];
    for (const [patientId, truth] of this.living.truths) {
      if (truth.excluded.some(({ from }) => from <= now)) continue;
      const open = this.lostByHand.has(patientId) || truth.episodes.some((it) => openGapsOf(it, now).length > 0);
      if (open && this.nextBooking(patientId, now) === undefined) found.push(patientId);
    }
    return found;
  }

  /**
   * One of them thinks of it by themselves, beyond what the story tells. Half of those whom the story has off-track stay so:
   * a demonstration that runs for days must not run out of them.
   */
  comeBack(random: Random): Happening | null {
    const now = this.settle();
    const candidates = this.offTrack().filter((patientId) => this.hasBeenHere(patientId));
    const scripted = [...this.living.truths.values()].filter(({ episodes }) =>
      episodes.some((episode) => openGapsOf(episode, now).length > 0),
    );
    if (candidates.length <= scripted.length / 2) return null;
    return this.book(random.pick(candidates), { inDays: random.whole(1, 9) });
  }

  private settle(): Instant {
    return this.living.settle();
  }

  private lose(patientId: string, now: Instant, change: Partial<Appointment>): Happening {
    const booking = this.nextBooking(patientId, now);
    const current = booking && versionAt(booking, now);
    if (booking === undefined || current === undefined)
      throw new CannotHappen(`Patient ${patientId} has nothing booked`);
    this.living.write(booking, { at: now, data: { ...current.data, ...change } });
    this.lostByHand.add(patientId);
    return happening(booking);
  }

  private nextBooking(patientId: string, now: Instant): Booking | undefined {
    return this.living
      .bookingsOf(patientId)
      .map((record) => ({ record, data: versionAt(record, now)?.data }))
      .filter(({ data }) => data !== undefined && isLive(data, now))
      .sort((a, b) => (a.data?.startsAt ?? 0) - (b.data?.startsAt ?? 0))[0]?.record;
  }

  private hasBeenHere(patientId: string): boolean {
    return this.living.bookingsOf(patientId).some((record) => versionAt(record, this.living.now()) !== undefined);
  }

  /** What a new booking is like: the last one of the line they left. */
  private modelFor(patientId: string, now: Instant): Appointment {
    const truth = this.living.truths.get(patientId);
    if (truth === undefined) throw new CannotHappen(`There is no patient ${patientId} in this practice`);
    const known = this.living
      .bookingsOf(patientId)
      .map((record) => versionAt(record, now)?.data)
      .filter((data) => data !== undefined)
      .sort((a, b) => b.startsAt - a.startsAt);
    const left = truth.episodes.findLast((episode) => openGapsOf(episode, now).length > 0)?.line;
    const model = known.find((data) => left === undefined || this.lineOf(data) === left) ?? known[0];
    if (model === undefined) throw new CannotHappen(`Patient ${patientId} has never booked anything yet`);
    return { ...model, serviceId: this.treatmentAfter(model), planId: model.planId };
  }

  private lineOf(data: Appointment): string | null | undefined {
    return this.setting.services.find(({ id }) => id === data.serviceId)?.versions[0]?.data.line;
  }

  /** After a consultation comes the treatment of the same line. */
  private treatmentAfter(model: Appointment): string | null {
    const line = this.lineOf(model);
    const treatment = this.setting.services.find(({ versions: [first] }) => {
      return first !== undefined && first.data.line === line && first.data.kind === 'treatment';
    });
    return treatment?.id ?? model.serviceId;
  }
}

function isLive(data: Appointment, now: Instant): boolean {
  return data.startsAt > now && data.deletedAt === null && (data.status === 'booked' || data.status === 'confirmed');
}

function happening(record: Booking): Happening {
  const data =
    record.versions.findLast(({ data: { status } }) => status !== 'completed')?.data ?? record.versions[0]?.data;
  if (data === undefined) throw new RangeError(`Record ${record.id} has no version`);
  return {
    patientId: data.patientId,
    appointmentId: record.id,
    status: data.status,
    startsAt: new Date(data.startsAt).toISOString(),
  };
}

export const SPANS: Record<string, number> = { seconds: 1000, minutes: MINUTE, hours: HOUR, days: DAY };
