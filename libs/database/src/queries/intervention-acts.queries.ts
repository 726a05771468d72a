import type { InterventionOutcome, InterventionSkipReason } from '@keepwell/domain';
import type { Transaction } from '../database.js';
import { InterventionAct } from '../entities/intervention-act.entity.js';
import { newId } from '../ids.js';
import { isoInstant } from './json-sql.js';

export interface InterventionActRow {
  id: string;
  kind: 'handoff' | 'talk' | 'sequence';
  key: string;
  version: number;
  title: string;
  outcome: InterventionOutcome;
  reason: InterventionSkipReason | null;
  note: string | null;
  byUserId: string;
  byName: string;
  /** ISO 8601. */
  at: string;
  undone: boolean;
}

/** The last time that somebody talked with the patient. */
export interface LastTalkRow {
  at: string;
  byName: string | null;
}

/** The last time that a sequence was started for the patient. */
export interface StartedSequenceRow {
  key: string;
  version: number;
  /** `running` `finished` `stopped` `held` */
  state: string;
  at: string;
  byName: string;
}

export type NewInterventionAct = Pick<
  InterventionAct,
  'personId' | 'kind' | 'key' | 'version' | 'title' | 'outcome' | 'reason' | 'note' | 'byUserId' | 'at'
>;

const NAME_OF = (column: string): string =>
  `coalesce((select u.display_name from app_user u where u.id = ${column}), 'former user')`;
const MINE = (column: string): string => `${column} in (select r.id from patient r where r.person_id = $1)`;

const ACTS = `
  select a.id, a.kind, a.key, a.version, a.title, a.outcome, a.reason, a.note, a.by_user_id as "byUserId", ${NAME_OF('a.by_user_id')} as "byName",
         ${isoInstant('a.at')} as at, a.undone_at is not null as undone
    from intervention_act a where ${MINE('a.person_id')}`;

/** What was done of the library of interventions for one patient, and what was left out (S2-05). */
export class InterventionActQueries {
  /** Newest first, what was taken back among them. */
  async of(tx: Transaction, personId: string, limit: number): Promise<InterventionActRow[]> {
    return tx.query<InterventionActRow[]>(`${ACTS} order by a.at desc, a.id desc limit $2`, [personId, limit]);
  }

  async find(tx: Transaction, personId: string, id: string): Promise<InterventionActRow | null> {
    const [found] = await tx.query<InterventionActRow[]>(`${ACTS} and a.id = $2`, [personId, id]);
    return found ?? null;
  }

  /** The newest since then that stands and says the same of one intervention. Until the transaction ends nobody else says anything of it for this person. */
  async sameSince(
    tx: Transaction,
    personId: string,
    { kind, key, outcome }: Pick<InterventionAct, 'kind' | 'key' | 'outcome'>,
    since: Date,
  ): Promise<InterventionActRow | null> {
    await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [
      `intervention ${personId} ${kind} ${key}`,
    ]);
    const [found] = await tx.query<InterventionActRow[]>(
      `${ACTS} and a.kind = $2 and a.key = $3 and a.outcome = $4 and a.at > $5 and a.undone_at is null order by a.at desc, a.id desc limit 1`,
      [personId, kind, key, outcome, since],
    );
    return found ?? null;
  }

  /** Of the case that stands, if one does. Answers the id. */
  async record(tx: Transaction, practiceId: string, given: NewInterventionAct): Promise<string> {
    const id = newId();
    const [standing] = await tx.query<{ id: string }[]>(
      `select id from off_track_case where person_id = $1 and state in ('open', 'in_outreach', 'snoozed') order by id desc limit 1`,
      [given.personId],
    );
    await tx.insert(InterventionAct, { ...given, practiceId, id, caseId: standing?.id ?? null });
    return id;
  }

  /** Whether it stood until now. */
  async takeBack(tx: Transaction, id: string, at: Date): Promise<boolean> {
    const rows = await tx.query<unknown[]>(
      `with done as (update intervention_act set undone_at = $2 where id = $1 and undone_at is null returning id) select id from done`,
      [id, at],
    );
    return rows.length > 0;
  }

  async lastTalk(tx: Transaction, personId: string): Promise<LastTalkRow | null> {
    const [row] = await tx.query<LastTalkRow[]>(
      `select ${isoInstant('t.recorded_at')} as at, case when t.by_user_id is not null then ${NAME_OF('t.by_user_id')} end as "byName"
         from touchpoint t where ${MINE('t.person_id')} and t.state = 'done' and t.is_conversation
        order by t.recorded_at desc, t.id desc limit 1`,
      [personId],
    );
    return row ?? null;
  }

  /** The newest of each sequence; what was taken back before anything left is no start. */
  async startedSequences(tx: Transaction, personId: string): Promise<StartedSequenceRow[]> {
    return tx.query<StartedSequenceRow[]>(
      `select distinct on (s.key) s.key, s.version, e.state, ${isoInstant('e.started_at')} as at, ${NAME_OF('e.started_by_user_id')} as "byName"
         from enrolment e join sequence s on s.id = e.sequence_id
        where ${MINE('e.person_id')} and coalesce(e.stopped_because, '') <> 'undone'
        order by s.key, e.started_at desc, e.id desc`,
      [personId],
    );
  }
}
