import { Inject, Injectable } from '@nestjs/common';
import {
  ApiPracticeQueries,
  audit,
  Database,
  InvitationQueries,
  SessionQueries,
  UserQueries,
} from '@keepwell/database';
import type { InvitationRow, OpenLink, Transaction, UserAccount } from '@keepwell/database';
import { Clock } from '../http/clock.js';
import { Problem } from '../http/problem.js';
import { COST_OF_PASSWORDS } from '../http/tokens.js';
import { hashPassword, passwordMatches } from './password.js';
import type { PasswordCost } from './password.js';
import { whyRefused } from './password-policy.js';
import { Sessions } from './sessions.js';
import type { Attempt } from './sign-in.js';
import { SignInLimits } from './sign-in-limits.js';
import { hashToken } from './token.js';

interface Wanted {
  password?: string;
  displayName?: string;
}

/** Who a link is for, and how they stand to its practice and to others. */
interface Standing {
  user: UserAccount;
  link: OpenLink;
  practiceName: string;
  invitation: InvitationRow | null;
  /** The link's issuer has no say over this account: its own password must be shown, and stays. */
  mustProve: boolean;
}

/**
 * A one-time link opens the practice that issued it, never another. Whoever holds it may set the password of an account
 * that is this practice's alone. Of an account that works elsewhere too the holder must know the password or be signed in:
 * else an admin here would get the key to what the person does there.
 */
@Injectable()
export class SignInByLink {
  constructor(
    private readonly database: Database,
    private readonly sessions: Sessions,
    private readonly sessionQueries: SessionQueries,
    private readonly users: UserQueries,
    private readonly invitations: InvitationQueries,
    private readonly practices: ApiPracticeQueries,
    private readonly limits: SignInLimits,
    private readonly clock: Clock,
    @Inject(COST_OF_PASSWORDS) private readonly cost: PasswordCost,
  ) {}

  async open(token: string, wanted: Wanted, attempt: Attempt): Promise<string> {
    // Counted by link: colleagues behind one address each have their own tries.
    const { succeeded } = await this.limits.attempt(`one-time link ${token.slice(0, 8)}`, attempt.ip);
    const tokenHash = hashToken(token);
    const link = await this.database.withoutPractice((tx) => this.findLink(tx, tokenHash));
    if (link === null) throw new Problem('link_not_valid');
    const standing = await this.database.inPractice(link.practiceId, (tx) => this.standing(tx, link));
    await succeeded();
    const signedIn = (await this.sessions.find(attempt.cookie, true))?.userId === standing.user.id;
    if (standing.mustProve) {
      if (!signedIn) await this.prove(standing, wanted, attempt);
      return this.enter(tokenHash, standing, wanted, null, attempt);
    }
    const passwordHash = await this.chosenPassword(standing, wanted, signedIn);
    return this.enter(tokenHash, standing, wanted, passwordHash, attempt);
  }

  private findLink(tx: Transaction, tokenHash: Buffer): Promise<OpenLink | null> {
    return this.sessionQueries.findLink(tx, tokenHash, new Date(this.clock.now()));
  }

  /** Locks the account and the invitation: what is decided by this holds until the transaction ends. */
  private async standing(tx: Transaction, link: OpenLink): Promise<Standing> {
    const user = await this.users.lock(tx, link.userId);
    if (user === null || user.disabledAt !== null) throw new Problem('link_not_valid');
    const practiceName = (await this.practices.name(tx)) ?? '';
    const invitation = await this.invitations.ofUser(tx, user.id);
    const roles = await this.sessionQueries.rolesOf(tx, user.id, link.practiceId);
    if (invitation === null && roles.length === 0) throw new Problem('no_practice');
    const worksElsewhere = await this.users.worksElsewhere(tx, user.id, link.practiceId);
    return { user, link, practiceName, invitation, mustProve: worksElsewhere && !link.byOperator };
  }

  private async prove({ user, link }: Standing, { password }: Wanted, attempt: Attempt): Promise<void> {
    if (password === undefined || user.passwordHash === null) {
      throw new Problem(
        'password_refused',
        'There is an account for this address already: give its password, which stays as it is, or sign in first.',
      );
    }
    const { succeeded } = await this.limits.attempt(user.email, attempt.ip);
    if (await passwordMatches(user.passwordHash, password)) return succeeded();
    await this.database.inPractice(link.practiceId, (tx) =>
      this.write(tx, { event: 'session.refused', actorUserId: null }, link, attempt),
    );
    throw new Problem(
      'password_refused',
      'There is an account for this address already, with another password; who forgot it asks the operator for a link.',
    );
  }

  /** The hash of a new password; null: the one they have is kept. */
  private async chosenPassword(
    { user, practiceName, invitation }: Standing,
    { password, displayName }: Wanted,
    signedIn: boolean,
  ): Promise<string | null> {
    if (password === undefined) {
      if (user.passwordHash === null)
        throw new Problem('password_refused', 'Choose a password: this account has none yet.');
      // Whoever chose the present password may be a stranger to the one who now comes in.
      if (invitation !== null && !signedIn)
        throw new Problem('password_refused', 'Choose a password, or sign in first.');
      return null;
    }
    const names = [displayName, invitation?.displayName, user.displayName].filter((name) => name !== undefined);
    for (const name of names) {
      const refused = whyRefused(password, { email: user.email, displayName: name, practiceNames: [practiceName] });
      if (refused !== null) throw new Problem('password_refused', refused);
    }
    return hashPassword(password, this.cost);
  }

  private async enter(
    tokenHash: Buffer,
    decided: Standing,
    { displayName }: Wanted,
    passwordHash: string | null,
    attempt: Attempt,
  ): Promise<string> {
    const { practiceId, userId } = decided.link;
    return this.database.inPractice(practiceId, async (tx) => {
      const now = new Date(this.clock.now());
      // Asked again under locks: of two who use one link at once, one finds it used; and nobody joined, left or chose a
      // password since it was decided what this link may do.
      const link = await this.findLink(tx, tokenHash);
      if (link === null) throw new Problem('link_not_valid');
      const { user, invitation, mustProve } = await this.standing(tx, link);
      if (mustProve !== decided.mustProve || user.passwordHash !== decided.user.passwordHash) {
        throw new Problem('conflict', 'This account changed a moment ago; open the link again.');
      }
      if (passwordHash !== null) {
        await this.users.setPassword(tx, userId, passwordHash);
        await this.sessionQueries.revokeAllOf(tx, userId, now);
        await this.sessionQueries.spendOperatorLinksOf(tx, userId, now);
      }
      await this.sessionQueries.spendLinksInto(tx, userId, practiceId, now);
      if (invitation !== null) await this.accept(tx, practiceId, invitation);
      const invitedAs = user.passwordHash === null ? invitation?.displayName : undefined;
      await this.users.setDisplayName(tx, userId, displayName ?? invitedAs ?? user.displayName);
      const detail = {
        passwordSet: passwordHash !== null,
        ...(invitation === null ? {} : { invitation: invitation.id }),
      };
      await this.write(tx, { event: 'session.opened_by_link', actorUserId: userId, detail }, link, attempt);
      return this.sessions.open(tx, userId, practiceId, attempt.cookie);
    });
  }

  private async accept(tx: Transaction, practiceId: string, { id, userId, roles }: InvitationRow): Promise<void> {
    await this.invitations.remove(tx, id);
    await this.users.setRoles(tx, practiceId, userId, roles);
  }

  private write(
    tx: Transaction,
    entry: { event: string; actorUserId: string | null; detail?: Record<string, unknown> },
    { practiceId, userId }: OpenLink,
    { requestId }: Attempt,
  ): Promise<void> {
    return audit(tx, { ...entry, practiceId, subjectKind: 'user', subjectId: userId, requestId });
  }
}
