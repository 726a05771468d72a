import { Injectable } from '@nestjs/common';
import { Database, audit } from '@keepwell/database';
import type { Transaction } from '@keepwell/database';
import type { Caller } from './caller.js';

/** Safety W-03: nobody waits longer for one question. */
const STATEMENT_TIMEOUT_MS = 10_000;

/** What the audit event of a route says beyond its name: whom it was about, and facts without names. */
export class Trail {
  subjectKind: string | undefined;
  subjectId: string | undefined;
  detail: Record<string, unknown> = {};

  about(kind: string, id: string, detail: Record<string, unknown> = {}): void {
    this.subjectKind = kind;
    this.subjectId = id;
    this.detail = detail;
  }
}

/**
 * The one way of an endpoint to practice data: a transaction that sees the caller's practice alone (safety N-02) and
 * that writes the audit event its route declares before it commits. No event, no answer.
 */
@Injectable()
export class PracticeWork {
  constructor(private readonly database: Database) {}

  /** `seesHeldBack`: for ending what hides cases from everybody (E11). */
  async run<T>(
    caller: Caller,
    work: (tx: Transaction, trail: Trail) => Promise<T>,
    { seesHeldBack = false }: { seesHeldBack?: boolean } = {},
  ): Promise<T> {
    const inTime = async (tx: Transaction): Promise<T> => {
      const trail = new Trail();
      const result = await work(tx, trail);
      if (caller.auditEvent !== null) {
        await audit(tx, {
          practiceId: caller.practiceId,
          actorUserId: caller.userId,
          event: caller.auditEvent,
          subjectKind: trail.subjectKind,
          subjectId: trail.subjectId,
          detail: trail.detail,
          requestId: caller.requestId,
        });
      }
      return result;
    };
    return this.database.inPractice(caller.practiceId, inTime, {
      statementTimeoutMs: STATEMENT_TIMEOUT_MS,
      seesHeldBack,
    });
  }
}
