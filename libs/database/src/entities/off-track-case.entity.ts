import type { ContactValue } from '@keepwell/domain';
import { Column, CreateDateColumn, Entity, Index, PrimaryColumn } from 'typeorm';

/** The work item for one person, with everything its row in the list shows, so that a page of the list is one index range. */
@Entity('off_track_case')
@Index('off_track_case_one_open', ['practiceId', 'personId'], { unique: true, where: "state <> 'closed'" })
@Index('off_track_case_of_person', ['practiceId', 'personId'])
@Index('off_track_case_by_priority', { synchronize: false })
@Index('off_track_case_by_since', ['practiceId', 'heldBack', 'state', 'backlog', 'waiting', 'since', 'id'])
@Index('off_track_case_by_name', ['practiceId', 'heldBack', 'state', 'backlog', 'waiting', 'sortName', 'id'])
@Index('off_track_case_by_value', ['practiceId', 'heldBack', 'state', 'backlog', 'waiting', 'sortValue', 'id'])
@Index('off_track_case_of_day', ['practiceId', 'dayOn'], { where: 'day_on is not null' })
@Index('off_track_case_wake', ['practiceId', 'wakeAt'], { where: "wake_at is not null and state <> 'closed'" })
@Index('off_track_case_closed', ['practiceId', 'closedAt'], { where: "state = 'closed'" })
@Index('off_track_case_search', { synchronize: false })
export class OffTrackCase {
  @PrimaryColumn('uuid', { name: 'practice_id' })
  practiceId: string;

  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid', { name: 'person_id' })
  personId: string;

  @Column('text')
  state: string;

  @Column('text', { nullable: true })
  closing: string | null;

  @Column('text')
  class: string;

  @Column('text', { array: true })
  rules: string[];

  @Column('text')
  reason: string;

  @Column('timestamptz')
  since: Date;

  @Column('boolean', { default: false })
  backlog: boolean;

  @Column('timestamptz', { name: 'first_opened_at' })
  firstOpenedAt: Date;

  @Column('timestamptz', { name: 'closed_at', nullable: true })
  closedAt: Date | null;

  @Column('integer', { name: 'reopened_count', default: 0 })
  reopenedCount: number;

  /** Left alone by an experiment: invisible to whoever does not say that they want to see such cases (E11). */
  @Column('boolean', { name: 'held_back', default: false })
  heldBack: boolean;

  /** Open, in a practice that plans its days, without a place in the present one. Never true otherwise. */
  @Column('boolean', { default: false })
  waiting: boolean;

  /** The day in which it last had a place: a local date. */
  @Column('date', { name: 'day_on', nullable: true })
  dayOn: string | null;

  /** Its place in that day, 1 first. */
  @Column('bigint', { name: 'day_place', nullable: true })
  dayPlace: string | null;

  /** What a contact is worth, as it was last worked out; null: nobody's value is known. */
  @Column('jsonb', { name: 'contact_value', nullable: true })
  contactValue: ContactValue | null;

  @Column('uuid', { name: 'location_id', nullable: true })
  locationId: string | null;

  @Column('uuid', { name: 'practitioner_id', nullable: true })
  practitionerId: string | null;

  @Column('text', { nullable: true })
  service: string | null;

  @Column('bigint', { name: 'value_minor', nullable: true })
  valueMinor: string | null;

  @Column('text', { nullable: true })
  currency: string | null;

  @Column('text', { name: 'patient_name', default: '' })
  patientName: string;

  @Column('date', { name: 'last_visit_on', nullable: true })
  lastVisitOn: string | null;

  @Column('timestamptz', { name: 'next_booking_at', nullable: true })
  nextBookingAt: Date | null;

  /** Class, then number of O rules, then newest `since`, as one ascending number. */
  @Column('bigint', { name: 'sort_priority', default: 0 })
  sortPriority: string;

  /** Family name, given name, lower case. */
  @Column('text', { name: 'sort_name', default: '' })
  sortName: string;

  /** Value at risk, unknown as 0. */
  @Column('bigint', { name: 'sort_value', default: 0 })
  sortValue: string;

  /** What the search box looks in: names and source ids, lower case. */
  @Column('text', { name: 'search_text', default: '' })
  searchText: string;

  /** When a case that rests (snoozed, or in outreach) comes back to the list; null: when something happens. */
  @Column('timestamptz', { name: 'wake_at', nullable: true })
  wakeAt: Date | null;

  /** `snooze` `call_back` `retry` `verify_booking` `sequence`. */
  @Column('text', { name: 'wake_because', nullable: true })
  wakeBecause: string | null;

  /** What is being done: `call` or `sequence`; null: nothing. */
  @Column('text', { nullable: true })
  outreach: string | null;

  @Column('uuid', { name: 'owner_user_id', nullable: true })
  ownerUserId: string | null;

  /** Calls placed, reached or not. */
  @Column('integer', { default: 0 })
  attempts: number;

  @Column('integer', { default: 0 })
  conversations: number;

  @Column('timestamptz', { name: 'last_contact_at', nullable: true })
  lastContactAt: Date | null;

  @Column('text', { name: 'last_outcome', nullable: true })
  lastOutcome: string | null;

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' })
  createdAt: Date;
}
