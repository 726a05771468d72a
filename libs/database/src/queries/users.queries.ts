import type { Transaction } from '../database.js';
import type { Role } from '../entities/membership-role.entity.js';
import { newId } from '../ids.js';

export interface UserAccount {
  id: string;
  email: string;
  displayName: string;
  passwordHash: string | null;
  disabledAt: Date | null;
}

export interface PracticeMember {
  id: string;
  email: string;
  displayName: string;
  roles: Role[];
  disabled: boolean;
  /** Has a password. */
  active: boolean;
  lastSeenAt: string | null;
}

export interface PracticeOfUser {
  id: string;
  name: string;
  timezone: string;
  demo: boolean;
}

const ACCOUNT = `id, email, display_name as "displayName", password_hash as "passwordHash", disabled_at as "disabledAt"`;

/** People who sign in, and what they may do in the practice of the transaction. */
export class UserQueries {
  async findByEmail(tx: Transaction, email: string): Promise<UserAccount | null> {
    const [user] = await tx.query<UserAccount[]>(`select ${ACCOUNT} from app_user where email = $1`, [
      email.toLowerCase(),
    ]);
    return user ?? null;
  }

  async findById(tx: Transaction, id: string): Promise<UserAccount | null> {
    const [user] = await tx.query<UserAccount[]>(`select ${ACCOUNT} from app_user where id = $1`, [id]);
    return user ?? null;
  }

  /** As it stands now, and stays until the transaction ends: for who decides by it what a link may do. */
  async lock(tx: Transaction, id: string): Promise<UserAccount | null> {
    const [user] = await tx.query<UserAccount[]>(`select ${ACCOUNT} from app_user where id = $1 for update`, [id]);
    return user ?? null;
  }

  /** The account of this address; a new one, without a password, where there is none. */
  async accountFor(tx: Transaction, user: { email: string; displayName: string }): Promise<UserAccount> {
    await tx.query(
      'insert into app_user (id, email, display_name) values ($1, $2, $3) on conflict on constraint app_user_email do nothing',
      [newId(), user.email.toLowerCase(), user.displayName],
    );
    const account = await this.findByEmail(tx, user.email);
    if (account === null) throw new Error('An account was not stored.');
    return account;
  }

  async create(tx: Transaction, user: { email: string; displayName: string }): Promise<UserAccount> {
    const id = newId();
    const email = user.email.toLowerCase();
    await tx.query('insert into app_user (id, email, display_name) values ($1, $2, $3)', [id, email, user.displayName]);
    return { id, email, displayName: user.displayName, passwordHash: null, disabledAt: null };
  }

  async setPassword(tx: Transaction, id: string, passwordHash: string): Promise<void> {
    await tx.query('update app_user set password_hash = $2 where id = $1', [id, passwordHash]);
  }

  async setDisplayName(tx: Transaction, id: string, displayName: string): Promise<void> {
    await tx.query('update app_user set display_name = $2 where id = $1', [id, displayName]);
  }

  /** Practices of one person. Needs `inUser`. */
  async practicesOf(tx: Transaction, userId: string): Promise<PracticeOfUser[]> {
    return tx.query<PracticeOfUser[]>(
      `select p.id, p.name, p.timezone, p.demo from practice p
        where exists (select from membership_role r where r.practice_id = p.id and r.user_id = $1)
        order by p.name, p.id`,
      [userId],
    );
  }

  /** Whether the person is a member of any other practice. From here on the transaction sees their own roles everywhere. */
  async worksElsewhere(tx: Transaction, userId: string, practiceId: string): Promise<boolean> {
    await tx.query(`select set_config('app.user', $1, true)`, [userId]);
    const elsewhere = await tx.query<unknown[]>(
      'select from membership_role where user_id = $1 and practice_id <> $2 limit 1',
      [userId, practiceId],
    );
    return elsewhere.length > 0;
  }

  /** Everybody with a role in the practice of the transaction; what they do elsewhere is not to be seen from here. */
  async members(tx: Transaction, userId: string | null = null): Promise<PracticeMember[]> {
    return tx.query<PracticeMember[]>(
      `select u.id, u.email, u.display_name as "displayName", array_agg(r.role order by r.role) as roles,
              u.disabled_at is not null as disabled, u.password_hash is not null as active,
              (select to_char(max(s.last_seen_at) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
                 from session s where s.user_id = u.id and s.practice_id = r.practice_id) as "lastSeenAt"
         from membership_role r join app_user u on u.id = r.user_id
        where $1::uuid is null or u.id = $1
        group by u.id, r.practice_id
        order by u.display_name, u.id`,
      [userId],
    );
  }

  /** Whether anybody but this person could sign in and has one of the roles. */
  async isAnotherWith(tx: Transaction, userId: string, roles: readonly Role[]): Promise<boolean> {
    const rows = await tx.query<unknown[]>(
      `select from membership_role r join app_user u on u.id = r.user_id
        where u.id <> $1 and u.disabled_at is null and r.role = any($2) limit 1`,
      [userId, roles],
    );
    return rows.length > 0;
  }

  /** Makes these the person's roles in the practice of the transaction. */
  async setRoles(tx: Transaction, practiceId: string, userId: string, roles: readonly Role[]): Promise<void> {
    await tx.query('delete from membership_role where user_id = $1 and practice_id = $2 and role <> all($3)', [
      userId,
      practiceId,
      roles,
    ]);
    for (const role of roles) {
      await tx.query(
        `insert into membership_role (practice_id, id, user_id, role) values ($1, $2, $3, $4)
         on conflict on constraint membership_role_once do nothing`,
        [practiceId, newId(), userId, role],
      );
    }
  }
}
