import type { GuardedSockets } from '@keepwell/outbound';
import type { MessageProvider } from '../provider.js';

export interface SmtpSettings {
  host: string;
  port: number;
  /** TLS from the first byte; false: STARTTLS, which is then demanded unless the host is an exception of the operator's. */
  secure: boolean;
  user?: string;
  password?: string;
  /** `Name <address>` or an address. */
  from: string;
  timeoutMs?: number;
}

export function smtpProvider(_settings: SmtpSettings, _sockets: GuardedSockets): MessageProvider {
  throw new Error('Sending by SMTP is not built yet.');
}
