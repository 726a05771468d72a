import { isRow, type Row } from './json.js';

/**
 * What of a row is kept beside its record, for people who look into a mapping. Everything else (notes, addresses, tax and licence
 * numbers, privacy papers, insurance) is dropped before it reaches Keepwell.
 */
const SHOWN = new Set([
  ...['id', 'foreign_id', 'patient_id', 'provider_id', 'guarantor_id', 'location_id', 'appointment_id', 'charge_id'],
  ...['appointment_type_id', 'recall_id', 'operatory_id', 'created_at', 'updated_at', 'deleted_at', 'last_sync_time'],
  ...['start_time', 'end_time', 'timezone', 'confirmed', 'patient_confirmed', 'patient_missed', 'cancelled'],
  ...['cancelled_at', 'checkin_at', 'checked_out', 'checked_out_at', 'unavailable', 'inactive', 'first_name'],
  ...['middle_name', 'last_name', 'name', 'display_name', 'email', 'preferred_language', 'bio', 'date_of_birth'],
  ...['phone_number', 'cell_phone_number', 'home_phone_number', 'work_phone_number', 'non_patient', 'tz', 'status'],
  ...['date_due', 'recall_type', 'interval_num', 'interval_unit', 'payment_amount', 'fee', 'amount', 'currency'],
  ...['paid_at', 'charged_at', 'guarantor_portion', 'total_balance'],
]);

export function shownOf(row: Row): string {
  return JSON.stringify(kept(row));
}

function kept(row: Row): Row {
  const pairs = Object.entries(row).filter(([field]) => SHOWN.has(field));
  return Object.fromEntries(pairs.map(([field, value]) => [field, isRow(value) ? kept(value) : value]));
}
