import { Column, CreateDateColumn, Entity, Index, PrimaryColumn } from 'typeorm';

/** The consent ledger (C-07): append-only, the newest entry of a channel and purpose counts. What connectors bring stands beside it in `consent`. */
@Entity('consent_entry')
@Index('consent_entry_of_person', ['practiceId', 'personId', 'at'])
export class ConsentEntry {
  @PrimaryColumn('uuid', { name: 'practice_id' })
  practiceId: string;

  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid', { name: 'person_id' })
  personId: string;

  /** `sms` `email` `call` `any` */
  @Column('text')
  channel: string;

  /** `service` `marketing` `any` */
  @Column('text')
  purpose: string;

  /** `granted` `denied` */
  @Column('text')
  state: string;

  @Column('text', { nullable: true })
  address: string | null;

  /** `staff` `patient_call` `inbound_message` `unsubscribe_link` `web_page` `import` */
  @Column('text')
  source: string;

  @Column('uuid', { name: 'actor_user_id', nullable: true })
  actorUserId: string | null;

  @Column('text', { name: 'wording_version', nullable: true })
  wordingVersion: string | null;

  /** as the patient saw or heard it */
  @Column('text', { nullable: true })
  wording: string | null;

  @Column('timestamptz')
  at: Date;

  /** implied consent ends */
  @Column('timestamptz', { name: 'expires_at', nullable: true })
  expiresAt: Date | null;

  /** ids: message, call, document */
  @Column('jsonb', { default: {} })
  evidence: unknown;

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' })
  createdAt: Date;
}
