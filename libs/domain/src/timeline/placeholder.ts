import type { PlaceholderMark, RecordVersion } from '../facts.js';

/** Whether an appointment only holds a place: nobody has agreed to it (S3-45). */
export type IsPlaceholder = (row: RecordVersion<'appointment'>) => boolean;

/** Where nothing is marked, as in nearly every practice: nobody need look. */
export const noPlaceholder: IsPlaceholder = () => false;

export function placeholdersBy(marks: readonly PlaceholderMark[]): IsPlaceholder {
  if (marks.length === 0) return noPlaceholder;
  const marked = new Set(marks.map(({ source, by, value }) => keyOf(source, by, value)));
  return ({ source, data: { rawStatus, serviceId } }) =>
    (rawStatus !== null && marked.has(keyOf(source, 'word', rawStatus.trim().toLowerCase()))) ||
    (serviceId !== null && marked.has(keyOf(source, 'service', serviceId)));
}

function keyOf(source: string, by: PlaceholderMark['by'], value: string): string {
  return `${by} ${source} ${value}`;
}
