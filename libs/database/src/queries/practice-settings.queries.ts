import type { Transaction } from '../database.js';
import type { PracticeSettings } from '../entities/practice.entity.js';

/** The practice of the transaction with every default filled in. */
export interface PracticeCard {
  id: string;
  name: string;
  timezone: string;
  currency: string | null;
  demo: boolean;
  settings: Required<Omit<PracticeSettings, 'majorityAge' | 'warmUpDays' | 'keep'>>;
}

const DEFAULTS: PracticeCard['settings'] = {
  place: null,
  sending: { enabled: false, resendUnknown: false },
  senderName: null,
  postalAddress: null,
  phone: null,
  reportRecipients: [],
  attributionDays: 90,
  claimMinutes: 10,
  specialty: null,
  dayCapacity: null,
  contactCostMinor: null,
};

export class PracticeSettingsQueries {
  /** Null: there is no such practice. */
  async current(tx: Transaction): Promise<PracticeCard | null> {
    const [row] = await tx.query<(Omit<PracticeCard, 'settings'> & { settings: PracticeSettings })[]>(
      'select id, name, timezone, currency, demo, settings from practice',
    );
    if (row === undefined) return null;
    const given = Object.fromEntries(Object.entries(row.settings).filter(([key]) => key in DEFAULTS));
    return { ...row, settings: { ...DEFAULTS, ...given } };
  }

  /** Changes what is named and leaves the rest, settings of other subjects included. */
  async change(
    tx: Transaction,
    change: { name?: string; timezone?: string; settings?: PracticeSettings },
  ): Promise<void> {
    await tx.query(
      `update practice set name = coalesce($1, name), timezone = coalesce($2, timezone), settings = settings || $3::jsonb`,
      [change.name ?? null, change.timezone ?? null, JSON.stringify(change.settings ?? {})],
    );
  }
}
