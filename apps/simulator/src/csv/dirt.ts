import type { RecordKind } from '@keepwell/domain/records';
import { Random } from '../random.js';

/** Rows that no reader can make sense of, as real exports hold them. Each must be quarantined, none may stop the run. */
export class Dirt {
  private readonly random: Random;

  constructor(
    seed: string,
    private readonly amount: number,
  ) {
    this.random = new Random(`${seed}:dirt`);
  }

  /** At most one unreadable row to follow `cells`. */
  after(kind: RecordKind, columns: string[], cells: string[]): string[] | null {
    if (this.amount === 0 || OF_NO_PATIENT.has(kind) || !this.random.chance(this.amount * 0.01)) return null;
    const spoil = (column: string, value: string): string[] =>
      cells.map((cell, index) => (columns[index] === 'id' ? `${cell}-X` : columns[index] === column ? value : cell));
    if (kind !== 'appointment') return spoil('patient_id', 'P-unknown');
    return this.random.pick([
      spoil('patient_id', 'P-unknown'),
      spoil('status', 'DNA?'),
      spoil('starts_at', 'next Tuesday'),
      spoil('starts_at', ''),
    ]);
  }
}

/** Rows that name no patient, or are one, cannot name an unknown one. */
const OF_NO_PATIENT = new Set<RecordKind>(['location', 'practitioner', 'service', 'patient']);
