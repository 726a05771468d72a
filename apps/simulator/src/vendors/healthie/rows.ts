import type { Instant, RecordKind } from '@keepwell/domain/records';
import type { Standing } from '../../living/living-practice.js';
import type { VendorIds } from '../vendor-ids.js';

export type Row = Record<string, unknown>;

const iso = (at: Instant) => new Date(at).toISOString();
const isoOrNull = (at: Instant | null) => (at === null ? null : iso(at));
const stamps = ({ createdAt, updatedAt, deletedAt }: Pick<Standing, 'createdAt' | 'updatedAt' | 'deletedAt'>) => ({
  ...{ created_at: iso(createdAt), updated_at: iso(updatedAt), deleted_at: isoOrNull(deletedAt) },
});

export class HealthieRows {
  /** Status words that somebody gave appointments, beside Healthie's own. */
  readonly words = new Map<string, string>();

  constructor(private readonly ids: VendorIds) {}

  idOf(kind: RecordKind | 'group' | 'form', id: string | null): string | null {
    return id === null ? null : this.ids.of(kind, id);
  }

  private ref(kind: RecordKind, id: string | null): Row | null {
    return id === null ? null : { id: this.ids.of(kind, id), active: true };
  }

  user(standing: Standing<'patient'>): Row {
    const { data } = standing;
    return {
      ...{ id: this.idOf('patient', standing.id), ...stamps(standing) },
      ...{ first_name: data.givenName, last_name: data.familyName, email: data.email, phone_number: data.phone },
      ...{ dob: data.birthDate, timezone: data.timezone, preferred_language_code: data.language },
      ...{ active: data.archivedAt === null, archived_at: isoOrNull(data.archivedAt) },
      dietitian_id: this.idOf('practitioner', data.practitionerId),
    };
  }

  member(standing: Standing<'practitioner'>): Row {
    const [first = '', ...rest] = (standing.data.name ?? '').split(' ');
    return {
      ...{ id: this.idOf('practitioner', standing.id), ...stamps(standing), active: standing.data.active !== false },
      ...{ first_name: first, last_name: rest.join(' ') },
    };
  }

  type(standing: Standing<'service'>): Row {
    const { name, kind } = standing.data;
    return { id: this.idOf('service', standing.id), ...stamps(standing), name, is_group: kind === 'class' };
  }

  /** One appointment, or one group of people booked in the same. */
  appointment(people: Standing<'appointment'>[]): Row | null {
    const [first] = people;
    if (first === undefined) return null;
    const { data } = first;
    const group = data.classId !== null;
    const newest = people.reduce((a, b) => (b.updatedAt > a.updatedAt ? b : a));
    const gone = people.every(({ deletedAt }) => deletedAt !== null);
    const word = group ? groupWord(people) : (this.words.get(first.id) ?? wordOf(data.status));
    return {
      id: group ? this.idOf('group', data.classId) : this.idOf('appointment', first.id),
      ...stamps({ ...newest, deletedAt: gone ? newest.updatedAt : null, createdAt: first.createdAt }),
      ...{ date: iso(data.startsAt), length: data.endsAt === null ? null : (data.endsAt - data.startsAt) / 60_000 },
      ...{ pm_status: word, pm_status_changed_at: word === null ? null : iso(data.cancelledAt ?? newest.updatedAt) },
      ...{ confirmed: data.status === 'confirmed', client_confirmed: data.status === 'confirmed' },
      ...{
        is_blocker: false,
        is_group: group,
        contact_type: data.telehealth === true ? 'Healthie Video Call' : 'In Person',
      },
      appointment_type_id: data.serviceId === null ? null : Number(this.idOf('service', data.serviceId)),
      appointment_location_id: null,
      cancellation_reason:
        data.cancelReason === null
          ? null
          : { label: data.cancelReason, reason_type: data.cancelledBy === 'clinic' ? 'provider' : 'client' },
      provider: this.ref('practitioner', data.practitionerId),
      user: group ? null : this.ref('patient', data.patientId),
      recurring_appointment: data.seriesId === null ? null : { id: data.seriesId },
      attended_clients: people.filter(({ deletedAt }) => deletedAt === null).map((person) => this.attending(person)),
    };
  }

  private attending({ data }: Standing<'appointment'>): Row {
    const cancelled = ['cancelled', 'late_cancelled'].includes(data.status);
    return {
      ...{ attended: attendance(data.status), cancelled, cancelled_at: cancelled ? isoOrNull(data.cancelledAt) : null },
      user: this.ref('patient', data.patientId),
    };
  }

  bought(standing: Standing<'package'>, member?: Standing<'membership'>): Row {
    const { data } = standing;
    const offering = {
      ...{
        name: data.name,
        price: data.priceMinor === null ? null : dollars(data.priceMinor),
        currency: data.currency,
      },
      offering_includes: data.unitsTotal === null ? [] : [{ quantity: String(data.unitsTotal) }],
    };
    const created = data.purchasedAt ?? standing.createdAt;
    return {
      ...{ id: this.idOf('package', standing.id), ...stamps(standing), created_at: iso(created), offering },
      user: this.ref('patient', data.patientId),
      recurring_payment: member === undefined ? null : this.recurring(member),
    };
  }

  invoice(standing: Standing<'invoice'>): Row {
    const { data } = standing;
    return {
      ...{ id: this.idOf('invoice', standing.id), ...stamps(standing), sender_id: null, paid_at: null },
      ...{ recipient_id: this.idOf('patient', data.patientId), currency: data.currency },
      ...{ price: data.totalMinor === null ? null : dollars(data.totalMinor) },
      ...{ balance_due: data.balanceMinor === null ? null : data.balanceMinor / 100 },
      status: data.status === 'paid' ? 'Paid' : data.status === 'partial' ? 'Partial' : 'Not Yet Paid',
      date_to_show: isoOrNull(data.issuedAt),
      appointment_id: this.idOf('appointment', data.appointmentId),
    };
  }

  payment(standing: Standing<'payment'>, member: Standing<'membership'> | undefined): Row {
    const { data } = standing;
    const state = { succeeded: 'SUCCEEDED', failed: 'FAILED', pending: 'SCHEDULED' } as Record<string, string>;
    return {
      ...{ id: this.idOf('payment', standing.id), ...stamps(standing), created_at: iso(data.at) },
      ...{ amount_paid: dollars(data.amountMinor), currency: data.currency, state: state[data.status ?? ''] ?? null },
      ...{ failure_reason: data.failureCode, refund_amount: '0', refund_date: null, is_outside_payment: false },
      ...{
        sender_id: this.idOf('patient', data.patientId),
        requested_payment_id: this.idOf('invoice', data.invoiceId),
      },
      recurring_payment: member === undefined ? null : this.recurring(member),
    };
  }

  recurring(standing: Standing<'membership'>): Row {
    const { data } = standing;
    return {
      ...{ id: this.idOf('membership', standing.id), ...stamps(standing), offering_id: null, offering_name: data.name },
      ...{ amount_to_pay: data.priceMinor === null ? null : dollars(data.priceMinor), billing_frequency: 'Monthly' },
      ...{ is_paused: data.status === 'paused', paused_at: null, is_canceled: data.status === 'cancelled' },
      ...{ canceled_at: isoOrNull(data.cancelRequestedAt), start_at: isoOrNull(data.startedAt) },
      ...{ next_payment_date: isoOrNull(data.renewsAt), next_restart_payment_date: isoOrNull(data.pausedUntil) },
      sender_id: this.idOf('patient', data.patientId),
    };
  }

  entry(standing: Standing<'score'>): Row {
    const { data } = standing;
    return {
      ...{
        id: this.idOf('score', standing.id),
        ...stamps(standing),
        category: [data.instrument, data.domain].filter(Boolean).join(' '),
      },
      ...{ created_at: iso(data.takenAt ?? standing.createdAt), metric_stat: data.value },
      ...{ linked_to_autoscored_form: false, poster: this.ref('patient', data.patientId) },
    };
  }

  /** Scores whose id is `form/FORM/SECTION` are sections of one form. */
  form(sections: Standing<'score'>[]): Row | null {
    const [first] = sections;
    if (first === undefined) return null;
    const newest = sections.reduce((a, b) => (b.updatedAt > a.updatedAt ? b : a));
    return {
      ...{ id: this.idOf('form', first.id.split('/')[1] ?? ''), ...stamps(newest), name: first.data.instrument },
      ...{ created_at: iso(first.data.takenAt ?? first.createdAt), finished: true },
      user_id: this.idOf('patient', first.data.patientId),
      autoscored_sections: sections.map(({ id, data }) => ({
        ...{ section_key: id.split('/')[2], section_title: data.domain, value: data.value },
      })),
    };
  }

  program(standing: Standing<'program'>): Row {
    const { data } = standing;
    const status = { completed: 'COMPLETED', not_started: 'NOT_STARTED' }[data.status ?? ''] ?? 'IN_PROGRESS';
    return {
      ...{ id: this.idOf('program', standing.id), ...stamps(standing), course_status: status },
      ...{ is_paused: data.status === 'paused', start_at: isoOrNull(data.startedAt) },
      ...{
        user_id: this.idOf('patient', data.patientId),
        course: { name: data.name, end_date: isoOrNull(data.endsAt) },
      },
    };
  }
}

/** With the symbol, as Healthie's texts may have it. */
const dollars = (minor: number) => `$${(minor / 100).toFixed(2).replace(/\B(?=(\d{3})+\.)/g, ',')}`;

function wordOf(status: string): string | null {
  const words: Record<string, string> = {
    ...{ completed: 'Occurred', no_show: 'No-Show', cancelled: 'Cancelled', rescheduled: 'Re-Scheduled' },
    ...{ late_cancelled: 'Late Cancellation', arrived: 'Checked-In', in_progress: 'Checked-In' },
  };
  return words[status] ?? null;
}

const attendance = (status: string) => (status === 'completed' ? true : status === 'no_show' ? false : null);

function groupWord(people: Standing<'appointment'>[]): string | null {
  const statuses = people.map(({ data }) => data.status);
  if (statuses.some((status) => status === 'completed' || status === 'no_show')) return 'Occurred';
  return statuses.every((status) => status === 'cancelled') ? 'Cancelled' : null;
}
