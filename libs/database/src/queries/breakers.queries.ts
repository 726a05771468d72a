import type { Transaction } from '../database.js';

export interface BreakerRow {
  /** Milliseconds since 1970; null: closed. */
  openedAt: number | null;
  probeAt: number | null;
  probeWaitMs: number;
  probingUntil: number | null;
  because: string | null;
  /** When credentials were refused. */
  refusals: number[];
}

const MS = (column: string): string => `(extract(epoch from ${column}) * 1000)::float8`;

/** Whether a connection's other side is left alone, shared by all workers (safety V-03, V-04). */
export class BreakerQueries {
  async read(tx: Transaction, practiceId: string, connectionId: string, lock = false): Promise<BreakerRow | null> {
    const [row] = await tx.query<BreakerRow[]>(
      `select ${MS('opened_at')} as "openedAt", ${MS('probe_at')} as "probeAt", probe_wait_ms as "probeWaitMs", ${MS('probing_until')} as "probingUntil",
              because, array(select ${MS('r')} from unnest(refusals) r) as refusals
         from connection_breaker where practice_id = $1 and connection_id = $2${lock ? ' for update' : ''}`,
      [practiceId, connectionId],
    );
    return row ?? null;
  }

  async write(tx: Transaction, practiceId: string, connectionId: string, row: BreakerRow): Promise<void> {
    const at = (ms: number | null): Date | null => (ms === null ? null : new Date(ms));
    await tx.query(
      `insert into connection_breaker (practice_id, connection_id, opened_at, probe_at, probe_wait_ms, probing_until, because, refusals)
       values ($1, $2, $3, $4, $5, $6, $7, $8)
       on conflict (practice_id, connection_id) do update set opened_at = excluded.opened_at, probe_at = excluded.probe_at,
         probe_wait_ms = excluded.probe_wait_ms, probing_until = excluded.probing_until, because = excluded.because, refusals = excluded.refusals`,
      [
        ...[
          practiceId,
          connectionId,
          at(row.openedAt),
          at(row.probeAt),
          row.probeWaitMs,
          at(row.probingUntil),
          row.because,
        ],
        row.refusals.map((ms) => new Date(ms)),
      ],
    );
  }

  /** Settings that work: whatever was wrong before. */
  async forget(tx: Transaction, practiceId: string, connectionId: string): Promise<void> {
    await tx.query('delete from connection_breaker where practice_id = $1 and connection_id = $2', [
      practiceId,
      connectionId,
    ]);
  }
}
