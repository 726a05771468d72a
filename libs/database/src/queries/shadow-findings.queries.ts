import type { Marks, Verdict, WrongCause } from '@keepwell/domain';
import type { Transaction } from '../database.js';
import { ShadowVerdict } from '../entities/shadow-verdict.entity.js';
import { newId } from '../ids.js';
import { householdSql } from './household-sql.js';
import { isoInstant, named } from './json-sql.js';

/** `to_judge`: stands, and nobody has judged it. `standing`: would be listed now. `judged`: of late, whether it stands or not. */
export type ShadowShelf = 'to_judge' | 'standing' | 'judged';

export interface ShadowQuestion {
  rule: string;
  shelf: ShadowShelf;
  /** Of patients whose record names the location; null: wherever. */
  locationId: string | null;
  /** Judged since then. */
  since: Date;
  after: { at: string; id: string } | null;
  limit: number;
}

/** Of one rule, whoever is out of sight left out. */
export interface ShadowCounts {
  rule: string;
  toJudge: number;
  standing: number;
  /** For how many patients it speaks: of somebody with two courses of care it may find two things. */
  people: number;
  /** For how many it began to speak in the seven days before. */
  lastWeek: number;
  /** As many as stand under `judged`. */
  judgedLately: number;
  judged: Marks;
}

export interface ShadowFindingKey {
  id: string;
  personId: string;
  rule: string;
}

/**
 * Out of sight for everybody (E11, K30): a trial must not bring to light what the list hides. An experiment leaves households alone, so that whoever lives
 * with somebody who is held back is not shown either, with a case of their own or without.
 */
const IN_SIGHT = `not exists (select from experiment_case x where x.person_id = f.person_id and x.arm = 'held_back' and x.shown_at is null)
  and not exists (select from patient m join experiment_case x on x.household = ${householdSql('m')}
                   where m.id = f.person_id and x.arm = 'held_back' and x.shown_at is null)
  and not exists (select from off_track_case h where h.person_id = f.person_id and h.state = 'held')`;

const NEWEST = `left join lateral (
  select v.verdict, v.cause, v.by_user_id, v.at from shadow_verdict v
   where v.finding_id = f.id and v.undone_at is null order by v.at desc, v.id desc limit 1) v on true`;

const SHELVES: Record<ShadowShelf, string> = {
  to_judge: 'f.closed_at is null and v.at is null and $2::timestamptz is not null',
  standing: 'f.closed_at is null and $2::timestamptz is not null',
  judged: 'v.at >= $2',
};

/** Whom rules on trial would list, and what people say of it. It says nothing of the list: no case ends by it, and no rule pauses itself. */
export class ShadowFindingQueries {
  /** A page, newest first, as JSON that PostgreSQL writes: one row more than asked for when there is a next page. */
  async page(tx: Transaction, question: ShadowQuestion): Promise<{ json: string; at: string; id: string }[]> {
    const { rule, shelf, locationId, since, after, limit } = question;
    return tx.query<{ json: string; at: string; id: string }[]>(
      `select f.opened_at::text as at, f.id, json_build_object(
          'id', f.id, 'personId', f.person_id, 'patientName', concat_ws(' ', p.given_name, p.family_name),
          'sourceIds', (select coalesce(json_agg(json_build_object('connectionId', s.connection_id, 'id', s.source_id) order by s.id <> p.person_id, s.source_id), '[]')
                          from patient s where s.person_id = f.person_id and s.gone_at is null),
          'class', f.class, 'reason', f.reason,
          'facts', coalesce((select json_agg(t.fact->>'says' order by t.n) from jsonb_array_elements(f.evidence->'facts') with ordinality as t (fact, n)), '[]'),
          'clearsWhen', f.evidence->>'clearsWhen', 'since', ${isoInstant('f.since')}, 'foundAt', ${isoInstant('f.opened_at')},
          'endedAt', ${isoInstant('f.closed_at')}, 'caseId', c.id,
          'lastVisitOn', e.answer->'lastVisitOn', 'nextBookingAt', ${isoInstant("to_timestamp((e.answer->>'nextBookingAt')::bigint / 1000.0)")},
          'location', ${named('l')}, 'practitioner', ${named('t')},
          'verdict', case when v.at is null then null else json_build_object('verdict', v.verdict, 'cause', v.cause, 'at', ${isoInstant('v.at')},
             'by', json_build_object('id', v.by_user_id, 'name', coalesce((select u.display_name from app_user u where u.id = v.by_user_id), 'former user'))) end)::text as json
         from shadow_finding f
         ${NEWEST}
         left join patient p on p.id = f.person_id
         left join evaluation e on e.person_id = f.person_id
         left join off_track_case c on c.person_id = f.person_id and c.state <> 'closed'
         left join location l on l.connection_id = p.connection_id and l.source_id = p.location_source_id
         left join practitioner t on t.connection_id = p.connection_id and t.source_id = p.practitioner_source_id
        where f.rule = $1 and ${SHELVES[shelf]} and ($3::uuid is null or l.id = $3) and ${IN_SIGHT}
          and ($4::timestamptz is null or (f.opened_at, f.id) < ($4::timestamptz, $5::uuid))
        order by f.opened_at desc, f.id desc limit $6`,
      [rule, since, locationId, after?.at ?? null, after?.id ?? null, limit + 1],
    );
  }

  /**
   * How many there are of a rule, or of each that found anything, and how they were judged since then: only what was found since a person last set
   * the rule, as for rules that list (X13). Every page that says how many a trial would list asks here.
   */
  async counts(
    tx: Transaction,
    { rule, since, now }: { rule: string | null; since: Date; now: Date },
  ): Promise<ShadowCounts[]> {
    const rows = await tx.query<(Omit<ShadowCounts, 'judged'> & Marks)[]>(
      `select f.rule, count(*) filter (where f.closed_at is null and v.at is null)::int as "toJudge",
              count(*) filter (where f.closed_at is null)::int as standing,
              count(distinct f.person_id) filter (where f.closed_at is null)::int as people,
              count(distinct f.person_id) filter (where f.opened_at > $3::timestamptz - interval '7 days')::int as "lastWeek",
              count(*) filter (where v.at >= $2)::int as "judgedLately",
              count(*) filter (where v.verdict = 'right' and v.at >= $2 and f.opened_at >= coalesce(s.at, '-infinity'))::int as "right",
              count(*) filter (where v.verdict = 'wrong' and v.at >= $2 and f.opened_at >= coalesce(s.at, '-infinity'))::int as "wrong"
         from shadow_finding f
         left join (select distinct on (finding_id) finding_id, verdict, at from shadow_verdict
                     where undone_at is null order by finding_id, at desc, id desc) v on v.finding_id = f.id
         left join (select rule, max(valid_from) as at from rule_setting where author is not null group by rule) s on s.rule = f.rule
        where ($1::text is null or f.rule = $1)
          and (f.closed_at is null or v.at is not null or f.opened_at > $3::timestamptz - interval '7 days') and ${IN_SIGHT}
        group by f.rule`,
      [rule, since, now],
    );
    return rows.map(({ right, wrong, ...counts }) => ({ ...counts, judged: { right, wrong } }));
  }

  /** Null: there is none, or it is out of sight. */
  async find(tx: Transaction, id: string): Promise<ShadowFindingKey | null> {
    const [found] = await tx.query<ShadowFindingKey[]>(
      `select f.id, f.person_id as "personId", f.rule from shadow_finding f where f.id = $1 and ${IN_SIGHT} for update`,
      [id],
    );
    return found ?? null;
  }

  async judge(
    tx: Transaction,
    practiceId: string,
    { id: findingId, personId, rule }: ShadowFindingKey,
    given: { verdict: Verdict; cause: WrongCause | null; byUserId: string; at: Date },
  ): Promise<void> {
    await tx.insert(ShadowVerdict, { ...given, practiceId, id: newId(), findingId, personId, rule });
  }

  /** Takes back all that was said of it; false: nothing was. */
  async takeBack(tx: Transaction, findingId: string, at: Date): Promise<boolean> {
    const rows = await tx.query<unknown[]>(
      `with taken as (update shadow_verdict set undone_at = $2 where finding_id = $1 and undone_at is null returning 1) select 1 from taken`,
      [findingId, at],
    );
    return rows.length > 0;
  }
}
