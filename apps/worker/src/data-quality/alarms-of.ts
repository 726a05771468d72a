import type {
  AlarmCode,
  AlarmToRaise,
  HourProfile,
  SilentHook,
  StreamVolume,
  WatchedConnection,
  WatchedStream,
} from '@keepwell/database';
import {
  driftSubject,
  type Instant,
  isFarAbove,
  isFarBelow,
  isLate,
  isSilent,
  patienceMs,
  rulesOnField,
  vanishedFields,
} from '@keepwell/domain';
import { quarantinedTooMany } from '../sync/counts.js';

/** Codes that `sourceAlarms` settles. */
export const SOURCE_CODES: AlarmCode[] = [
  'feed_late',
  'source_shrunken',
  'volume_silent',
  'volume_low',
  'volume_high',
  'status_unknown',
  'quarantine_many',
  'compare_failed',
];

/** What is wrong with a source now. A stream that is not believed is one alarm, however much follows from it. */
export function sourceAlarms(
  connection: WatchedConnection,
  volumes: ReadonlyMap<string, StreamVolume>,
  unknownWords: readonly { word: string; records: number }[],
  now: Instant,
): AlarmToRaise[] {
  // Whoever paused it knows.
  if (connection.state === 'paused') return [];
  const { lastRun } = connection;
  const alarms: AlarmToRaise[] = [];
  const doubted = new Set<string>();
  for (const stream of connection.streams) {
    const volume = volumes.get(stream.name);
    const silent = isStreamSilent(volume);
    if (silent || stream.doubtfulSince !== null) doubted.add(stream.name);
    if (silent) alarms.push(silence(stream, volume));
    else if (stream.doubtfulSince !== null) alarms.push(shrunken(stream));
    else if (volume !== undefined) alarms.push(...oddVolume(stream, volume));
  }
  alarms.push(...lateStreams(connection, doubted, now));
  for (const { word, records } of unknownWords) {
    const named = word === '' ? 'Bookings without any word for their state' : `The word "${word.slice(0, 60)}"`;
    alarms.push({
      code: 'status_unknown',
      subject: word.slice(0, 200),
      says: `${named}: ${records} ${records === 1 ? 'booking stands' : 'bookings stand'} as unknown and no rule rests on them. Say what it means.`,
      detail: { records },
    });
  }
  if (lastRun !== null && quarantinedTooMany({ ...lastRun, applied: 0, unchanged: 0, total: null, streams: {} })) {
    const { read, quarantined } = lastRun;
    const says = `${quarantined} of ${read} records of the last run were put aside. Look at the reasons, and replay them when they are mended.`;
    alarms.push({ code: 'quarantine_many', subject: '', says, detail: { read, quarantined } });
  }
  for (const { stream, problem } of connection.compareProblems) {
    const says = `${stream} could not be compared with its source: ${problem}`;
    alarms.push({ code: 'compare_failed', subject: stream, says });
  }
  return alarms;
}

/** Notifications that do not arrive. Nothing is lost, since what they tell is read by asking: it is found later than it might. */
export function hookAlarms({ state }: WatchedConnection, silent: readonly SilentHook[]): AlarmToRaise[] {
  if (state === 'paused') return [];
  return silent.map(({ name, missing, stopped }) => ({
    code: 'notifications_missed' as const,
    subject: name,
    says:
      stopped === null
        ? `${missing} ${missing === 1 ? 'notification' : 'notifications'} of ${name} did not arrive within a day. What they told of was read by asking; look whether the server reaches us.`
        : `The server says of ${name} that it is ${stopped}: it tells nothing any more, and changes are found by asking. Set it to "requested" there, or make it anew.`,
    detail: { missing },
  }));
}

/** Nothing at all came where much usually has: then nothing is concluded from what is not there. */
export function isStreamSilent(volume: StreamVolume | undefined): boolean {
  return volume !== undefined && volume.lastAt !== null && isSilent(volume.expectedSince);
}

/** When the next stream would be late if nothing more came of it. */
export function nextLateAt(connections: readonly WatchedConnection[], now: Instant): Instant | null {
  const ahead = connections
    .filter(({ state }) => state !== 'paused')
    .flatMap((connection) =>
      connection.streams
        .map((stream) => readUpTo(connection, stream))
        .map((at) => (at === null ? Number.POSITIVE_INFINITY : at + patienceMs(connection.pollSeconds) + 1)),
    )
    .filter((at) => at > now && Number.isFinite(at));
  return ahead.length === 0 ? null : Math.min(...ahead);
}

/** Fields that carried something and no longer do, with the rules that rest on them (X20). */
export function driftAlarms(hours: readonly HourProfile[]): AlarmToRaise[] {
  const byKind = new Map<string, HourProfile[]>();
  for (const hour of hours) {
    const name = `${hour.stream} ${hour.kind}`;
    byKind.set(name, [...(byKind.get(name) ?? []), hour]);
  }
  return [...byKind.values()].flatMap((profile) => {
    const [first] = profile;
    if (first === undefined) return [];
    return vanishedFields(profile).map(({ field, before, since }) => {
      const rules = rulesOnField(first.kind, field);
      const share = Math.round((100 * before.filled) / before.seen);
      const concerned = rules.length === 0 ? 'No rule rests on it.' : `Rules that rest on it: ${rules.join(', ')}.`;
      return {
        code: 'field_vanished' as const,
        subject: driftSubject(first.stream, first.kind, field),
        says: `${first.kind}.${field} of ${first.stream} was filled in ${share} % of records and in none of the last ${since}. ${concerned}`,
        detail: { rules, share, since },
      };
    });
  });
}

function lateStreams(connection: WatchedConnection, doubted: ReadonlySet<string>, now: Instant): AlarmToRaise[] {
  const known = connection.streams
    // Messages come when something happens: a quiet night is no fault, and silence by day is told by their number.
    .filter((stream) => stream.mode !== 'push' && readUpTo(connection, stream) !== null);
  const late = known.filter((stream) => isLate(readUpTo(connection, stream) ?? 0, connection.pollSeconds, now));
  const hours = (stream: WatchedStream) => Math.floor((now - (readUpTo(connection, stream) ?? 0)) / 3_600_000);
  const wait = 'Rules that rest on something not being there wait, and nobody is written to because of it.';
  if (late.length > 0 && late.length === known.length && !late.some(({ name }) => doubted.has(name))) {
    const since = Math.max(...late.map(hours));
    return [
      {
        code: 'feed_late',
        subject: '',
        says: `Nothing was read for ${since} hours. ${wait}`,
        detail: { hours: since },
      },
    ];
  }
  return late
    .filter(({ name }) => !doubted.has(name))
    .map((stream) => ({
      code: 'feed_late' as const,
      subject: stream.name,
      says: `${stream.name} was read up to ${hours(stream)} hours ago. ${wait}`,
      detail: { hours: hours(stream) },
    }));
}

function silence({ name }: WatchedStream, volume: StreamVolume | undefined): AlarmToRaise {
  const usual = Math.round(volume?.expectedSince ?? 0);
  return {
    code: 'volume_silent',
    subject: name,
    says: `${name} answers and brings nothing, where ${usual} changes are usual by now. Rules that rest on something not being there wait until it does.`,
    detail: { usual },
  };
}

function shrunken({ name }: WatchedStream): AlarmToRaise {
  return {
    code: 'source_shrunken',
    subject: name,
    says: `${name} brought far less than is stored. Nothing was taken as deleted, and rules wait. If the source is right to be smaller, say so.`,
  };
}

function oddVolume({ name }: WatchedStream, { seen, expected }: StreamVolume): AlarmToRaise[] {
  const usual = Math.round(expected ?? 0);
  const detail = { seen, usual };
  if (isFarBelow(seen, expected)) {
    return [
      {
        code: 'volume_low',
        subject: name,
        says: `${name} brought ${seen} changes in a day where ${usual} are usual. Look whether it still sees everything.`,
        detail,
      },
    ];
  }
  if (isFarAbove(seen, expected)) {
    return [
      {
        code: 'volume_high',
        subject: name,
        says: `${name} brought ${seen} changes in a day where ${usual} are usual. Look what was changed there.`,
        detail,
      },
    ];
  }
  return [];
}

function readUpTo(connection: WatchedConnection, { watermark }: WatchedStream): Instant | null {
  return watermark ?? connection.lastSuccessAt;
}
