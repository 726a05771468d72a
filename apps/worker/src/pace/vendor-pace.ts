import { createHash } from 'node:crypto';
import type { Budget, Connector, ConnectorContext } from '@keepwell/connector-sdk';
import type { Database, Transaction } from '@keepwell/database';
import { VendorPaceQueries } from '@keepwell/database';
import type { Instant } from '@keepwell/domain';
import { blocked, take, type PaceState } from './pace-state.js';

/** Longer than any request may take (safety V-01): whoever holds the turn of a vendor that takes one at a time has died. */
const SERIAL_MS = 90_000;
/** How often a turn that somebody else has is asked for. */
const TURN_AGAIN_MS = 200;

export interface Asked {
  key: Buffer;
  connector: string;
  budgets: Budget[];
  wanted: number;
  /** Takes the turn too, where one request goes at a time. */
  turn: string | null;
}

/**
 * Which credential, over all practices and workers. `app`: the key that practices share; a connection without a named credential is one of
 * its own.
 */
export function paceKey(connector: Connector, settings: ConnectorContext['settings'], connectionId: string): Buffer {
  const throttle = connector.manifest.throttle;
  const named = (throttle?.keyFields ?? []).map((field) => [field, settings[field] ?? null]);
  const ownOnly = throttle?.scope !== 'app' && named.every(([, value]) => value === null || value === '');
  return createHash('sha256')
    .update(JSON.stringify([connector.id, named, ownOnly ? connectionId : null]))
    .digest();
}

/** One row per credential, locked for as long as a counting takes. Its clock is the database's, unless a test has another. */
export class VendorPaces {
  private readonly rows = new VendorPaceQueries();

  constructor(
    private readonly database: Database,
    private readonly now?: () => Instant,
  ) {}

  /** Several requests at once, so that counting costs little; none: how long to wait. */
  async reserve({ key, connector, budgets, wanted, turn }: Asked): Promise<{ granted: number; waitMs: number }> {
    return this.change(key, connector, async (tx, row, now) => {
      if (turn !== null && row.serialHolder !== null && row.serialHolder !== turn && (row.serialUntil ?? 0) > now)
        return { granted: 0, waitMs: TURN_AGAIN_MS };
      const { granted, waitMs, state } = take(row.state as PaceState, budgets, now, wanted);
      if (granted > 0) {
        await this.rows.save(tx, key, state);
        if (turn !== null) await this.rows.giveTurn(tx, key, turn, new Date(now + SERIAL_MS));
      }
      return { granted, waitMs };
    });
  }

  /** The vendor sent us away: everybody with this credential. */
  async block(key: Buffer, connector: string, ms: number): Promise<void> {
    await this.change(key, connector, (tx, row, now) =>
      this.rows.save(tx, key, blocked(row.state as PaceState, now + ms)),
    );
  }

  async giveBack(key: Buffer, turn: string): Promise<void> {
    await this.database.withoutPractice((tx) => this.rows.endTurn(tx, key, turn));
  }

  private change<T>(
    key: Buffer,
    connector: string,
    work: (tx: Transaction, row: Awaited<ReturnType<VendorPaceQueries['lock']>>, now: Instant) => Promise<T>,
  ): Promise<T> {
    return this.database.withoutPractice(async (tx) => {
      const row = await this.rows.lock(tx, key, connector);
      return work(tx, row, this.now?.() ?? row.now);
    });
  }
}
