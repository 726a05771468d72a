import type { Transaction } from '../database.js';
import type { PracticeSettings } from '../entities/practice.entity.js';

export interface NewPractice {
  id: string;
  name: string;
  slug: string;
  timezone: string;
  currency: string | null;
  settings: PracticeSettings;
  demo: boolean;
}

/** The tenants. */
export class PracticeQueries {
  /** Needs `inPractice` of the practice itself: row-level security holds for it as for everything it owns. */
  async create(tx: Transaction, practice: NewPractice): Promise<void> {
    const { id, name, slug, timezone, currency, settings, demo } = practice;
    await tx.query(
      `insert into practice (id, name, slug, timezone, currency, settings, demo) values ($1, $2, $3, $4, $5, $6, $7)`,
      [id, name, slug, timezone, currency, JSON.stringify(settings), demo],
    );
  }

  /** The practice of the transaction; null when it does not exist. */
  async current(tx: Transaction): Promise<{ id: string; name: string; timezone: string; demo: boolean } | null> {
    const [practice] = await tx.query<{ id: string; name: string; timezone: string; demo: boolean }[]>(
      'select id, name, timezone, demo from practice',
    );
    return practice ?? null;
  }

  /** Which practices there are. Needs `asDispatcher`. */
  async ids(tx: Transaction): Promise<string[]> {
    const rows = await tx.query<{ id: string }[]>('select id from practice order by id');
    return rows.map(({ id }) => id);
  }
}
