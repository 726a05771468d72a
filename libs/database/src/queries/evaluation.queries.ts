import type { Instant } from '@keepwell/domain';
import type { Transaction } from '../database.js';
import {
  arrayText,
  binaryArray,
  FALSE,
  instantBytes,
  textArray,
  TRUE,
  uuidBytes,
  wordBytes,
  type Element,
} from './binary-arrays.js';
import { readContext, type EvaluationContext, type StoredBasis } from './evaluation-context.js';
import { namedRows } from './named-rows.js';
import { PastBasisQueries } from './past-basis.queries.js';

/** A person owed an evaluation, and which version of the mark was seen: a mark made since then stays. */
export interface ChangedPerson {
  personId: string;
  mark: string;
}

export interface StoredEvaluation {
  personId: string;
  hash: string;
  warmUp: boolean;
  state: string;
  related: string[];
}

export interface EvaluationRow {
  personId: string;
  asOf: Instant;
  state: string;
  since: Instant | null;
  nextChangeAt: Instant | null;
  /** JSON of the stored answer, whole. */
  said: string;
  /** JSON of those of its parts that are asked for one by one. */
  answer: string;
  /** JSON of what a list shows of the findings: rule, name, kind and class of each. */
  listed: string;
  /** SHA-256 of all that was answered, hex. */
  hash: string;
  medianLines: string[];
  related: string[];
  warmUp: boolean;
}

const BEFORE_ALL = '00000000-0000-0000-0000-000000000000';

/** Who is owed an evaluation, what was answered, and what the answers rest on. All in the practice's transaction. */
export class EvaluationQueries {
  private readonly past = new PastBasisQueries();

  context(tx: Transaction, practiceId: string): Promise<EvaluationContext> {
    return readContext(tx, practiceId);
  }

  /**
   * Those who are marked, in the order of ids and beginning after `after`, so that whoever is marked over and over does not keep the others
   * waiting. When none is left there, from the first on.
   */
  async changed(
    tx: Transaction,
    practiceId: string,
    limit: number,
    after: string | null = null,
  ): Promise<ChangedPerson[]> {
    const from = async (first: string, least: number) => {
      const rows = await namedRows<[string, string]>(
        tx,
        'changed-persons',
        'select marked, mark from marks_after($1, $2, $3)',
        [practiceId, first, least],
      );
      return rows.map(([personId, mark]) => ({ personId, mark }));
    };
    const marked = await from(after ?? BEFORE_ALL, limit);
    if (after === null || marked.length === limit) return marked;
    const earlier = await from(BEFORE_ALL, limit);
    return [...marked, ...earlier.filter(({ personId }) => personId <= after)].slice(0, limit);
  }

  /** Whose answer can have changed by the passing of time alone. */
  async due(tx: Transaction, practiceId: string, now: Instant, limit: number): Promise<string[]> {
    const rows = await namedRows<[string]>(
      tx,
      'due-persons',
      `select person_id from evaluation where practice_id = $1 and next_change_at <= $2 order by next_change_at limit $3`,
      [practiceId, new Date(now), limit],
    );
    return rows.map(([personId]) => personId);
  }

  /** How many `everyone` goes through. */
  async countEveryone(tx: Transaction, practiceId: string): Promise<number> {
    const [row] = await namedRows<[number]>(
      tx,
      'count-everyone',
      `select count(*)::int from (select person_id from patient where practice_id = $1
        union select person_id from evaluation where practice_id = $1) known`,
      [practiceId],
    );
    return row?.[0] ?? 0;
  }

  /** Every person with a record, after `after` in the order of ids. */
  async everyone(tx: Transaction, practiceId: string, after: string | null, limit: number): Promise<string[]> {
    const rows = await namedRows<[string]>(
      tx,
      'every-person',
      // Each range by its index; a merged record names its person twice, so a page may be short, but it is never empty.
      `(select person_id from patient where practice_id = $1 and person_id > $2::uuid order by person_id limit $3)
       union
       (select person_id from evaluation where practice_id = $1 and person_id > $2::uuid order by person_id limit $3)
        order by person_id limit $3`,
      [practiceId, after ?? BEFORE_ALL, limit],
    );
    return rows.map(([personId]) => personId);
  }

  /** Some of the persons of a practice, `most` or a few more, from the whole range of ids: sources are read one after the other. */
  async spreadOver(tx: Transaction, practiceId: string, most: number): Promise<string[]> {
    const rows = await namedRows<[string]>(
      tx,
      'spread-over-persons',
      `select person_id from (
         select person_id, row_number() over (order by id) - 1 as place, count(*) over () as persons
           from patient where practice_id = $1 and id = person_id and gone_at is null) known
        where place % greatest(1, persons / $2) = 0`,
      [practiceId, most],
    );
    return rows.map(([personId]) => personId);
  }

  /** When something is owed next: now if anybody is marked, else when the first answer can change. */
  async nextDueAt(tx: Transaction, practiceId: string): Promise<{ isMarked: boolean; nextChangeAt: Instant | null }> {
    const [row] = await namedRows<[boolean, number | null]>(
      tx,
      'next-due',
      `select exists (select from changed_patient where practice_id = $1),
              (select round(date_part('epoch', min(next_change_at)) * 1000) from evaluation where practice_id = $1)`,
      [practiceId],
    );
    return { isMarked: row?.[0] ?? false, nextChangeAt: row?.[1] ?? null };
  }

  async stored(tx: Transaction, practiceId: string, personIds: string[]): Promise<Map<string, StoredEvaluation>> {
    if (personIds.length === 0) return new Map();
    const rows = await namedRows<[string, string, boolean, string, string[]]>(
      tx,
      'stored-evaluations',
      `select person_id, encode(hash, 'hex'), warm_up, state, related from evaluation
        where practice_id = $1 and person_id = any($2::uuid[])`,
      [practiceId, personIds],
    );
    return new Map(
      rows.map(([personId, hash, warmUp, state, related]) => [personId, { personId, hash, warmUp, state, related }]),
    );
  }

  /** In the order of ids: whoever has several persons asked anew at this moment locks their answers in that order, too. */
  async save(tx: Transaction, practiceId: string, given: EvaluationRow[]): Promise<void> {
    if (given.length === 0) return;
    const rows = given.toSorted((one, other) => (one.personId < other.personId ? -1 : 1));
    const column = (element: Element, of: (row: EvaluationRow) => Buffer | null) => binaryArray(element, rows.map(of));
    await namedRows(
      tx,
      'save-evaluations',
      `insert into evaluation (practice_id, person_id, as_of, state, since, next_change_at, answer, said, listed, hash, median_lines, related, warm_up)
       select $1, r.person_id, r.as_of, r.state, r.since, r.next_change_at, r.answer::jsonb, r.said, r.listed::jsonb, r.hash,
              r.median_lines::text[], r.related::uuid[], r.warm_up
         from unnest($2::uuid[], $3::timestamptz[], $4::text[], $5::timestamptz[], $6::timestamptz[], $7::text[], $8::text[], $9::text[],
                     $10::bytea[], $11::text[], $12::text[], $13::bool[])
              as r (person_id, as_of, state, since, next_change_at, answer, said, listed, hash, median_lines, related, warm_up)
       on conflict (practice_id, person_id) do update set
         as_of = excluded.as_of, state = excluded.state, since = excluded.since, next_change_at = excluded.next_change_at,
         answer = excluded.answer, said = excluded.said, listed = excluded.listed, hash = excluded.hash,
         median_lines = excluded.median_lines, related = excluded.related, warm_up = excluded.warm_up`,
      [
        practiceId,
        column('uuid', ({ personId }) => uuidBytes(personId)),
        column('timestamptz', ({ asOf }) => instantBytes(asOf)),
        column('text', ({ state }) => wordBytes(state)),
        column('timestamptz', ({ since }) => instantBytes(since)),
        column('timestamptz', ({ nextChangeAt }) => instantBytes(nextChangeAt)),
        textArray(rows.map(({ answer }) => answer)),
        textArray(rows.map(({ said }) => said)),
        textArray(rows.map(({ listed }) => listed)),
        column('bytea', ({ hash }) => Buffer.from(hash, 'hex')),
        textArray(rows.map(({ medianLines }) => arrayText(medianLines))),
        textArray(rows.map(({ related }) => arrayText(related))),
        column('bool', ({ warmUp }) => (warmUp ? TRUE : FALSE)),
      ],
    );
  }

  /** Whose facts these persons' answers looked at: what stood there before is replaced. */
  async saveRelations(
    tx: Transaction,
    practiceId: string,
    rows: Pick<EvaluationRow, 'personId' | 'related'>[],
  ): Promise<void> {
    if (rows.length === 0) return;
    await namedRows(
      tx,
      'delete-relations',
      'delete from evaluation_rests_on where practice_id = $1 and person_id = any($2::uuid[])',
      [practiceId, rows.map(({ personId }) => personId)],
    );
    const pairs = rows.flatMap(({ personId, related }) => related.map((on) => ({ personId, on })));
    if (pairs.length === 0) return;
    await namedRows(
      tx,
      'insert-relations',
      `insert into evaluation_rests_on (practice_id, on_person_id, person_id)
       select $1, r.on_person_id, r.person_id from unnest($2::uuid[], $3::uuid[]) as r (on_person_id, person_id)`,
      [practiceId, pairs.map(({ on }) => on), pairs.map(({ personId }) => personId)],
    );
  }

  async remove(tx: Transaction, practiceId: string, personIds: string[]): Promise<void> {
    if (personIds.length === 0) return;
    await this.saveRelations(
      tx,
      practiceId,
      personIds.map((personId) => ({ personId, related: [] })),
    );
    await tx.query('delete from evaluation where practice_id = $1 and person_id = any($2::uuid[])', [
      practiceId,
      personIds,
    ]);
  }

  /** Takes back the marks that were seen; one that was renewed meanwhile stays, and the person is asked about again. */
  async unmark(tx: Transaction, practiceId: string, seen: ChangedPerson[]): Promise<void> {
    if (seen.length === 0) return;
    await namedRows(
      tx,
      'unmark-persons',
      // Locked in the order in which they are made: whoever marks several of them at this moment would else wait for us, and we for them. What is
      // locked stays as it is until it is taken away.
      `with ours as materialized (
         select c.person_id from (select person_id, mark from unnest($2::uuid[], $3::text[]) as t (person_id, mark) order by person_id offset 0) s
          cross join lateral (
            select person_id from changed_patient where practice_id = $1 and person_id = s.person_id and xmin::text = s.mark for update) c)
       delete from changed_patient where practice_id = $1 and person_id = any(array(select person_id from ours))`,
      [practiceId, seen.map(({ personId }) => personId), seen.map(({ mark }) => mark)],
    );
  }

  /**
   * Lets PostgreSQL look at tables that are several times as large as when it looked last: plans of now are made for what they were then. In a
   * transaction of its own, whose end lets go of them.
   */
  async noteGrowth(tx: Transaction): Promise<void> {
    await tx.query('select analyze_what_grew()');
  }

  /** The one before stays on record as what answers rested on until `now` (X09). */
  async saveBasis(tx: Transaction, practiceId: string, basis: StoredBasis, now: Instant): Promise<void> {
    await this.past.keep(tx, practiceId, basis, now);
    await tx.query(
      `insert into evaluation_basis (practice_id, facts_digest, line_medians, with_outcomes, stale_sources, warming_sources)
       values ($1, decode($2, 'hex'), $3, $4, $5, $6)
       on conflict (practice_id) do update set facts_digest = excluded.facts_digest, line_medians = excluded.line_medians,
         with_outcomes = excluded.with_outcomes, stale_sources = excluded.stale_sources, warming_sources = excluded.warming_sources`,
      [
        practiceId,
        basis.factsDigest,
        JSON.stringify(basis.lineMedians),
        basis.withOutcomes,
        basis.staleSources,
        basis.warmingSources,
      ],
    );
  }
}
