import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** Who has a household in hand: one row per household (one call, K17), taken anew only when its time is over (X16). Times are the database’s. */
@Entity('case_lease')
@Index('case_lease_of_case', ['practiceId', 'caseId'])
export class CaseLease {
  @PrimaryColumn('uuid', { name: 'practice_id' })
  practiceId: string;

  /** `h:connection:household`, or `p:person` for who lives alone in the records */
  @PrimaryColumn('text')
  household: string;

  @Column('uuid', { name: 'case_id' })
  caseId: string;

  @Column('uuid', { name: 'person_id' })
  personId: string;

  @Column('uuid', { name: 'holder_user_id' })
  holderUserId: string;

  @Column('timestamptz', { name: 'claimed_at' })
  claimedAt: Date;

  @Column('timestamptz')
  until: Date;
}
