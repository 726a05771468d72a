import { Column, CreateDateColumn, Entity, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { AppUser } from './app-user.entity.js';
import { Practice } from './practice.entity.js';

/** A one-time link into one practice: makes an invited person a member, or lets a member choose a new password. */
@Entity('sign_in_link')
export class SignInLink {
  /** sha-256 of the token. */
  @PrimaryColumn('bytea', { name: 'token_hash' })
  tokenHash: Buffer;

  @Column('uuid', { name: 'user_id' })
  userId: string;

  @ManyToOne(() => AppUser, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'user_id', foreignKeyConstraintName: 'sign_in_link_user' })
  user?: Relation<AppUser>;

  /** The practice it opens, and no other; null: from before links knew, opens nothing. */
  @Column('uuid', { name: 'practice_id', nullable: true })
  practiceId: string | null;

  @ManyToOne(() => Practice, { onDelete: 'CASCADE', nullable: true })
  @JoinColumn({ name: 'practice_id', foreignKeyConstraintName: 'sign_in_link_practice' })
  practice?: Relation<Practice>;

  /** Handed out on the server itself: may set the password of somebody who works elsewhere too. */
  @Column('boolean', { name: 'by_operator', default: false })
  byOperator: boolean;

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' })
  createdAt: Date;

  @Column('timestamptz', { name: 'expires_at' })
  expiresAt: Date;

  @Column('timestamptz', { name: 'used_at', nullable: true })
  usedAt: Date | null;
}
