import { Injectable } from '@nestjs/common';
import type { WriteKind } from '@keepwell/connector-sdk';
import { BookingRoomQueries, JobQueries, newId, WriteOperationQueries } from '@keepwell/database';
import type { BookingRow, PatientInSystem, Transaction, WriteRow } from '@keepwell/database';
import { bookingProblems, patientProblems } from '@keepwell/domain';
import type { BookingFacts } from '@keepwell/domain';
import type { Caller } from '../auth/caller.js';
import { PracticeWork } from '../auth/practice-work.js';
import { CaseDesk } from '../cases/case-desk.js';
import { ConnectorList } from '../connections/connector-list.js';
import { Problem } from '../http/problem.js';
import type { UpcomingDto, WriteBackDto, WriteBackRoomDto, WriteOperationsDto } from './dto/write-back.dto.js';

const MOST_SHOWN = 50;
const USUAL_VISIT_MS = 30 * 60_000;

/** What a booking names, checked to be of one system. */
interface Named {
  practitioner: Awaited<ReturnType<BookingRoomQueries['practitioner']>>;
  location: Awaited<ReturnType<BookingRoomQueries['location']>>;
  service: Awaited<ReturnType<BookingRoomQueries['service']>>;
}

/** Visits asked for in the other system: the rules are asked first (S3-05), and the answer is the other side's (S3-06). */
@Injectable()
export class BookingService {
  constructor(
    private readonly work: PracticeWork,
    private readonly desk: CaseDesk,
    private readonly rooms: BookingRoomQueries,
    private readonly writes: WriteOperationQueries,
    private readonly jobs: JobQueries,
    private readonly connectors: ConnectorList,
  ) {}

  async room(caller: Caller, caseId: string): Promise<WriteBackRoomDto> {
    return this.work.run(caller, async (tx, trail) => {
      const { personId } = await this.desk.find(tx, caller, caseId);
      trail.about('person', personId, { caseId });
      const now = this.desk.now();
      const systems = [];
      for (const system of await this.systemsOf(tx, personId)) {
        const lists = [];
        for (const kind of ['practitioner', 'location', 'service'] as const)
          lists.push((await this.rooms.listed(tx, kind, system.connectionId)).map(({ id, name }) => ({ id, name })));
        const [practitioners = [], locations = [], services = []] = lists;
        const { connectionId, connectionName: name, kinds } = system;
        systems.push({ connectionId, name, kinds, practitioners, locations, services });
      }
      return {
        systems,
        upcoming: (await this.rooms.bookingsOf(tx, personId, now)).map(upcoming),
        operations: await this.writes.ofPerson(tx, personId, MOST_SHOWN),
        problems: patientProblems({ patient: await this.rooms.standingOf(tx, personId), now: now.getTime() }),
      };
    });
  }

  async ask(caller: Caller, caseId: string, wanted: WriteBackDto): Promise<WriteOperationsDto> {
    return this.work.run(caller, async (tx, trail) => {
      const found = await this.desk.find(tx, caller, caseId);
      const { personId } = found;
      trail.about('person', personId, { caseId, kind: wanted.kind });
      await this.desk.inHand(tx, caller, found);
      const old = wanted.kind === 'book' ? null : await this.bookingOf(tx, personId, wanted);
      if (old !== null) {
        const about = { connectionId: old.connectionId, appointmentId: old.sourceId };
        if (await this.writes.isUnderWay(tx, about))
          throw new Problem(
            'conflict',
            'That booking is being cancelled or moved already; see what becomes of it first.',
          );
      }
      const ids: string[] = [];
      if (wanted.kind !== 'cancel') ids.push(await this.book(tx, caller, { caseId, personId, wanted, old }));
      if (old !== null)
        ids.push(await this.cancel(tx, caller, { caseId, personId, wanted, old, afterId: ids[0] ?? null }));
      const rows: (WriteRow | null)[] = [];
      for (const id of ids) rows.push(await this.writes.one(tx, id));
      return { operations: rows.filter((row) => row !== null) };
    });
  }

  private async book(
    tx: Transaction,
    caller: Caller,
    asked: { caseId: string; personId: string; wanted: WriteBackDto; old: BookingRow | null },
  ): Promise<string> {
    const { caseId, personId, wanted, old } = asked;
    const startsAt = Date.parse(wanted.startsAt ?? '');
    if (Number.isNaN(startsAt)) throw new Problem('invalid_request', 'Say when: startsAt, with its offset.');
    const endsAt = wanted.endsAt === undefined ? startsAt + USUAL_VISIT_MS : Date.parse(wanted.endsAt);
    const system = await this.systemFor(tx, personId, 'book', wanted.connectionId ?? old?.connectionId);
    const named = await this.namedIn(tx, system, wanted);
    const now = this.desk.now();
    const around: [Date, Date] = [new Date(startsAt), new Date(Math.max(endsAt, startsAt + 1))];
    const practiceZone = await this.rooms.zone(tx);
    const { location, practitioner, service } = named;
    const facts: BookingFacts = {
      ...{ now: now.getTime(), practiceZone, practitioner },
      location:
        location === null
          ? null
          : {
              name: location.name,
              timezone: location.timezone ?? practiceZone,
              openDays: location.openDays ?? [],
              opensAt: location.opensAt ?? '09:00',
              closedOn: location.closedOn ?? [],
            },
      patient: await this.rooms.standingOf(tx, personId),
      bookings: await this.rooms.bookingsOf(tx, personId, now),
      taken: practitioner === null ? [] : await this.rooms.takenBy(tx, practitioner.id, ...around),
    };
    const problems = bookingProblems({ startsAt, endsAt, replacesId: old?.id ?? null }, facts);
    const [first] = problems;
    if (first !== undefined) throw new Problem('booking_refused', problems.join(' '), { errors: problems });
    const asking = { personId, startsAt: new Date(startsAt), endsAt: new Date(endsAt) };
    if (await this.writes.isUnderWay(tx, asking))
      throw new Problem('conflict', 'A booking at that time has been asked for already; see what becomes of it first.');
    const times = { startsAt: new Date(startsAt).toISOString(), endsAt: new Date(endsAt).toISOString() };
    return this.add(tx, caller, system.connectionId, {
      ...{ kind: 'book', personId, caseId, afterId: null },
      operation: {
        ...{ patientId: system.sourceId, startsAt, endsAt, note: wanted.note ?? null },
        replacesId: old !== null && old.connectionId === system.connectionId ? old.sourceId : null,
        ...{
          practitionerId: practitioner?.sourceId ?? null,
          locationId: location?.sourceId ?? null,
          serviceId: service?.sourceId ?? null,
        },
      },
      shown: {
        ...times,
        ...{
          practitionerName: practitioner?.name ?? null,
          locationName: location?.name ?? null,
          serviceName: service?.name ?? null,
        },
      },
    });
  }

  private async cancel(
    tx: Transaction,
    caller: Caller,
    asked: { caseId: string; personId: string; wanted: WriteBackDto; old: BookingRow; afterId: string | null },
  ): Promise<string> {
    const { caseId, personId, wanted, old, afterId } = asked;
    const system = await this.systemFor(tx, personId, 'cancel', old.connectionId);
    return this.add(tx, caller, system.connectionId, {
      ...{ kind: 'cancel', personId, caseId, afterId },
      operation: { appointmentId: old.sourceId, reason: wanted.reason ?? null },
      shown: {
        startsAt: new Date(old.startsAt).toISOString(),
        endsAt: old.endsAt === null ? null : new Date(old.endsAt).toISOString(),
        ...{ practitionerName: old.practitionerName, locationName: old.locationName, serviceName: old.serviceName },
      },
    });
  }

  private async add(
    tx: Transaction,
    caller: Caller,
    connectionId: string,
    what: Pick<
      Parameters<WriteOperationQueries['add']>[2],
      'kind' | 'personId' | 'caseId' | 'afterId' | 'operation' | 'shown'
    >,
  ): Promise<string> {
    const at = this.desk.now();
    const origin = `person:${newId()}`;
    const id = await this.writes.add(tx, caller.practiceId, {
      ...what,
      connectionId,
      origin,
      askedByUserId: caller.userId,
      at,
    });
    if (id === null) throw new Error('An origin of its own was taken');
    await this.jobs.owe(tx, caller.practiceId, 'write_back', connectionId);
    return id;
  }

  private async bookingOf(tx: Transaction, personId: string, { appointmentId }: WriteBackDto): Promise<BookingRow> {
    if (appointmentId === undefined) throw new Problem('invalid_request', 'Say which booking: appointmentId.');
    const found = await this.rooms.booking(tx, appointmentId);
    if (found === null || found.personId !== personId)
      throw new Problem('not_found', 'This patient has no such booking.');
    if (found.startsAt <= this.desk.now().getTime())
      throw new Problem('booking_refused', 'That visit has begun; it cannot be cancelled or moved any more.');
    return found;
  }

  /** Where the patient is known, with what each system takes from us. */
  private async systemsOf(tx: Transaction, personId: string): Promise<(PatientInSystem & { kinds: WriteKind[] })[]> {
    const known = await this.rooms.systemsOf(tx, personId);
    const first = known.filter(
      (system, place) => known.findIndex((other) => other.connectionId === system.connectionId) === place,
    );
    return first
      .map((system) => ({ ...system, kinds: this.writesOf(system.connector) }))
      .filter(({ kinds }) => kinds.length > 0);
  }

  private writesOf(id: string): WriteKind[] {
    const connector = this.connectors.find(id);
    if (connector?.write === undefined) return [];
    return Object.keys(connector.manifest.writes) as WriteKind[];
  }

  private async systemFor(
    tx: Transaction,
    personId: string,
    kind: 'book' | 'cancel',
    connectionId: string | undefined,
  ): Promise<PatientInSystem> {
    const able = (await this.systemsOf(tx, personId)).filter(({ kinds }) => kinds.includes(kind));
    const chosen = connectionId === undefined ? able : able.filter((system) => system.connectionId === connectionId);
    const [only] = chosen;
    const verb = kind === 'book' ? 'bookings' : 'cancellations';
    if (only === undefined)
      throw new Problem('booking_refused', `The system this patient is known to takes no ${verb} from us; ask there.`);
    if (chosen.length > 1)
      throw new Problem(
        'invalid_request',
        `This patient is known to ${chosen.length} systems that take ${verb}; say which: connectionId.`,
      );
    if (only.state === 'paused') throw new Problem('conflict', 'The connection is paused; resume it first.');
    return only;
  }

  private async namedIn(tx: Transaction, { connectionId }: PatientInSystem, wanted: WriteBackDto): Promise<Named> {
    const { practitionerId, locationId, serviceId } = wanted;
    const named: Named = {
      practitioner: practitionerId === undefined ? null : await this.rooms.practitioner(tx, practitionerId),
      location: locationId === undefined ? null : await this.rooms.location(tx, locationId),
      service: serviceId === undefined ? null : await this.rooms.service(tx, serviceId),
    };
    const asked = { practitioner: practitionerId, location: locationId, service: serviceId };
    for (const [what, row] of Object.entries(named)) {
      if (asked[what as keyof Named] === undefined) continue;
      if (row === null) throw new Problem('not_found', `There is no such ${what}.`);
      if (row.connectionId !== connectionId)
        throw new Problem('booking_refused', `That ${what} belongs to another system than the booking.`);
    }
    return named;
  }
}

function upcoming({
  id,
  connectionId,
  startsAt,
  endsAt,
  status,
  practitionerName,
  serviceName,
  locationName,
}: BookingRow): UpcomingDto {
  return {
    ...{ id, connectionId, status, practitionerName, serviceName, locationName },
    startsAt: new Date(startsAt).toISOString(),
    endsAt: endsAt === null ? null : new Date(endsAt).toISOString(),
  };
}
