import type { BacktestResult, Instant, KeptRuleSetting, LocalDate } from '@keepwell/domain';
import type { Transaction } from '../database.js';
import type { BacktestRun } from '../entities/backtest-run.entity.js';
import type { DraftChange } from '../entities/rule-draft.entity.js';
import { newId } from '../ids.js';
import { isoInstant } from './json-sql.js';

export type BacktestState = BacktestRun['state'];

/** What somebody wants to have tried. */
export interface BacktestWanted {
  firstDay: LocalDate;
  lastDay: LocalDate;
  every: number;
  rules: string[] | null;
  draftId: string | null;
  changes: DraftChange[] | null;
}

export interface BacktestRow extends BacktestWanted {
  id: string;
  askedBy: { id: string; name: string };
  askedAt: string;
  state: BacktestState;
  /** 0 to 1. */
  progress: number;
  problem: string | null;
  startedAt: string | null;
  endedAt: string | null;
}

export interface BacktestToRun extends BacktestWanted {
  id: string;
}

const WANTED = `first_day::text as "firstDay", last_day::text as "lastDay", every, rules, draft_id as "draftId", changes`;
const SHOWN = `id, ${WANTED}, json_build_object('id', asked_by_user_id,
    'name', coalesce((select u.display_name from app_user u where u.id = asked_by_user_id), 'former user')) as "askedBy",
  ${isoInstant('asked_at')} as "askedAt", state, progress, problem, ${isoInstant('started_at')} as "startedAt", ${isoInstant('ended_at')} as "endedAt"`;

/** Backtests: asked for, under way, done, called off. */
export class BacktestQueries {
  async ask(
    tx: Transaction,
    practiceId: string,
    { by, now, ...wanted }: BacktestWanted & { by: string; now: Instant },
  ): Promise<string> {
    const id = newId();
    await tx.query(
      `insert into backtest_run (practice_id, id, asked_by_user_id, asked_at, first_day, last_day, every, rules, draft_id, changes, state)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'asked')`,
      [
        ...[practiceId, id, by, new Date(now), wanted.firstDay, wanted.lastDay, wanted.every, wanted.rules],
        ...[wanted.draftId, wanted.changes === null ? null : JSON.stringify(wanted.changes)],
      ],
    );
    return id;
  }

  /** Newest first, before a run where one is given. */
  async list(tx: Transaction, before: string | null, limit: number): Promise<BacktestRow[]> {
    return tx.query(
      `select ${SHOWN} from backtest_run r
        where $1::uuid is null or (r.asked_at, r.id) < (select b.asked_at, b.id from backtest_run b where b.id = $1::uuid)
        order by r.asked_at desc, r.id desc limit $2`,
      [before, limit],
    );
  }

  async one(tx: Transaction, id: string): Promise<(BacktestRow & { result: BacktestResult | null }) | null> {
    const [row]: (BacktestRow & { result: BacktestResult | null })[] = await tx.query(
      `select ${SHOWN}, result from backtest_run where id = $1`,
      [id],
    );
    return row ?? null;
  }

  /** How many wait or run. */
  async underWay(tx: Transaction): Promise<number> {
    const [row]: { n: number }[] = await tx.query(
      `select count(*)::int as n from backtest_run where state in ('asked', 'running')`,
    );
    return row?.n ?? 0;
  }

  /** Begins, or begins anew after a runner that died. Null: it is done, or there is none. */
  async begin(
    tx: Transaction,
    practiceId: string,
    id: string,
    { settings, now }: { settings: KeptRuleSetting[]; now: Instant },
  ): Promise<BacktestToRun | null> {
    const [row]: BacktestToRun[] = await tx.query(
      `with begun as (
         update backtest_run set state = 'running', progress = 0, settings = $3, started_at = $4
          where practice_id = $1 and id = $2 and state in ('asked', 'running') returning *)
       select id, ${WANTED} from begun`,
      [practiceId, id, JSON.stringify(settings), new Date(now)],
    );
    return row ?? null;
  }

  /** False: it was called off meanwhile, and there is nothing left to do. */
  async progress(tx: Transaction, practiceId: string, id: string, progress: number): Promise<boolean> {
    const rows: unknown[] = await tx.query(
      `with told as (update backtest_run set progress = greatest(progress, $3) where practice_id = $1 and id = $2 and state = 'running' returning 1)
       select 1 from told`,
      [practiceId, id, progress],
    );
    return rows.length > 0;
  }

  /** Calls it off; false: it had ended already. Whoever does it sees so after the batch in hand. */
  async cancel(tx: Transaction, practiceId: string, id: string, now: Instant): Promise<boolean> {
    const rows: unknown[] = await tx.query(
      `with ended as (update backtest_run set state = 'cancelled', ended_at = $3
          where practice_id = $1 and id = $2 and state in ('asked', 'running') returning 1)
       select 1 from ended`,
      [practiceId, id, new Date(now)],
    );
    return rows.length > 0;
  }

  async done(
    tx: Transaction,
    practiceId: string,
    id: string,
    { result, now }: { result: BacktestResult; now: Instant },
  ): Promise<void> {
    await tx.query(
      `update backtest_run set state = 'done', progress = 1, result = $3, ended_at = $4
        where practice_id = $1 and id = $2 and state = 'running'`,
      [practiceId, id, JSON.stringify(result), new Date(now)],
    );
  }

  async failed(
    tx: Transaction,
    practiceId: string,
    id: string,
    { problem, now }: { problem: string; now: Instant },
  ): Promise<void> {
    await tx.query(
      `update backtest_run set state = 'failed', problem = $3, ended_at = $4 where practice_id = $1 and id = $2 and state = 'running'`,
      [practiceId, id, problem.slice(0, 500), new Date(now)],
    );
  }

  /**
   * Records of these people that went away after an instant: `kind source id` → when. Only kinds that can say by an instant of their own
   * that they ended.
   */
  async goneSince(
    tx: Transaction,
    practiceId: string,
    personIds: string[],
    from: Instant,
  ): Promise<Map<string, Instant>> {
    const rows: { key: string; at: number }[] = await tx.query(
      `with own as materialized (select id from patient where practice_id = $1 and person_id = any($2::uuid[]))
       select 'patient ' || connection_id || ' ' || source_id as key, round(date_part('epoch', gone_at) * 1000) as at
         from patient where practice_id = $1 and person_id = any($2::uuid[]) and gone_at > $3
       ${['appointment', 'plan', 'recall']
         .map(
           (kind) => `union all
       select '${kind} ' || r.connection_id || ' ' || r.source_id, round(date_part('epoch', r.gone_at) * 1000)
         from own cross join lateral (select * from ${kind} where practice_id = $1 and patient_id = own.id and gone_at > $3 offset 0) r`,
         )
         .join('\n')}`,
      [practiceId, personIds, new Date(from)],
    );
    return new Map(rows.map(({ key, at }) => [key, Number(at)]));
  }

  /** When each of these people was contacted through Keepwell: calls that were made, messages that left. */
  async contacts(tx: Transaction, practiceId: string, personIds: string[]): Promise<Map<string, Instant[]>> {
    const rows: { personId: string; at: number }[] = await tx.query(
      `select person_id as "personId", round(date_part('epoch', at) * 1000) as at from (
         select person_id, coalesce(started_at, recorded_at) as at from touchpoint
          where practice_id = $1 and person_id = any($2::uuid[]) and state = 'done'
         union all
         select person_id, coalesce(sent_at, accepted_at) from outbox_message
          where practice_id = $1 and person_id = any($2::uuid[]) and coalesce(sent_at, accepted_at) is not null) c
       order by 1, 2`,
      [practiceId, personIds],
    );
    const contacts = new Map<string, Instant[]>();
    for (const { personId, at } of rows) contacts.set(personId, [...(contacts.get(personId) ?? []), Number(at)]);
    return contacts;
  }
}
