import { ChannelQueries, type ChannelRow, type Database, type SecretStore, type Transaction } from '@keepwell/database';
import { smtpProvider, twilioProvider, type MessageProvider } from '@keepwell/messaging';
import type { GuardedHttp, GuardedSockets } from '@keepwell/outbound';
import { localProvider } from './local-provider.js';

export interface ProviderOptions {
  database: Database;
  secrets: SecretStore;
  http: GuardedHttp;
  sockets: GuardedSockets;
  timeoutMs: number;
  /** Where Twilio is; absent: where it is for everybody. */
  twilioUrl?: string;
  now?: () => number;
}

/** By whom a practice sends on a channel. The row decides, and it is read anew with each claim: a change acts on the next message. */
export class Providers {
  private readonly channels = new ChannelQueries();
  private readonly local: MessageProvider;

  constructor(private readonly options: ProviderOptions) {
    this.local = localProvider(options.database, options.now);
  }

  async of(tx: Transaction, practiceId: string, channel: 'sms' | 'email'): Promise<MessageProvider> {
    const row = await this.channels.one(tx, channel);
    if (row.provider === 'local') return this.local;
    const secrets = await this.channels.secrets(tx, practiceId, channel, this.options.secrets);
    return row.provider === 'twilio' ? this.twilio(row, secrets) : this.smtp(row, secrets);
  }

  private twilio({ settings }: ChannelRow, secrets: Record<string, string>): MessageProvider {
    const { http, timeoutMs, twilioUrl } = this.options;
    const apiKeySid = textOf(settings.apiKeySid);
    const secret = (apiKeySid === undefined ? secrets.authToken : secrets.apiKeySecret) ?? '';
    return twilioProvider(
      {
        ...{ accountSid: textOf(settings.accountSid) ?? '', secret, timeoutMs },
        ...(apiKeySid === undefined ? {} : { apiKeySid }),
        ...optional('from', textOf(settings.from)),
        ...optional('messagingServiceSid', textOf(settings.messagingServiceSid)),
        ...optional('baseUrl', twilioUrl),
      },
      http,
    );
  }

  private smtp({ settings }: ChannelRow, secrets: Record<string, string>): MessageProvider {
    const { sockets, timeoutMs } = this.options;
    return smtpProvider(
      {
        ...{ host: textOf(settings.host) ?? '', port: Number(settings.port), secure: settings.secure === true },
        ...{ from: textOf(settings.from) ?? '', timeoutMs },
        ...optional('user', textOf(settings.user)),
        ...optional('password', secrets.password),
      },
      sockets,
    );
  }
}

function textOf(value: string | number | boolean | undefined): string | undefined {
  return value === undefined || value === '' ? undefined : String(value);
}

function optional<K extends string>(key: K, value: string | undefined): Partial<Record<K, string>> {
  return value === undefined ? {} : ({ [key]: value } as Partial<Record<K, string>>);
}
