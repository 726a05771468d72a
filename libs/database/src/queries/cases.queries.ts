import type { CaseEvent, CaseSnapshot, ContactValue } from '@keepwell/domain';
import { NOWHERE } from '../entities/case-count.entity.js';
import { newId } from '../ids.js';
import type { Transaction } from '../database.js';
import { namedRows } from './named-rows.js';

/** What a row of the list shows of the person, kept with the case so that a page is one index range. */
export interface CaseFace {
  patientName: string;
  sortName: string;
  searchText: string;
}

/** A case that is not closed. Ids of location and practitioner are ours. */
export interface StandingCase {
  id: string;
  personId: string;
  snapshot: CaseSnapshot;
  face: CaseFace;
  /** Absent: as it was stored, or in plain sight where it is new. */
  placing?: CasePlacing;
  /** What a contact is worth; absent: as it was stored. */
  contactValue?: ContactValue | null;
}

/** Where a case stands besides its state. */
export interface CasePlacing {
  /** Nobody sees it (E11). */
  heldBack: boolean;
  /** Open, without a place in the present day of a practice that plans its days. */
  waiting: boolean;
  /** It has, or had, a place in the present day. */
  hasPlace: boolean;
}

export interface CaseEventRow {
  caseId: string;
  event: CaseEvent;
  /** Null or absent: the records or the clock, not a person. */
  byUserId?: string | null;
}

/** One number beside the list going up or down. */
export interface CountChange {
  state: string;
  rule: string;
  locationId: string;
  practitionerId: string;
  by: number;
}

const ms = (column: string): string => `round(date_part('epoch', ${column}) * 1000)`;

/** Whether the practice says how many contacts its team can make in a day. $1: the practice. */
export const IS_PLANNED = `(select p.settings->>'dayCapacity' is not null from practice p where p.id = $1)`;

/** Whether a case (its columns unqualified) has a place in the day that was planned last. $1: the practice. */
export const HAS_PLACE = `coalesce(day_on = (select max(d.day) from day_list d where d.practice_id = $1), false)`;

const STANDING = `
  select id, json_build_object('personId', person_id, 'face', json_build_object('patientName', patient_name, 'sortName', sort_name,
      'searchText', search_text), 'snapshot', json_build_object('state', state, 'closing', closing, 'closedAt', ${ms('closed_at')},
      'class', class, 'rules', rules, 'reason', reason, 'since', ${ms('since')}, 'backlog', backlog,
      'firstOpenedAt', ${ms('first_opened_at')}, 'reopenedCount', reopened_count, 'locationId', location_id,
      'practitionerId', practitioner_id, 'service', service, 'valueMinor', value_minor, 'currency', currency,
      'lastVisitOn', last_visit_on, 'nextBookingAt', ${ms('next_booking_at')}, 'sortPriority', sort_priority),
      'placing', json_build_object('heldBack', held_back, 'waiting', waiting, 'hasPlace', ${HAS_PLACE}), 'contactValue', contact_value)::text
    from off_track_case where practice_id = $1 and person_id = any($2::uuid[]) and state <> 'closed'
   order by id`;

/** Cases, their history and the numbers beside the list, written in the transaction of the evaluation that changed them. */
export class CaseQueries {
  /** Locked until the transaction ends: a person working the case and an evaluation must not overwrite each other. */
  /** `locks`: nobody else changes them until the transaction ends. */
  async standing(
    tx: Transaction,
    practiceId: string,
    personIds: string[],
    { locks = true }: { locks?: boolean } = {},
  ): Promise<Map<string, StandingCase>> {
    const [name, text] = locks ? ['standing-cases', `${STANDING} for update`] : ['standing-cases-seen', STANDING];
    const rows = await namedRows<[string, string]>(tx, name, text, [practiceId, personIds]);
    return new Map(
      rows.map(([id, json]) => {
        const standing = { id, ...(JSON.parse(json) as Omit<StandingCase, 'id'>) };
        return [standing.personId, standing];
      }),
    );
  }

  async save(tx: Transaction, practiceId: string, cases: StandingCase[]): Promise<void> {
    if (cases.length === 0) return;
    const rows = cases.map(({ id, personId, snapshot, face, placing, contactValue = null }) => ({
      ...{ id, personId, ...snapshot, ...face, contactValue },
      ...{ heldBack: placing?.heldBack ?? false, waiting: placing?.waiting ?? false },
      sortValue: snapshot.valueMinor ?? 0,
    }));
    await namedRows(
      tx,
      'save-cases',
      `insert into off_track_case (practice_id, id, person_id, state, closing, closed_at, class, rules, reason, since, backlog,
         first_opened_at, reopened_count, location_id, practitioner_id, service, value_minor, currency, last_visit_on, next_booking_at,
         sort_priority, sort_value, patient_name, sort_name, search_text, held_back, waiting, contact_value)
       select $1, r.id, r."personId", r.state, r.closing, to_timestamp(r."closedAt" / 1000), r.class, r.rules, r.reason,
              to_timestamp(r.since / 1000), r.backlog, to_timestamp(r."firstOpenedAt" / 1000), r."reopenedCount", r."locationId",
              r."practitionerId", r.service, r."valueMinor", r.currency, r."lastVisitOn", to_timestamp(r."nextBookingAt" / 1000),
              r."sortPriority", r."sortValue", r."patientName", r."sortName", r."searchText", r."heldBack", r.waiting, r."contactValue"
         from jsonb_to_recordset($2::jsonb) as r (id uuid, "personId" uuid, state text, closing text, "closedAt" float8, class text,
              rules text[], reason text, since float8, backlog boolean, "firstOpenedAt" float8, "reopenedCount" integer,
              "locationId" uuid, "practitionerId" uuid, service text, "valueMinor" bigint, currency text, "lastVisitOn" date,
              "nextBookingAt" float8, "sortPriority" bigint, "sortValue" bigint, "patientName" text, "sortName" text, "searchText" text,
              "heldBack" boolean, waiting boolean, "contactValue" jsonb)
       on conflict (practice_id, id) do update set
         person_id = excluded.person_id, state = excluded.state, closing = excluded.closing, closed_at = excluded.closed_at,
         class = excluded.class, rules = excluded.rules, reason = excluded.reason, since = excluded.since, backlog = excluded.backlog,
         reopened_count = excluded.reopened_count, location_id = excluded.location_id, practitioner_id = excluded.practitioner_id,
         service = excluded.service, value_minor = excluded.value_minor, currency = excluded.currency,
         last_visit_on = excluded.last_visit_on, next_booking_at = excluded.next_booking_at, sort_priority = excluded.sort_priority,
         sort_value = excluded.sort_value, patient_name = excluded.patient_name, sort_name = excluded.sort_name,
         search_text = excluded.search_text, held_back = excluded.held_back, waiting = excluded.waiting,
         contact_value = excluded.contact_value`,
      [practiceId, JSON.stringify(rows)],
    );
  }

  async append(tx: Transaction, practiceId: string, events: CaseEventRow[]): Promise<void> {
    if (events.length === 0) return;
    const rows = events.map(({ caseId, event, byUserId }) => ({ id: newId(), caseId, byUserId, ...event }));
    await namedRows(
      tx,
      'append-case-events',
      `insert into case_event (practice_id, id, case_id, at, event, detail, actor_user_id)
       select $1, r.id, r."caseId", to_timestamp(r.at / 1000), r.event, r.detail, r."byUserId"
         from jsonb_to_recordset($2::jsonb) as r (id uuid, "caseId" uuid, at float8, event text, detail jsonb, "byUserId" uuid)`,
      [practiceId, JSON.stringify(rows)],
    );
  }

  /** In the order of the key, so that two transactions cannot wait for each other. */
  async count(tx: Transaction, practiceId: string, changes: CountChange[]): Promise<void> {
    if (changes.length === 0) return;
    await namedRows(
      tx,
      'change-case-counts',
      `insert into case_count (practice_id, state, rule, location_id, practitioner_id, n)
       select $1, r.state, r.rule, r."locationId", r."practitionerId", r.by
         from jsonb_to_recordset($2::jsonb) as r (state text, rule text, "locationId" uuid, "practitionerId" uuid, by integer)
        order by 2, 3, 4, 5
       on conflict (practice_id, state, rule, location_id, practitioner_id) do update set n = case_count.n + excluded.n`,
      [practiceId, JSON.stringify(changes)],
    );
  }

  /** Who took over the records of these persons (K03); absent where a person's records are simply gone. */
  async survivors(tx: Transaction, practiceId: string, personIds: string[]): Promise<Map<string, string>> {
    const rows = await namedRows<[string, string]>(
      tx,
      'survivors',
      `select id, person_id from patient where practice_id = $1 and id = any($2::uuid[]) and person_id <> id`,
      [practiceId, personIds],
    );
    return new Map(rows);
  }
}

/** Where a case is counted: on the shelf that it lies on, and there by rule, by location and by practitioner. */
export function countsOf(
  counted: Pick<CaseSnapshot, 'backlog' | 'state' | 'rules' | 'locationId' | 'practitionerId'> &
    Partial<Pick<CasePlacing, 'heldBack' | 'waiting'>>,
  by: 1 | -1,
): CountChange[] {
  const { rules, locationId, practitionerId } = counted;
  const shelf = shelfOf(counted);
  const key = { state: shelf, rule: '', locationId: NOWHERE, practitionerId: NOWHERE, by };
  const counts: CountChange[] = [key, ...rules.map((rule) => ({ ...key, rule }))];
  if (locationId !== null) counts.push({ ...key, locationId });
  if (practitionerId !== null) counts.push({ ...key, practitionerId });
  return counts;
}

function shelfOf({ backlog, state, heldBack, waiting }: Parameters<typeof countsOf>[0]): string {
  if (heldBack === true) return 'held_back';
  if (state !== 'open') return state;
  if (backlog) return 'backlog';
  return waiting === true ? 'waiting' : 'open';
}

/** People at risk and people long gone have no case; their number is kept all the same. */
export function countOfPersons(state: 'watch' | 'lapsed', by: number): CountChange {
  return { state, rule: '', locationId: NOWHERE, practitionerId: NOWHERE, by };
}

/** One change per counter; those that cancel out are left out. */
export function summedCounts(changes: CountChange[]): CountChange[] {
  const sums = new Map<string, CountChange>();
  for (const change of changes) {
    const key = `${change.state} ${change.rule} ${change.locationId} ${change.practitionerId}`;
    sums.set(key, { ...change, by: (sums.get(key)?.by ?? 0) + change.by });
  }
  return [...sums.values()].filter(({ by }) => by !== 0);
}
