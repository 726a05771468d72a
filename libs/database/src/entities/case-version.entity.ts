import { Column, Entity, Index, PrimaryColumn, PrimaryGeneratedColumn } from 'typeorm';

/**
 * What the list came to show of a case at an instant: only what changed, so that what it showed at any instant is all of them up to then, one laid over
 * the other. Written by the tables themselves and never changed (X09).
 */
@Entity('case_version')
@Index('case_version_at', ['practiceId', 'at'])
export class CaseVersion {
  @PrimaryColumn('uuid', { name: 'practice_id' })
  practiceId: string;

  @PrimaryColumn('uuid', { name: 'case_id' })
  caseId: string;

  /** Later ones are larger. */
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'ALWAYS' })
  id: string;

  /** Whose case it was then. */
  @Column('uuid', { name: 'person_id' })
  personId: string;

  @Column('timestamptz')
  at: Date;

  /** Columns of the case; `person_state` and `findings` of the answer; `source_ids`; `location_name`, `practitioner_name`. */
  @Column('jsonb')
  says: Record<string, unknown>;
}
