import { parseInstant } from '@keepwell/connector-sdk';
import type { Instant, LocalDate, Plan, SourceRecord, ZoneId } from '@keepwell/domain/records';
import { GENERAL_LINE, type Mapping } from './map.js';
import { at, date, num, text, type Row } from './row.js';
import { everyRow, type Session } from './session.js';

/** Rows of procedures become plans, one for each patient in them: a question a patient, since a row says nothing of the others. */
export async function plansAmong(
  session: Session,
  rows: Row[],
  mapping: Pick<Mapping, 'zone'>,
): Promise<{ records: SourceRecord[]; ignored: number }> {
  const patients = new Set(rows.filter(isTreatment).map((row) => num(row, 'PatNum')));
  const records: SourceRecord[] = [];
  for (const patient of patients) {
    const plan = patient === null ? null : await planOf(session, patient, mapping);
    if (plan !== null) records.push(plan);
  }
  return { records, ignored: rows.length - records.length };
}

/** What is planned for a patient. Null: nobody planned any treatment. */
export async function planOf(
  session: Session,
  patient: string,
  mapping: Pick<Mapping, 'zone'>,
): Promise<SourceRecord | null> {
  return mapPlan(patient, await everyRow(session, 'procedurelogs', { PatNum: patient }, 'ProcNum'), mapping);
}

/**
 * By the code of the American Dental Association: D2 to D8 are treatment. D0 (looking) and D1 (preventing) are planned with every coming visit too, and
 * D4910 is the cleaning after a treatment, again and again: what is due of those, the recalls say.
 */
function isTreatment(row: Row): boolean {
  const code = text(row, 'procCode') ?? '';
  return /^D[2-8]\d{3}/.test(code) && !code.startsWith('D4910');
}

/**
 * All treatment of a patient as one plan, open as long as any of it is planned and not done. How many visits that takes, nobody says. What was planned and
 * done on one day was no plan.
 */
export function mapPlan(patient: string, rows: Row[], { zone }: Pick<Mapping, 'zone'>): SourceRecord | null {
  const treatment = rows.filter(isTreatment);
  const such = (status: string) => treatment.filter((row) => text(row, 'ProcStatus') === status);
  const [open, inactive] = [such('TP'), such('TPi')];
  const done = such('C').filter((row) => (date(row, 'DateTP') ?? '9999') < (date(row, 'ProcDate') ?? ''));
  const common = { kind: 'plan', id: patient, createdAt: null, versionId: null } as const;
  const updatedAt = latest(treatment.map((row) => at(row, 'DateTStamp', zone)));
  const [shown, status]: [Row[], Plan['status']] =
    open.length > 0 ? [open, 'open'] : done.length > 0 ? [done, 'completed'] : [inactive, 'cancelled'];
  if (shown.length === 0) return such('D').length > 0 ? { ...common, op: 'delete', updatedAt } : null;
  const finished = latest(done.map((row) => dayOf(date(row, 'ProcDate'), zone)));
  const data: Plan = {
    ...{ patientId: patient, line: GENERAL_LINE, prescribedVisits: null, intervalDays: null, phases: null },
    ...{ startedAt: earliest(shown.map((row) => dayOf(date(row, 'DateTP'), zone))), endsAt: null, status },
    closedAt: status === 'open' ? null : status === 'completed' ? finished : updatedAt,
    ...{ closeReason: null, specialty: 'DE' },
  };
  return { ...common, op: 'upsert', updatedAt, data };
}

function dayOf(day: LocalDate | null, zone: ZoneId): Instant | null {
  const instant = day === null ? null : parseInstant(day, zone);
  return typeof instant === 'number' ? instant : null;
}

const known = (times: (Instant | null)[]) => times.filter((time) => time !== null);

function latest(times: (Instant | null)[]): Instant | null {
  return known(times).reduce<Instant | null>((last, time) => Math.max(last ?? time, time), null);
}

function earliest(times: (Instant | null)[]): Instant | null {
  return known(times).reduce<Instant | null>((first, time) => Math.min(first ?? time, time), null);
}
