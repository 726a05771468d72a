import type { RuleClass, Specialty, ZoneId } from '@keepwell/domain';
import type { Transaction } from '../database.js';
import { householdSql } from './household-sql.js';
import { isoInstant } from './json-sql.js';

/** Opening days of the place where the case is; nulls: the practice lists none. */
export interface CasePlace {
  practiceZone: ZoneId;
  timezone: ZoneId | null;
  openDays: number[] | null;
  opensAt: string | null;
  closedOn: string[] | null;
}

/** How to reach somebody, as the source wrote it. */
export interface Reachable {
  personId: string;
  name: string;
  phone: string | null;
  email: string | null;
}

export interface HandContact extends Reachable {
  isMinor: boolean;
  /** Adults of the household who may be called for a minor, the eldest first. */
  guardians: Reachable[];
  household: {
    personId: string;
    name: string;
    caseId: string | null;
    state: 'open' | 'in_outreach' | 'snoozed' | 'resolved' | null;
  }[];
}

/** What a brief says of a case, before words. Instants in ISO 8601, dates as `YYYY-MM-DD`. */
export interface BriefFacts {
  class: RuleClass;
  rules: string[];
  reason: string;
  since: string;
  service: string | null;
  lastVisitOn: string | null;
  lastVisitWith: string | null;
  specialty: Specialty | null;
  isHighValue: boolean;
  missesIn12Months: number;
  unansweredIn14Days: number;
  lastUnansweredAt: string | null;
  isFirstContact: boolean;
  plan: { line: string | null; visits: number; prescribed: number } | null;
  lastCall: {
    at: string;
    outcome: string;
    nextKind: string | null;
    nextBookedFor: string | null;
    nextReason: string | null;
    note: string | null;
    byName: string;
  } | null;
  promised: string | null;
  snoozedUntil: string | null;
  replies: { at: string; body: string }[];
  notes: { at: string; text: string; byName: string }[];
  sequenceId: string | null;
}

const nameOf = (alias: string): string => `concat_ws(' ', ${alias}.given_name, ${alias}.family_name)`;
const BY = (column: string): string =>
  `coalesce((select u.display_name from app_user u where u.id = ${column}), 'former user')`;

/** What whoever calls needs to know, read when a case is taken in hand. */
export class CaseBriefQueries {
  async place(tx: Transaction, caseId: string): Promise<CasePlace> {
    const [row] = await tx.query<CasePlace[]>(
      `select pr.timezone as "practiceZone", l.timezone, l.open_days as "openDays", l.opens_at as "opensAt", l.closed_on as "closedOn"
         from practice pr
         left join off_track_case c on c.id = $1
         left join patient p on p.id = c.person_id
         left join lateral (
           select * from location l where l.gone_at is null
            order by l.id = c.location_id desc nulls last,
                     (l.connection_id = p.connection_id and l.source_id = p.location_source_id) desc nulls last, l.source_id limit 1) l on true`,
      [caseId],
    );
    if (row === undefined) throw new Error('A practice has its row');
    return row;
  }

  /** Null: no record is left of this person. */
  async contact(tx: Transaction, personId: string, at: Date): Promise<HandContact | null> {
    const [row] = await tx.query<HandContact[]>(
      `with me as (select p.*, ${householdSql('p')} as household from patient p where p.id = $1),
       grown as (select ($2::timestamptz at time zone pr.timezone)::date
                          - make_interval(years => coalesce((pr.settings->>'majorityAge')::int, 18)) as born_by from practice pr),
       home as (select o.* from patient o join me on o.household_id = me.household_id and o.connection_id = me.connection_id
                 where btrim(me.household_id) <> '' and o.person_id = o.id and o.id <> me.id and o.gone_at is null
                   and coalesce(o.deceased_at > $2, true))
       select me.person_id as "personId", ${nameOf('me')} as name, me.phone, me.email, coalesce(me.birth_date > grown.born_by, false) as "isMinor",
              (select coalesce(json_agg(json_build_object('personId', g.person_id, 'name', ${nameOf('g')}, 'phone', g.phone, 'email', g.email)
                        order by g.birth_date, g.id), '[]')
                 from home g where not coalesce(g.birth_date > grown.born_by, false) and g.do_not_contact is not true
                  and g.test_record is not true and (g.phone is not null or g.email is not null)) as guardians,
              (select coalesce(json_agg(json_build_object('personId', h.person_id, 'name', ${nameOf('h')}, 'caseId', c.id, 'state', c.state)
                        order by h.birth_date, h.id), '[]')
                 from home h left join off_track_case c on c.person_id = h.person_id and c.state not in ('closed', 'held')) as household
         from me cross join grown`,
      [personId, at],
    );
    return row ?? null;
  }

  async facts(tx: Transaction, caseId: string, at: Date): Promise<BriefFacts> {
    const [row] = await tx.query<BriefFacts[]>(
      `with c as (select * from off_track_case where id = $1),
       records as (select r.id, r.connection_id from patient r join c on r.person_id = c.person_id),
       calls as (select t.* from touchpoint t join c on t.person_id = c.person_id where t.state = 'done' and t.channel = 'call'),
       visits as (select a.*, coalesce(d.name, d.source_id) as practitioner from records r join appointment a on a.patient_id = r.id
                    left join practitioner d on d.connection_id = a.connection_id and d.source_id = a.practitioner_source_id
                   where a.gone_at is null and a.starts_at <= $2)
       select c.class, c.rules, c.reason, ${isoInstant('c.since')} as since, c.service, c.last_visit_on::text as "lastVisitOn",
              (select v.practitioner from visits v where v.status = 'completed' order by v.starts_at desc limit 1) as "lastVisitWith",
              (select s.specialty from service s where c.service in (s.name, s.line) and s.specialty is not null limit 1) as specialty,
              coalesce(c.value_minor >= (select percentile_disc(0.8) within group (order by o.value_minor) from off_track_case o
                                          where o.value_minor > 0 and o.state in ('open', 'in_outreach', 'snoozed')), false) as "isHighValue",
              (select count(*)::int from visits v where v.status in ('no_show', 'cancelled')
                  and v.starts_at > $2::timestamptz - interval '12 months') as "missesIn12Months",
              (select count(*)::int from calls where not is_conversation and recorded_at > $2::timestamptz - interval '14 days') as "unansweredIn14Days",
              (select ${isoInstant('max(recorded_at)')} from calls where not is_conversation) as "lastUnansweredAt",
              (c.attempts = 0 and c.conversations = 0
                 and not exists (select from outbox_message o where o.case_id = c.id and o.accepted_at is not null)) as "isFirstContact",
              (select json_build_object('line', n.line, 'prescribed', n.prescribed_visits, 'visits',
                        (select count(distinct v.id) from visits v where v.status in ('completed', 'arrived', 'in_progress')
                            and (v.plan_source_id = n.source_id or (v.plan_source_id is null and v.starts_at >= n.started_at))))
                 from records r join plan n on n.patient_id = r.id
                where n.gone_at is null and n.closed_at is null and n.prescribed_visits is not null and coalesce(n.status, 'open') = 'open'
                order by n.started_at desc nulls last limit 1) as plan,
              (select json_build_object('at', ${isoInstant('t.recorded_at')}, 'outcome', t.outcome, 'nextKind', t.next_kind, 'nextBookedFor', t.next_booked_for,
                        'nextReason', t.next_reason, 'note', t.note, 'byName', ${BY('t.by_user_id')})
                 from calls t order by t.recorded_at desc, t.id desc limit 1) as "lastCall",
              (select ${isoInstant('min(t.planned_for)')} from touchpoint t where t.person_id = c.person_id and t.state = 'planned') as promised,
              (select ${isoInstant('max(z.until)')} from snooze z where z.person_id = c.person_id and z.ended_at is null) as "snoozedUntil",
              (select coalesce(json_agg(json_build_object('at', ${isoInstant('i.at')}, 'body', i.body) order by i.at desc), '[]')
                 from (select * from inbound_message i where i.person_id = c.person_id and i.reviewed_at is null order by i.at desc limit 3) i) as replies,
              (select coalesce(json_agg(json_build_object('at', ${isoInstant('n.at')}, 'text', n.text, 'byName', ${BY('n.by_user_id')}) order by n.at desc), '[]')
                 from (select * from staff_note n where n.person_id = c.person_id and n.undone_at is null order by n.at desc limit 3) n) as notes,
              (select q.id from sequence q where q.state = 'approved' and (q.rules = '{}' or q.rules && c.rules)
                order by q.rules && c.rules desc, q.version desc, q.id limit 1) as "sequenceId"
         from c`,
      [caseId, at],
    );
    if (row === undefined) throw new Error(`There is no case ${caseId}`);
    return row;
  }
}
