import { AppUser, type Database, MembershipRole, newId, Practice, type Role } from '@keepwell/database';

/** A practice in the database; state only what matters to the test. */
export async function aPractice(db: Database, given: Partial<Practice> = {}): Promise<Practice> {
  const id = given.id ?? newId();
  return db.inPractice(id, (tx) =>
    tx.save(Practice, {
      id,
      name: 'Harbour Physio',
      slug: `harbour-${id}`,
      timezone: 'Europe/London',
      currency: 'GBP',
      ...given,
    }),
  );
}

/** A person who may sign in to the practice with these roles. */
export async function aUser(
  db: Database,
  practiceId: string,
  roles: Role[],
  given: Partial<AppUser> = {},
): Promise<AppUser> {
  const id = given.id ?? newId();
  return db.inPractice(practiceId, async (tx) => {
    const user = await tx.save(AppUser, {
      id,
      email: `${id}@example.org`,
      displayName: 'Robin Reed',
      passwordHash: null,
      ...given,
    });
    for (const role of roles) await tx.save(MembershipRole, { practiceId, id: newId(), userId: user.id, role });
    return user;
  });
}
