import { createHash } from 'node:crypto';
import type { Instant } from '@keepwell/domain/records';
import type { ConnectorContext } from '../connector.js';
import { SettingsWrong } from '../errors.js';

/** Asked anew this long before it ends, so that no page starts with a token that dies on the way. */
const EARLY_MS = 30_000;
const HOUR_MS = 3_600_000;
/** A vendor locks out who knocks too often (safety V-04). */
const MOST_REFUSALS = 3;
/** Connections whose tokens are kept at once; the longest unused goes first. */
const MOST_KEPT = 1_000;

export interface TokenSource {
  /** A token that holds. Asked once, however many wait for it. */
  token(): Promise<string>;
  /** The other side refused this token: the next one is asked for anew. */
  drop(refused: string): void;
}

export interface NewToken {
  token: string;
  /** How long it holds; null: until it is refused. */
  holdsMs: number | null;
}

export interface TokenOptions {
  /** Id of the connector: tokens are kept by it and by the settings, over all contexts of this process. */
  connector: string;
  /** How sentences name the other side. */
  vendor: string;
  /** The setting to blame when sign-in is refused. */
  signInField: string;
  /** Signs in. Throws `SettingsWrong(signInField, …)` when it is refused: after three of these in an hour nobody is asked any more. */
  signIn(): Promise<NewToken>;
}

interface Kept {
  held: { value: string; until: Instant } | null;
  asking: Promise<string> | null;
  refusedAt: Instant[];
}

const kept = new Map<string, Kept>();

/**
 * @example
 * const tokens = tokenSource(context, { connector: 'acme', vendor: 'Acme', signInField: 'client_id', signIn: () => askAcme(context) });
 */
export function tokenSource(context: ConnectorContext, options: TokenOptions): TokenSource {
  const key = keyOf(context, options.connector);
  const ours = () => {
    const entry = kept.get(key) ?? { held: null, asking: null, refusedAt: [] };
    kept.delete(key);
    kept.set(key, entry);
    if (kept.size > MOST_KEPT) kept.delete(kept.keys().next().value!);
    return entry;
  };

  async function ask(entry: Kept): Promise<string> {
    entry.refusedAt = entry.refusedAt.filter((at) => context.now() - at < HOUR_MS && at <= context.now());
    if (entry.refusedAt.length >= MOST_REFUSALS) {
      throw new SettingsWrong(
        options.signInField,
        `${options.vendor} refused our sign-in ${MOST_REFUSALS} times within an hour: it is not tried again before somebody looks at it.`,
      );
    }
    try {
      const { token, holdsMs } = await options.signIn();
      entry.held = { value: token, until: holdsMs === null ? Infinity : context.now() + holdsMs };
      entry.refusedAt = [];
      return token;
    } catch (error) {
      // An address that is wrong is no knock at a door.
      if (error instanceof SettingsWrong && error.field === options.signInField) entry.refusedAt.push(context.now());
      throw error;
    }
  }

  return {
    async token() {
      const entry = ours();
      if (entry.held !== null && context.now() < entry.held.until - EARLY_MS) return entry.held.value;
      entry.asking ??= ask(entry).finally(() => (entry.asking = null));
      return entry.asking;
    },
    drop(refused) {
      const entry = ours();
      // Another request may have renewed it meanwhile.
      if (entry.held?.value === refused) entry.held = null;
    },
  };
}

/** By the settings, secrets included, as a digest: another key or another address is another connection. */
function keyOf(context: ConnectorContext, connector: string): string {
  const settings = Object.entries(context.settings).sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256')
    .update(JSON.stringify([connector, settings]))
    .digest('base64');
}
