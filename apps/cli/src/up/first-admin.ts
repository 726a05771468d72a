import { ROLES, UserQueries, type Database } from '@keepwell/database';
import { issueSignInLink } from '@keepwell/api';

const FIRST_ADMIN = { email: 'admin@keepwell.local', displayName: 'First admin' };

/**
 * Somebody must be let in first. While the first admin has no password, each start prints a new one-time link; the
 * earlier ones stay good for their day. Null: they have one and sign in with it.
 */
export async function firstAdminLink(database: Database, practiceId: string, baseUrl: string): Promise<string | null> {
  const users = new UserQueries();
  const found = await database.withoutPractice((tx) => users.findByEmail(tx, FIRST_ADMIN.email));
  if (found !== null && found.passwordHash !== null) return null;
  const user = found ?? (await database.withoutPractice((tx) => users.create(tx, FIRST_ADMIN)));
  await database.inPractice(practiceId, (tx) => users.setRoles(tx, practiceId, user.id, ROLES));
  return issueSignInLink(database, { userId: user.id, practiceId }, { baseUrl });
}

export const FIRST_ADMIN_EMAIL = FIRST_ADMIN.email;
