import type { Transaction } from '../database.js';

const DEFAULT_WARM_UP_DAYS = 14;
const DAY_MS = 24 * 3_600_000;

/** What endpoints ask about the practice of the transaction. */
export class ApiPracticeQueries {
  async timezone(tx: Transaction): Promise<string | null> {
    const [practice] = await tx.query<{ timezone: string }[]>('select timezone from practice');
    return practice?.timezone ?? null;
  }

  async name(tx: Transaction): Promise<string | null> {
    const [practice] = await tx.query<{ name: string }[]>('select name from practice');
    return practice?.name ?? null;
  }

  /** Makes others wait who would change who works for the practice of the transaction: each then sees what the one before left. */
  async lock(tx: Transaction): Promise<void> {
    await tx.query('select from practice for no key update');
  }

  /** Until when a connection made now is warming up (E15); null: not at all. */
  async warmUpUntil(tx: Transaction, now: number): Promise<Date | null> {
    const [practice] = await tx.query<{ days: number | null }[]>(
      `select (settings->>'warmUpDays')::float as days from practice`,
    );
    const days = practice?.days ?? DEFAULT_WARM_UP_DAYS;
    return days > 0 ? new Date(now + days * DAY_MS) : null;
  }
}
