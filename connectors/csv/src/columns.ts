import { RECORD_KINDS, type RecordKind } from '@keepwell/domain/records';

/** What one file of the exchange format may hold (docs/csv-format.md). */
export interface FileFormat {
  kind: RecordKind;
  /** `appointments.csv` */
  name: string;
  required: readonly string[];
  optional: readonly string[];
}

/** Every file may carry both clocks of the source (rules-decisions Q02). */
const CLOCKS = ['created_at', 'updated_at'];

const split = (columns: string) => columns.split(' ').filter(Boolean);

const file = (kind: RecordKind, required: string, optional: string): FileFormat => ({
  kind,
  name: `${kind}s.csv`,
  required: split(required),
  optional: [...split(optional), ...CLOCKS],
});

const FORMATS: Record<RecordKind, FileFormat> = {
  location: file('location', 'id timezone', 'name open_days opens_at closed_on'),
  practitioner: file('practitioner', 'id', 'name active left_at'),
  service: file('service', 'id', 'name line kind interval_days specialty'),
  patient: file(
    'patient',
    'id',
    'given_name family_name birth_date email phone language timezone deceased_at archived_at moved_away_at do_not_contact hold ' +
      'test_record location_id practitioner_id household_id merged_into referral_source',
  ),
  plan: file(
    'plan',
    'id patient_id',
    'line prescribed_visits interval_days phases started_at ends_at status closed_at close_reason specialty',
  ),
  appointment: file(
    'appointment',
    'id patient_id starts_at status',
    'ends_at practitioner_id location_id service_id plan_id cancelled_at cancelled_by cancel_reason deleted_at series_id class_id ' +
      'telehealth walk_in pending_request',
  ),
  recall: file('recall', 'id patient_id', 'type due_on interval_months disabled_until done_at'),
  package: file(
    'package',
    'id patient_id',
    'name line units_total units_used purchased_at expires_on status price currency',
  ),
  membership: file(
    'membership',
    'id patient_id',
    'name tier status started_at renews_at ends_at paused_until cancel_requested_at price currency card_expires_on specialty',
  ),
  program: file('program', 'id patient_id', 'name started_at ends_at coordinator status handoff_at'),
  invoice: file('invoice', 'id patient_id', 'appointment_id issued_at due_at total balance currency status'),
  payment: file(
    'payment',
    'id at amount',
    'patient_id invoice_id membership_id currency kind status failure_code attempt next_attempt_at',
  ),
  score: file('score', 'id patient_id', 'instrument domain value taken_at due_at direction detectable_change'),
  consent: file('consent', 'id patient_id', 'channel purpose state at source'),
  // `body` is known so that nobody is told it is an unknown column, and never read: free text stays at the edge (S3-62).
  communication: file('communication', 'id patient_id at', 'direction channel needs_reply replied_at kind body'),
};

/** Every file, in the order in which one may name another. */
export const FILE_FORMATS: readonly FileFormat[] = RECORD_KINDS.map((kind) => FORMATS[kind]);

/** Columns of the format that are dropped when a row is read. */
export const DROPPED_COLUMNS: Partial<Record<RecordKind, readonly string[]>> = { communication: ['body'] };

export const columnsOf = (format: FileFormat): string[] => [...format.required, ...format.optional];

export function formatNamed(name: string): FileFormat | undefined {
  const wanted = name.trim().toLowerCase();
  return FILE_FORMATS.find((format) => format.name === wanted || format.name === `${wanted}.csv`);
}
