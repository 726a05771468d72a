import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  openTestContext,
  type Conformance,
  type ErrorScenario,
  type OpenedContext,
} from '@keepwell/connector-sdk/testing';
import { hl7V2 } from './src/connector.js';

const NOW = Date.parse('2026-03-10T12:00:00Z');
const timezone = 'Europe/London';
const folders: string[] = [];

const msh = (kind: string, n: number) => `MSH|^~\\&|ENGINE|NORTH|||2026030${1 + (n % 8)}090000||${kind}|M${n}|P|2.5.1`;
const pid = (n: number) => `PID|1||${n}^^^NORTH^MR||Example^Ada||19800101|F|||||020 7946 000${n}`;
const booking = (event: string, n: number, more = '') =>
  [
    msh(`SIU^${event}`, n),
    `SCH||B${n}||||${more}|||||^^^2026031${n}100000^2026031${n}103000`,
    pid(n),
    'AIP|1|A|D1^Miller',
    'AIL|1|A|R1',
    'AIS|1|A|T^Treatment',
  ].join('\r');

const line = (text: string) => Buffer.from(text, 'latin1');

/** Five bookings of five patients, one of them missed, a payment; in one file alone, one batch and one row of messages. */
const FILES: Record<string, string> = {
  '01.hl7': booking('S12', 1),
  '02-batch.hl7': ['FHS|^~\\&|E', 'BHS|^~\\&|E', booking('S12', 2), booking('S12', 3), 'BTS|2', 'FTS|1'].join('\r'),
  '03-row.hl7': [booking('S12', 4), booking('S12', 5), booking('S26', 4), booking('S15', 5, 'PATIENT')].join('\r\n'),
  '04-money.hl7': [msh('DFT^P03', 1), pid(1), 'FT1|1|P1||20260302||PY|||||20.00&GBP'].join('\n'),
  '05-other.hl7': [msh('ORU^R01', 1), 'OBR|1'].join('\r'),
  '06-unreadable.hl7': [msh('SIU^S12', 9), 'SCH||||', pid(9)].join('\r'),
};

async function aFolder(files: Record<string, string>): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'keepwell-hl7-'));
  folders.push(dir);
  for (const [name, text] of Object.entries(files)) await writeFile(join(dir, name), text);
  return dir;
}

let whole: Promise<string> | null = null;
const open = (settings: Record<string, unknown>): OpenedContext =>
  openTestContext(hl7V2, { settings: { timezone, ...settings }, now: () => NOW });

const failing = (
  title: string,
  error: ErrorScenario['error'],
  says: string,
  files: Record<string, string>,
): ErrorScenario => ({
  ...{ title, error, says, neverSays: ['Ada', '7946', '1980'] },
  open: async () => open({ dir: await aFolder(files) }),
});

export const conformance: Conformance = {
  connector: hl7V2,
  scenarios: {
    wrongSettings: [
      { title: 'neither port nor folder', settings: {}, field: 'port' },
      { title: 'port and folder', settings: { port: 2575, dir: '.' }, field: 'dir' },
      { title: 'a port that is none', settings: { port: 70_000 }, field: 'port' },
      {
        title: 'TLS without a certificate',
        settings: { port: 2575, allow_addresses: '10.0.0.1' },
        field: 'tls_certificate',
      },
      {
        title: 'plain for everybody',
        settings: { port: 2575, bind_address: '0.0.0.0', security: 'plain' },
        field: 'allow_addresses',
      },
      {
        title: 'no address range',
        settings: { port: 2575, security: 'plain', allow_addresses: '10.0.0.0/99' },
        field: 'allow_addresses',
      },
      {
        title: 'a meaning that is none',
        settings: { port: 2575, security: 'plain', reasons: 'DNA = absent' },
        field: 'reasons',
      },
      { title: 'no such folder', settings: { dir: '/no/such/folder' }, field: 'dir' },
    ],
    sources: [
      {
        title: 'a folder of messages',
        open: async () => open({ dir: await (whole ??= aFolder(FILES)) }),
        limit: 3,
        expect: {
          records: { location: 1, practitioner: 1, service: 1, patient: 5, appointment: 5, payment: 1 },
          unreadable: 1,
        },
      },
    ],
    errors: [
      failing('an empty folder', 'SettingsWrong', 'no file ending in .hl7', {}),
      failing('a file of something else', 'RecordUnreadable', 'belongs to no message', { 'a.hl7': 'Ada Example 1980' }),
      failing('a message without its patient', 'RecordUnreadable', 'PID-3 holds no patient number', {
        'a.hl7': [msh('ADT^A08', 1), 'PID|1||||Example^Ada'].join('\r'),
      }),
      failing('a batch cut off', 'RecordUnreadable', 'may have been cut off', {
        'a.hl7': ['BHS|^~\\&|E', booking('S12', 1)].join('\r'),
      }),
      failing('a booking that is never told whole', 'RecordUnreadable', 'only told in part', {
        'a.hl7': [msh('SIU^S14', 1), 'SCH||B1'].join('\r'),
      }),
    ],
    messages: [
      {
        title: 'a booking over the line',
        open: async () => open({ port: 2575, security: 'plain', allow_addresses: '127.0.0.1' }),
        message: line(booking('S12', 1)),
        type: 'SIU^S12',
        expect: [
          { kind: 'location', id: 'NORTH/R1' },
          { kind: 'practitioner', id: 'D1' },
          { kind: 'service', id: 'T' },
          { kind: 'patient', id: 'NORTH/1' },
          { kind: 'appointment', id: 'NORTH/B1' },
        ],
        otherMessage: line(booking('S13', 1).replace('|M1|', '|M2|')),
        ignored: line([msh('ORU^R01', 1), pid(1), 'OBR|1'].join('\r')),
        unusable: line([msh('SIU^S12', 9), 'SCH||||', pid(9)].join('\r')),
        refused: line(booking('S12', 1).replace('|P|2.5.1', '|P|3.0')),
        neverSays: ['Ada', '7946', '19800101'],
      },
    ],
  },
  close: async () => {
    await Promise.all(folders.splice(0).map((dir) => rm(dir, { recursive: true, force: true })));
  },
};
