import type { Transaction } from '../database.js';
import type { Role } from '../entities/membership-role.entity.js';

export interface StoredSession {
  userId: string;
  email: string;
  displayName: string;
  practiceId: string | null;
  createdAt: Date;
  lastSeenAt: Date;
  expiresAt: Date;
  revokedAt: Date | null;
  disabledAt: Date | null;
}

export interface NewSession {
  tokenHash: Buffer;
  userId: string;
  practiceId: string | null;
  createdAt: Date;
  expiresAt: Date;
}

export interface OpenLink {
  userId: string;
  practiceId: string;
  byOperator: boolean;
}

/** Sessions and one-time links. Tokens are known here by their hashes alone. */
export class SessionQueries {
  async create(tx: Transaction, session: NewSession): Promise<void> {
    await tx.query(
      `insert into session (token_hash, user_id, practice_id, created_at, last_seen_at, expires_at) values ($1, $2, $3, $4, $4, $5)`,
      [session.tokenHash, session.userId, session.practiceId, session.createdAt, session.expiresAt],
    );
  }

  async find(tx: Transaction, tokenHash: Buffer): Promise<StoredSession | null> {
    const [found] = await tx.query<StoredSession[]>(
      `select s.user_id as "userId", u.email, u.display_name as "displayName", s.practice_id as "practiceId", s.created_at as "createdAt",
              s.last_seen_at as "lastSeenAt", s.expires_at as "expiresAt", s.revoked_at as "revokedAt", u.disabled_at as "disabledAt"
         from session s join app_user u on u.id = s.user_id
        where s.token_hash = $1`,
      [tokenHash],
    );
    return found ?? null;
  }

  /** What this user may do in this practice, read in the same transaction: the person is taken from the session just found. */
  async rolesOf(tx: Transaction, userId: string, practiceId: string): Promise<Role[]> {
    await tx.query(`select set_config('app.user', $1, true)`, [userId]);
    const rows = await tx.query<{ role: Role }[]>(
      'select role from membership_role where user_id = $1 and practice_id = $2 order by role',
      [userId, practiceId],
    );
    return rows.map(({ role }) => role);
  }

  async touch(tx: Transaction, tokenHash: Buffer, at: Date): Promise<void> {
    await tx.query('update session set last_seen_at = $2 where token_hash = $1', [tokenHash, at]);
  }

  async revoke(tx: Transaction, tokenHash: Buffer, at: Date): Promise<void> {
    await tx.query('update session set revoked_at = coalesce(revoked_at, $2) where token_hash = $1', [tokenHash, at]);
  }

  async revokeAllOf(tx: Transaction, userId: string, at: Date): Promise<void> {
    await tx.query('update session set revoked_at = $2 where user_id = $1 and revoked_at is null', [userId, at]);
  }

  /** The practice this person worked for last. */
  async lastPracticeOf(tx: Transaction, userId: string): Promise<string | null> {
    const [last] = await tx.query<{ practiceId: string }[]>(
      `select practice_id as "practiceId" from session where user_id = $1 and practice_id is not null order by created_at desc limit 1`,
      [userId],
    );
    return last?.practiceId ?? null;
  }

  async createLink(
    tx: Transaction,
    link: OpenLink & { tokenHash: Buffer; createdAt: Date; expiresAt: Date },
  ): Promise<void> {
    await tx.query(
      `insert into sign_in_link (token_hash, user_id, practice_id, by_operator, created_at, expires_at) values ($1, $2, $3, $4, $5, $6)`,
      [link.tokenHash, link.userId, link.practiceId, link.byOperator, link.createdAt, link.expiresAt],
    );
  }

  /** A link that can still be used; locked, so that of two who come at once one waits and then finds it used. */
  async findLink(tx: Transaction, tokenHash: Buffer, now: Date): Promise<OpenLink | null> {
    const [link] = await tx.query<OpenLink[]>(
      `select user_id as "userId", practice_id as "practiceId", by_operator as "byOperator" from sign_in_link
        where token_hash = $1 and practice_id is not null and used_at is null and expires_at > $2 for update`,
      [tokenHash, now],
    );
    return link ?? null;
  }

  /** The operator's open links of the person: they could undo a newer password. Invitations elsewhere stay; they cannot. */
  async spendOperatorLinksOf(tx: Transaction, userId: string, now: Date): Promise<void> {
    await tx.query('update sign_in_link set used_at = $2 where user_id = $1 and by_operator and used_at is null', [
      userId,
      now,
    ]);
  }

  /** The person's open links into one practice. */
  async spendLinksInto(tx: Transaction, userId: string, practiceId: string, now: Date): Promise<void> {
    await tx.query('update sign_in_link set used_at = $3 where user_id = $1 and practice_id = $2 and used_at is null', [
      userId,
      practiceId,
      now,
    ]);
  }

  /** Links into this practice handed out to this person since then. */
  async linksSince(tx: Transaction, userId: string, practiceId: string, since: Date): Promise<number> {
    const [count] = await tx.query<{ n: number }[]>(
      'select count(*)::int as n from sign_in_link where user_id = $1 and practice_id = $2 and created_at > $3',
      [userId, practiceId, since],
    );
    return count?.n ?? 0;
  }
}
