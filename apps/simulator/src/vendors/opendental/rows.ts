import { Temporal } from 'temporal-polyfill';
import type {
  Appointment,
  Communication,
  Instant,
  LocalDate,
  Location,
  Patient,
  Payment,
  Plan,
  Practitioner,
  Recall,
  Service,
} from '@keepwell/domain/records';
import type { Standing } from '../../living/living-practice.js';

/** Rows as the database of the office has them: PascalCase columns, text for true and false, 0001 for nothing. */
export type OdRow = Record<string, string | number>;

export const NO_TIME = '0001-01-01 00:00:00';
export const NO_DATE = '0001-01-01';

const MOST_KNOWN = 100_000;

export interface Office {
  zone: string;
  num: (table: string, id: string) => number;
  /** Local time of the office's server, without a zone. */
  local: (at: Instant | null) => string;
  now: () => string;
}

export function officeOf(zone: string, num: Office['num'], now: () => Instant): Office {
  const walls = new Map<number, string>();
  const wall = (second: number): string => {
    const time = Temporal.Instant.fromEpochMilliseconds(second * 1000).toZonedDateTimeISO(zone);
    return time.toPlainDateTime().toString({ smallestUnit: 'second' }).replace('T', ' ');
  };
  // Every list is drawn whole for every page of it: the same few times again and again.
  const local = (at: Instant | null): string => {
    if (at === null) return NO_TIME;
    const second = Math.floor(at / 1000);
    const known = walls.get(second) ?? wall(second);
    if (walls.size > MOST_KNOWN) walls.clear();
    walls.set(second, known);
    return known;
  };
  return { zone, num, local, now: () => local(now()) };
}

const bool = (value: boolean) => (value ? 'true' : 'false');
const day = (date: LocalDate | null) => date ?? NO_DATE;

export function patientRow(office: Office, it: Standing<'patient'>, consents: readonly Standing<'consent'>[]): OdRow {
  const data: Patient = it.data;
  const num = office.num('patient', it.id);
  const newest = consents.reduce((at, consent) => Math.max(at, consent.updatedAt), it.updatedAt);
  const texts = consents.findLast(({ data: { channel }, deletedAt }) => channel === 'sms' && deletedAt === null)?.data
    .state;
  return {
    serverDateTime: office.now(),
    ...{ PatNum: num, LName: data.familyName ?? '', FName: data.givenName ?? '', MiddleI: '', Preferred: '' },
    PatStatus: data.deceasedAt !== null ? 'Deceased' : data.archivedAt !== null ? 'Archived' : 'Patient',
    ...{ Gender: 'Unknown', Position: 'Single', Birthdate: day(data.birthDate) },
    // What a reader has no business with is there all the same; numbers like these are given to nobody.
    ...{ SSN: '000-00-1234', MedicaidID: '00000000A', FamFinUrgNote: 'Pays late.', ChartNumber: '' },
    ...{
      Address: '1 Simulated Street',
      Address2: '',
      City: 'Salem',
      State: 'OR',
      Zip: num % 2 === 0 ? '97301' : 97301,
    },
    ...{ HmPhone: '', WkPhone: '', WirelessPhone: data.phone ?? '', Email: data.email ?? '', Guarantor: num },
    ...{
      EstBalance: 0,
      BalTotal: 0,
      PriProv: data.practitionerId === null ? 0 : office.num('provider', data.practitionerId),
    },
    ...{ ClinicNum: data.locationId === null ? 0 : office.num('clinic', data.locationId), DateFirstVisit: NO_DATE },
    ...{
      PreferConfirmMethod: 'None',
      PreferContactMethod: 'None',
      PreferRecallMethod: 'None',
      Language: data.language ?? '',
    },
    TxtMsgOk: texts === 'granted' ? 'Yes' : texts === 'denied' ? 'No' : 'Unknown',
    DateTStamp: office.local(newest),
    SecDateEntry: office.local(it.createdAt).slice(0, 10),
  };
}

const BROKEN = ['cancelled', 'late_cancelled', 'rescheduled', 'no_show'];

function statusOf(status: Appointment['status']): string {
  if (BROKEN.includes(status)) return 'Broken';
  if (status === 'completed') return 'Complete';
  return status === 'waitlist' ? 'UnschedList' : 'Scheduled';
}

export function appointmentRow(office: Office, it: Standing<'appointment'>, word: string | undefined): OdRow {
  const data: Appointment = it.data;
  const minutes = Math.round(((data.endsAt ?? data.startsAt + 1_800_000) - data.startsAt) / 60_000);
  const here = ['arrived', 'in_progress', 'completed'].includes(data.status);
  return {
    serverDateTime: office.now(),
    ...{ AptNum: office.num('appointment', it.id), PatNum: office.num('patient', data.patientId) },
    AptStatus: word ?? statusOf(data.status),
    ...{ Pattern: 'X'.repeat(Math.max(1, Math.round(minutes / 5))), Confirmed: 19, confirmed: 'Not Called' },
    ...{ TimeLocked: 'false', Op: 1, Note: 'Anxious; call first.', provAbbr: 'DOC', ProvHyg: 0 },
    ProvNum: data.practitionerId === null ? 0 : office.num('provider', data.practitionerId),
    ...{ AptDateTime: office.local(data.startsAt), NextAptNum: 0, UnschedStatus: 0, unschedStatus: '' },
    ...{ IsNewPatient: 'false', ProcDescript: 'Ex, BW', IsHygiene: 'false' },
    ClinicNum: data.locationId === null ? 0 : office.num('clinic', data.locationId),
    DateTStamp: office.local(it.updatedAt),
    ...{ DateTimeArrived: here ? office.local(data.startsAt) : NO_TIME, DateTimeSeated: NO_TIME },
    ...{ DateTimeDismissed: data.status === 'completed' ? office.local(data.endsAt) : NO_TIME },
    DateTimeAskedToArrive: NO_TIME,
    AppointmentTypeNum: data.serviceId === null ? 0 : office.num('appointmenttype', data.serviceId),
    ...{ SecDateTEntry: office.local(it.createdAt), Priority: 'Normal' },
  };
}

/** The audit trail: what was done to an appointment, one row a deed. */
export function histRows(
  office: Office,
  it: Standing<'appointment'>,
  versions: readonly { at: Instant; data: Appointment }[],
  skewMs: number,
): OdRow[] {
  const deeds = versions.map(({ at, data }, index) => {
    const action =
      data.status === 'no_show'
        ? 'Missed'
        : BROKEN.includes(data.status)
          ? 'Cancelled'
          : index === 0
            ? 'Created'
            : 'Changed';
    return { at: at + skewMs, data, action };
  });
  if (it.deletedAt !== null) deeds.push({ at: it.deletedAt, data: it.data, action: 'Deleted' });
  return deeds.map(({ at, data, action }, index) => ({
    ...{ HistApptNum: office.num('hist', `${it.id} ${index}`), HistUserNum: 1, HistDateTStamp: office.local(at) },
    ...{ HistApptAction: action, ApptSource: 'None' },
    ...appointmentRow(office, { ...it, data, updatedAt: at }, undefined),
  }));
}

export function providerRow(office: Office, it: Standing<'practitioner'>): OdRow {
  const data: Practitioner = it.data;
  const [first = '', ...rest] = (data.name ?? '').split(' ');
  return {
    ...{
      ProvNum: office.num('provider', it.id),
      Abbr: first.slice(0, 3).toUpperCase(),
      LName: rest.join(' '),
      FName: first,
    },
    ...{ SSN: '000-00-0001', IsHidden: bool(data.active === false), ProvStatus: 'Active', IsNotPerson: 'false' },
    ...{ DateTStamp: office.local(it.updatedAt), serverDateTime: office.now() },
  };
}

export function clinicRow(office: Office, it: Standing<'location'>): OdRow {
  const data: Location = it.data;
  const name = data.name ?? '';
  return {
    ClinicNum: office.num('clinic', it.id),
    Description: name,
    Abbr: name,
    IsHidden: 'false',
    City: 'Salem',
    Phone: '',
  };
}

export function appointmentTypeRow(office: Office, it: Standing<'service'>): OdRow {
  const data: Service = it.data;
  return {
    ...{
      AppointmentTypeNum: office.num('appointmenttype', it.id),
      AppointmentTypeName: data.name ?? '',
      IsHidden: 'false',
    },
    ...{ Pattern: '//XX//', CodeStr: '' },
  };
}

/** Other words and another date than everywhere else: this list was made for a screen. */
export function recallListRow(office: Office, it: Standing<'recall'>): OdRow {
  const data: Recall = it.data;
  const [year, month, dayOfMonth] = (data.dueOn ?? NO_DATE).split('-').map(Number);
  return {
    ...{
      DueDate: `${month}/${dayOfMonth}/${year}`,
      PatNum: office.num('patient', data.patientId),
      Patient: 'As on file',
    },
    ...{
      Age: '40',
      Type: data.type ?? 'Prophy',
      Interval: data.intervalMonths === null ? '' : `${data.intervalMonths}m1d`,
    },
    ...{ NumRemind: '', LastRemind: '', Contact: 'Text:(541)555-0100', Status: '', ClinicNum: 0, Note: '' },
  };
}

const MODES: Record<string, string> = { sms: 'Text', email: 'Email', call: 'Phone' };

export function commlogRow(office: Office, it: Standing<'communication'>, note: string | undefined): OdRow {
  const data: Communication = it.data;
  return {
    ...{ CommlogNum: office.num('commlog', it.id), PatNum: office.num('patient', data.patientId) },
    ...{
      CommDateTime: office.local(data.at),
      CommType: '239',
      commType: 'Misc',
      Note: note ?? 'What was said stays here.',
    },
    ...{ Mode_: MODES[data.channel ?? ''] ?? 'None' },
    SentOrReceived: data.direction === 'in' ? 'Received' : data.direction === 'out' ? 'Sent' : 'Neither',
    ...{ UserNum: 1, DateTStamp: office.local(it.updatedAt) },
  };
}

export function paymentRow(office: Office, it: Standing<'payment'>): OdRow {
  const data: Payment = it.data;
  const date = office.local(data.at).slice(0, 10);
  return {
    ...{
      PayNum: office.num('payment', it.id),
      PayType: 69,
      payType: 'Check',
      PayDate: date,
      DateEntry: office.local(it.createdAt).slice(0, 10),
    },
    ...{
      PayAmt: String((data.kind === 'refund' ? -Math.abs(data.amountMinor) : data.amountMinor) / 100),
      CheckNum: '',
      BankBranch: '',
      PayNote: '',
    },
    ...{
      PatNum: data.patientId === null ? 0 : office.num('patient', data.patientId),
      ClinicNum: '0',
      serverDateTime: office.now(),
    },
  };
}

/** One filling for each plan: planned, done, put off, or deleted. */
export function procedureRow(office: Office, it: Standing<'plan'>): OdRow {
  const data: Plan = it.data;
  const done = data.status === 'completed' || data.status === 'discharged';
  const open = data.status === 'cancelled' ? 'TPi' : 'TP';
  const planned = office.local(data.startedAt ?? it.createdAt).slice(0, 10);
  const finished = office.local(data.closedAt ?? it.updatedAt).slice(0, 10);
  return {
    ...{ ProcNum: office.num('procedure', it.id), PatNum: office.num('patient', data.patientId), AptNum: 0 },
    ...{ ProcStatus: it.deletedAt !== null ? 'D' : done ? 'C' : open, ProcDate: done ? finished : planned },
    ...{ procCode: 'D2391', descript: 'resin-based composite', ToothNum: '4', Surf: 'O', ProcFee: '180.00' },
    ...{ DateTP: planned, PlannedAptNum: 0, ClinicNum: 0, ProvNum: 0, dxName: 'Cracked Tooth' },
    ...{ DateTStamp: office.local(it.deletedAt ?? it.updatedAt), serverDateTime: office.now() },
  };
}
