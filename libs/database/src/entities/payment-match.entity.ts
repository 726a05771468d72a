import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { Connection } from './connection.entity.js';

/** Whose a payment is, said by a person where the source does not say: our own fact, whatever is read again. */
@Entity('payment_match')
@Index('payment_match_of', ['practiceId', 'connectionId', 'paymentSourceId'], {
  unique: true,
  where: 'undone_at is null',
})
@Index('payment_match_payer', ['practiceId', 'connectionId', 'payer'], {
  where: 'payer is not null and undone_at is null',
})
export class PaymentMatch {
  @PrimaryColumn('uuid', { name: 'practice_id' })
  practiceId: string;

  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid', { name: 'connection_id' })
  connectionId: string;

  @ManyToOne(() => Connection, { onDelete: 'CASCADE' })
  @JoinColumn([
    { name: 'practice_id', referencedColumnName: 'practiceId', foreignKeyConstraintName: 'payment_match_connection' },
    { name: 'connection_id', referencedColumnName: 'id', foreignKeyConstraintName: 'payment_match_connection' },
  ])
  connection?: Relation<Connection>;

  @Column('text', { name: 'payment_source_id' })
  paymentSourceId: string;

  /** Who paid it, as the record names them (`payer:…`): then everything of theirs is the same person's. */
  @Column('text', { nullable: true })
  payer: string | null;

  @Column('uuid', { name: 'patient_id' })
  patientId: string;

  @Column('uuid', { name: 'by_user_id' })
  byUserId: string;

  @Column('timestamptz')
  at: Date;

  @Column('timestamptz', { name: 'undone_at', nullable: true })
  undoneAt: Date | null;
}
