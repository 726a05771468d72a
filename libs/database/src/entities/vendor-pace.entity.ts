import { Column, Entity, PrimaryColumn } from 'typeorm';

/**
 * How fast one credential of a vendor may be used, over all workers and practices that share it. Of no practice: its key is a
 * SHA-256 of the connector and the credential, and the row holds counts and times alone.
 */
@Entity('vendor_pace')
export class VendorPace {
  @PrimaryColumn('bytea')
  key: Buffer;

  @Column('text')
  connector: string;

  /** Requests counted by time, and until when the vendor sent us away: the worker's pace/pace-state.ts. */
  @Column('jsonb', { default: {} })
  state: unknown;

  /** Who waits for an answer, where the vendor takes one request at a time. */
  @Column('uuid', { name: 'serial_holder', nullable: true })
  serialHolder: string | null;

  @Column('timestamptz', { name: 'serial_until', nullable: true })
  serialUntil: Date | null;

  @Column('timestamptz', { name: 'touched_at', default: () => 'now()' })
  touchedAt: Date;
}
