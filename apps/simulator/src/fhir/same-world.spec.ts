import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findConnector } from '@keepwell/connectors';
import { openFolders, parseSettings, pullAll } from '@keepwell/connector-sdk';
import type { RecordData, RecordKind, SourceUpsert } from '@keepwell/domain';
import { createGuardedHttp } from '@keepwell/outbound';
import { judgeRecords, type Versions } from '../../test/judge.js';
import { startClock } from '../clock.js';
import { writeCsvFolder } from '../csv/write-csv-folder.js';
import { simulatePractice } from '../simulate-practice.js';
import { serveFhir } from './server.js';

const asOf = Date.parse('2026-11-02T09:00:00Z');
const practice = simulatePractice({ seed: 'two views', patients: 120, asOf, mix: { PT: 50, DE: 30, MS: 20 } });

/** The day on which the folder that was written at `asOf` is asked about the past. */
const earlier = asOf - 45 * 86_400_000;

type Newest = Map<string, SourceUpsert>;
let fromCsv: Newest;
let fromFhir: Newest;
let fromFhirEarlier: Newest;
/** Every version in the folder, superseded ones included. */
let folder: SourceUpsert[];

beforeAll(async () => {
  const dir = await mkdtemp(join(tmpdir(), 'simulator-'));
  const clock = startClock({ from: earlier, speed: 0 });
  const server = await serveFhir({ practice, clock, pageSize: 40 });
  const settings = { url: server.url, timezone: practice.setting.zone };
  try {
    await writeCsvFolder(practice, dir);
    folder = await pull('csv', { dir });
    fromCsv = newestOf(folder);
    fromFhirEarlier = newestOf(await pull('fhir-r4', settings, server.url));
    clock.advance(asOf - earlier);
    fromFhir = newestOf(await pull('fhir-r4', settings, server.url));
  } finally {
    await server.close();
    await rm(dir, { recursive: true });
  }
}, 60_000);

/** What a connector makes of a source, in order. */
async function pull(id: string, values: Record<string, string>, url?: string): Promise<SourceUpsert[]> {
  const connector = findConnector(id);
  if (connector === undefined) throw new Error(`There is no connector ${id}`);
  const http = createGuardedHttp({ exceptions: url === undefined ? [] : [new URL(url).origin] });
  const context = {
    settings: parseSettings(connector.settings, values),
    timezone: practice.setting.zone,
    http,
    folders: openFolders({ allow: 'any' }),
    now: () => asOf,
    signal: new AbortController().signal,
    log: () => undefined,
  };
  const records: SourceUpsert[] = [];
  for await (const { page } of pullAll(connector, context)) {
    expect(page.unreadable).toEqual([]);
    for (const record of page.records) if (record.op === 'upsert') records.push(record as SourceUpsert);
  }
  await connector.close?.(context);
  await http.close();
  return records;
}

/** The newest version of everything that is not deleted. */
function newestOf(records: SourceUpsert[]): Newest {
  const newest: Newest = new Map(records.map((record) => [`${record.kind} ${record.id}`, record]));
  for (const [key, { data }] of newest) if ('deletedAt' in data && data.deletedAt !== null) newest.delete(key);
  return newest;
}

/** The fields that both views carry, as one text per record. */
function carried<K extends RecordKind>(records: Newest, kind: K, fields: (keyof RecordData[K])[]): string[] {
  return [...records.values()]
    .filter((record) => record.kind === kind)
    .map(({ id, data }) => {
      const values = fields.map((field) => (data as RecordData[K])[field]);
      // FHIR has no word for confirmed or discharged; both mean what they are read as.
      const text = JSON.stringify(values).replace('"confirmed"', '"booked"').replace('"discharged"', '"completed"');
      return `${id} ${text}`;
    })
    .sort();
}

describe('S2-04: one world, seen as a CSV folder and over FHIR', () => {
  it.each([
    ['location', ['name', 'timezone', 'openDays', 'opensAt']],
    ['practitioner', ['name', 'active']],
    ['service', ['name', 'line', 'kind', 'intervalDays', 'specialty']],
    [
      'patient',
      [
        'givenName',
        'familyName',
        'birthDate',
        'email',
        'phone',
        'language',
        'deceasedAt',
        'practitionerId',
        'mergedInto',
      ],
    ],
    [
      'plan',
      [
        'patientId',
        'line',
        'prescribedVisits',
        'intervalDays',
        'phases',
        'startedAt',
        'status',
        'specialty',
        'closedAt',
      ],
    ],
    [
      'appointment',
      [
        'patientId',
        'startsAt',
        'endsAt',
        'status',
        'practitionerId',
        'locationId',
        'serviceId',
        'planId',
        'cancelledAt',
        'cancelledBy',
      ],
    ],
  ] as [RecordKind, never[]][])('says the same about every %s', (kind, fields) => {
    const csv = carried(fromCsv, kind, fields);
    expect(csv.length).toBeGreaterThan(2);
    expect(carried(fromFhir, kind, fields)).toEqual(csv);
  });

  it('leads the rules to the same findings', () => {
    const csv = findings([...fromCsv.values()], asOf);
    expect(csv.length).toBeGreaterThan(15);
    expect(findings([...fromFhir.values()], asOf)).toEqual(csv);
  });

  it('Q01: the folder, asked about a day in the past, says what a server said on that day', () => {
    const known = newestOf(folder.filter(({ updatedAt }) => (updatedAt ?? Infinity) <= earlier));
    const states = carried(known, 'appointment', ['startsAt', 'status', 'planId', 'cancelledAt']);
    expect(carried(fromFhirEarlier, 'appointment', ['startsAt', 'status', 'planId', 'cancelledAt'])).toEqual(states);
    const then = findings([...fromFhirEarlier.values()], earlier);
    expect(then.length).toBeGreaterThan(15);
    expect(findings(folder, earlier)).toEqual(then);
    expect(findings(folder, asOf)).not.toEqual(then);
  });
});

/** Prepaid units, and from which change on a score tells something, are not carried by FHIR (Q100). */
const NOT_CARRIED = ['R20', 'R30'];

/** Holds, refusals and moves have no place in FHIR that servers use: those people are known to one view only. */
function findings(records: SourceUpsert[], at: number): string[] {
  const told = [...practice.people()].filter(({ truth }) => truth.excluded.length > 0).map((life) => life.patientId);
  const versions: Versions[] = records.map(({ kind, id, createdAt, updatedAt, data }) => ({
    kind,
    version: { id, createdAt, updatedAt, recordedAt: updatedAt, data },
  }));
  return judgeRecords(versions, practice.setting.zone, at)
    .filter(({ personId }) => !told.includes(personId))
    .flatMap((it) =>
      it.findings
        .filter(({ rule }) => !NOT_CARRIED.includes(rule))
        .map(({ rule, episode, since }) => `${it.personId} ${rule} ${episode?.split('/').at(-1)} ${since}`),
    )
    .sort();
}
