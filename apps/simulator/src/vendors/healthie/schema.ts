import { buildSchema } from 'graphql';

/** The part of Healthie's schema that is used, as facts: names and types, in words of our own. */
const RECORDS = `
  scalar Cursor
  scalar ISO8601Date
  scalar ISO8601DateTime
  scalar JSON

  enum UserOrderKeys { UPDATED_AT_DESC UPDATED_AT_ASC }
  enum AppointmentOrderKeys { UPDATED_AT_DESC UPDATED_AT_ASC DATE_DESC DATE_ASC }
  enum AppointmentTypeOrderKeys { UPDATED_AT_DESC UPDATED_AT_ASC }
  enum RequestedPaymentOrderKeys { UPDATED_AT_DESC UPDATED_AT_ASC }
  enum BillingItemOrderKeys { UPDATED_AT_DESC UPDATED_AT_ASC }
  enum EntryOrderKeys { UPDATED_AT_DESC UPDATED_AT_ASC }
  enum FormAnswerGroupOrderKeys { UPDATED_AT_DESC UPDATED_AT_ASC }
  enum TaskOrderKeys { CREATED_DESC CREATED_ASC }
  enum BillingItemState { SUCCEEDED FAILED SCHEDULED }
  enum CancellationReasonTypeEnum { all client provider organization }
  enum CourseMembershipStatus { NOT_STARTED IN_PROGRESS COMPLETED }

  type PageInfo { end_cursor: Cursor has_next_page: Boolean! has_previous_page: Boolean! start_cursor: Cursor }
  type FieldError { field: String message: String! }
  type Organization { id: ID! name: String }

  type User {
    id: ID! first_name: String last_name: String email: String phone_number: String dob: ISO8601Date timezone: String
    preferred_language_code: String active: Boolean! archived_at: ISO8601DateTime created_at: ISO8601DateTime
    updated_at: ISO8601DateTime dietitian_id: String is_org_admin: Boolean organization: Organization
  }
  type CancellationReason { label: String! reason_type: CancellationReasonTypeEnum! }
  type RecurringAppointment { id: ID! }
  type AppointmentInclusionType { attended: Boolean cancelled: Boolean cancelled_at: ISO8601DateTime user: User }
  type Appointment {
    id: ID! date: ISO8601DateTime length: Int pm_status(check_for_client_cancel: Boolean = false): String
    pm_status_changed_at: ISO8601DateTime confirmed: Boolean client_confirmed(known_requires_client_confirmed: Boolean): Boolean
    is_blocker: Boolean is_group: Boolean contact_type: String appointment_type_id: Int appointment_location_id: String
    created_at: ISO8601DateTime! updated_at: ISO8601DateTime deleted_at: ISO8601DateTime cancellation_reason: CancellationReason
    provider: User user: User recurring_appointment: RecurringAppointment attended_clients: [AppointmentInclusionType!]
  }
  type AppointmentType {
    id: ID! name: String is_group: Boolean! deleted_at: ISO8601DateTime created_at: ISO8601DateTime! updated_at: ISO8601DateTime!
  }
  type OfferingInclude { quantity: String }
  type Offering {
    name: String price: String currency: String offering_includes(appointment_type_id: ID): [OfferingInclude!]
  }
  type UserPackageSelection { id: ID! created_at: ISO8601DateTime! user: User offering: Offering recurring_payment: RecurringPayment }
  type RequestedPayment {
    id: ID! recipient_id: String sender_id: String price: String balance_due: Float currency: String status: String
    date_to_show: ISO8601DateTime paid_at: ISO8601DateTime appointment_id: String created_at: ISO8601DateTime! updated_at: ISO8601DateTime!
  }
  type RecurringPayment {
    id: ID! offering_id: ID offering_name: String amount_to_pay: String billing_frequency: String is_paused: Boolean!
    paused_at: ISO8601DateTime is_canceled: Boolean! canceled_at: ISO8601DateTime start_at: ISO8601DateTime
    created_at: ISO8601DateTime! updated_at: ISO8601DateTime next_payment_date: ISO8601DateTime
    next_restart_payment_date: ISO8601DateTime sender_id: ID
  }
  type BillingItem {
    id: ID! amount_paid: String currency: String state: BillingItemState failure_reason: String refund_amount: String
    refund_date: ISO8601DateTime is_outside_payment: Boolean created_at: ISO8601DateTime! updated_at: ISO8601DateTime
    deleted_at: ISO8601DateTime sender_id: ID requested_payment_id: ID recurring_payment: RecurringPayment
  }
  type Entry {
    id: ID! category: String metric_stat: Float created_at: ISO8601DateTime! updated_at: ISO8601DateTime!
    linked_to_autoscored_form: Boolean poster: User
  }
  type AutoscoredSectionType { section_key: String section_title: String value: Float }
  type FormAnswerGroup {
    id: ID! name: String finished: Boolean! created_at: ISO8601DateTime! updated_at: ISO8601DateTime! deleted_at: ISO8601DateTime
    user_id: String autoscored_sections: [AutoscoredSectionType!]!
  }
  type Course { name: String end_date: ISO8601DateTime }
  type CourseMembership {
    id: ID! course_status: CourseMembershipStatus! is_paused: Boolean! start_at: ISO8601DateTime created_at: ISO8601DateTime!
    updated_at: ISO8601DateTime! user_id: ID course: Course
  }
  type Task { id: ID! content: String client_id: ID created_at: ISO8601DateTime! complete: Boolean }
`;

/** Relay connections, all alike. */
const CONNECTIONS: [node: string, connection: string][] = [
  ['User', 'UserConnection'],
  ['Appointment', 'AppointmentPaginationConnection'],
  ['AppointmentType', 'AppointmentTypePaginationConnection'],
  ['UserPackageSelection', 'UserPackageSelectionPaginationConnection'],
  ['RequestedPayment', 'RequestedPaymentPaginationConnection'],
  ['BillingItem', 'BillingItemPaginationConnection'],
  ['Entry', 'EntryPaginationConnection'],
  ['FormAnswerGroup', 'FormAnswerGroupPaginationConnection'],
  ['CourseMembership', 'CourseMembershipPaginationConnection'],
  ['Task', 'TaskPaginationConnection'],
];

const PAGED = 'after: String, before: String, first: Int, last: Int';

const ROOTS = `
  input createAppointmentInput {
    user_id: ID other_party_id: ID appointment_type_id: ID appointment_location_id: ID contact_type: String datetime: String
    end_time: String timezone: String notes: String
  }
  input updateAppointmentInput { id: ID pm_status: String other_cancellation_reason: String }
  input createTaskInput { client_id: ID content: String complete: Boolean }
  type createAppointmentPayload { appointment: Appointment messages: [FieldError] }
  type updateAppointmentPayload { appointment: Appointment messages: [FieldError] }
  type createTaskPayload { task: Task messages: [FieldError] }

  type Query {
    currentUser: User
    user(id: ID): User
    users(active_status: String, show_all_by_default: Boolean, order_by: UserOrderKeys, ${PAGED}): UserConnection!
    organizationMembers(order_by: UserOrderKeys, ${PAGED}): UserConnection
    appointmentTypes(org_level: Boolean, with_deleted_appt_types: Boolean, order_by: AppointmentTypeOrderKeys, ${PAGED}): AppointmentTypePaginationConnection
    appointment(id: ID, include_deleted: Boolean): Appointment
    appointments(
      is_org: Boolean, with_all_statuses: Boolean, filter: String, startDate: ISO8601DateTime, endDate: ISO8601DateTime, user_id: ID,
      order_by: AppointmentOrderKeys, ${PAGED}
    ): AppointmentPaginationConnection
    userPackageSelections(user_id: ID, offering_id: ID, ${PAGED}): UserPackageSelectionPaginationConnection
    requestedPayments(order_by: RequestedPaymentOrderKeys, ${PAGED}): RequestedPaymentPaginationConnection
    requestedPayment(id: ID): RequestedPayment
    billingItems(order_by: BillingItemOrderKeys, ${PAGED}): BillingItemPaginationConnection
    billingItem(id: ID): BillingItem
    recurringPayment(id: ID): RecurringPayment
    entries(type: String, is_org: Boolean, order_by: EntryOrderKeys, ${PAGED}): EntryPaginationConnection
    entry(id: ID, type: String): Entry
    formAnswerGroups(updated_after: ISO8601DateTime, order_by: FormAnswerGroupOrderKeys, ${PAGED}): FormAnswerGroupPaginationConnection
    formAnswerGroup(id: ID): FormAnswerGroup
    courseMemberships(fetch_all: Boolean, ${PAGED}): CourseMembershipPaginationConnection
    tasks(client_id: ID, keywords: String, show_hidden: Boolean, order_by: TaskOrderKeys, ${PAGED}): TaskPaginationConnection
  }

  type Mutation {
    createAppointment(input: createAppointmentInput!): createAppointmentPayload
    updateAppointment(input: updateAppointmentInput!): updateAppointmentPayload
    createTask(input: createTaskInput): createTaskPayload
  }
`;

const connections = CONNECTIONS.map(
  ([node, connection]) => `
  type ${node}Edge { cursor: Cursor! node: ${node} }
  type ${connection} { edges: [${node}Edge] nodes: [${node}] page_info: PageInfo! total_count: Int! }`,
);

export const healthieSchema = buildSchema([RECORDS, ...connections, ROOTS].join('\n'));
