import type { RecordKind } from '@keepwell/domain/records';

/**
 * Headings seen in exports of practice systems, by our column. Compared without case, spaces and punctuation.
 * Only what can hardly mean anything else: a wrong guess that looks right is worse than none.
 */
const CLOCKS = {
  created_at:
    'created, created date, date created, created on, added, date added, registered on, registration date, client since, patient since',
  updated_at: 'updated, last updated, updated on, modified, last modified, date modified, modified date',
};

const PATIENT_ID =
  'patient id, client id, customer id, patient number, patient no, client number, patient code, patient guid, client guid, member id, patient';
const LOCATION_ID =
  'location, location id, location name, clinic, clinic id, clinic name, site, site id, site name, branch, business, business id, practice id';
const PRACTITIONER_ID =
  'practitioner, practitioner id, practitioner name, provider, provider id, provider name, staff, staff member, staff member name, therapist, dentist, dentist id, clinician, clinician id';
const START_DATE = 'start date, started, started on, begin date, date started, joined, join date';
const END_DATE = 'end date, ends, ended, ends on, finish date';

const HEADINGS: Record<RecordKind, Record<string, string>> = {
  location: {
    id: 'location id, clinic id, site id, business id, practice id, location, clinic',
    timezone: 'time zone, tz, iana time zone',
    name: 'location name, clinic name, site name, business name, practice name',
  },
  practitioner: {
    id: 'practitioner id, provider id, staff id, staff member id, dentist id, clinician id',
    name: 'practitioner name, provider name, staff name, full name, display name',
    active: 'is active, enabled',
    left_at: 'left on, leaving date, date left, termination date, end date',
  },
  service: {
    id: 'service id, appointment type id, treatment id, item id, procedure code, code',
    name: 'service name, appointment type, treatment, treatment name, service, description',
    line: 'category, service category, category name, treatment category, department, discipline, group',
    interval_days: 'interval, interval in days, recall days',
  },
  patient: {
    id: 'patient id, client id, customer id, patient number, patient no, client number, patient code, chart number, chart no, mrn, patient guid, client guid, member id',
    given_name: 'first name, given name, forename, firstname, patient first name, client first name',
    family_name: 'last name, family name, surname, patient last name, client last name',
    birth_date: 'date of birth, dob, birthday, birthdate, patient dob',
    email: 'email, email address, e mail, patient email, client email',
    phone:
      'phone, phone number, mobile, mobile phone, mobile number, cell, cell phone, telephone, patient phone, mobile phone number, contact number',
    language: 'preferred language',
    deceased_at: 'date of death, deceased date, deceased on, died on',
    archived_at: 'archived, archived on, date archived, archive date, deactivated on, inactive date',
    moved_away_at: 'moved away, moved away on, transferred on, transfer date',
    do_not_contact: 'do not contact, dnc, no contact, contact opt out',
    test_record: 'test patient, is test, test',
    location_id: `${LOCATION_ID}, home location, primary location, preferred location`,
    practitioner_id: `${PRACTITIONER_ID}, primary practitioner, primary provider, preferred practitioner, usual dentist, preferred provider`,
    household_id: 'family id, household, family account, account id, guarantor id, head of household id',
    merged_into: 'merged into, merged into id, merged to, surviving patient id',
    referral_source: 'referral source, source, referred by, how did you hear about us, marketing source, lead source',
  },
  plan: {
    id: 'plan id, treatment plan id, case id, episode id, care plan id, program of care id',
    patient_id: PATIENT_ID,
    line: 'category, discipline, service line, problem, body part, condition',
    prescribed_visits:
      'prescribed visits, visits prescribed, number of visits, total visits, planned visits, sessions, approved visits, session count',
    interval_days: 'interval, frequency days, interval in days',
    started_at: `${START_DATE}, plan date, issue date`,
    ends_at: `${END_DATE}, expiry date`,
    status: 'status, plan status, case status, state',
    closed_at:
      'closed, closed on, date closed, discharged on, discharge date, closed date, completed on, completed date',
    close_reason: 'close reason, discharge reason, closure reason, reason',
  },
  appointment: {
    id: 'appointment id, booking id, visit id, appointment number, appt id, reservation id, session id',
    patient_id: PATIENT_ID,
    starts_at:
      'start, starts, start time, starts at, appointment start, appointment start time, appointment date, date and time, date time, scheduled start, start date, start date time, appointment date time, booking time, booked for, date',
    ends_at: 'end, ends, end time, appointment end, appointment end time, finish time, scheduled end, end date time',
    status:
      'status, appointment status, state, booking status, attendance, attendance status, outcome, visit status, arrival status',
    practitioner_id: PRACTITIONER_ID,
    location_id: LOCATION_ID,
    service_id:
      'service, service id, service name, appointment type, appointment type id, treatment, treatment name, type, procedure, session type, class type',
    plan_id: 'plan id, treatment plan, treatment plan id, case, case id, episode id',
    cancelled_at:
      'cancelled at, canceled at, cancelled on, canceled on, cancellation date, cancellation time, date cancelled, cancelled date, cancelled',
    cancelled_by: 'cancelled by, canceled by, cancellation source',
    cancel_reason:
      'cancellation reason, cancel reason, reason for cancellation, cancelled reason, canceled reason, cancellation note',
    deleted_at: 'deleted at, deleted on, date deleted',
    series_id: 'series, recurrence id, repeat id, repeating appointment id, recurring id',
    class_id: 'class, group appointment id, group id, group session id',
    telehealth: 'telehealth, is telehealth, online, virtual, video',
    walk_in: 'walk in, walkin, is walk in',
    pending_request: 'online request, is request, request pending',
  },
  recall: {
    id: 'recall id, reminder id',
    patient_id: PATIENT_ID,
    type: 'recall type, reminder type, type',
    due_on: 'due, due date, recall date, date due, next due',
    interval_months: 'interval, months, recall interval, interval in months',
    done_at: 'completed on, completed date, done, date completed, fulfilled on',
  },
  package: {
    id: 'package id, pass id, client service id, series id, prepaid id',
    patient_id: PATIENT_ID,
    name: 'package, package name, pass name, series name',
    units_total: 'total, total sessions, sessions total, visits total, quantity, count, sessions included',
    units_used: 'used, sessions used, visits used, redeemed, used sessions',
    purchased_at: 'purchase date, purchased on, sale date, date purchased, sold on, bought on',
    expires_on: 'expiry, expiry date, expiration date, expires, expires at, valid until',
    price: 'price, amount, total price, paid',
  },
  membership: {
    id: 'membership id, subscription id, contract id, member contract id',
    patient_id: PATIENT_ID,
    name: 'membership, membership name, plan, plan name, contract name, subscription',
    tier: 'level, membership level, membership type',
    status: 'status, membership status, state, contract status',
    started_at: START_DATE,
    renews_at: 'renewal date, renews on, next billing date, next payment date, next charge',
    ends_at: `${END_DATE}, termination date, cancelled on, cancellation date`,
    price: 'price, amount, monthly fee, fee, recurring amount',
    card_expires_on: 'card expiry, card expires, card expiration',
  },
  program: {
    id: 'program id, programme id, enrollment id, enrolment id',
    patient_id: PATIENT_ID,
    name: 'program, programme, program name',
    started_at: `${START_DATE}, enrolled on, enrollment date, enrolment date`,
    ends_at: END_DATE,
    coordinator: 'coordinator, coach, case manager',
    status: 'status, program status, state',
  },
  invoice: {
    id: 'invoice id, invoice number, invoice no, bill id',
    patient_id: PATIENT_ID,
    appointment_id: 'appointment id, booking id, visit id',
    issued_at: 'issue date, invoice date, issued, issued on, date, bill date',
    due_at: 'due date, due, payment due',
    total: 'total, total amount, invoice total, amount, gross',
    balance: 'balance, amount due, outstanding, amount outstanding, balance due, outstanding balance',
    status: 'status, invoice status, state',
  },
  payment: {
    id: 'payment id, transaction id, receipt number, payment number',
    patient_id: PATIENT_ID,
    invoice_id: 'invoice id, invoice number, invoice no',
    membership_id: 'membership id, subscription id, contract id',
    at: 'payment date, date, paid at, paid on, transaction date, received on, date paid',
    amount: 'amount, total, payment amount, amount paid',
    status: 'status, payment status, state, result',
    failure_code: 'failure reason, decline code, decline reason, failure code, error',
  },
  score: {
    id: 'score id, outcome id, assessment id, response id',
    patient_id: PATIENT_ID,
    instrument: 'instrument, measure, outcome measure, questionnaire, assessment, survey',
    domain: 'subscale, domain',
    value: 'score, value, result, total score',
    taken_at: 'date, taken on, completed on, assessment date, response date, completed at',
    due_at: 'due, due date',
  },
  consent: {
    id: 'consent id, preference id',
    patient_id: PATIENT_ID,
    channel: 'channel, contact method, type, medium',
    purpose: 'purpose, category',
    state: 'state, status, consent, consented, opted in',
    at: 'date, recorded on, consent date, changed on',
    source: 'source, recorded by, origin',
  },
  communication: {
    id: 'communication id, message id, log id, contact id',
    patient_id: PATIENT_ID,
    at: 'date, sent at, sent on, received at, time, date and time, timestamp, message date',
    direction: 'direction, inbound outbound',
    channel: 'channel, type, method, medium',
    needs_reply: 'needs reply, reply needed, unanswered',
    replied_at: 'replied on, reply date, answered at, responded at',
    kind: 'category, topic, subject type',
  },
};

/** Words of a file's name that tell what it holds. */
export const FILE_WORDS: Record<RecordKind, string[]> = {
  location: ['location', 'clinic', 'site', 'branch', 'businesses'],
  practitioner: ['practitioner', 'provider', 'staff', 'clinician', 'dentist', 'therapist', 'user'],
  service: ['service', 'appointmenttype', 'treatmenttype', 'procedure', 'billableitem'],
  patient: ['patient', 'client', 'customer', 'contact', 'people'],
  plan: ['plan', 'case', 'episode'],
  appointment: ['appointment', 'booking', 'visit', 'schedule', 'diary', 'reservation', 'calendar'],
  recall: ['recall', 'reminder'],
  package: ['package', 'pass', 'prepaid', 'voucher'],
  membership: ['membership', 'subscription', 'contract'],
  program: ['program'],
  invoice: ['invoice', 'bill'],
  payment: ['payment', 'transaction', 'receipt', 'charge'],
  score: ['score', 'outcome', 'assessment', 'questionnaire', 'survey'],
  consent: ['consent', 'preference', 'optin', 'optout'],
  communication: ['communication', 'message', 'sms', 'email', 'calllog', 'correspondence'],
};

/** Without case, spaces and punctuation. */
export const squeeze = (heading: string): string => heading.toLowerCase().replace(/[^a-z0-9]+/g, '');

/** Our columns in order of preference: squeezed headings that mean each, the likeliest first. */
export function headingsFor(kind: RecordKind): Map<string, string[]> {
  const entries = Object.entries({ ...HEADINGS[kind], ...CLOCKS });
  return new Map(entries.map(([column, headings]) => [column, [squeeze(column), ...headings.split(',').map(squeeze)]]));
}
