import { PATIENT_RECORD_KINDS } from '@keepwell/domain/records';

/** How a table holds what is known of patients, for retention and erasure (safety ). */
export interface PatientTable {
  /**
   * Columns that lead from a person to the rows about them. Empty: nothing in the row says whose it is; it has to be opened, or goes
   * as a whole.
   */
  by: readonly string[];
  holds: string;
  /** What the daily look takes and when, in words of docs/operation.md; absent: it stays until it is erased. */
  forgets?: string;
}

const ofPerson = (holds: string): PatientTable => ({ by: ['person_id'], holds });
const ofCase = (holds: string): PatientTable => ({ by: ['case_id'], holds });

/** Every table in which something of a patient stands. A test holds it against the database: a new table must be on one of these lists. */
export const PATIENT_TABLES: Readonly<Record<string, PatientTable>> = {
  patient: { by: ['id', 'person_id'], holds: 'who they are' },
  ...Object.fromEntries(
    PATIENT_RECORD_KINDS.map((kind) => [kind, { by: ['patient_id'], holds: 'what their source says' }]),
  ),
  record_version: { by: ['kind', 'record_id'], holds: 'what their source said before; never changed by the app' },
  patient_merge: { by: ['loser_id', 'survivor_id'], holds: 'which records stand for one person' },
  payment_match: { by: ['patient_id'], holds: 'whose a payment is, said by a person' },
  told_record: {
    by: ['connection_id', 'kind', 'source_id'],
    holds: 'what messages told of a record that is not whole yet',
    forgets: 'never whole, nothing told for 90 days',
  },
  source_journal: {
    by: [],
    holds: 'records as handed over, sealed, many persons in a row',
    forgets: 'raw text 30 days',
  },
  quarantine: {
    by: ['connection_id', 'kind', 'source_id', 'waits_for'],
    holds: 'records put aside, sealed',
    forgets: 'raw text 90 days',
  },
  inbox_item: { by: [], holds: 'what was pushed, sealed', forgets: 'applied 30 days, put aside or refused 90 days' },
  write_operation: ofPerson('what was written to another system about them'),
  walk_page: { by: ['kind', 'source_ids'], holds: 'which records a walk brought; gone when it ends' },
  stream_state: {
    by: [],
    holds: 'where a walk stands: ids of the source, sometimes of patients; gone when it goes on',
  },

  changed_patient: ofPerson('that they are owed an evaluation'),
  evaluation: ofPerson('what the rules answered'),
  evaluation_rests_on: { by: ['person_id', 'on_person_id'], holds: 'whose answer rests on whom' },
  finding: ofPerson('what a rule found, with evidence'),
  shadow_finding: ofPerson('what a rule on trial found, with evidence'),
  shadow_verdict: ofPerson('whether a rule on trial would rightly list them'),
  backtest_piece: {
    by: ['up_to_person_id'],
    holds: 'alerts by household, under a name made up for one backtest; gone when it ends',
  },
  rule_draft_person: ofPerson('what a proposed change of rules would change for them'),
  person_gap: ofPerson('days between their visits'),

  off_track_case: ofPerson('the work item, with their name'),
  experiment_case: { by: ['case_id', 'person_id', 'household'], holds: 'whether an experiment left them alone' },
  case_event: ofCase('what happened to it'),
  case_version: { by: ['case_id', 'person_id'], holds: 'what the list showed of them, with their name; never changed' },
  case_act: ofPerson('what was done, to be undone'),
  case_verdict: ofPerson('whether they were rightly listed'),
  case_lease: { by: ['case_id', 'person_id', 'household'], holds: 'who works on it' },
  touchpoint: ofPerson('talks, with notes'),
  snooze: ofPerson('when to look again'),
  contact_stop: ofPerson('that they are not to be contacted'),
  staff_note: ofPerson('notes'),
  patient_preference: ofPerson('how often they wish to come, and what interests them'),
  intervention_act: ofPerson('what was done for them of the interventions, or left out, with notes'),
  skip: ofPerson('that somebody passed them over'),

  consent_entry: ofPerson('what they agreed to, with address'),
  suppression: {
    by: ['person_id', 'address_hash'],
    holds: 'whom nothing is sent to; its hash survives erasure (C-08)',
  },
  unsubscribe_link: ofPerson('address of a mail'),
  enrolment: ofPerson('the sequence they are in'),
  outbox_message: ofPerson('messages to them'),
  message_event: { by: ['message_id'], holds: 'what became of a message' },
  inbound_message: { by: ['person_id', 'from_address'], holds: 'messages from them' },
  local_delivery: { by: ['to_address'], holds: 'messages that were only shown here' },

  retention_report: { by: ['people'], holds: 'ids of the persons behind frozen numbers' },
  audit_event: { by: ['subject_id'], holds: 'who looked at whom: ids alone; never changed by the app' },
};

/** Tables in which nothing of a patient stands. */
export const TABLES_WITHOUT_PATIENTS: readonly string[] = [
  ...['practice', 'practice_key', 'app_user', 'membership_role', 'invitation', 'session', 'sign_in_link'],
  ...[
    'location',
    'practitioner',
    'service',
    'rule_setting',
    'rule_draft',
    'line_gap',
    'return_model',
    'program_months',
    'outcome_delay',
    'case_count',
    'evaluation_basis',
    'basis_version',
    'job',
  ],
  ...[
    'connection',
    'connection_secret',
    'connection_breaker',
    'hook_sequence',
    'vendor_pace',
    'sync_run',
    'alarm',
    'compare_run',
  ],
  ...[
    'day_list',
    'experiment',
    'ranking_basis',
    'status_word',
    'placeholder_mark',
    'care_template',
    'field_profile',
    'stream_volume',
    'report_delivery',
    'sending_hold',
    'backtest_run',
  ],
  ...['channel_setting', 'channel_secret', 'message_template', 'sequence', 'schema_migration'],
];
