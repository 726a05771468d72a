import type { Transaction } from '../database.js';
import { aboutChannelSecret } from '../secrets/secret-store.js';
import type { SecretStore } from '../secrets/secret-store.js';
import { isoInstant } from './json-sql.js';

export type ChannelProvider = 'local' | 'twilio' | 'smtp';
export type ChannelSettings = Record<string, string | number | boolean>;

/**
 * How a practice sends on one channel.
 *
 * twilio: `accountSid`, `apiKeySid?`, `from?` or `messagingServiceSid?`, `answersOptOut` (Twilio itself confirms a STOP); secrets `authToken`,
 * `previousAuthToken?` (both sign callbacks while a token is changed), `apiKeySecret?`.
 * smtp: `host`, `port`, `secure`, `user?`, `from`; secret `password?`. local: nothing.
 */
export interface ChannelRow {
  channel: 'sms' | 'email';
  provider: ChannelProvider;
  settings: ChannelSettings;
  /** Null: never set, so the local outbox. */
  changedAt: string | null;
  secretsSet: string[];
}

const CHANNELS = ['sms', 'email'] as const;

/** Providers of a practice and what they need. Secrets are sealed as a connection's are (W-05). */
export class ChannelQueries {
  /** Both channels, set or not. */
  async list(tx: Transaction): Promise<ChannelRow[]> {
    const rows = await tx.query<ChannelRow[]>(
      `select s.channel, s.provider, s.settings, ${isoInstant('s.changed_at')} as "changedAt",
              (select coalesce(json_agg(c.field order by c.field), '[]') from channel_secret c where c.channel = s.channel) as "secretsSet"
         from channel_setting s`,
    );
    return CHANNELS.map(
      (channel) =>
        rows.find((row) => row.channel === channel) ?? {
          ...{ channel, provider: 'local' as const, settings: {}, changedAt: null, secretsSet: [] },
        },
    );
  }

  async one(tx: Transaction, channel: 'sms' | 'email'): Promise<ChannelRow> {
    const row = (await this.list(tx)).find((each) => each.channel === channel);
    if (row === undefined) throw new TypeError(`There is no channel ${String(channel)}`);
    return row;
  }

  async put(
    tx: Transaction,
    practiceId: string,
    row: Pick<ChannelRow, 'channel' | 'provider' | 'settings'>,
    change: { byUserId: string | null; at: Date },
  ): Promise<void> {
    await tx.query(
      `insert into channel_setting (practice_id, channel, provider, settings, changed_by_user_id, changed_at) values ($1, $2, $3, $4, $5, $6)
       on conflict (practice_id, channel) do update set provider = excluded.provider, settings = excluded.settings,
         changed_by_user_id = excluded.changed_by_user_id, changed_at = excluded.changed_at`,
      [practiceId, row.channel, row.provider, JSON.stringify(row.settings), change.byUserId, change.at],
    );
  }

  /** Opened, for whoever talks to the provider. */
  async secrets(
    tx: Transaction,
    practiceId: string,
    channel: 'sms' | 'email',
    store: SecretStore,
  ): Promise<Record<string, string>> {
    const rows = await tx.query<{ field: string; version: number; ciphertext: Buffer; nonce: Buffer; keyId: string }[]>(
      `select field, version, ciphertext, nonce, key_id as "keyId" from channel_secret where channel = $1`,
      [channel],
    );
    const open = await store.opener(
      tx,
      practiceId,
      rows.map(({ keyId }) => keyId),
    );
    return Object.fromEntries(
      rows.map((row) => [row.field, open(aboutChannelSecret(channel, row.field, row.version), row)]),
    );
  }

  /** Null forgets one. */
  async putSecrets(
    tx: Transaction,
    practiceId: string,
    channel: 'sms' | 'email',
    values: Record<string, string | null>,
    store: SecretStore,
  ): Promise<void> {
    for (const [field, value] of Object.entries(values)) {
      if (value === null) {
        await tx.query('delete from channel_secret where channel = $1 and field = $2', [channel, field]);
        continue;
      }
      const [before] = await tx.query<{ version: number }[]>(
        'select version from channel_secret where channel = $1 and field = $2 for update',
        [channel, field],
      );
      const version = (before?.version ?? 0) + 1;
      const sealed = await store.seal(tx, practiceId, aboutChannelSecret(channel, field, version), value);
      await tx.query(
        `insert into channel_secret (practice_id, channel, field, version, ciphertext, nonce, key_id) values ($1, $2, $3, $4, $5, $6, $7)
         on conflict (practice_id, channel, field) do update set version = excluded.version, ciphertext = excluded.ciphertext,
           nonce = excluded.nonce, key_id = excluded.key_id`,
        [practiceId, channel, field, version, sealed.ciphertext, sealed.nonce, sealed.keyId],
      );
    }
  }
}
