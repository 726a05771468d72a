import { Inject, Injectable } from '@nestjs/common';
import { audit, Database, SessionQueries, UserQueries } from '@keepwell/database';
import type { UserAccount } from '@keepwell/database';
import type { Logger } from 'pino';
import { Clock } from '../http/clock.js';
import { Problem } from '../http/problem.js';
import { loggedError } from '../http/request-log.js';
import { API_LOGGER, COST_OF_PASSWORDS } from '../http/tokens.js';
import { hashPassword, isWeakerThan, passwordMatches } from './password.js';
import type { PasswordCost } from './password.js';
import { whyRefused } from './password-policy.js';
import { Sessions } from './sessions.js';
import { SignInLimits } from './sign-in-limits.js';
import { hashToken } from './token.js';

/** Where an attempt comes from. */
export interface Attempt {
  ip: string;
  requestId: string;
  /** The cookie that came with it: that session ends when a new one begins. */
  cookie: string | undefined;
}

/** Turns a password or a one-time link into a session token. */
@Injectable()
export class SignIn {
  /** Verified against when there is no such user, so that the answer takes as long (safety I-08). */
  private readonly decoy: Promise<string>;
  private readonly running = new Set<Promise<void>>();

  constructor(
    private readonly database: Database,
    private readonly sessions: Sessions,
    private readonly sessionQueries: SessionQueries,
    private readonly users: UserQueries,
    private readonly limits: SignInLimits,
    private readonly clock: Clock,
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
    return this.open(user, 'session.opened', attempt);
  }

  async byLink(token: string, wanted: { password?: string; displayName?: string }, attempt: Attempt): Promise<string> {
    const { succeeded } = await this.limits.attempt('one-time links', attempt.ip);
    const tokenHash = hashToken(token);
    const user = await this.userOfLink(tokenHash);
    await succeeded();
    const { all, first } = await this.sessions.practicesOf(user.id);
    if (first === null) throw new Problem('no_practice');
    if (wanted.password === undefined && user.passwordHash === null) {
      throw new Problem('password_refused', 'Choose a password: this account has none yet.');
    }
    const displayName = wanted.displayName ?? user.displayName;
    const context = { email: user.email, displayName, practiceNames: all.map(({ name }) => name) };
    const refused = wanted.password === undefined ? null : whyRefused(wanted.password, context);
    if (refused !== null) throw new Problem('password_refused', refused);
    const passwordHash = wanted.password === undefined ? null : await hashPassword(wanted.password, this.cost);

    return this.database.inPractice(first.id, async (tx) => {
      const now = new Date(this.clock.now());
      // Asked again under a lock: of two who use one link at once, one finds it used.
      if ((await this.sessionQueries.findLink(tx, tokenHash, now)) === null) throw new Problem('link_not_valid');
      await this.sessionQueries.spendLinksOf(tx, user.id, now);
      if (passwordHash !== null) {
        await this.users.setPassword(tx, user.id, passwordHash);
        await this.sessionQueries.revokeAllOf(tx, user.id, now);
      }
      await this.users.setDisplayName(tx, user.id, displayName);
      await audit(tx, {
        practiceId: first.id,
        actorUserId: user.id,
        event: 'session.opened_by_link',
        subjectKind: 'user',
        subjectId: user.id,
        detail: { passwordSet: passwordHash !== null },
        requestId: attempt.requestId,
      });
      return this.sessions.open(tx, user.id, first.id, attempt.cookie);
    });
  }

  /** Waits for what is still being written down. */
  async onApplicationShutdown(): Promise<void> {
    await Promise.all(this.running);
  }

  private async userOfLink(tokenHash: Buffer): Promise<UserAccount> {
    const user = await this.database.withoutPractice(async (tx) => {
      const link = await this.sessionQueries.findLink(tx, tokenHash, new Date(this.clock.now()));
      return link === null ? null : this.users.findById(tx, link.userId);
    });
    if (user === null || user.disabledAt !== null) throw new Problem('link_not_valid');
    return user;
  }

  private async open(user: UserAccount, event: string, attempt: Attempt): Promise<string> {
    const { first } = await this.sessions.practicesOf(user.id);
    if (first === null) throw new Problem('no_practice');
    return this.database.inPractice(first.id, async (tx) => {
      await audit(tx, {
        practiceId: first.id,
        actorUserId: user.id,
        event,
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
