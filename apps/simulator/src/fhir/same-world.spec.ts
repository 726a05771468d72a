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

type Newest = Map<string, SourceUpsert>;
let fromCsv: Newest;
let fromFhir: Newest;

beforeAll(async () => {
  const dir = await mkdtemp(join(tmpdir(), 'simulator-'));
  const server = await serveFhir({ practice, clock: startClock({ from: asOf, speed: 0 }), pageSize: 40 });
  try {
    await writeCsvFolder(practice, dir);
    fromCsv = await newestRecords('csv', { dir });
    fromFhir = await newestRecords('fhir-r4', { url: server.url, timezone: practice.setting.zone }, server.url);
  } finally {
    await server.close();
    await rm(dir, { recursive: true });
  }
}, 60_000);

/** What a connector makes of a source: the newest version of everything that is not deleted. */
async function newestRecords(id: string, values: Record<string, string>, url?: string): Promise<Newest> {
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
  const newest: Newest = new Map();
  for await (const { page } of pullAll(connector, context)) {
    expect(page.unreadable).toEqual([]);
    for (const record of page.records) {
      const key = `${record.kind} ${record.id}`;
      const gone = record.op === 'delete' || ('deletedAt' in record.data && record.data.deletedAt !== null);
      if (gone) newest.delete(key);
      else newest.set(key, record as SourceUpsert);
    }
  }
  await connector.close?.(context);
  await http.close();
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
    // Holds, refusals and moves have no place in FHIR that servers use: those people are known to one view only.
    const told = [...practice.people()].filter(({ truth }) => truth.excluded.length > 0).map((life) => life.patientId);
    const findings = (records: Newest) =>
      judgeRecords(versionsOf(records), practice.setting.zone, asOf)
        .filter(({ personId }) => !told.includes(personId))
        .flatMap((it) => it.findings.map(({ rule, episode, since }) => `${it.personId} ${rule} ${episode} ${since}`))
        .sort();
    const csv = findings(fromCsv);
    expect(csv.length).toBeGreaterThan(15);
    expect(findings(fromFhir)).toEqual(csv);
  });
});

function versionsOf(records: Newest): Versions[] {
  return [...records.values()].map(({ kind, id, createdAt, updatedAt, data }) => ({
    kind,
    version: { id, createdAt, updatedAt, recordedAt: updatedAt, data },
  }));
}
