import { statusWords, type ConnectorContext, type StatusWords } from '@keepwell/connector-sdk';
import { healthie, type Healthie } from './client.js';
import { STATUSES } from './map.js';
import { healthieSettings, type HealthieSettings } from './settings.js';

export interface Session {
  settings: HealthieSettings;
  client: Healthie;
  statuses: StatusWords;
}

const sessions = new WeakMap<ConnectorContext, Session>();

export function sessionOf(context: ConnectorContext): Session {
  let session = sessions.get(context);
  if (session === undefined) {
    const settings = healthieSettings(context);
    session = { settings, client: healthie(context, settings), statuses: statusWords(STATUSES, context.statusMap) };
    sessions.set(context, session);
  }
  return session;
}

export function closeSession(context: ConnectorContext): void {
  sessions.delete(context);
}
