import { type Instant, type ZoneId, ZoneUnknown, zoneOf } from '@keepwell/domain';

/** When practices sleep. */
const HOUR = 2;
const SPREAD_MINUTES = 120;

/** The next night's hour of a connection, where its practice is: spread, so that a vendor is not asked for all at once. */
export function nextNight(timezone: ZoneId | null, connectionId: string, now: Instant): Instant {
  const zone = knownZone(timezone);
  const minutes = HOUR * 60 + (Number.parseInt(connectionId.slice(-6), 16) % SPREAD_MINUTES);
  const today = zone.at(zone.dayOf(now), minutes);
  return today > now ? today : zone.at(zone.dayOf(now) + 1, minutes);
}

function knownZone(timezone: ZoneId | null) {
  try {
    return zoneOf(timezone ?? 'UTC');
  } catch (error) {
    if (error instanceof ZoneUnknown) return zoneOf('UTC');
    throw error;
  }
}
