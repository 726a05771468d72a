import { parseInstant } from '../../instants.js';
import { acmeConnector } from './acme-connector.js';
import { ACME_ZONE } from './acme-server.js';
import { instead, onData, onPage, onRecord, type PlantedFault } from './planting.js';

export const PLANTED_IN_WORLDS: PlantedFault[] = [
  {
    check: 'everything put in comes out as it was',
    fault: 'it forgets telephone numbers',
    connector: onData('patient', () => ({ phone: null })),
  },
  {
    check: 'S-03 what did not change is told the same again',
    fault: 'it stamps records with the time at which it read them',
    connector: onRecord((_record, { context }) => ({ updatedAt: context.now() })),
  },
  {
    check: 'S-03 the order in which pages come does not matter',
    fault: 'it gives all versions of a record one time of change',
    connector: onRecord(() => ({ updatedAt: 1 })),
  },
  {
    check: 'S-02 what is committed up to 4 minutes late is not lost',
    fault: 'it goes on exactly where it stopped, without an overlap',
    connector: () => acmeConnector({ overlapMs: 0 }),
  },
  {
    check: 'S-02 a vendor’s clock 10 minutes slow loses nothing',
    fault: 'it asks for what changed since a time of our own clock',
    connector: () => acmeConnector({ ownClock: true }),
  },
  {
    check: 'S-02 a vendor’s clock 10 minutes fast loses nothing',
    fault: 'it takes what changed ahead of our own clock for a mistake',
    connector: onPage((page, { context }) => ({
      ...page,
      records: page.records.filter(({ updatedAt }) => (updatedAt ?? 0) <= context.now() + 60_000),
    })),
  },
  {
    check: 'S-02 a vendor’s clock that was a day ahead keeps nothing out',
    fault: 'it goes on from where the vendor’s clock stood, were it tomorrow',
    connector: () => acmeConnector({ trustsTomorrow: true }),
  },
  {
    check: 'a watermark is never ahead of what was read',
    fault: 'it says that everything up to now was read',
    connector: onPage((page, { context }) => (page.done ? { ...page, watermark: context.now() } : page)),
  },
  {
    check: 'rows that move while they are paged through are not lost',
    fault: 'it counts pages in a list that is sorted by time of change',
    connector: () => acmeConnector({ byPageNumber: true }),
  },
  {
    check: 'a row that comes again on the next page does no harm',
    fault: 'it takes a row that comes again for the end of the list',
    connector: () => {
      const last = new WeakMap<object, string>();
      return onPage((page, { context }) => {
        const again = page.records[0] !== undefined && last.get(context) === page.records[0].id;
        last.set(context, page.records.at(-1)?.id ?? '');
        return again ? { ...page, records: [], done: true } : page;
      })();
    },
  },
  {
    check: 'secrets stay out of addresses, logs and cursors',
    fault: 'it writes its key to the log',
    connector: onPage((page, { context }) => {
      context.log('Read a page', { key: context.settings['api_key'] ?? null });
      return page;
    }),
  },
  {
    check: 'patients stay out of addresses, logs and cursors',
    fault: 'it writes the last name it read to the log',
    connector: onPage((page, { context }) => {
      for (const { kind, op, ...rest } of page.records) {
        if (kind === 'patient' && op === 'upsert' && 'data' in rest) context.log(`Read ${JSON.stringify(rest.data)}`);
      }
      return page;
    }),
  },
  {
    check: 'what is cancelled or archived still arrives where lists hide it',
    fault: 'it reads lists as they come, without asking for what has ended',
    connector: () => acmeConnector({ asksForEnded: false }),
  },
  {
    check: 'what is deleted goes',
    fault: 'it leaves tombstones out',
    connector: onPage((page) => ({ ...page, records: page.records.filter(({ op }) => op !== 'delete') })),
  },
  {
    check: 'a chain of merges leads to who is left',
    fault: 'it does not say into whom a patient was merged',
    connector: onData('patient', () => ({ mergedInto: null })),
  },
  {
    check: 'what is made again after it was deleted lives',
    fault: 'it remembers what was deleted, and never reads it again',
    connector: () => {
      const deleted = new Set<string>();
      return onPage((page, { context }) => {
        const nameOf = (id: string) => `${String(context.settings['api_key'])} ${id}`;
        for (const { op, id } of page.records) if (op === 'delete') deleted.add(nameOf(id));
        return { ...page, records: page.records.filter(({ op, id }) => op === 'delete' || !deleted.has(nameOf(id))) };
      })();
    },
  },
  {
    check: 'S-05 a comparison finds what was missed and what is gone',
    fault: 'it reads what changed when it is asked to compare',
    connector: instead((honest) => ({
      pull: (context, stream, cursor, { limit }) => honest.pull(context, stream, cursor, { limit }),
    })),
  },
  {
    check: 'ids stay the text they are',
    fault: 'it makes numbers of ids',
    connector: onRecord(({ id }) => (/^\d+$/.test(id) ? { id: String(Number(id)) } : {})),
  },
  {
    check: 'a status word that nobody knows is unknown, and kept',
    fault: 'it takes a status that it does not know for a booking',
    connector: onData('appointment', ({ status }) => (status === 'unknown' ? { status: 'booked' } : {})),
  },
  {
    check: 'what a person said of a status word goes first',
    fault: 'it knows its own words only',
    connector: () => acmeConnector({ heedsPeople: false }),
  },
  {
    check: 'appointments keep their instant on the days when clocks jump',
    fault: 'it drops the Z and reads the rest as local time',
    connector: onData('appointment', ({ startsAt, endsAt }) => ({
      startsAt: misread(startsAt),
      endsAt: misread(endsAt),
    })),
  },
];

function misread(instant: unknown): unknown {
  return typeof instant === 'number' ? parseInstant(new Date(instant).toISOString().slice(0, 19), ACME_ZONE) : instant;
}
