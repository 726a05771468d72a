import type { SourceStanding } from '@keepwell/database';
import { type Instant, patienceMs, type PersonFacts } from '@keepwell/domain';

/** Polls that must agree with each other before a source counts as known (Q98). */
const AGREED_POLLS = 2;

/**
 * From when on a source is behind unless it is read again (E12), or is not believed (X08); null: it was never read, so there is
 * nothing to be behind with.
 */
export function staleFrom({ watermark, lastSuccessAt, pollSeconds, doubtfulSince }: SourceStanding): Instant | null {
  if (doubtfulSince !== null) return doubtfulSince;
  const readUpTo = watermark ?? lastSuccessAt;
  if (readUpTo === null) return null;
  return readUpTo + patienceMs(pollSeconds) + 1;
}

/**
 * `first_read`: not everything is known yet, findings are kept to ourselves. `warm_up`: what is found counts as found at
 * go-live. `live`: what is found is new.
 */
export type Readiness = 'first_read' | 'warm_up' | 'live';

/**
 * E15 and Q98. A connection without a warm-up (the simulated practice) is live as soon as it has been read once; one with
 * a warm-up waits for its end and for two polls that agree.
 */
export function readinessOf(source: SourceStanding, now: Instant): Readiness {
  const { firstReadDoneAt, warmUpUntil, agreedPolls } = source;
  if (firstReadDoneAt === null) return 'first_read';
  if (warmUpUntil === null || warmUpUntil <= firstReadDoneAt) return 'live';
  return now < warmUpUntil || agreedPolls < AGREED_POLLS ? 'warm_up' : 'live';
}

/** That of the least ready of the sources that know the person. */
export function readinessOfPerson({ patients }: PersonFacts, readiness: ReadonlyMap<string, Readiness>): Readiness {
  const standings = patients.map(([version]) => (version === undefined ? 'live' : readiness.get(version.source)));
  if (standings.includes('first_read')) return 'first_read';
  return standings.includes('warm_up') ? 'warm_up' : 'live';
}

/** The next instant at which a source becomes stale by the passing of time alone. */
export function nextStaleAt(sources: readonly SourceStanding[], now: Instant): Instant | null {
  const ahead = sources.map(staleFrom).filter((instant) => instant !== null && instant > now) as Instant[];
  return ahead.length > 0 ? Math.min(...ahead) : null;
}
