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
import { Practice } from './practice.entity.js';

export const ROLES = ['coordinator', 'manager', 'integrator', 'admin', 'auditor'] as const;
export type Role = (typeof ROLES)[number];

/** What a person may do in a practice. (`membership` is a patient's: not this.) */
@Entity('membership_role')
@Unique('membership_role_once', ['practiceId', 'userId', 'role'])
@Index('membership_role_of_user', ['userId'])
export class MembershipRole {
  @PrimaryColumn('uuid', { name: 'practice_id' })
  practiceId: string;

  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid', { name: 'user_id' })
  userId: string;

  @ManyToOne(() => Practice, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'practice_id', foreignKeyConstraintName: 'membership_role_practice' })
  practice?: Relation<Practice>;

  @ManyToOne(() => AppUser, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'user_id', foreignKeyConstraintName: 'membership_role_user' })
  user?: Relation<AppUser>;

  @Column('text')
  role: Role;

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' })
  createdAt: Date;
}
