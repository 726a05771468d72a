import { Inject, Injectable } from '@nestjs/common';
import { audit, Database, UserQueries } from '@keepwell/database';
import type { UserAccount } from '@keepwell/database';
import type { Logger } from 'pino';
import { Problem } from '../http/problem.js';
import { loggedError } from '../http/request-log.js';
import { API_LOGGER, COST_OF_PASSWORDS } from '../http/tokens.js';
import { hashPassword, isWeakerThan, passwordMatches } from './password.js';
import type { PasswordCost } from './password.js';
import { Sessions } from './sessions.js';
import { SignInLimits } from './sign-in-limits.js';

/** Where an attempt comes from. */
export interface Attempt {
  ip: string;
  requestId: string;
  /** The cookie that came with it: that session ends when a new one begins. */
  cookie: string | undefined;
}

/** Turns a password into a session token. */
@Injectable()
export class SignIn {
  /** Verified against when there is no such user, so that the answer takes as long (safety I-08). */
  private readonly decoy: Promise<string>;
  private readonly running = new Set<Promise<void>>();

  constructor(
    private readonly database: Database,
    private readonly sessions: Sessions,
    private readonly users: UserQueries,
    private readonly limits: SignInLimits,
    @Inject(COST_OF_PASSWORDS) private readonly cost: PasswordCost,
    @Inject(API_LOGGER) private readonly logger: Logger,
  ) {
    this.decoy = hashPassword('nobody has this password', cost);
  }

  async byPassword(email: string, password: string, attempt: Attempt): Promise<string> {
    const { succeeded } = await this.limits.attempt(email, attempt.ip);
    const user = await this.database.withoutPractice((tx) => this.users.findByEmail(tx, email));
    const stored = user?.passwordHash ?? null;
    const matches = await passwordMatches(stored ?? (await this.decoy), password);
    if (user === null || stored === null || !matches || user.disabledAt !== null) {
      if (user !== null) this.afterwards(this.recordFailure(user, attempt));
      throw new Problem('sign_in_failed');
    }
    await succeeded();
    if (isWeakerThan(stored, this.cost)) {
      const stronger = await hashPassword(password, this.cost);
      await this.database.withoutPractice((tx) => this.users.setPassword(tx, user.id, stronger));
    }
    return this.open(user, attempt);
  }

  /** Waits for what is still being written down. */
  async onApplicationShutdown(): Promise<void> {
    await Promise.all(this.running);
  }

  private async open(user: UserAccount, attempt: Attempt): Promise<string> {
    const { first } = await this.sessions.practicesOf(user.id);
    if (first === null) throw new Problem('no_practice');
    return this.database.inPractice(first.id, async (tx) => {
      await audit(tx, {
        practiceId: first.id,
        actorUserId: user.id,
        event: 'session.opened',
        subjectKind: 'user',
        subjectId: user.id,
        requestId: attempt.requestId,
      });
      return this.sessions.open(tx, user.id, first.id, attempt.cookie);
    });
  }

  /** In the trail of every practice that the person works for: each must be able to see it (safety A-01). */
  private async recordFailure(user: UserAccount, attempt: Attempt): Promise<void> {
    const { all } = await this.sessions.practicesOf(user.id);
    for (const practice of all) {
      await this.database.inPractice(practice.id, (tx) =>
        audit(tx, {
          practiceId: practice.id,
          actorUserId: null,
          event: 'session.refused',
          subjectKind: 'user',
          subjectId: user.id,
          requestId: attempt.requestId,
        }),
      );
    }
  }

  /** Not waited for: a known name must not answer later than an unknown one. What fails is reported. */
  private afterwards(work: Promise<void>): void {
    const reported = work.catch((error: unknown) => {
      this.logger.error({ error: loggedError(error) }, 'a refused sign-in could not be recorded');
    });
    this.running.add(reported);
    void reported.finally(() => this.running.delete(reported));
  }
}
