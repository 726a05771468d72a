import type { Instant } from '@keepwell/domain';
import type { Transaction } from '../database.js';
import type { DraftChange, PreviewNumbers, RuleDraft } from '../entities/rule-draft.entity.js';
import type { RuleDraftPerson } from '../entities/rule-draft-person.entity.js';
import { newId } from '../ids.js';
import { isoInstant, named } from './json-sql.js';
import type { RuleNames } from './worklist.queries.js';

export type DraftState = RuleDraft['state'];
export type DraftMove = RuleDraftPerson['move'];

export interface DraftRow {
  id: string;
  author: { id: string; name: string };
  reason: string;
  changes: DraftChange[];
  state: DraftState;
  restsOnVersion: number | null;
  previewedAsOf: string | null;
  preview: PreviewNumbers | null;
  /** Persons asked so far and in all; null while no preview is under way. */
  progress: { asked: number; of: number } | null;
  endedBy: { id: string; name: string } | null;
  endedAt: string | null;
  createdAt: string;
}

/** A draft whose preview is owed. */
export interface DraftToPreview {
  id: string;
  changes: DraftChange[];
}

export type DraftPersonRow = Pick<
  RuleDraftPerson,
  'personId' | 'move' | 'fromList' | 'toList' | 'rule' | 'class' | 'rules' | 'reason' | 'silence'
> & { since: Instant | null; sortPriority: number };

export interface DraftPeopleQuestion {
  draftId: string;
  move: DraftMove;
  rule: string | null;
  after: { key: string; id: string } | null;
  limit: number;
}

const person = (column: string): string =>
  `case when ${column} is null then null else json_build_object('id', ${column},
     'name', coalesce((select u.display_name from app_user u where u.id = ${column}), 'former user')) end`;

const SHOWN = `id, ${person('author_user_id')} as author, reason, changes, state, rests_on_version as "restsOnVersion",
  ${isoInstant('previewed_as_of')} as "previewedAsOf", preview,
  case when state = 'previewing' and preview_of is not null then json_build_object('asked', preview_asked, 'of', preview_of) end as progress,
  ${person('ended_by_user_id')} as "endedBy",
  ${isoInstant('ended_at')} as "endedAt", ${isoInstant('created_at')} as "createdAt"`;

/** Changes of rules that are proposed, tried on everybody, and approved by a second person (X17). */
export class RuleDraftQueries {
  async propose(
    tx: Transaction,
    practiceId: string,
    { author, reason, changes, now }: { author: string; reason: string; changes: DraftChange[]; now: Instant },
  ): Promise<string> {
    const id = newId();
    await tx.query(
      `insert into rule_draft (practice_id, id, author_user_id, reason, changes, state, created_at) values ($1, $2, $3, $4, $5, 'proposed', $6)`,
      [practiceId, id, author, reason, JSON.stringify(changes), new Date(now)],
    );
    return id;
  }

  /** Newest first. */
  async list(tx: Transaction, before: string | null, limit: number): Promise<DraftRow[]> {
    return tx.query<DraftRow[]>(
      `select ${SHOWN} from rule_draft d
        where $1::uuid is null or (d.created_at, d.id) < (select b.created_at, b.id from rule_draft b where b.id = $1::uuid)
        order by d.created_at desc, d.id desc limit $2`,
      [before, limit],
    );
  }

  async one(tx: Transaction, id: string): Promise<DraftRow | null> {
    const [row] = await tx.query<DraftRow[]>(`select ${SHOWN} from rule_draft where id = $1`, [id]);
    return row ?? null;
  }

  /** Nobody else changes the draft until the transaction ends. */
  async lock(tx: Transaction, id: string): Promise<DraftRow | null> {
    await tx.query('select from rule_draft where id = $1 for update', [id]);
    return this.one(tx, id);
  }

  async end(
    tx: Transaction,
    practiceId: string,
    id: string,
    { state, by, now }: { state: 'approved' | 'withdrawn'; by: string; now: Instant },
  ): Promise<void> {
    await tx.query(
      'update rule_draft set state = $3, ended_by_user_id = $4, ended_at = $5 where practice_id = $1 and id = $2',
      [practiceId, id, state, by, new Date(now)],
    );
    if (state === 'withdrawn') await this.forgetPeople(tx, practiceId, id);
  }

  /** To be previewed once more: the job finds it. */
  async again(tx: Transaction, practiceId: string, id: string): Promise<void> {
    await tx.query(`update rule_draft set state = 'proposed' where practice_id = $1 and id = $2`, [practiceId, id]);
  }

  /** The draft that waits longest for its preview; one whose preview was cut off waits still. */
  async toPreview(tx: Transaction, practiceId: string): Promise<DraftToPreview | null> {
    const [row] = await tx.query<DraftToPreview[]>(
      `select id, changes from rule_draft where practice_id = $1 and state in ('proposed', 'previewing') order by created_at, id limit 1`,
      [practiceId],
    );
    return row ?? null;
  }

  /** From the first person on. False: it was ended meanwhile. */
  async beginPreview(
    tx: Transaction,
    practiceId: string,
    id: string,
    { version, asOf, of }: { version: number; asOf: Instant; of: number },
  ): Promise<boolean> {
    await this.forgetPeople(tx, practiceId, id);
    return this.isChanged(
      tx,
      `update rule_draft set state = 'previewing', rests_on_version = $3, previewed_as_of = $4, preview = null, preview_asked = 0, preview_of = $5
        where practice_id = $1 and id = $2 and state in ('proposed', 'previewing')`,
      [practiceId, id, version, new Date(asOf), of],
    );
  }

  /** So many persons more have been asked. Whoever came meanwhile is asked as well: it is never said to be more than all. */
  async tellPreview(tx: Transaction, practiceId: string, id: string, asked: number): Promise<void> {
    await tx.query(
      'update rule_draft set preview_asked = least(preview_asked + $3, preview_of) where practice_id = $1 and id = $2',
      [practiceId, id, asked],
    );
  }

  /** Held until the transaction ends: nobody ends it meanwhile. */
  async isPreviewing(tx: Transaction, practiceId: string, id: string): Promise<boolean> {
    const rows = await tx.query<unknown[]>(
      `select from rule_draft where practice_id = $1 and id = $2 and state = 'previewing' for share`,
      [practiceId, id],
    );
    return rows.length > 0;
  }

  /** False: it was ended, or is to begin anew; what was found meanwhile is of no use. */
  async endPreview(tx: Transaction, practiceId: string, id: string, preview: PreviewNumbers): Promise<boolean> {
    return this.isChanged(
      tx,
      `update rule_draft set state = 'ready', preview = $3 where practice_id = $1 and id = $2 and state = 'previewing'`,
      [practiceId, id, JSON.stringify(preview)],
    );
  }

  async savePeople(tx: Transaction, practiceId: string, draftId: string, people: DraftPersonRow[]): Promise<void> {
    if (people.length === 0) return;
    await tx.query(
      `insert into rule_draft_person (practice_id, draft_id, person_id, move, from_list, to_list, rule, class, rules, reason, silence, since, sort_priority)
       select $1, $2, r."personId", r.move, r."fromList", r."toList", r.rule, r.class, r.rules, r.reason, r.silence,
              to_timestamp(r.since / 1000), r."sortPriority"
         from jsonb_to_recordset($3::jsonb) as r ("personId" uuid, move text, "fromList" text, "toList" text, rule text, class text,
              rules text[], reason text, silence text, since float8, "sortPriority" bigint)`,
      [practiceId, draftId, JSON.stringify(people)],
    );
  }

  private async forgetPeople(tx: Transaction, practiceId: string, draftId: string): Promise<void> {
    await tx.query('delete from rule_draft_person where practice_id = $1 and draft_id = $2', [practiceId, draftId]);
  }

  /** A page in the order of the list, as JSON that PostgreSQL writes: one row more than asked for when there is a next page. */
  async people(
    tx: Transaction,
    question: DraftPeopleQuestion,
    ruleNames: RuleNames,
  ): Promise<{ json: string; key: string; id: string }[]> {
    const { draftId, move, rule, after, limit } = question;
    return tx.query<{ json: string; key: string; id: string }[]>(
      `select d.sort_priority::text as key, d.person_id as id, json_build_object(
          'personId', d.person_id, 'patientName', concat_ws(' ', p.given_name, p.family_name),
          'sourceIds', (select coalesce(json_agg(json_build_object('connectionId', s.connection_id, 'id', s.source_id) order by s.id <> p.person_id, s.source_id), '[]')
                          from patient s where s.person_id = d.person_id and s.gone_at is null),
          'move', d.move, 'from', d.from_list, 'to', d.to_list, 'rule', d.rule, 'class', d.class, 'reason', d.reason,
          'rules', (select coalesce(json_agg(json_build_object('rule', r.rule, 'name', coalesce($7::jsonb->r.rule->>'name', r.rule),
                       'kind', coalesce($7::jsonb->r.rule->>'kind', 'O'), 'class', coalesce($7::jsonb->r.rule->>'class', 'S4')) order by r.place), '[]')
                      from unnest(d.rules) with ordinality as r (rule, place)),
          'silence', d.silence, 'since', ${isoInstant('d.since')}, 'caseId', c.id, 'state', c.state, 'personState', e.state,
          'lastVisitOn', e.answer->'lastVisitOn', 'nextBookingAt', ${isoInstant("to_timestamp((e.answer->>'nextBookingAt')::bigint / 1000.0)")},
          'valueAtRisk', e.answer->'valueAtRisk', 'location', ${named('l')}, 'practitioner', ${named('t')})::text as json
         from rule_draft_person d
         left join patient p on p.id = d.person_id
         left join evaluation e on e.person_id = d.person_id
         left join off_track_case c on c.person_id = d.person_id and c.state <> 'closed'
         left join location l on l.connection_id = p.connection_id and l.source_id = p.location_source_id
         left join practitioner t on t.connection_id = p.connection_id and t.source_id = p.practitioner_source_id
        where d.draft_id = $1 and d.move = $2 and ($3::text is null or d.rule = $3)
          and ($4::bigint is null or (d.sort_priority, d.person_id) > ($4::bigint, $5::uuid))
        order by d.sort_priority, d.person_id limit $6`,
      [draftId, move, rule, after?.key ?? null, after?.id ?? null, limit + 1, JSON.stringify(ruleNames)],
    );
  }

  private async isChanged(tx: Transaction, sql: string, values: unknown[]): Promise<boolean> {
    const rows = await tx.query<unknown[]>(`with changed as (${sql} returning 1) select 1 from changed`, values);
    return rows.length > 0;
  }
}
