import type { AppointmentStatus } from '@keepwell/domain/records';
import type { Transaction } from '../database.js';

/** A system that a person's records come from. */
export interface PatientInSystem {
  connectionId: string;
  connectionName: string;
  connector: string;
  state: string;
  writeBackContacts: boolean;
  /** Our id of the record there, and the other side's. */
  patientId: string;
  sourceId: string;
}

export interface BookingRow {
  id: string;
  connectionId: string;
  sourceId: string;
  startsAt: number;
  endsAt: number | null;
  status: AppointmentStatus;
  practitionerId: string | null;
  practitionerName: string | null;
  serviceName: string | null;
  locationName: string | null;
}

export interface PatientStanding {
  deceasedAt: number | null;
  archivedAt: number | null;
  movedAwayAt: number | null;
  doNotContact: boolean | null;
  hold: string | null;
  testRecord: boolean | null;
}

export interface NamedRow {
  id: string;
  sourceId: string;
  name: string | null;
}

const MS = (column: string): string => `(extract(epoch from ${column}) * 1000)::float8`;

/** What somebody who books for a patient must know of the patient, the people and the places. */
export class BookingRoomQueries {
  /** Where the person's own records are, the record that stands for the person first. */
  async systemsOf(tx: Transaction, personId: string): Promise<PatientInSystem[]> {
    return tx.query<PatientInSystem[]>(
      `select c.id as "connectionId", c.name as "connectionName", c.connector, c.state, c.write_back_contacts as "writeBackContacts",
              p.id as "patientId", p.source_id as "sourceId"
         from patient p join connection c on c.practice_id = p.practice_id and c.id = p.connection_id
        where p.person_id = $1 and p.gone_at is null order by p.id <> p.person_id, p.source_updated_at desc nulls last, p.id`,
      [personId],
    );
  }

  /** Anything that any record of the person says against a booking is said of the person. */
  async standingOf(tx: Transaction, personId: string): Promise<PatientStanding> {
    const [row] = await tx.query<PatientStanding[]>(
      `select ${MS('min(p.deceased_at)')} as "deceasedAt", ${MS('max(s.archived_at)')} as "archivedAt", ${MS('max(s.moved_away_at)')} as "movedAwayAt",
              bool_or(p.do_not_contact) as "doNotContact", max(p.hold) as hold, bool_or(p.test_record) as "testRecord"
         from patient p left join patient s on s.id = p.id and s.id = s.person_id where p.person_id = $1 and p.gone_at is null`,
      [personId],
    );
    const none = {
      deceasedAt: null,
      archivedAt: null,
      movedAwayAt: null,
      doNotContact: null,
      hold: null,
      testRecord: null,
    };
    return row ?? none;
  }

  /** The person's bookings that end after `from`. */
  async bookingsOf(tx: Transaction, personId: string, from: Date): Promise<BookingRow[]> {
    return this.bookings(
      tx,
      'a.patient_id in (select r.id from patient r where r.person_id = $1)',
      personId,
      from,
      null,
    );
  }

  /** A practitioner's bookings around a time. */
  async takenBy(tx: Transaction, practitionerId: string, from: Date, to: Date): Promise<BookingRow[]> {
    const which = `(a.connection_id, a.practitioner_source_id) = (select q.connection_id, q.source_id from practitioner q where q.id = $1)`;
    return this.bookings(tx, which, practitionerId, from, to);
  }

  async booking(tx: Transaction, id: string): Promise<(BookingRow & { personId: string }) | null> {
    const [row] = await this.bookings(tx, 'a.id = $1', id, new Date(0), null);
    if (row === undefined) return null;
    const [owner] = await tx.query<{ personId: string }[]>(
      'select p.person_id as "personId" from appointment a join patient p on p.id = a.patient_id where a.id = $1',
      [id],
    );
    return owner === undefined ? null : { ...row, ...owner };
  }

  /** Those of a connection that are still there, by name. */
  async listed(
    tx: Transaction,
    kind: 'practitioner' | 'location' | 'service',
    connectionId: string,
  ): Promise<NamedRow[]> {
    const still =
      kind === 'practitioner' ? 'and t.active is distinct from false and (t.left_at is null or t.left_at > now())' : '';
    return tx.query<NamedRow[]>(
      `select t.id, t.source_id as "sourceId", t.name from ${kind} t where t.connection_id = $1 and t.gone_at is null ${still} order by t.name, t.id limit 500`,
      [connectionId],
    );
  }

  async practitioner(
    tx: Transaction,
    id: string,
  ): Promise<(NamedRow & { connectionId: string; active: boolean | null; leftAt: number | null }) | null> {
    const [row] = await tx.query<
      (NamedRow & { connectionId: string; active: boolean | null; leftAt: number | null })[]
    >(
      `select t.id, t.connection_id as "connectionId", t.source_id as "sourceId", t.name, t.active, ${MS('t.left_at')} as "leftAt"
         from practitioner t where t.id = $1 and t.gone_at is null`,
      [id],
    );
    return row ?? null;
  }

  async location(
    tx: Transaction,
    id: string,
  ): Promise<
    | (NamedRow & {
        connectionId: string;
        timezone: string | null;
        openDays: number[] | null;
        opensAt: string | null;
        closedOn: string[] | null;
      })
    | null
  > {
    const [row] = await tx.query<
      (NamedRow & {
        connectionId: string;
        timezone: string | null;
        openDays: number[] | null;
        opensAt: string | null;
        closedOn: string[] | null;
      })[]
    >(
      `select t.id, t.connection_id as "connectionId", t.source_id as "sourceId", t.name, t.timezone, t.open_days as "openDays",
              t.opens_at as "opensAt", t.closed_on as "closedOn" from location t where t.id = $1 and t.gone_at is null`,
      [id],
    );
    return row ?? null;
  }

  async service(tx: Transaction, id: string): Promise<(NamedRow & { connectionId: string }) | null> {
    const [row] = await tx.query<(NamedRow & { connectionId: string })[]>(
      'select t.id, t.connection_id as "connectionId", t.source_id as "sourceId", t.name from service t where t.id = $1 and t.gone_at is null',
      [id],
    );
    return row ?? null;
  }

  async zone(tx: Transaction): Promise<string> {
    const [row] = await tx.query<{ timezone: string }[]>('select timezone from practice');
    return row?.timezone ?? 'UTC';
  }

  private async bookings(
    tx: Transaction,
    which: string,
    id: string,
    from: Date,
    to: Date | null,
  ): Promise<BookingRow[]> {
    return tx.query<BookingRow[]>(
      `select a.id, a.connection_id as "connectionId", a.source_id as "sourceId", ${MS('a.starts_at')} as "startsAt", ${MS('a.ends_at')} as "endsAt",
              a.status, a.practitioner_source_id as "practitionerId", q.name as "practitionerName", s.name as "serviceName", l.name as "locationName"
         from appointment a
         left join practitioner q on q.connection_id = a.connection_id and q.source_id = a.practitioner_source_id
         left join service s on s.connection_id = a.connection_id and s.source_id = a.service_source_id
         left join location l on l.connection_id = a.connection_id and l.source_id = a.location_source_id
        where ${which} and a.gone_at is null and a.deleted_at is null and coalesce(a.ends_at, a.starts_at + interval '30 minutes') > $2
          and ($3::timestamptz is null or a.starts_at < $3)
        order by a.starts_at, a.id limit 200`,
      [id, from, to],
    );
  }
}
