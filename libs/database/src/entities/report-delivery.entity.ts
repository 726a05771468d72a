import { Column, CreateDateColumn, Entity, Index, PrimaryColumn } from 'typeorm';

/** To whom a report was mailed, and how that ended. */
@Entity('report_delivery')
@Index('report_delivery_once', ['practiceId', 'reportId', 'toAddress'], { unique: true })
export class ReportDelivery {
  @PrimaryColumn('uuid', { name: 'practice_id' })
  practiceId: string;

  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid', { name: 'report_id' })
  reportId: string;

  @Column('text', { name: 'to_address' })
  toAddress: string;

  /** `sending` `accepted` `waiting` (put off by the mail server) `failed` `unknown` (never sent again) */
  @Column('text')
  state: string;

  @Column('timestamptz')
  at: Date;

  @Column('text', { name: 'error_says', nullable: true })
  errorSays: string | null;

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' })
  createdAt: Date;
}
