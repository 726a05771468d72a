import { Injectable } from '@nestjs/common';
import { ApiPracticeQueries, InvitationQueries, SessionQueries, UserQueries } from '@keepwell/database';
import type { InvitationRow, PracticeMember, Role, Transaction } from '@keepwell/database';
import type { FastifyRequest } from 'fastify';
import type { Caller } from '../auth/caller.js';
import { PracticeWork } from '../auth/practice-work.js';
import { createSignInLink } from '../auth/sign-in-link.js';
import { Address } from '../http/address.js';
import { Clock } from '../http/clock.js';
import { Problem } from '../http/problem.js';
import type { CreatedUserDto, CreateUserDto, SignInLinkDto } from './dto/user.dto.js';

const HOUR_MS = 3_600_000;
const LINKS_AN_HOUR = 3;

/**
 * Who works for a practice, and who is invited to. What a person does for another practice is neither shown nor touched
 * from here, nor whether they do.
 */
@Injectable()
export class UsersService {
  constructor(
    private readonly work: PracticeWork,
    private readonly users: UserQueries,
    private readonly invitations: InvitationQueries,
    private readonly sessions: SessionQueries,
    private readonly practices: ApiPracticeQueries,
    private readonly address: Address,
    private readonly clock: Clock,
  ) {}

  async list(caller: Caller): Promise<PracticeMember[]> {
    return this.work.run(caller, async (tx) => [
      ...(await this.users.members(tx)),
      ...(await this.invitations.list(tx)).map(asMember),
    ]);
  }

  /** Nothing is theirs yet: they become a member by opening the link, which the admin hands to the person they mean. */
  async add(caller: Caller, wanted: CreateUserDto, request: FastifyRequest): Promise<CreatedUserDto> {
    return this.work.run(caller, async (tx, trail) => {
      await this.practices.lock(tx);
      const account = await this.users.accountFor(tx, wanted);
      if ((await this.users.members(tx, account.id)).length > 0) {
        throw new Problem('conflict', 'This person works for the practice already; change their roles.');
      }
      if ((await this.invitations.ofUser(tx, account.id)) !== null) {
        throw new Problem('conflict', 'This person is invited already; make a new link for them.');
      }
      const { displayName, roles } = wanted;
      const id = await this.invitations.put(tx, caller.practiceId, { userId: account.id, displayName, roles });
      trail.about('invitation', id, { roles });
      const link = await this.newLink(tx, caller, account.id, request);
      return { ...asMember({ id, userId: account.id, email: account.email, displayName, roles }), link };
    });
  }

  async changeRoles(caller: Caller, id: string, roles: Role[]): Promise<void> {
    await this.work.run(caller, async (tx, trail) => {
      // One after the other: two admins who dismiss each other at once must not both be right.
      await this.practices.lock(tx);
      const invitation = await this.invitations.find(tx, id);
      if (invitation !== null) {
        await this.changeInvitation(tx, invitation, roles, caller.practiceId);
        trail.about('invitation', id, { before: invitation.roles, after: roles });
        return;
      }
      const before = await this.member(tx, id);
      await this.users.setRoles(tx, caller.practiceId, id, roles);
      if (roles.length === 0) await this.spendLinks(tx, id, caller.practiceId);
      const members = await this.users.members(tx);
      if (!members.some((member) => member.roles.includes('admin') && member.active && !member.disabled)) {
        throw new Problem('conflict', 'A practice keeps at least one admin who can sign in.');
      }
      trail.about('user', id, { before: before.roles, after: roles });
    });
  }

  async issueLink(caller: Caller, id: string, request: FastifyRequest): Promise<SignInLinkDto> {
    return this.work.run(caller, async (tx, trail) => {
      await this.practices.lock(tx);
      const invitation = await this.invitations.find(tx, id);
      const userId = invitation?.userId ?? (await this.member(tx, id)).id;
      // Such a link could not set their password; said here to the admin, who would hand it out in vain.
      if (invitation === null && (await this.users.worksElsewhere(tx, userId, caller.practiceId))) {
        throw new Problem('conflict', "This account is not this practice's alone; the operator can issue a link.");
      }
      const since = new Date(this.clock.now() - HOUR_MS);
      if ((await this.sessions.linksSince(tx, userId, caller.practiceId, since)) >= LINKS_AN_HOUR) {
        throw new Problem('too_many_attempts', 'Three links an hour are enough for one person.', {
          retryAfterSeconds: HOUR_MS / 1000,
        });
      }
      trail.about(invitation === null ? 'user' : 'invitation', id);
      return { link: await this.newLink(tx, caller, userId, request) };
    });
  }

  private async changeInvitation(
    tx: Transaction,
    { id, userId }: InvitationRow,
    roles: Role[],
    practiceId: string,
  ): Promise<void> {
    if (roles.length > 0) return this.invitations.changeRoles(tx, id, roles);
    await this.invitations.remove(tx, id);
    await this.spendLinks(tx, userId, practiceId);
  }

  /** Links from before would open the practice again as soon as the person is invited anew. */
  private spendLinks(tx: Transaction, userId: string, practiceId: string): Promise<void> {
    return this.sessions.spendLinksInto(tx, userId, practiceId, new Date(this.clock.now()));
  }

  private async member(tx: Transaction, id: string): Promise<PracticeMember> {
    const [member] = await this.users.members(tx, id);
    if (member === undefined) throw new Problem('not_found', 'Nobody by this id works for the practice.');
    return member;
  }

  private newLink(tx: Transaction, caller: Caller, userId: string, request: FastifyRequest): Promise<string> {
    const baseUrl = this.address.originOf(request);
    if (baseUrl === null) throw new Problem('origin_refused');
    const link = { userId, practiceId: caller.practiceId, byOperator: false };
    return createSignInLink(tx, link, { baseUrl, now: this.clock.now() });
  }
}

/** Whether their account has a password, is disabled or was used is not this practice's business before they come in. */
function asMember({ id, email, displayName, roles }: InvitationRow): PracticeMember {
  const sorted = [...roles].sort();
  return { id, email, displayName, roles: sorted, disabled: false, active: false, lastSeenAt: null };
}
