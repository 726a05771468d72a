import { evaluationOfStored, type PersonEvaluation, type StoredAnswer } from '@keepwell/domain';
import type { Transaction } from '../database.js';
import { isoInstant, named } from './json-sql.js';

export interface PatientCard {
  personId: string;
  givenName: string | null;
  familyName: string | null;
  birthDate: string | null;
  /** Today, where the practice is; an unknown age counts as of age. */
  isMinor: boolean;
  phone: string | null;
  email: string | null;
  language: string | null;
  timezone: string | null;
  doNotContact: boolean;
  hold: string | null;
  deceased: boolean;
  location: { id: string; name: string } | null;
  practitioner: { id: string; name: string } | null;
  identities: { connectionId: string; connection: string; sourceId: string; merged: boolean }[];
}

export interface PatientCase {
  id: string;
  state: 'open' | 'in_outreach' | 'snoozed' | 'resolved' | 'closed';
  closing: string | null;
  backlog: boolean;
  since: string;
  firstOpenedAt: string;
  reopened: number;
  events: { at: string; event: string; detail: Record<string, unknown> }[];
}

export interface PatientMembership {
  id: string;
  name: string | null;
  tier: string | null;
  status: string | null;
  startedAt: string | null;
  nextBillAt: string | null;
  endsAt: string | null;
  pausedUntil: string | null;
  cancelRequestedAt: string | null;
  priceMinor: number | null;
  currency: string | null;
  cardExpiresOn: string | null;
  connection: string;
  /** The median between payments; null with fewer than two. */
  billedEveryDays: number | null;
  lastPaidAt: string | null;
  lastPaymentFailed: boolean;
}

/** Where and with whom their case is: many systems name no place in the patient's own record. */
const CASE_PLACE = `select k.location_id, k.practitioner_id from off_track_case k where k.person_id = p.id
                     order by k.state = 'closed', k.first_opened_at desc, k.id desc limit 1`;

/** What the page of one patient shows. A person is one or several patient records; ids are the surviving record's. */
export class PatientQueries {
  /** The person that a patient record belongs to: itself, or the one it was merged into. */
  async personOf(tx: Transaction, patientId: string): Promise<string | null> {
    const [row] = await tx.query<{ personId: string }[]>('select person_id as "personId" from patient where id = $1', [
      patientId,
    ]);
    return row?.personId ?? null;
  }

  /** Persons by an id of a source, or by ours. */
  async personsNamed(tx: Transaction, id: string): Promise<string[]> {
    const rows = await tx.query<{ personId: string }[]>(
      'select distinct person_id as "personId" from patient where source_id = $1 or id::text = $1 order by 1',
      [id],
    );
    return rows.map(({ personId }) => personId);
  }

  async card(tx: Transaction, personId: string): Promise<PatientCard | null> {
    const [card] = await tx.query<PatientCard[]>(
      `select p.id as "personId", p.given_name as "givenName", p.family_name as "familyName", p.birth_date::text as "birthDate", p.phone, p.email,
              coalesce(p.birth_date + make_interval(years => coalesce((pr.settings->>'majorityAge')::int, 18)) > (now() at time zone pr.timezone)::date,
                       false) as "isMinor",
              p.language, p.timezone, ${named('l')} as location, ${named('t')} as practitioner, a."doNotContact", a.hold, a.deceased, a.identities
         from patient p join practice pr on pr.id = p.practice_id
         left join lateral (${CASE_PLACE}) c on true
         left join location l on l.id = coalesce((select r.id from location r where r.connection_id = p.connection_id and r.source_id = p.location_source_id), c.location_id)
         left join practitioner t on t.id = coalesce((select r.id from practitioner r where r.connection_id = p.connection_id and r.source_id = p.practitioner_source_id), c.practitioner_id)
         cross join lateral (
           select coalesce(bool_or(r.do_not_contact), false) as "doNotContact", max(r.hold) as hold, bool_or(r.deceased_at is not null) as deceased,
                  json_agg(json_build_object('connectionId', r.connection_id, 'connection', coalesce(n.name, 'removed connection'),
                                             'sourceId', r.source_id, 'merged', r.id <> p.id) order by r.id <> p.id, r.source_id) as identities
             from patient r left join connection n on n.id = r.connection_id
            where r.person_id = p.id) a
        where p.id = $1`,
      [personId],
    );
    return card ?? null;
  }

  async evaluation(tx: Transaction, personId: string): Promise<PersonEvaluation | null> {
    const [row] = await tx.query<{ answer: StoredAnswer; asOf: Date }[]>(
      `select said::json as answer, as_of as "asOf" from evaluation where person_id = $1`,
      [personId],
    );
    return row === undefined ? null : evaluationOfStored(row.answer, row.asOf.getTime());
  }

  /** The case that is not closed, else the one closed last. */
  async latestCase(tx: Transaction, personId: string): Promise<PatientCase | null> {
    const [row] = await tx.query<PatientCase[]>(
      `select c.id, c.state, c.closing, c.backlog, ${isoInstant('c.since')} as since, ${isoInstant('c.first_opened_at')} as "firstOpenedAt",
              c.reopened_count as reopened,
              (select coalesce(json_agg(json_build_object('at', ${isoInstant('e.at')}, 'event', e.event, 'detail', e.detail) order by e.at desc, e.id desc), '[]')
                 from case_event e where e.case_id = c.id) as events
         from off_track_case c
        where c.person_id = $1 and c.state <> 'held'
        order by c.state = 'closed', c.first_opened_at desc, c.id desc
        limit 1`,
      [personId],
    );
    return row ?? null;
  }

  /** What they are a member of, the running ones first. How often it is billed follows from the payments that were made for it. */
  async memberships(tx: Transaction, personId: string): Promise<PatientMembership[]> {
    return tx.query<PatientMembership[]>(
      `select m.id, m.name, m.tier, m.status, ${isoInstant('m.started_at')} as "startedAt", ${isoInstant('m.renews_at')} as "nextBillAt",
              ${isoInstant('m.ends_at')} as "endsAt", ${isoInstant('m.paused_until')} as "pausedUntil",
              ${isoInstant('m.cancel_requested_at')} as "cancelRequestedAt", m.price_minor::float8 as "priceMinor", m.currency,
              m.card_expires_on::text as "cardExpiresOn", n.name as connection, b.days as "billedEveryDays",
              ${isoInstant('b.last_at')} as "lastPaidAt", b.failed as "lastPaymentFailed"
         from membership m join connection n on n.id = m.connection_id
        cross join lateral (
          select percentile_cont(0.5) within group (order by p.days) filter (where p.days > 0) as days, max(p.at) filter (where p.status = 'succeeded') as last_at,
                 coalesce((array_agg(p.status order by p.at desc))[1] = 'failed', false) as failed
            from (select y.at, y.status, date_part('day', y.at - lag(y.at) over (partition by y.status order by y.at)) as days from payment y
                   where y.connection_id = m.connection_id and y.membership_source_id = m.source_id and y.gone_at is null
                     and y.status in ('succeeded', 'failed') and y.kind is distinct from 'refund') p) b
        where m.patient_id in (select id from patient where person_id = $1) and m.gone_at is null
        order by m.status in ('cancelled', 'expired'), m.renews_at nulls last, m.id`,
      [personId],
    );
  }

  /** The connections by which anything of this person came. */
  async connectionsOf(tx: Transaction, personId: string): Promise<string[]> {
    const rows = await tx.query<{ id: string }[]>(
      'select distinct connection_id as id from patient where person_id = $1',
      [personId],
    );
    return rows.map(({ id }) => id);
  }
}
