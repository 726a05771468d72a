import { Injectable } from '@nestjs/common';
import { Database, SessionQueries, UserQueries } from '@keepwell/database';
import type { PracticeOfUser, Role, StoredSession, Transaction } from '@keepwell/database';
import { Clock } from '../http/clock.js';
import { isAlive, LONGEST_MS, needsTouch } from './session-times.js';
import { hashToken, looksLikeToken, newToken } from './token.js';

export interface LiveSession extends StoredSession {
  tokenHash: Buffer;
  /** In the practice of the session; never empty. */
  roles: Role[];
  practiceId: string;
}

/** Finds, opens and ends sessions. */
@Injectable()
export class Sessions {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly sessions: SessionQueries,
    private readonly users: UserQueries,
  ) {}

  /**
   * The session of a cookie, if it may still be used: not ended, not idle, its user enabled and still in its practice.
   * A `passive` request (a refetch that no person asked for) does not keep it alive.
   */
  async find(token: string | undefined, passive: boolean): Promise<LiveSession | null> {
    if (token === undefined || !looksLikeToken(token)) return null;
    return this.findByHash(hashToken(token), passive);
  }

  async findByHash(tokenHash: Buffer, passive: boolean): Promise<LiveSession | null> {
    const now = this.clock.now();
    return this.database.withoutPractice(async (tx) => {
      const session = await this.sessions.find(tx, tokenHash);
      if (session === null || session.practiceId === null || !isAlive(session, now)) return null;
      const roles = await this.sessions.rolesOf(tx, session.userId, session.practiceId);
      if (roles.length === 0) return null;
      if (!passive && needsTouch(session, now)) {
        await this.sessions.touch(tx, tokenHash, new Date(now));
        session.lastSeenAt = new Date(now);
      }
      return { ...session, practiceId: session.practiceId, tokenHash, roles };
    });
  }

  /** A new session in the caller's transaction; the one before it, if any, ends there too (safety I-04, X-09). */
  async open(tx: Transaction, userId: string, practiceId: string, replaces: string | undefined): Promise<string> {
    const now = this.clock.now();
    if (replaces !== undefined && looksLikeToken(replaces))
      await this.sessions.revoke(tx, hashToken(replaces), new Date(now));
    const { token, hash } = newToken();
    await this.sessions.create(tx, {
      tokenHash: hash,
      userId,
      practiceId,
      createdAt: new Date(now),
      expiresAt: new Date(now + LONGEST_MS),
    });
    return token;
  }

  /** A practice to start in: the one of last time while it is still theirs, else the first by name. */
  async practicesOf(userId: string): Promise<{ all: PracticeOfUser[]; first: PracticeOfUser | null }> {
    return this.database.inUser(userId, async (tx) => {
      const all = await this.users.practicesOf(tx, userId);
      const last = await this.sessions.lastPracticeOf(tx, userId);
      return { all, first: all.find(({ id }) => id === last) ?? all[0] ?? null };
    });
  }
}
