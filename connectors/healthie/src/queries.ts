/**
 * Everything asked of Healthie, and nothing else: a field that is not named here is not read. Written against its schema of 2026-01-01.
 * Lists are Relay connections in this dialect: `page_info { end_cursor has_next_page }`.
 */

/** A list: its name in the schema, what is said with every request, and the fields of one row. */
export interface ListQuery {
  root: string;
  /** Variables with their types, beside `first` and `after`. */
  variables: Record<string, string>;
  /** Arguments that are always said. */
  always: string;
  node: string;
}

const BILLED =
  'offering_id offering_name amount_to_pay billing_frequency is_paused paused_at is_canceled canceled_at start_at created_at updated_at next_payment_date next_restart_payment_date sender_id';

const USER =
  'id first_name last_name email phone_number dob timezone preferred_language_code active archived_at created_at updated_at dietitian_id';

const APPOINTMENT = `id date length pm_status pm_status_changed_at confirmed client_confirmed is_blocker is_group
  contact_type appointment_type_id appointment_location_id created_at updated_at deleted_at
  cancellation_reason { label reason_type } provider { id } user { id } recurring_appointment { id }
  attended_clients { attended cancelled cancelled_at user { id } }`;

const PAYMENT = `id amount_paid currency state failure_reason refund_amount refund_date is_outside_payment created_at updated_at
  deleted_at sender_id requested_payment_id recurring_payment { id ${BILLED} }`;

const INVOICE =
  'id recipient_id sender_id price balance_due currency status date_to_show paid_at appointment_id created_at updated_at';

const ENTRY = 'id category metric_stat created_at updated_at linked_to_autoscored_form poster { id }';

const FORM =
  'id name finished created_at updated_at deleted_at user_id autoscored_sections { section_key section_title value }';

export const LISTS = {
  providers: {
    ...{ root: 'organizationMembers', variables: {}, always: 'order_by: UPDATED_AT_DESC' },
    node: 'id first_name last_name active updated_at created_at',
  },
  appointment_types: {
    ...{ root: 'appointmentTypes', variables: {} },
    always: 'org_level: true, with_deleted_appt_types: true, order_by: UPDATED_AT_DESC',
    node: 'id name is_group deleted_at created_at updated_at',
  },
  patients: {
    ...{ root: 'users', variables: { active_status: 'String' } },
    always: 'active_status: $active_status, show_all_by_default: true, order_by: UPDATED_AT_DESC',
    node: USER,
  },
  appointments: {
    // Left to itself this list is the asker's own, coming and active appointments only.
    ...{ root: 'appointments', variables: { from: 'ISO8601DateTime', to: 'ISO8601DateTime' } },
    always:
      'is_org: true, with_all_statuses: true, filter: "all", startDate: $from, endDate: $to, order_by: UPDATED_AT_DESC',
    node: APPOINTMENT,
  },
  packages: {
    ...{ root: 'userPackageSelections', variables: {}, always: '' },
    node: `id created_at user { id } offering { name price currency offering_includes { quantity } } recurring_payment { id ${BILLED} }`,
  },
  invoices: {
    ...{ root: 'requestedPayments', variables: {}, always: 'order_by: UPDATED_AT_DESC' },
    node: INVOICE,
  },
  payments: {
    ...{ root: 'billingItems', variables: {}, always: 'order_by: UPDATED_AT_DESC' },
    node: PAYMENT,
  },
  metrics: {
    ...{ root: 'entries', variables: {} },
    always: 'type: "MetricEntry", is_org: true, order_by: UPDATED_AT_DESC',
    node: ENTRY,
  },
  forms: {
    ...{ root: 'formAnswerGroups', variables: { since: 'ISO8601DateTime' } },
    always: 'updated_after: $since, order_by: UPDATED_AT_ASC',
    node: FORM,
  },
  programs: {
    ...{ root: 'courseMemberships', variables: {}, always: 'fetch_all: true' },
    node: 'id course_status is_paused start_at created_at updated_at user_id course { name end_date }',
  },
} satisfies Record<string, ListQuery>;

export function listDocument({ root, variables, always, node }: ListQuery): string {
  const declared = Object.entries(variables).map(([name, type]) => `, $${name}: ${type}`);
  const said = always === '' ? '' : `${always}, `;
  return `query Keepwell_${root}($first: Int, $after: String${declared.join('')}) {
  ${root}(${said}first: $first, after: $after) {
    page_info { end_cursor has_next_page }
    edges { cursor node { ${node} } }
  }
}`;
}

/** One record by its id. */
export const ONE = {
  user: `query Keepwell_user($id: ID) { user(id: $id) { ${USER} } }`,
  appointment: `query Keepwell_appointment($id: ID) { appointment(id: $id, include_deleted: true) { ${APPOINTMENT} } }`,
  billingItem: `query Keepwell_billingItem($id: ID) { billingItem(id: $id) { ${PAYMENT} } }`,
  requestedPayment: `query Keepwell_requestedPayment($id: ID) { requestedPayment(id: $id) { ${INVOICE} } }`,
  recurringPayment: `query Keepwell_recurringPayment($id: ID) { recurringPayment(id: $id) { id ${BILLED} } }`,
  entry: `query Keepwell_entry($id: ID) { entry(id: $id, type: "MetricEntry") { ${ENTRY} } }`,
  formAnswerGroup: `query Keepwell_formAnswerGroup($id: ID) { formAnswerGroup(id: $id) { ${FORM} } }`,
};

/** Who the key belongs to: its rights are what is read. */
export const WHOAMI = `query Keepwell_currentUser {
  currentUser { id is_org_admin timezone organization { id name } }
}`;

/** What a write would have made. */
export const FIND = {
  booking: `query Keepwell_findBooking($patient: ID, $from: ISO8601DateTime, $to: ISO8601DateTime) {
  appointments(is_org: true, with_all_statuses: true, filter: "all", user_id: $patient, startDate: $from, endDate: $to, first: 50) {
    nodes { id date pm_status deleted_at provider { id } user { id } }
  }
}`,
  cancelled: `query Keepwell_findCancelled($id: ID) {
  appointment(id: $id, include_deleted: true) { id pm_status deleted_at }
}`,
  contact: `query Keepwell_findContact($patient: ID, $words: String) {
  tasks(client_id: $patient, keywords: $words, show_hidden: true, order_by: CREATED_DESC, first: 50) {
    nodes { id content client_id }
  }
}`,
};

export const WRITE = {
  book: `mutation Keepwell_book($input: createAppointmentInput!) {
  createAppointment(input: $input) { appointment { id } messages { field message } }
}`,
  cancel: `mutation Keepwell_cancel($input: updateAppointmentInput!) {
  updateAppointment(input: $input) { appointment { id pm_status } messages { field message } }
}`,
  contact: `mutation Keepwell_contact($input: createTaskInput) {
  createTask(input: $input) { task { id } messages { field message } }
}`,
};

/** Every document there is, for a test that holds them against a schema. */
export function everyDocument(): Record<string, string> {
  const lists = Object.entries(LISTS).map(([name, list]) => [`list ${name}`, listDocument(list)] as const);
  const others = Object.entries({ one: ONE, find: FIND, write: WRITE }).flatMap(([group, documents]) =>
    Object.entries(documents).map(([name, document]) => [`${group} ${name}`, document] as const),
  );
  return Object.fromEntries([...lists, ...others, ['whoami', WHOAMI]]);
}

/** Healthie refuses a request above this. */
const MOST_COMPLEX = 2000;

/** The last row of a page is read again with the next, and vendors repeat one of their own accord: with fewer nothing would move. */
const LEAST_ROWS = 3;

/** Rows a page may have: each field of a row costs one, times the rows asked for. A fifth is left for what is counted otherwise. */
export function pageSize(list: ListQuery, wanted: number): number {
  const fields = (list.node.match(/\w+/g) ?? []).length + 2;
  const most = Math.floor((MOST_COMPLEX * 0.8) / fields);
  return Math.max(Math.min(wanted, most, 100), LEAST_ROWS);
}
