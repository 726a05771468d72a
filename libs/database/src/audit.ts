import type { Transaction } from './database.js';
import { newId } from './ids.js';

export interface AuditEntry {
  practiceId: string;
  /** Null: the system itself. */
  actorUserId: string | null;
  /** For example `connection.created`, `patient.viewed`. */
  event: string;
  subjectKind?: string;
  subjectId?: string;
  /** Ids, counts, names of settings; never a patient's name or contact, never a secret. */
  detail?: Record<string, unknown>;
  requestId?: string;
}

/** Writes into the transaction of the change: when this cannot be written, the change does not happen (safety A-02). */
export async function audit(tx: Transaction, entry: AuditEntry): Promise<void> {
  await tx.query(
    `insert into audit_event (practice_id, id, at, actor_user_id, event, subject_kind, subject_id, detail, request_id)
     values ($1, $2, now(), $3, $4, $5, $6, $7, $8)`,
    [
      entry.practiceId,
      newId(),
      entry.actorUserId,
      entry.event,
      entry.subjectKind ?? null,
      entry.subjectId ?? null,
      JSON.stringify(entry.detail ?? {}),
      entry.requestId ?? null,
    ],
  );
}
