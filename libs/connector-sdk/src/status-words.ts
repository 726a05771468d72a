import type { AppointmentStatus } from '@keepwell/domain/records';

export interface StatusWords {
  /** The canonical status of a source's word; a word without one is `unknown`, kept raw by the caller and counted here. */
  statusOf(word: string | null): AppointmentStatus;
  /** Words met without a meaning, with how often: a new word in a vendor's system must not pass unseen. */
  unknownWords(): Record<string, number>;
}

/**
 * `own` is what the connection itself calls them (`context.statusMap`): it goes before the connector's words.
 *
 * @example const words = statusWords({ booked: 'booked', noshow: 'no_show' }, context.statusMap);
 */
export function statusWords(
  meanings: Record<string, AppointmentStatus>,
  own: ReadonlyMap<string, AppointmentStatus> = new Map(),
): StatusWords {
  const known = new Map(Object.entries(meanings).map(([word, status]) => [word.trim().toLowerCase(), status]));
  for (const [word, status] of own) known.set(word.trim().toLowerCase(), status);
  const unknown = new Map<string, number>();
  return {
    statusOf(word) {
      const status = word === null ? undefined : known.get(word.trim().toLowerCase());
      if (status !== undefined) return status;
      const seen = word ?? '(none)';
      unknown.set(seen, (unknown.get(seen) ?? 0) + 1);
      return 'unknown';
    },
    unknownWords: () => Object.fromEntries([...unknown].sort(([a], [b]) => (a < b ? -1 : 1))),
  };
}
