import type { Connector, ConnectorContext, Cursor, Stream } from '../../connector.js';
import { RetryLater, SettingsWrong } from '../../errors.js';
import { acmeConnector } from './acme-connector.js';
import { PLANTED_ON_THE_WIRE } from './planted-wire.js';
import { PLANTED_IN_MESSAGES } from './planted-messages.js';
import { PLANTED_IN_WAYS } from './planted-ways.js';
import { PLANTED_IN_WORLDS } from './planted-worlds.js';
import { instead, onData, onPage, type PlantedFault } from './planting.js';

const onStreams = (change: (streams: Stream[]) => Stream[]) =>
  instead((honest) => ({ streams: async (context) => change(await honest.streams(context)) }));

const onFailure = (change: (error: Error) => Error) =>
  instead((honest) => ({
    streams: (context) => honest.streams(context).catch((error: Error) => Promise.reject(change(error))),
  }));

const withCursor = (cursor: Cursor, more: object) => ({ ...(cursor as object), ...more }) as Cursor;
const isAtStart = (cursor: Cursor | null) => (cursor as { at?: { walk?: unknown } } | null)?.at?.walk === null;

const PLANTED_IN_BASICS: PlantedFault[] = [
  {
    check: 'no expectation is empty',
    fault: 'its scenarios try no failure',
    scenarios: (honest) => ({ ...honest, errors: [] }),
  },
  {
    check: 'there is a scenario for each way in and out',
    fault: 'it writes, and its scenarios try no write',
    scenarios: (honest) => ({ ...honest, writes: [] }),
  },
  {
    check: 'its id is short and stable',
    fault: 'its id is a title',
    connector: instead(() => ({ id: 'Acme Dental' })),
  },
  { check: 'it has a version', fault: 'its version is 0', connector: instead(() => ({ version: 0 })) },
  {
    check: 'S3-62 it says what it keeps',
    fault: 'it does not say what it keeps',
    connector: instead(() => ({ keeps: {} })),
  },
  {
    check: 'secrets are marked',
    fault: 'its API key is a setting like any other',
    connector: instead(({ settings }) => ({
      settings: { ...settings, properties: { ...settings.properties, api_key: { type: 'string', title: 'Key' } } },
    })),
  },
  {
    check: 'secrets have no default',
    fault: 'it has a key of its own for those who have none',
    connector: instead(({ settings }) => ({
      settings: {
        ...settings,
        properties: { ...settings.properties, spare_key: { type: 'string', title: 'Key', secret: true, default: 'k' } },
      },
    })),
  },
  {
    check: 'wrong settings are refused',
    fault: 'it does not say which setting is wrong',
    connector: onFailure((error) => (error instanceof SettingsWrong ? new SettingsWrong(null, error.message) : error)),
  },
  {
    check: 'the check of a good source is ok',
    fault: 'its check finds fault with a good source',
    connector: instead((honest) => ({ check: async (context) => ({ ...(await honest.check(context)), ok: false }) })),
  },
  {
    check: 'S2-29 the check says what is missing',
    fault: 'its check says nothing of what the source cannot give',
    connector: instead((honest) => ({ check: async (context) => ({ ...(await honest.check(context)), missing: [] }) })),
  },
  { check: 'there are streams', fault: 'it has nothing to read', connector: onStreams(() => []) },
  {
    check: 'streams have names of their own',
    fault: 'two streams have one name',
    connector: onStreams((streams) => [...streams, streams[0]!]),
  },
  {
    check: 'paging ends',
    fault: 'it begins again where it should end',
    connector: onPage((page, { stream }) => (stream === 'locations' ? { ...page, done: false } : page)),
  },
  {
    check: 'cursors are JSON',
    fault: 'it puts a Date into its cursor',
    connector: onPage((page) => ({ ...page, nextCursor: withCursor(page.nextCursor, { on: new Date(0) }) })),
  },
  {
    check: 'cursors are small',
    fault: 'it keeps 9 KB in its cursor',
    connector: onPage((page) => ({ ...page, nextCursor: withCursor(page.nextCursor, { seen: 'x'.repeat(9_000) }) })),
  },
  {
    check: 'counts are whole',
    fault: 'it expects minus one record',
    connector: onPage((page) => ({ ...page, total: -1 })),
  },
  {
    check: 'watermarks are instants',
    fault: 'its watermark is half a millisecond',
    connector: onPage((page) => ({ ...page, watermark: 0.5 })),
  },
  {
    check: 'records keep the contract of records.ts',
    fault: 'it hands over empty text instead of null',
    connector: onData('patient', () => ({ phone: '' })),
  },
  {
    check: 'S3-62 only what is kept is carried',
    fault: 'it carries a date of birth that it does not say it keeps',
    connector: onData('patient', () => ({ birthDate: '1980-01-01' })),
  },
  {
    check: 'streams bring the kinds they name',
    fault: 'a stream brings locations and names invoices',
    connector: onStreams((streams) =>
      streams.map((each) => (each.name === 'locations' ? { ...each, kinds: ['invoice'] } : each)),
    ),
  },
  {
    check: 'a full walk says so',
    fault: 'a window is read without saying what it covers',
    connector: onPage(({ sweep, ...page }, { stream }) =>
      stream === 'invoices' || sweep === undefined ? page : { ...page, sweep },
    ),
  },
  {
    check: 'the same source read twice is the same',
    fault: 'it counts how often it was asked into its records',
    connector: () => {
      let walks = 0;
      return onPage((page, { stream, cursor }) => {
        if (stream === 'patients' && (cursor === null || isAtStart(cursor))) walks += 1;
        return walks !== 2 ? page : { ...page, records: page.records.map((each) => ({ ...each, versionId: 'again' })) };
      })();
    },
  },
  {
    check: 'the next walk of an unchanged source brings nothing new',
    fault: 'it gives a new version to everything that it reads again',
    connector: onPage((page, { cursor }) =>
      cursor !== null && isAtStart(cursor)
        ? { ...page, records: page.records.map((each) => ({ ...each, versionId: 'new' })) }
        : page,
    ),
  },
  {
    check: 'a walk resumes without gaps or repeats',
    fault: 'it keeps in memory where it is, and loses a row when another process goes on',
    connector: () => {
      const known = new WeakSet<ConnectorContext>();
      return onPage((page, { context, cursor }) => {
        const resumed = !known.has(context) && cursor !== null && !isAtStart(cursor);
        known.add(context);
        return resumed ? { ...page, records: page.records.slice(1) } : page;
      })();
    },
  },
  {
    check: 'what is put aside says why',
    fault: 'it puts something aside without a reason',
    connector: onPage((page) => ({ ...page, unreadable: page.unreadable.map((each) => ({ ...each, reason: ' ' })) })),
  },
  {
    check: 'every record is brought',
    fault: 'it leaves one patient out',
    connector: onPage((page) => ({ ...page, records: page.records.filter(({ id }) => id !== 'patient-5') })),
  },
  {
    check: 'nothing is skipped in silence',
    fault: 'it drops what it cannot read',
    connector: onPage((page) => ({ ...page, unreadable: [] })),
  },
  {
    check: 'each failure is one of the four errors',
    fault: 'it throws an Error of its own when the vendor is busy',
    connector: onFailure((error) => (error instanceof RetryLater ? new Error(error.message) : error)),
  },
  {
    check: 'each failure says what is wrong',
    fault: 'it says "Later." and no more',
    connector: onFailure((error) => (error instanceof RetryLater ? new RetryLater('Later.', error.afterMs) : error)),
  },
  {
    check: 'no sentence and no log holds patient data',
    fault: 'it repeats in its sentence what the vendor wrote',
    connector: onFailure((error) =>
      error instanceof RetryLater ? new RetryLater(`${error.message} Quillfeather`, error.afterMs) : error,
    ),
  },
  {
    check: 'the manifest says what the streams do',
    fault: 'it has no manifest',
    connector: () => {
      const { manifest: _left, ...rest } = acmeConnector();
      return rest as Connector;
    },
  },
  {
    check: 'the manifest says what the streams do',
    fault: 'its manifest promises practitioners, and no stream brings them',
    connector: instead(({ manifest }) => ({
      manifest: { ...manifest, gives: { ...manifest.gives, practitioner: manifest.gives.location! } },
    })),
  },
];

export type Part = 'basics' | 'worlds' | 'wire' | 'ways' | 'messages';

/** Every check of the kit, with a fault that fails it and nothing else. */
export const PLANTED_FAULTS: Record<Part, PlantedFault[]> = {
  basics: PLANTED_IN_BASICS,
  worlds: PLANTED_IN_WORLDS,
  wire: PLANTED_ON_THE_WIRE,
  ways: PLANTED_IN_WAYS,
  messages: PLANTED_IN_MESSAGES,
};
