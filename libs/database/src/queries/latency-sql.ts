/** Enough for a percentile, few enough that the answer is about now. */
const NEWEST = 1_000;

/**
 * Why there is no latency. `first_read`: no first read has ended. `no_change`: nothing changed there since. `no_clock`: something
 * did, but without a time of the source's that lies before ours.
 */
export type LatencyMissing = 'first_read' | 'no_change' | 'no_clock';

/** From the source's clock of a change to our reading of it, in seconds. */
export interface Latency {
  medianSeconds: number;
  p95Seconds: number;
  /** How many changes the figures rest on. */
  changes: number;
}

/**
 * Joins `latency` to the connection `c`: of the 1,000 appointments read last, those that changed there after the first read had
 * ended. `recorded_at` is at most `observed_at`; where both are the same it is our own clock, or theirs is ahead: neither
 * tells how long it took. What is older than the end of the first read came late for another reason.
 */
export const JOIN_LATENCY = `
  left join lateral (
    select count(*) filter (where recorded_at < observed_at)::int as changes,
           count(*) filter (where recorded_at is null or recorded_at = observed_at)::int as unclocked,
           percentile_cont(array[0.5, 0.95]) within group (order by extract(epoch from observed_at - recorded_at)::float8)
             filter (where recorded_at < observed_at) as seconds
      from (select a.recorded_at, a.observed_at from appointment a
             where a.practice_id = c.practice_id and a.connection_id = c.id and a.observed_at > c.first_read_done_at
             order by a.observed_at desc limit ${NEWEST}) newest
     where recorded_at is null or recorded_at >= c.first_read_done_at
  ) latency on true`;

/** The columns of `Latency | null` and `LatencyMissing | null`. */
export const LATENCY_COLUMNS = `
  case when latency.changes > 0 then json_build_object('medianSeconds', round(latency.seconds[1]::numeric, 1),
    'p95Seconds', round(latency.seconds[2]::numeric, 1), 'changes', latency.changes) end as latency,
  case when latency.changes > 0 then null when c.first_read_done_at is null then 'first_read'
       when latency.unclocked > 0 then 'no_clock' else 'no_change' end as "latencyMissing"`;
