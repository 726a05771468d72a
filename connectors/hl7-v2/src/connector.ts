import {
  type CheckResult,
  type ConnectorContext,
  type Cursor,
  defineConnector,
  listenerSettings,
  missingParts,
  type PullPage,
  type PullOptions,
  SettingsWrong,
  type Stream,
} from '@keepwell/connector-sdk';
import type { RecordKind } from '@keepwell/domain/records';
import { receive } from './acknowledge.js';
import { type FiledReading, MessageFolder } from './folder.js';
import { readMessage } from './map.js';
import { feedSettings, settingsSchema } from './settings.js';

export const KINDS: RecordKind[] = ['location', 'practitioner', 'service', 'patient', 'appointment', 'payment'];

interface Position {
  v: 1;
  fingerprint: string;
  /** Messages handed over. */
  readings: number;
}

/** A walk through a folder that is under way: reading on is cheaper than beginning again. */
interface Walk {
  position: Position;
  readings: AsyncGenerator<FiledReading>;
}

const walks = new WeakMap<ConnectorContext, Walk>();

async function pullFolder(context: ConnectorContext, cursor: Cursor | null, options: PullOptions): Promise<PullPage> {
  const folder = await MessageFolder.open(context);
  const { fingerprint } = folder;
  const known = positionOf(cursor);
  const from =
    known !== null && known.fingerprint === fingerprint && options.compare === undefined ? known.readings : 0;
  const walk = await walkFrom(context, folder, { v: 1, fingerprint, readings: from });
  const page: PullPage = { records: [], unreadable: [], ignored: 0, nextCursor: null, done: false, watermark: null };
  while (page.records.length < Math.max(1, options.limit)) {
    context.signal.throwIfAborted();
    const next = await walk.readings.next();
    if (next.done === true) {
      page.done = true;
      walks.delete(context);
      break;
    }
    walk.position.readings += 1;
    page.records.push(...next.value.records);
    page.unreadable.push(...next.value.unreadable);
    if (next.value.outcome === 'ignored') page.ignored = (page.ignored ?? 0) + 1;
  }
  page.nextCursor = { ...walk.position };
  return page;
}

/** What was told before the position is heard again, since later messages say only what changed. */
async function walkFrom(context: ConnectorContext, folder: MessageFolder, position: Position): Promise<Walk> {
  const open = walks.get(context);
  if (open?.position.fingerprint === position.fingerprint && open.position.readings === position.readings) return open;
  const walk = { position, readings: folder.readings() };
  for (let heard = 0; heard < position.readings; heard += 1) {
    if ((await walk.readings.next()).done === true) break;
  }
  walks.set(context, walk);
  return walk;
}

function positionOf(cursor: Cursor | null): Position | null {
  if (cursor === null || typeof cursor !== 'object' || Array.isArray(cursor)) return null;
  const { v, fingerprint, readings } = cursor;
  if (v !== 1 || typeof fingerprint !== 'string' || typeof readings !== 'number') return null;
  return { v, fingerprint, readings };
}

const isFolder = ({ settings }: ConnectorContext): boolean => settings.dir !== undefined;

async function check(context: ConnectorContext): Promise<CheckResult> {
  const result: CheckResult = {
    ...{ ok: true, sourceName: null, problems: [], missing: missingParts(KINDS), counts: {}, notes: [] },
    timezone: feedZone(context),
  };
  try {
    if (isFolder(context)) return await checkFolder(context, result);
    const listener = listenerSettings(context.settings);
    feedSettings(context);
    result.notes.push(
      `Listens on ${listener?.address} port ${listener?.port}; what the sender gives is known when it has sent.`,
    );
    if (listener?.tls === null)
      result.notes.push('The line is not encrypted: everybody on the way can read patient data.');
    return result;
  } catch (error) {
    if (!(error instanceof SettingsWrong)) throw error;
    return { ...result, ok: false, problems: [error.message] };
  }
}

function feedZone(context: ConnectorContext): string | null {
  const { timezone } = context.settings;
  return typeof timezone === 'string' ? timezone : context.timezone;
}

/** Reads the folder once, keeping nothing. */
async function checkFolder(context: ConnectorContext, result: CheckResult): Promise<CheckResult> {
  const folder = await MessageFolder.open(context);
  const types = new Map<string, number>();
  const seen = new Map<RecordKind, Set<string>>();
  let unreadable = 0;
  for await (const reading of folder.readings()) {
    context.signal.throwIfAborted();
    if (reading.type !== 'file') types.set(reading.type, (types.get(reading.type) ?? 0) + 1);
    unreadable += reading.unreadable.length;
    for (const { kind, id } of reading.records) seen.set(kind, (seen.get(kind) ?? new Set<string>()).add(id));
  }
  for (const [kind, ids] of seen) result.counts[kind] = ids.size;
  result.missing = missingParts(seen.keys());
  const told = [...types].sort(([one], [other]) => (one < other ? -1 : 1)).map(([type, count]) => `${type} ${count}`);
  result.notes.push(`Messages by kind: ${told.join(', ') || 'none'}.`);
  if (unreadable > 0) result.notes.push(`${unreadable} things could not be read and are put aside.`);
  return result;
}

export const hl7V2 = defineConnector({
  id: 'hl7-v2',
  version: 1,
  name: 'HL7 v2 messages',
  description:
    'Bookings (SIU), patients and visits (ADT) and charges (DFT), as an interface engine sends them over MLLP or leaves them in files.',
  settings: settingsSchema,
  manifest: {
    waysIn: ['stream', 'file'],
    gives: {
      patient: { mode: 'push', deletes: 'explicit', merges: 'explicit', confidence: 'verified' },
      appointment: {
        ...{ mode: 'push', deletes: 'explicit', merges: 'none', confidence: 'verified' },
        note: 'Where the sender sends SIU, or ADT^A05 with visits set to "make"',
      },
      payment: {
        mode: 'push',
        deletes: 'explicit',
        merges: 'none',
        confidence: 'verified',
        note: 'Charges and payments of DFT, where they carry amounts',
      },
      practitioner: {
        mode: 'push',
        deletes: 'explicit',
        merges: 'none',
        confidence: 'verified',
        note: 'As far as bookings name them',
      },
      location: {
        mode: 'push',
        deletes: 'explicit',
        merges: 'none',
        confidence: 'verified',
        note: 'As far as bookings name them; opening hours are not told',
      },
      service: {
        mode: 'push',
        deletes: 'explicit',
        merges: 'none',
        confidence: 'verified',
        note: 'As far as bookings name them',
      },
    },
    writes: {},
    throttle: null,
  },
  keeps: {
    patient: [
      'givenName',
      'familyName',
      'birthDate',
      'email',
      'phone',
      'language',
      'deceasedAt',
      'doNotContact',
      'mergedInto',
    ],
    practitioner: ['name'],
    location: ['name', 'timezone', 'openDays', 'opensAt', 'closedOn'],
    service: ['name', 'line'],
    appointment: [
      ...['patientId', 'startsAt', 'endsAt', 'status', 'rawStatus', 'practitionerId', 'locationId', 'serviceId'],
      ...['cancelledAt', 'cancelledBy', 'cancelReason', 'classId'],
    ],
    payment: ['patientId', 'at', 'amountMinor', 'currency', 'kind', 'status'],
  },
  streams: async (context): Promise<Stream[]> => {
    feedSettings(context);
    if (isFolder(context)) {
      await context.folders.resolve('dir', String(context.settings.dir));
      return [
        {
          name: 'files',
          kinds: KINDS,
          mode: 'snapshot',
          deletes: 'explicit',
          merges: 'explicit',
          confidence: 'verified',
        },
      ];
    }
    listenerSettings(context.settings);
    return [
      { name: 'messages', kinds: KINDS, mode: 'push', deletes: 'explicit', merges: 'explicit', confidence: 'verified' },
    ];
  },
  check,
  pull: async (context, _stream, cursor, options) => {
    context.signal.throwIfAborted();
    if (isFolder(context)) return pullFolder(context, cursor, options);
    // Messages come by themselves: there is nothing to fetch.
    return { records: [], unreadable: [], nextCursor: cursor, done: true, watermark: null };
  },
  receiveMessage: (context, message) => receive(message, feedSettings(context), () => context.now()),
  readMessage: async (context, message) => readMessage(message, feedSettings(context), context.now()),
  close: async (context) => {
    walks.delete(context);
  },
});
