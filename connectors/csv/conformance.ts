import path from 'node:path';
import type { Conformance } from '@keepwell/connector-sdk/testing';
import { openTestContext } from '@keepwell/connector-sdk/testing';
import { FILE_FORMATS } from './src/columns.js';
import { csv } from './src/connector.js';
import { KEPT_FIELDS } from './src/kept-fields.js';
import { folderWith, removeFolders } from './test/folder.js';
import { folderWorld } from './test/world.js';

const NOW = () => Date.UTC(2026, 10, 21, 9);
const NAMES = ['Canary', '+440001'];
const APPOINTMENTS = 'id,patient_id,starts_at,status,cancel_reason';
const HERE = path.join(import.meta.dirname, 'src');
const timezone = 'Europe/London';

/** One folder, opened anew each time: another process finds the same files. */
const opens = (
  files: Record<string, string | string[]>,
  settings: (dir: string) => Record<string, string> = () => ({}),
) => {
  let folder: Promise<string> | null = null;
  return async () => {
    const dir = await (folder ??= folderWith(files));
    return openTestContext(csv, { settings: { dir, ...settings(dir) }, now: NOW });
  };
};

const rows = (prefix: string, count: number, rest: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => `${prefix}${index},${rest(index)}`);

const everyFile = Object.fromEntries(
  FILE_FORMATS.filter(({ kind }) => kind !== 'patient' && kind !== 'appointment' && kind !== 'location').map(
    ({ name, required }) => [
      name,
      [
        required.join(','),
        ...rows('x', 3, () =>
          required
            .slice(1)
            .map((column) => ({ patient_id: 'p0', at: '2026-05-01', amount: '1.50' })[column] ?? '')
            .join(','),
        ),
      ],
    ],
  ),
);

export const conformance: Conformance = {
  connector: csv,
  close: removeFolders,
  scenarios: {
    wrongSettings: [
      { title: 'no folder', settings: {}, field: 'dir' },
      { title: 'a folder that does not exist', settings: { dir: '/nowhere/at/all' }, field: 'dir' },
      { title: 'a file for a folder', settings: { dir: `${HERE}/connector.ts` }, field: 'dir' },
      { title: 'a zone that does not exist', settings: { dir: '.', timezone: 'Mars/Olympus' }, field: 'timezone' },
      {
        title: 'a mapping that does not exist',
        settings: { dir: HERE, mapping: '/nowhere/m.yaml' },
        field: 'mapping',
      },
      { title: 'a folder of something else', settings: { dir: HERE }, field: 'dir' },
    ],
    sources: [
      {
        title: 'a folder with every file',
        limit: 4,
        open: opens({
          ...everyFile,
          'locations.csv': ['id,timezone', 'l1,Europe/London', 'l2,America/New_York'],
          'patients.csv': ['id,family_name,phone,location_id', ...rows('p', 11, () => 'Canary,+440001,l1')],
          'appointments.csv': [
            APPOINTMENTS,
            ...rows('a', 23, (index) => `p${index % 11},2026-05-01T10:00,booked,`),
            'b1,nobody,2026-05-01T10:00,booked,',
            'b2,p1,2026-05-01T10:00,Canary,',
          ],
        }),
        expect: {
          records: {
            ...Object.fromEntries(FILE_FORMATS.map(({ kind }) => [kind, 3])),
            location: 2,
            patient: 11,
            appointment: 23,
          },
          unreadable: 2,
        },
      },
      {
        title: 'another system’s export, through a mapping file',
        limit: 2,
        open: opens(
          {
            'clients.csv': [
              '\uFEFFClient ID;Surname',
              ...rows('', 5, () => 'Canary').map((line) => line.replace(',', ';')),
            ],
            'bookings.csv': [
              'No;Client;When;How;',
              ...rows('b', 5, (index) => `${index};2026-03-29 01:30;Attended;`).map((line) => line.replace(',', ';')),
            ],
            'm.yaml': [
              'patients: { file: clients.csv, columns: { Client ID: id, Surname: family_name } }',
              'appointments:',
              '  file: bookings.csv',
              '  columns: { No: id, Client: patient_id, When: starts_at, How: status }',
              '  values: { status: { attended: completed } }',
            ],
          },
          (dir) => ({ mapping: `${dir}/m.yaml`, timezone: 'Europe/London' }),
        ),
        expect: { records: { patient: 5, appointment: 5 }, unreadable: 0 },
      },
    ],
    errors: [
      {
        title: 'a row that cannot be read',
        open: opens({
          'patients.csv': ['id,family_name', 'p1,Canary'],
          'appointments.csv': [APPOINTMENTS, 'a1,p1,"2026,Canary'],
        }),
        error: 'RecordUnreadable',
        says: 'appointments.csv:2',
        neverSays: NAMES,
      },
      {
        title: 'a time without any zone',
        open: opens({
          'patients.csv': ['id,family_name', 'p1,Canary'],
          'appointments.csv': [APPOINTMENTS, 'a1,p1,2026-05-01 10:00,booked,'],
        }),
        error: 'SettingsWrong',
        says: 'appointments.csv line 2: starts_at has no offset',
        neverSays: NAMES,
      },
      {
        title: 'a file that is not text',
        open: opens({ 'patients.csv': 'PK\u0003\u0004' }),
        error: 'SettingsWrong',
        says: 'patients.csv is a spreadsheet or ZIP file',
      },
    ],

    worlds: [
      {
        title: 'a folder that is written anew whenever anything changes',
        timezone,
        open: async () => folderWorld({ from: NOW(), timezone }),
        wire: null,
        // The word of a status is the cell itself: the kit writes none of its own.
        faithful: { ...KEPT_FIELDS, appointment: (KEPT_FIELDS.appointment ?? []).filter((f) => f !== 'rawStatus') },
      },
    ],
  },
};
