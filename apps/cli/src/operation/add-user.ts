import { issueSignInLink } from '@keepwell/api';
import { audit, InvitationQueries, type Role, ROLES, UserQueries } from '@keepwell/database';
import { CommandFailed, UsageWrong } from '../failure.js';
import type { Io } from '../io.js';
import { choosePractice, withDatabase } from './working-database.js';

export interface NewUser {
  email: string;
  name: string | null;
  practice: string | null;
  role: string[];
}

export interface AddedUser {
  id: string;
  email: string;
  practice: string;
  roles: Role[];
  link: string;
}

/** Gives somebody roles in a practice, besides those they have, and a way in. */
export async function addUser({ email, name, practice: wanted, role }: NewUser, io: Io): Promise<AddedUser> {
  const address = email.trim().toLowerCase();
  if (!/^[^\s@]+@[^\s@]+$/.test(address)) throw new UsageWrong(`--email ${email} is not an address`);
  const roles = readRoles(role);
  return withDatabase(io, async ({ database, env }) => {
    const practice = await choosePractice(database, wanted);
    const users = new UserQueries();
    const invitations = new InvitationQueries();
    const member = await database.inPractice(practice.id, async (tx) => {
      const found = await users.findByEmail(tx, address);
      const known = found === null ? null : await users.lock(tx, found.id);
      if (known !== null && known.disabledAt !== null) {
        throw new CommandFailed(`${address} is disabled: enable the account first`);
      }
      const displayName = name ?? address;
      const user = known ?? (await users.create(tx, { email: address, displayName }));
      const [before] = await users.members(tx, user.id);
      const invited = await invitations.ofUser(tx, user.id);
      const held = [...(before?.roles ?? []), ...(invited?.roles ?? [])];
      const all = ROLES.filter((each) => roles.includes(each) || held.includes(each));
      // Whoever chose the password of an account may be a stranger here: they come in by the link alone.
      if (before === undefined && (invited !== null || user.passwordHash !== null)) {
        await invitations.put(tx, practice.id, { userId: user.id, displayName, roles: all });
      } else {
        await users.setRoles(tx, practice.id, user.id, all);
      }
      await audit(tx, {
        practiceId: practice.id,
        actorUserId: null,
        event: before === undefined && invited === null ? 'user.added' : 'user.roles_changed',
        subjectKind: 'user',
        subjectId: user.id,
        detail: { roles: all, by: 'command line' },
      });
      return { id: user.id, roles: all };
    });
    const link = await issueSignInLink(
      database,
      { userId: member.id, practiceId: practice.id },
      { baseUrl: env.publicUrl ?? `http://localhost:${env.port}`, now: io.now() },
    );
    return { ...member, email: address, practice: practice.name, link };
  });
}

function readRoles(given: readonly string[]): Role[] {
  if (given.length === 0) return ['coordinator'];
  return given.map((word) => {
    const role = ROLES.find((each) => each === word);
    if (role === undefined) throw new UsageWrong(`--role ${word} is not one of ${ROLES.join(', ')}`);
    return role;
  });
}
