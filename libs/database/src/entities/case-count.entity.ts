import { Column, Entity, PrimaryColumn } from 'typeorm';

export const NOWHERE = '00000000-0000-0000-0000-000000000000';

/**
 * Counters of the list, kept in the transaction that changes a case. Unused parts of the key hold NOWHERE or '':
 * (state), (state, rule), (state, location) and (state, practitioner) are counted apart. `backlog`, `waiting`, `held_back` and `watch` are states here.
 */
@Entity('case_count')
export class CaseCount {
  @PrimaryColumn('uuid', { name: 'practice_id' })
  practiceId: string;

  @PrimaryColumn('text')
  state: string;

  @PrimaryColumn('text', { default: '' })
  rule: string;

  @PrimaryColumn('uuid', { name: 'location_id', default: NOWHERE })
  locationId: string;

  @PrimaryColumn('uuid', { name: 'practitioner_id', default: NOWHERE })
  practitionerId: string;

  @Column('integer')
  n: number;
}
