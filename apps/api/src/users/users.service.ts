import { Injectable } from '@nestjs/common';
import { Database, SessionQueries, UserQueries } from '@keepwell/database';
import type { PracticeMember, Role, Transaction, UserAccount } from '@keepwell/database';
import type { FastifyRequest } from 'fastify';
import type { Caller } from '../auth/caller.js';
import { PracticeWork } from '../auth/practice-work.js';
import { issueSignInLink } from '../auth/sign-in-link.js';
import { Address } from '../http/address.js';
import { Clock } from '../http/clock.js';
import { Problem } from '../http/problem.js';
import type { CreatedUserDto, CreateUserDto, SignInLinkDto } from './dto/user.dto.js';

const HOUR_MS = 3_600_000;
const LINKS_AN_HOUR = 3;

/** Who works for a practice. What a person does for another practice is neither shown nor touched from here. */
@Injectable()
export class UsersService {
  constructor(
    private readonly work: PracticeWork,
    private readonly database: Database,
    private readonly users: UserQueries,
    private readonly sessions: SessionQueries,
    private readonly address: Address,
    private readonly clock: Clock,
  ) {}

  async list(caller: Caller): Promise<PracticeMember[]> {
    return this.work.run(caller, (tx) => this.users.members(tx));
  }

  /** Somebody who has an account already, with another practice perhaps, keeps it: their password is their own. */
  async add(caller: Caller, wanted: CreateUserDto, request: FastifyRequest): Promise<CreatedUserDto> {
    const { member, isNew } = await this.work.run(caller, async (tx, trail) => {
      const known = await this.users.findByEmail(tx, wanted.email);
      if (known !== null && (await this.users.members(tx, known.id)).length > 0) {
        throw new Problem('conflict', 'This person works for the practice already; change their roles.');
      }
      const user = known ?? (await this.users.create(tx, wanted));
      await this.users.setRoles(tx, caller.practiceId, user.id, wanted.roles);
      trail.about('user', user.id, { roles: wanted.roles });
      return { member: await this.member(tx, user.id), isNew: known === null };
    });
    return { ...member, link: isNew ? await this.linkFor(member.id, request) : null };
  }

  async changeRoles(caller: Caller, id: string, roles: Role[]): Promise<void> {
    await this.work.run(caller, async (tx, trail) => {
      const before = await this.member(tx, id);
      await this.users.setRoles(tx, caller.practiceId, id, roles);
      const members = await this.users.members(tx);
      if (!members.some((member) => member.roles.includes('admin') && !member.disabled)) {
        throw new Problem('conflict', 'A practice keeps at least one admin.');
      }
      trail.about('user', id, { before: before.roles, after: roles });
    });
  }

  async issueLink(caller: Caller, id: string, request: FastifyRequest): Promise<SignInLinkDto> {
    const practices = await this.database.inUser(id, (tx) => this.users.practicesOf(tx, id));
    await this.work.run(caller, async (tx, trail) => {
      await this.member(tx, id);
      // A link opens the whole account: no admin may hand out the key to what the person does elsewhere.
      if (practices.some((practice) => practice.id !== caller.practiceId)) {
        throw new Problem('conflict', "This account is not this practice's alone; the operator can issue a link.");
      }
      const recent = await this.sessions.linksSince(tx, id, new Date(this.clock.now() - HOUR_MS));
      if (recent >= LINKS_AN_HOUR) {
        throw new Problem('too_many_attempts', 'Three links an hour are enough for one person.', {
          retryAfterSeconds: HOUR_MS / 1000,
        });
      }
      trail.about('user', id);
    });
    return { link: await this.linkFor(id, request) };
  }

  private async member(tx: Transaction, id: UserAccount['id']): Promise<PracticeMember> {
    const [member] = await this.users.members(tx, id);
    if (member === undefined) throw new Problem('not_found', 'Nobody by this id works for the practice.');
    return member;
  }

  private async linkFor(userId: string, request: FastifyRequest): Promise<string> {
    const baseUrl = this.address.originOf(request);
    if (baseUrl === null) throw new Problem('origin_refused');
    return issueSignInLink(this.database, userId, { baseUrl, now: this.clock.now() });
  }
}
