import { statusWords, type ConnectorContext, type StatusWords } from '@keepwell/connector-sdk';
import type { ZoneId } from '@keepwell/domain/records';
import { nexHealth, type NexHealth } from './client.js';
import { flag, id, type Row } from './json.js';
import { locationsOf, STATUSES, zoneOf } from './map.js';
import { nexHealthSettings, type NexHealthSettings } from './settings.js';

export interface Place {
  id: string;
  zone: ZoneId | null;
  row: Row;
}

/** What a context has opened: the token lives in the client, the locations are asked for once. */
export interface Session {
  settings: NexHealthSettings;
  client: NexHealth;
  statuses: StatusWords;
  places(): Promise<Place[]>;
}

const sessions = new WeakMap<ConnectorContext, Session>();

export function sessionOf(context: ConnectorContext): Session {
  let session = sessions.get(context);
  if (session === undefined) {
    session = open(context);
    sessions.set(context, session);
  }
  return session;
}

export function closeSession(context: ConnectorContext): void {
  sessions.delete(context);
}

function open(context: ConnectorContext): Session {
  const settings = nexHealthSettings(context);
  const client = nexHealth(context, settings);
  let places: Promise<Place[]> | null = null;
  const ask = async (): Promise<Place[]> => {
    const { rows } = await client.list('locations', {}, 'list of locations');
    return locationsOf(rows).flatMap((row) => {
      const place = id(row, 'id');
      if (place === null) return [];
      const wanted =
        settings.locations.length === 0 ? flag(row, 'inactive') !== true : settings.locations.includes(place);
      return wanted ? [{ id: place, zone: zoneOf(row), row }] : [];
    });
  };
  return {
    settings,
    client,
    statuses: statusWords(STATUSES, context.statusMap),
    places() {
      // A failure is not remembered: the next call tries again.
      places ??= ask().catch((error: unknown) => {
        places = null;
        throw error;
      });
      return places;
    },
  };
}
