import { PATIENT_RECORD_KINDS } from '@keepwell/domain/records';
import type { Transaction } from '../database.js';

export interface SharedConnection {
  name: string;
  patientsFrom: string | null;
  /** Names of the connections whose records name its patients. */
  sharedBy: string[];
  hasPatients: boolean;
  /** Whether any record of it names a patient who was found. */
  namesPatients: boolean;
}

const NAMES_PATIENTS = PATIENT_RECORD_KINDS.map(
  (kind) =>
    `exists (select from ${kind} r where r.practice_id = c.practice_id and r.connection_id = c.id
               and r.patient_id is not null and r.patient_source_id is not null and r.patient_source_id not like 'payer:%')`,
).join(' or ');

/** Whose patients the records of a connection name. */
export class SharedPatientQueries {
  /** One at a time in a practice: two changes at once could make a circle of which neither knows. */
  async lock(tx: Transaction, practiceId: string): Promise<void> {
    await tx.query("select pg_advisory_xact_lock(hashtextextended('patients-from:' || $1, 0))", [practiceId]);
  }

  async find(tx: Transaction, id: string): Promise<SharedConnection | null> {
    const rows: SharedConnection[] = await tx.query(
      `select c.name, c.patients_from_connection_id as "patientsFrom",
              array(select s.name from connection s where s.practice_id = c.practice_id and s.patients_from_connection_id = c.id order by 1) as "sharedBy",
              exists (select from patient p where p.practice_id = c.practice_id and p.connection_id = c.id) as "hasPatients",
              ${NAMES_PATIENTS} as "namesPatients"
         from connection c where c.id = $1`,
      [id],
    );
    return rows[0] ?? null;
  }

  async share(tx: Transaction, id: string, from: string | null): Promise<void> {
    await tx.query('update connection set patients_from_connection_id = $2 where id = $1', [id, from]);
  }
}
