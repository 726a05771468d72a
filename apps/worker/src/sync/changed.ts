import type { AbsenceQueries, AbsentRecord, StoredRecords, Transaction } from '@keepwell/database';
import type { RecordKind } from '@keepwell/domain';

/** Everything a transaction changed, gathered until it is followed up. */
export class Changed {
  /** Our ids of patient records whose facts changed. */
  readonly patientIds = new Set<string>();
  /** Source ids: rows may have waited for them. */
  readonly newPatients: string[] = [];
  /** Source ids: merges may follow. */
  readonly writtenPatients: string[] = [];
  /** Locations, practitioners or services: every answer looks at them. */
  practiceChanged = false;
  /** Kinds of which anything changed. */
  readonly kinds = new Set<RecordKind>();

  add(stored: StoredRecords): void {
    for (const id of stored.patientIds) this.patientIds.add(id);
    this.newPatients.push(...stored.newPatients);
    this.writtenPatients.push(...stored.writtenPatients);
    for (const kind of stored.kinds) this.kinds.add(kind);
    this.practiceChanged ||= stored.practiceChanged;
  }

  async addGone(tx: Transaction, absences: AbsenceQueries, practiceId: string, gone: AbsentRecord[]): Promise<void> {
    if (gone.length === 0) return;
    for (const id of await absences.patientsOf(tx, practiceId, gone)) this.patientIds.add(id);
    for (const { kind, sourceId } of gone) {
      if (kind === 'patient') this.writtenPatients.push(sourceId);
      if (kind === 'location' || kind === 'practitioner' || kind === 'service') this.practiceChanged = true;
    }
  }
}
