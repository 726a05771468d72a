import { Entity, Index, PrimaryColumn } from 'typeorm';

/**
 * Whose answer looked at whose facts, to be found from the other end. A table and not an index over
 * `evaluation.related`: under row-level security only leakproof operators may use an index, and those of arrays are not.
 */
@Entity('evaluation_rests_on')
@Index('evaluation_rests_on_of_person', ['practiceId', 'personId'])
export class EvaluationRestsOn {
  @PrimaryColumn('uuid', { name: 'practice_id' })
  practiceId: string;

  @PrimaryColumn('uuid', { name: 'on_person_id' })
  onPersonId: string;

  /** Whose answer it is. */
  @PrimaryColumn('uuid', { name: 'person_id' })
  personId: string;
}
