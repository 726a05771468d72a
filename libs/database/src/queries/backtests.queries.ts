import {
  PATIENT_RECORD_KINDS,
  type BacktestPiece,
  type BacktestResult,
  type Instant,
  type KeptRuleSetting,
  type LocalDate,
} from '@keepwell/domain';
import type { Transaction } from '../database.js';
import type { BacktestBasis, BacktestRun } from '../entities/backtest-run.entity.js';
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
  /** Null: nobody has begun it. */
  basis: BacktestBasis | null;
  method: string | null;
}

/** How far a round was when a piece of it was kept. */
interface PiecePlace {
  number: number;
  /** Null: the round is done. */
  upTo: string | null;
  /** That the round had been shown by then. */
  persons: number;
}

/** What was counted of some people. */
export interface KeptPiece extends PiecePlace {
  piece: BacktestPiece;
  /** Characters. */
  size: number;
}

/** `counts`: the piece, written down. */
export interface PieceToKeep extends PiecePlace {
  round: number;
  counts: string;
  /** 0 to 1. */
  progress: number;
  /** It holds all that was counted in the round: the pieces of the round before it go. */
  instead: boolean;
}

const WANTED = `first_day::text as "firstDay", last_day::text as "lastDay", every, rules, draft_id as "draftId", changes`;
const SHOWN = `id, ${WANTED}, json_build_object('id', asked_by_user_id,
    'name', coalesce((select u.display_name from app_user u where u.id = asked_by_user_id), 'former user')) as "askedBy",
  ${isoInstant('asked_at')} as "askedAt", state, progress, problem, ${isoInstant('started_at')} as "startedAt", ${isoInstant('ended_at')} as "endedAt"`;

const GONE = 'gone_at > $3 and coalesce(gone_observed_at, gone_at) <= $4';

const VERSION_READ = 'id, connection_id, source_id, sequence, observed_at';
const READ_AFTER = `
  with own as materialized (select ${VERSION_READ} from patient where practice_id = $1 and person_id = any($2::uuid[])),
  record as materialized (
    select 'patient' as kind, own.* from own
    ${PATIENT_RECORD_KINDS.map(
      (kind) => `union all
    select '${kind}', r.* from own
     cross join lateral (select ${VERSION_READ} from ${kind} where practice_id = $1 and patient_id = own.id offset 0) r`,
    ).join('\n')})
  select concat_ws(' ', kind, connection_id, source_id, sequence) as key from record where observed_at > $3
  union all
  select concat_ws(' ', r.kind, r.connection_id, r.source_id, v.sequence)
    from record r cross join lateral (
      select v.sequence from record_version v
       where v.practice_id = $1 and v.kind = r.kind and v.record_id = r.id and v.observed_at > $3 offset 0) v`;

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

  /** What is to be done, new or left by a runner that died, and nobody else's until the transaction ends. Null: it has ended, or there is none. */
  async toRun(tx: Transaction, practiceId: string, id: string): Promise<BacktestToRun | null> {
    const [row]: BacktestToRun[] = await tx.query(
      `select id, ${WANTED}, basis, method from backtest_run
        where practice_id = $1 and id = $2 and state in ('asked', 'running') for update`,
      [practiceId, id],
    );
    return row ?? null;
  }

  /** Begins with the first person; what was counted before in another way is let go. */
  async begin(
    tx: Transaction,
    practiceId: string,
    id: string,
    {
      settings,
      basis,
      method,
      now,
    }: { settings: KeptRuleSetting[]; basis: BacktestBasis; method: string; now: Instant },
  ): Promise<void> {
    await this.letGo(tx, practiceId, id);
    await tx.query(
      `update backtest_run set state = 'running', progress = 0, settings = $3, basis = $4, method = $5, started_at = $6
        where practice_id = $1 and id = $2`,
      [practiceId, id, JSON.stringify(settings), JSON.stringify(basis), method, new Date(now)],
    );
  }

  /**
   * Keeps what was counted of some people, and how far the run is by that. False: the run was called off meanwhile, and nothing is kept.
   */
  async keep(
    tx: Transaction,
    practiceId: string,
    id: string,
    { number, round, counts, upTo, persons, progress, instead }: PieceToKeep,
  ): Promise<boolean> {
    const rows: unknown[] = await tx.query(
      `with told as (update backtest_run set progress = greatest(progress, $3) where practice_id = $1 and id = $2 and state = 'running' returning 1)
       select 1 from told`,
      [practiceId, id, progress],
    );
    if (rows.length === 0) return false;
    if (instead) {
      await tx.query('delete from backtest_piece where practice_id = $1 and backtest_id = $2 and round = $3', [
        ...[practiceId, id, round],
      ]);
    }
    await tx.query(
      `insert into backtest_piece (practice_id, backtest_id, number, round, up_to_person_id, persons, counts)
       values ($1, $2, $3, $4, $5, $6, $7)`,
      [practiceId, id, number, round, upTo, persons, counts],
    );
    return true;
  }

  /** The next piece that was kept; null: that was the last. */
  async pieceAfter(tx: Transaction, practiceId: string, id: string, number: number): Promise<KeptPiece | null> {
    const [row]: KeptPiece[] = await tx.query(
      `select number, counts as piece, length(counts::text) as size, up_to_person_id as "upTo", persons from backtest_piece
        where practice_id = $1 and backtest_id = $2 and number > $3 order by number limit 1`,
      [practiceId, id, number],
    );
    return row ?? null;
  }

  /** Calls it off; false: it had ended already. Whoever does it sees so after the batch in hand. */
  async cancel(tx: Transaction, practiceId: string, id: string, now: Instant): Promise<boolean> {
    const rows: unknown[] = await tx.query(
      `with ended as (update backtest_run set state = 'cancelled', ended_at = $3, basis = null, method = null
          where practice_id = $1 and id = $2 and state in ('asked', 'running') returning 1)
       select 1 from ended`,
      [practiceId, id, new Date(now)],
    );
    await this.letGo(tx, practiceId, id);
    return rows.length > 0;
  }

  /** After the row of the run is ours: a batch that is being written meanwhile has been waited for. */
  private async letGo(tx: Transaction, practiceId: string, id: string): Promise<void> {
    await tx.query('delete from backtest_piece where practice_id = $1 and backtest_id = $2', [practiceId, id]);
  }

  async done(
    tx: Transaction,
    practiceId: string,
    id: string,
    { result, now }: { result: BacktestResult; now: Instant },
  ): Promise<void> {
    await tx.query(
      `update backtest_run set state = 'done', progress = 1, result = $3, ended_at = $4, basis = null, method = null
        where practice_id = $1 and id = $2 and state = 'running'`,
      [practiceId, id, JSON.stringify(result), new Date(now)],
    );
    await this.letGo(tx, practiceId, id);
  }

  async failed(
    tx: Transaction,
    practiceId: string,
    id: string,
    { problem, now }: { problem: string; now: Instant },
  ): Promise<void> {
    await tx.query(
      `update backtest_run set state = 'failed', problem = $3, ended_at = $4, basis = null, method = null
        where practice_id = $1 and id = $2 and state in ('asked', 'running')`,
      [practiceId, id, problem.slice(0, 500), new Date(now)],
    );
    await this.letGo(tx, practiceId, id);
  }

  /**
   * Versions of these people's records that were read after an instant: `kind source id sequence`. Of a source that is read while a backtest
   * runs, some people would be asked about with more than others.
   */
  async readAfter(tx: Transaction, practiceId: string, personIds: string[], knownBy: Instant): Promise<Set<string>> {
    const rows: { key: string }[] = await tx.query(READ_AFTER, [practiceId, personIds, new Date(knownBy)]);
    return new Set(rows.map(({ key }) => key));
  }

  /**
   * Records of these people that went away after an instant, as far as was known by another: `kind source id` → when. Only kinds that can say by
   * an instant of their own that they ended.
   */
  async goneSince(
    tx: Transaction,
    practiceId: string,
    personIds: string[],
    { from, knownBy }: { from: Instant; knownBy: Instant },
  ): Promise<Map<string, Instant>> {
    const rows: { key: string; at: number }[] = await tx.query(
      `with own as materialized (select id from patient where practice_id = $1 and person_id = any($2::uuid[]))
       select 'patient ' || connection_id || ' ' || source_id as key, round(date_part('epoch', gone_at) * 1000) as at
         from patient where practice_id = $1 and person_id = any($2::uuid[]) and ${GONE}
       ${['appointment', 'plan', 'recall']
         .map(
           (kind) => `union all
       select '${kind} ' || r.connection_id || ' ' || r.source_id, round(date_part('epoch', r.gone_at) * 1000)
         from own cross join lateral (select * from ${kind} where practice_id = $1 and patient_id = own.id and ${GONE} offset 0) r`,
         )
         .join('\n')}`,
      [practiceId, personIds, new Date(from), new Date(knownBy)],
    );
    return new Map(rows.map(({ key, at }) => [key, Number(at)]));
  }

  /** When each of these people was contacted through Keepwell, as far as was known by then: calls that were made, messages that left. */
  async contacts(
    tx: Transaction,
    practiceId: string,
    personIds: string[],
    knownBy: Instant,
  ): Promise<Map<string, Instant[]>> {
    const rows: { personId: string; at: number }[] = await tx.query(
      `select person_id as "personId", round(date_part('epoch', at) * 1000) as at from (
         select person_id, coalesce(started_at, recorded_at) as at from touchpoint
          where practice_id = $1 and person_id = any($2::uuid[]) and state = 'done' and recorded_at <= $3
         union all
         select person_id, coalesce(sent_at, accepted_at) from outbox_message
          where practice_id = $1 and person_id = any($2::uuid[]) and coalesce(sent_at, accepted_at) <= $3) c
       order by 1, 2`,
      [practiceId, personIds, new Date(knownBy)],
    );
    const contacts = new Map<string, Instant[]>();
    for (const { personId, at } of rows) contacts.set(personId, [...(contacts.get(personId) ?? []), Number(at)]);
    return contacts;
  }
}
