import { isIP } from 'node:net';
import type { ConnectorContext } from './connector.js';
import { SettingsWrong } from './errors.js';

/** Where and how the platform listens for a connection whose messages come over a socket (safety H-06). */
export interface ListenerSettings {
  port: number;
  address: string;
  /** Null: everybody on the way can read along; only where that was asked for. */
  tls: { certificate: string; key: string; clientCa: string | null } | null;
  /** Addresses and ranges that may connect; empty: any (then a client certificate is demanded, or only this computer is listened to). */
  allow: string[];
  maxFrameBytes: number;
}

const MIB = 1024 * 1024;

/**
 * The settings `port`, `bind_address`, `security`, `allow_addresses`, `tls_certificate`, `tls_key`, `tls_client_ca` and `max_frame_mib` of a connector
 * that has `receiveMessage`. Null without a port. Throws `SettingsWrong` where strangers could send messages or read them.
 */
export function listenerSettings(settings: ConnectorContext['settings']): ListenerSettings | null {
  const text = (field: string): string | null => {
    const value = settings[field];
    return typeof value === 'string' && value.trim() !== '' ? value.trim() : null;
  };
  if (typeof settings.port !== 'number') return null;
  const address = text('bind_address') ?? '127.0.0.1';
  if (isIP(address) === 0) throw new SettingsWrong('bind_address', 'The address to listen on must be an IP address.');
  const allow = (text('allow_addresses') ?? '').split(/[\s,;]+/).filter((entry) => entry !== '');
  for (const entry of allow) checkRange(entry);
  const isLocal = address === '::1' || address.startsWith('127.');
  const maxFrameBytes = (typeof settings.max_frame_mib === 'number' ? settings.max_frame_mib : 1) * MIB;
  const common = { port: settings.port, address, allow, maxFrameBytes };
  if (text('security') === 'plain') {
    if (!isLocal && allow.length === 0) {
      throw new SettingsWrong(
        'allow_addresses',
        'Without TLS the addresses that may connect must be named (allow_addresses).',
      );
    }
    return { ...common, tls: null };
  }
  const [certificate, key] = [text('tls_certificate'), text('tls_key')];
  if (certificate === null)
    throw new SettingsWrong('tls_certificate', 'TLS needs a certificate (tls_certificate), or choose "plain".');
  if (key === null) throw new SettingsWrong('tls_key', 'TLS needs the key of its certificate (tls_key).');
  const clientCa = text('tls_client_ca');
  if (clientCa === null && allow.length === 0) {
    throw new SettingsWrong(
      'allow_addresses',
      'Name who may connect: client certificates (tls_client_ca) or addresses (allow_addresses).',
    );
  }
  return { ...common, tls: { certificate, key, clientCa } };
}

function checkRange(entry: string): void {
  const [address = '', bits, ...more] = entry.split('/');
  const family = isIP(address);
  const most = family === 4 ? 32 : 128;
  const isWhole = bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= most);
  if (family === 0 || !isWhole || more.length > 0) {
    throw new SettingsWrong(
      'allow_addresses',
      `"${entry}" is no IP address or range such as 10.1.2.0/24 (allow_addresses).`,
    );
  }
}
