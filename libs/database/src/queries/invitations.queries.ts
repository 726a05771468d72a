import type { Transaction } from '../database.js';
import type { Role } from '../entities/membership-role.entity.js';
import { newId } from '../ids.js';

export interface InvitationRow {
  /** Not the account's: that one would tell when the person first came to Keepwell, with another practice perhaps. */
  id: string;
  userId: string;
  email: string;
  displayName: string;
  roles: Role[];
}

const INVITATION = `select i.id, i.user_id as "userId", u.email, i.display_name as "displayName", i.roles
  from invitation i join app_user u on u.id = i.user_id`;

/** People whom the practice of the transaction has asked in, and who have not opened its link yet. */
export class InvitationQueries {
  async list(tx: Transaction): Promise<InvitationRow[]> {
    return tx.query<InvitationRow[]>(`${INVITATION} order by i.display_name, i.id`);
  }

  async find(tx: Transaction, id: string): Promise<InvitationRow | null> {
    const [invitation] = await tx.query<InvitationRow[]>(`${INVITATION} where i.id = $1 for update of i`, [id]);
    return invitation ?? null;
  }

  async ofUser(tx: Transaction, userId: string): Promise<InvitationRow | null> {
    const [invitation] = await tx.query<InvitationRow[]>(`${INVITATION} where i.user_id = $1 for update of i`, [
      userId,
    ]);
    return invitation ?? null;
  }

  /** Asks a person in, or asks anew with these roles. */
  async put(
    tx: Transaction,
    practiceId: string,
    invited: { userId: string; displayName: string; roles: readonly Role[] },
  ): Promise<string> {
    const [put] = await tx.query<{ id: string }[]>(
      `insert into invitation (practice_id, id, user_id, display_name, roles) values ($1, $2, $3, $4, $5)
       on conflict on constraint invitation_once do update set roles = excluded.roles
       returning id`,
      [practiceId, newId(), invited.userId, invited.displayName, invited.roles],
    );
    if (put === undefined) throw new Error('An invitation was not stored.');
    return put.id;
  }

  async changeRoles(tx: Transaction, id: string, roles: readonly Role[]): Promise<void> {
    await tx.query('update invitation set roles = $2 where id = $1', [id, roles]);
  }

  async remove(tx: Transaction, id: string): Promise<void> {
    await tx.query('delete from invitation where id = $1', [id]);
  }
}
