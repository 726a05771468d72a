import {
  Column,
  CreateDateColumn,
  Entity,
  Index,
  JoinColumn,
  ManyToOne,
  PrimaryColumn,
  type Relation,
  Unique,
} from 'typeorm';
import { AppUser } from './app-user.entity.js';
import type { Role } from './membership-role.entity.js';
import { Practice } from './practice.entity.js';

/**
 * What a person will be allowed to do in a practice once they have opened a one-time link of that practice. Until then
 * it gives nothing: nobody knows yet whether the account belongs to the person whom the practice means.
 */
@Entity('invitation')
@Unique('invitation_once', ['practiceId', 'userId'])
@Index('invitation_of_user', ['userId'])
export class Invitation {
  @PrimaryColumn('uuid', { name: 'practice_id' })
  practiceId: string;

  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid', { name: 'user_id' })
  userId: string;

  @ManyToOne(() => Practice, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'practice_id', foreignKeyConstraintName: 'invitation_practice' })
  practice?: Relation<Practice>;

  @ManyToOne(() => AppUser, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'user_id', foreignKeyConstraintName: 'invitation_user' })
  user?: Relation<AppUser>;

  /** As this practice calls them; what they are called elsewhere is not its business. */
  @Column('text', { name: 'display_name' })
  displayName: string;

  @Column('text', { array: true })
  roles: Role[];

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' })
  createdAt: Date;
}
