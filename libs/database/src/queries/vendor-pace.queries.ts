import type { Transaction } from '../database.js';

export interface PaceRow {
  state: unknown;
  serialHolder: string | null;
  /** Milliseconds since 1970. */
  serialUntil: number | null;
  /** The database's clock: machines whose clocks disagree share one budget. */
  now: number;
}

/** How fast one credential may be used: rows of no practice, see `vendor_pace`. */
export class VendorPaceQueries {
  /** Locked until the transaction ends; made where there is none. */
  async lock(tx: Transaction, key: Buffer, connector: string): Promise<PaceRow> {
    const found = await this.find(tx, key);
    if (found !== null) return found;
    await tx.query('insert into vendor_pace (key, connector) values ($1, $2) on conflict (key) do nothing', [
      key,
      connector,
    ]);
    const made = await this.find(tx, key);
    if (made === null) throw new Error('A row of pace that was just made is not there');
    return made;
  }

  async save(tx: Transaction, key: Buffer, state: unknown): Promise<void> {
    await tx.query('update vendor_pace set state = $2, touched_at = now() where key = $1', [
      key,
      JSON.stringify(state),
    ]);
  }

  async giveTurn(tx: Transaction, key: Buffer, holder: string, until: Date): Promise<void> {
    await tx.query('update vendor_pace set serial_holder = $2, serial_until = $3 where key = $1', [key, holder, until]);
  }

  async endTurn(tx: Transaction, key: Buffer, holder: string): Promise<void> {
    await tx.query(
      'update vendor_pace set serial_holder = null, serial_until = null where key = $1 and serial_holder = $2',
      [key, holder],
    );
  }

  private async find(tx: Transaction, key: Buffer): Promise<PaceRow | null> {
    const [row] = await tx.query<PaceRow[]>(
      `select state, serial_holder as "serialHolder", (extract(epoch from serial_until) * 1000)::float8 as "serialUntil",
              (extract(epoch from clock_timestamp()) * 1000)::float8 as now
         from vendor_pace where key = $1 for update`,
      [key],
    );
    return row ?? null;
  }
}
