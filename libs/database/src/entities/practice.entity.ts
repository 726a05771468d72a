import type { Specialty } from '@keepwell/domain';
import { Column, CreateDateColumn, Entity, PrimaryColumn } from 'typeorm';

export interface PracticeSettings {
  majorityAge?: number;
  warmUpDays?: number;
  /** ISO 3166-2 or -1, for the law of contact hours and holidays and for numbers written without their country. Absent: unknown. */
  place?: string | null;
  /** Absent: off. `resendUnknown`: a message that two look-ups did not find is sent once more instead of being looked at by a person. */
  sending?: { enabled: boolean; resendUnknown: boolean };
  /** How the clinic calls itself in texts; absent: its name. */
  senderName?: string | null;
  /** Stands under every e-mail (C-14). */
  postalAddress?: string | null;
  /** The clinic's own, as patients dial it. */
  phone?: string | null;
  reportRecipients?: string[];
  /** How long after the last touch a booking counts as brought about by it. Default 90. */
  attributionDays?: number;
  /** How long a claim lasts without being renewed. Default 10. */
  claimMinutes?: number;
  /** How long what sources wrote is kept, in days; absent: raw text 30, the journal for good, records put aside 90. */
  keep?: { rawDays?: number; journalDays?: number | null; quarantineDays?: number };
  /** Contacts the team can make in a day; absent: nobody has said, and the list has no end. */
  dayCapacity?: number | null;
  /** What a contact costs, in minor units of the practice's currency; absent: an assumed figure. */
  contactCostMinor?: number | null;
  /** Which playbook comes first. */
  specialty?: Specialty | null;
}

/** The tenant: row-level security ends here. */
@Entity('practice')
export class Practice {
  @PrimaryColumn('uuid')
  id: string;

  @Column('text')
  name: string;

  @Column('text')
  slug: string;

  @Column('text')
  timezone: string;

  @Column('text', { nullable: true })
  currency: string | null;

  @Column('jsonb', { default: {} })
  settings: PracticeSettings;

  @Column('timestamptz', { name: 'go_live_at', nullable: true })
  goLiveAt: Date | null;

  /** The audit of the day the practice was connected, frozen (S2-02). */
  @Column('jsonb', { nullable: true })
  baseline: unknown;

  @Column('boolean', { default: false })
  demo: boolean;

  /** From then on the past list is kept (X09). */
  @Column('timestamptz', { name: 'list_kept_since', default: () => 'now()' })
  listKeptSince: Date;

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' })
  createdAt: Date;
}
