import { RULES, SURGE_DAYS, type Instant } from '@keepwell/domain';
import { tellWorklist } from '../events.js';
import type { Transaction } from '../database.js';
import { AlarmQueries } from './alarms.queries.js';
import { CaseQueries, countsOf, IS_PLANNED, summedCounts } from './cases.queries.js';
import { JobQueries } from './jobs.queries.js';
import { namedRows } from './named-rows.js';

/** New cases of late, by the practice's local days. */
export interface NewCases {
  /** The practice's local date. */
  day: string;
  /** Without those that were looked at before they came (X17), and without those of rules that were published today. */
  today: number;
  /** What a person published today: how many cases, the rules that at least a tenth of them had, and how many more have come for these rules alone since. */
  published: { cases: number; rules: string[]; alike: number };
  /** Of the days before today that are looked at; those without any are left out. Empty where they were not asked for. */
  before: number[];
  /** Rules whose settings changed within the last day: what they bring anew was looked at before (X17). */
  changedRules: string[];
}

/** A case that waits for a person to say whether to believe it. */
export interface HeldCase {
  id: string;
  personId: string;
  rules: string[];
  backlog: boolean;
  waiting: boolean;
  /** Out of sight by an experiment, too (E11). */
  heldBack: boolean;
  locationId: string | null;
  practitionerId: string | null;
  heldAt: Instant;
}

export interface HeldSummary {
  cases: number;
  /** When the first and the last of them were found, ISO 8601; null: nothing is held. */
  since: string | null;
  upTo: string | null;
  rules: { rule: string; cases: number }[];
  /** Some of them, newest first, for a person to look at. */
  people: { personId: string; name: string; rules: string[]; reason: string }[];
}

const iso = (column: string): string => `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

const OFF_TRACK_RULES = RULES.filter(({ kind }) => kind === 'O').map(({ id }) => id);

/** An opened case (its event is `e`) all of whose reasons are of rules that had been set within the day: looked at before (X17). $4: the rules that count. */
const WAS_SEEN_BEFORE = `(exists (select from changed) and e.detail ? 'rules' and not exists (
  select from jsonb_array_elements_text(e.detail->'rules') as r (rule)
   where r.rule = any($4::text[])
     and not exists (select from changed s where s.rule = r.rule and s.valid_from <= e.at and s.valid_from > e.at - interval '1 day')))`;

/** A rule that fewer than one in so many of the published cases had is not what was published: many more of it are another surge. */
const OF_SO_MANY = 10;

/** An opened case all of whose reasons are of rules that a person published a surge of today. */
const IS_LIKE_PUBLISHED = `(published.n > 0 and e.detail ? 'rules' and not exists (
  select from jsonb_array_elements_text(e.detail->'rules') as r (rule) where r.rule = any($4::text[]) and r.rule <> all(published.rules)))`;

/** Up to the instant that was looked at; what an experiment hides and nobody can name goes with the last that is in sight. $2: the instant. */
const IS_ANSWERED = `(first_opened_at <= $2 or held_back and not exists (
  select from off_track_case o where o.practice_id = $1 and o.state = 'held' and not o.held_back and o.first_opened_at > $2))`;

/** Cases held for review because too many came at once (K30). */
export class SurgeQueries {
  private readonly cases = new CaseQueries();
  private readonly jobs = new JobQueries();
  private readonly alarms = new AlarmQueries();

  /** `knownDay`: the local date for which the days before are known; they are read again when it is another. */
  async newCases(tx: Transaction, practiceId: string, now: Date, knownDay: string | null): Promise<NewCases> {
    const [row] = await namedRows<[string, string, string[], string[], string, string[], string]>(
      tx,
      'new-cases-by-day',
      `with today as (
         select day, day::timestamp at time zone timezone as midnight, case when day = $3::date then day::timestamp at time zone timezone else $2::timestamptz - make_interval(days => ${SURGE_DAYS + 1}) end as since
           from (select timezone, ($2::timestamptz at time zone timezone)::date as day from practice where id = $1) p),
       changed as (
         select rule, valid_from from rule_setting where practice_id = $1 and valid_from > $2::timestamptz - interval '2 days' and valid_from <= $2),
       released as (
         select e.case_id, e.at, r.rule
           from case_event e cross join jsonb_array_elements_text(e.detail->'rules') as r (rule)
          where e.practice_id = $1 and e.at >= (select midnight from today) and e.at <= $2 and e.event = 'opened' and e.detail ? 'held' and r.rule = any($4::text[])),
       published as (
         select (select count(distinct case_id) from released) as n, (select max(at) from released) as last,
                coalesce((select array_agg(rule) from (
                  select rule from released group by rule
                  having count(distinct case_id) * ${OF_SO_MANY} >= (select count(distinct case_id) from released)) common), '{}') as rules),
       days as (
         select (e.at at time zone p.timezone)::date as day, count(*) as n,
                count(*) filter (where not ${WAS_SEEN_BEFORE} and not ${IS_LIKE_PUBLISHED}) as unexpected,
                count(*) filter (where not ${WAS_SEEN_BEFORE} and ${IS_LIKE_PUBLISHED} and e.at > published.last) as alike
           from practice p join case_event e on e.practice_id = p.id cross join published
          where p.id = $1 and e.at >= (select since from today) and e.at <= $2
            and not coalesce((e.detail->>'backlog')::boolean, false)
            and (e.event = 'opened' and not e.detail ? 'held'
              or e.event = 'held' and not exists (select from case_event d where d.practice_id = $1 and d.case_id = e.case_id and d.event = 'discarded'))
          group by 1)
       select (select day::text from today), (select coalesce(sum(unexpected), 0) from days, today where days.day = today.day),
              (select coalesce(array_agg(n), '{}') from days, today where days.day < today.day and days.day >= today.day - ${SURGE_DAYS}),
              (select coalesce(array_agg(distinct rule), '{}') from rule_setting
                where practice_id = $1 and valid_from > $2::timestamptz - interval '1 day' and valid_from <= $2),
              (select n from published), (select rules from published),
              (select coalesce(sum(alike), 0) from days, today where days.day = today.day)`,
      [practiceId, now, knownDay, OFF_TRACK_RULES],
    );
    const [day, today, before, changedRules, cases, rules, alike] = row ?? ['', '0', [], [], '0', [], '0'];
    const published = { cases: Number(cases), rules, alike: Number(alike) };
    return { day, today: Number(today), before: before.map(Number), changedRules, published };
  }

  async summary(tx: Transaction): Promise<HeldSummary> {
    const [row] = await tx.query<HeldSummary[]>(
      `select count(*)::int as cases, ${iso('min(first_opened_at)')} as since,
              ${iso('max(first_opened_at)')} as "upTo",
              coalesce((select json_agg(json_build_object('personId', person_id, 'name', patient_name, 'rules', rules, 'reason', reason))
                 from (select * from off_track_case where state = 'held' order by first_opened_at desc, id desc limit 50) newest), '[]') as people,
              coalesce((select json_agg(json_build_object('rule', rule, 'cases', n) order by n desc, rule)
                 from (select r.rule, count(*)::int as n from off_track_case k cross join unnest(k.rules) as r (rule)
                        where k.state = 'held' group by r.rule) by_rule), '[]') as rules
         from off_track_case where state = 'held'`,
    );
    return row ?? { cases: 0, since: null, upTo: null, rules: [], people: [] };
  }

  /** In sight: what an experiment hides besides needs no review of its own. */
  async isAnyHeld(tx: Transaction, practiceId: string): Promise<boolean> {
    const rows = await tx.query<unknown[]>(
      `select 1 from off_track_case where practice_id = $1 and state = 'held' and not held_back limit 1`,
      [practiceId],
    );
    return rows.length > 0;
  }

  /** The connection that most of these people's records come from: its alarm tells of the surge. Null: none is left. */
  async sourceOf(tx: Transaction, practiceId: string, personIds: string[]): Promise<string | null> {
    const [row] = await tx.query<{ id: string }[]>(
      `select connection_id as id from patient where practice_id = $1 and person_id = any($2::uuid[])
        group by connection_id order by count(*) desc, connection_id limit 1`,
      [practiceId, personIds],
    );
    return row?.id ?? null;
  }

  /**
   * Puts on the list what was held up to an instant, as opened now, and ends the alarm where nothing is held any more; answers how many come in
   * sight. What an experiment hides is answered with the rest where the transaction sees it, so that both arms are treated alike.
   */
  async publish(tx: Transaction, practiceId: string, upTo: Date, by: { userId: string; at: Date }): Promise<number> {
    const held = await this.take(
      tx,
      `update off_track_case set state = 'open', first_opened_at = $3, waiting = not backlog and not held_back and ${IS_PLANNED}
        where practice_id = $1 and id in (select id from answered)`,
      [practiceId, upTo, by.at],
    );
    await this.endAlarmIfOver(tx, practiceId, by.at);
    // They wait until the day is planned with them. Owed before the numbers are moved, as an evaluation does.
    if (held.some(({ waiting }) => waiting)) await this.jobs.owe(tx, practiceId, 'plan_day', practiceId);
    const event = { event: 'opened' as const, at: by.at.getTime() };
    await this.cases.append(
      tx,
      practiceId,
      held.map(({ id, rules }) => ({
        caseId: id,
        byUserId: by.userId,
        event: { ...event, detail: { rules, held: true } },
      })),
    );
    await this.recount(tx, practiceId, held, 'open');
    return held.filter(({ heldBack }) => !heldBack).length;
  }

  /** Closes what was held up to an instant as wrong data: it opens again only for what is found later. Answers how many were in sight. */
  async discard(tx: Transaction, practiceId: string, upTo: Date, by: { userId: string; at: Date }): Promise<number> {
    const held = await this.take(
      tx,
      `update off_track_case set state = 'closed', closing = 'wrong_data', closed_at = $3
        where practice_id = $1 and id in (select id from answered)`,
      [practiceId, upTo, by.at],
    );
    await this.endAlarmIfOver(tx, practiceId, by.at);
    const event = { event: 'discarded' as const, at: by.at.getTime(), detail: { because: 'staff' } };
    await this.cases.append(
      tx,
      practiceId,
      held.map(({ id }) => ({ caseId: id, byUserId: by.userId, event })),
    );
    await this.recount(tx, practiceId, held, 'closed');
    return held.filter(({ heldBack }) => !heldBack).length;
  }

  /**
   * The alarm is locked before anybody looks whether something is held still: an evaluation that holds more writes to it in the same transaction,
   * before it counts, and what it holds must not lie there without an alarm.
   */
  private async endAlarmIfOver(tx: Transaction, practiceId: string, now: Date): Promise<void> {
    await this.alarms.lock(tx, practiceId, 'surge_held');
    if (!(await this.isAnyHeld(tx, practiceId))) await this.alarms.endAll(tx, practiceId, 'surge_held', now);
  }

  private async take(tx: Transaction, update: string, values: unknown[]): Promise<HeldCase[]> {
    return tx.query<HeldCase[]>(
      // Locked in the order in which the evaluation locks them: it may be looking at them at this moment.
      `with answered as materialized (
         select id from off_track_case where practice_id = $1 and state = 'held' and ${IS_ANSWERED} order by id for update),
       taken as (${update} returning *)
       select id, person_id as "personId", rules, backlog, waiting, held_back as "heldBack", location_id as "locationId", practitioner_id as "practitionerId",
              round(date_part('epoch', first_opened_at) * 1000)::float8 as "heldAt" from taken order by id`,
      values,
    );
  }

  private async recount(tx: Transaction, practiceId: string, held: HeldCase[], to: 'open' | 'closed'): Promise<void> {
    const counts = held.flatMap((each) => [
      ...countsOf({ ...each, waiting: false, state: 'held' }, -1),
      ...countsOf({ ...each, state: to }, 1),
    ]);
    await this.cases.count(tx, practiceId, summedCounts(counts));
    const inSight = held.filter(({ heldBack }) => !heldBack);
    await tellWorklist(
      tx,
      practiceId,
      inSight.map(({ personId }) => personId),
    );
  }
}
