import type { Transaction } from '../database.js';
import { isoInstant } from './json-sql.js';

export interface AuditQuestion {
  event: string | null;
  actorUserId: string | null;
  subjectId: string | null;
  after: { at: string; id: string } | null;
  limit: number;
}

export interface AuditRow {
  id: string;
  at: string;
  /** With all its digits: where the next page begins. */
  exactAt: string;
  actor: { id: string; displayName: string } | null;
  event: string;
  subjectKind: string | null;
  subjectId: string | null;
  detail: Record<string, unknown>;
  requestId: string | null;
}

export class ApiAuditQueries {
  /** Newest first. One row more than `limit`, when there is one. */
  async list(tx: Transaction, { event, actorUserId, subjectId, after, limit }: AuditQuestion): Promise<AuditRow[]> {
    return tx.query<AuditRow[]>(
      `select a.id, ${isoInstant('a.at')} as at, a.at::text as "exactAt", a.event, a.subject_kind as "subjectKind", a.subject_id as "subjectId",
              a.detail, a.request_id as "requestId",
              case when a.actor_user_id is null then null
                   else json_build_object('id', a.actor_user_id, 'displayName', coalesce(u.display_name, 'former user')) end as actor
         from audit_event a left join app_user u on u.id = a.actor_user_id
        where ($1::text is null or a.event = $1) and ($2::uuid is null or a.actor_user_id = $2) and ($3::text is null or a.subject_id = $3)
          and ($4::timestamptz is null or (a.at, a.id) < ($4, $5::uuid))
        order by a.at desc, a.id desc limit $6`,
      [event, actorUserId, subjectId, after?.at ?? null, after?.id ?? null, limit + 1],
    );
  }
}
