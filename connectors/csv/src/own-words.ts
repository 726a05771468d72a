import type { AppointmentStatus, RecordKind } from '@keepwell/domain/records';
import type { FileMapping } from './mapping.js';

/** What a person said that status words mean here goes before the mapping file. */
export function withOwnWords(
  values: FileMapping['values'],
  kind: RecordKind,
  own: ReadonlyMap<string, AppointmentStatus> | undefined,
): FileMapping['values'] {
  if (kind !== 'appointment' || own === undefined || own.size === 0) return values;
  const mapped = [...(values.get('status') ?? [])].filter(([word]) => !own.has(word.toLowerCase()));
  return new Map([...values, ['status', new Map([...mapped, ...own])]]);
}
