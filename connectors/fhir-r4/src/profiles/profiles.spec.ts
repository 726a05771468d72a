import { jest } from '@jest/globals';
import { pullAll, type CheckResult, type Cursor, type PullPage } from '@keepwell/connector-sdk';
import { openTestContext, type OpenedContext } from '@keepwell/connector-sdk/testing';
import type { RecordKind, SourceRecord } from '@keepwell/domain/records';
import { MANNERS, serveFhir, simulatePractice, startClock, type FhirServer } from '@keepwell/simulator';
import { fhirR4 } from '../connector.js';
import { OF_A_PATIENT } from './profile.js';
import { PROFILES } from './index.js';

const asOf = Date.parse('2026-11-02T09:00:00Z');
const practice = simulatePractice({ seed: 'profiles', patients: 45, asOf, mix: { PT: 50, DE: 30, MS: 20 } });
const zone = practice.setting.zone;
jest.setTimeout(120_000);

const closing: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

async function serve(manners?: string): Promise<FhirServer & { clock: ReturnType<typeof startClock> }> {
  const clock = startClock({ from: asOf, speed: 0 });
  const polite = MANNERS.find(({ id }) => id === manners);
  const server = await serveFhir({
    ...{ practice, clock, pageSize: 40, tellsTime: true },
    ...(polite === undefined ? {} : { manners: polite }),
  });
  closing.push(() => server.close());
  return { ...server, clock };
}

function connect(server: FhirServer, settings: Record<string, unknown> = {}, now = asOf): OpenedContext {
  const opened = openTestContext(fhirR4, {
    settings: { url: server.url, timezone: zone, past_days: 3650, future_days: 1095, ...settings },
    exceptions: [new URL(server.url).origin],
    now: () => now,
  });
  closing.push(() => opened.close());
  return opened;
}

/** Each record as it came last, services told in passing aside. */
async function everything({ context }: OpenedContext): Promise<Map<string, SourceRecord>> {
  const records = new Map<string, SourceRecord>();
  for await (const { page } of pullAll(fhirR4, context)) {
    expect(page.unreadable).toEqual([]);
    for (const record of page.records) records.set(`${record.kind} ${record.id}`, record);
  }
  return records;
}

/** What is said of each, whichever of its versions told it. */
const ofKind = (records: Map<string, SourceRecord>, kind: RecordKind) =>
  [...records.values()]
    .filter((record) => record.kind === kind)
    .map((record): SourceRecord => ({ ...record, versionId: null, updatedAt: null }))
    .sort((a, b) => (a.id < b.id ? -1 : 1));

async function readOn(opened: OpenedContext, stream: string, from: Cursor | null, limit = 7) {
  const pages: PullPage[] = [];
  let cursor = from;
  do {
    pages.push(await fhirR4.pull(opened.context, stream, cursor, { limit }));
    cursor = JSON.parse(JSON.stringify(pages.at(-1)!.nextCursor)) as Cursor;
  } while (!pages.at(-1)!.done);
  return { pages, cursor, ids: pages.flatMap(({ records }) => records.map(({ kind, id }) => `${kind} ${id}`)) };
}

const settingsOf = (id: string) => MANNERS.find((each) => each.id === id)!.settings;

const MONEY: RecordKind[] = ['invoice'];

/** What each of them honestly lacks of what this practice has. */
const LACKS: Record<string, RecordKind[]> = {
  medplum: [],
  hapi: [],
  openemr: ['service', 'invoice', 'consent', 'communication'],
  epic: ['service', ...MONEY],
  'oracle-health': ['service', 'communication', ...MONEY],
  'by-patient': [],
};

describe('a real walk under each profile', () => {
  let whole: Map<string, SourceRecord>;

  beforeAll(async () => {
    whole = await everything(connect(await serve()));
    for (const close of closing.splice(0).toReversed()) await close();
  });

  it.each(Object.entries(LACKS))(
    'S2-29 %s gives the same records as a server that gives all, but %j',
    async (id, lacks) => {
      const server = await serve(id);
      const records = await everything(connect(server, settingsOf(id)));
      const kinds = new Set([...whole.values()].map(({ kind }) => kind));
      expect(kinds.size).toBeGreaterThan(8);
      for (const kind of kinds) {
        if (kind === 'service') continue;
        const expected = ofKind(whole, kind).filter((record) => isGivenBy(id, record));
        expect(expected.length).toBeGreaterThan(0);
        expect({ kind, records: ofKind(records, kind) }).toEqual({
          kind,
          records: lacks.includes(kind) ? [] : expected,
        });
      }
      // Nothing was asked that this kind of server refuses.
      const streams = await fhirR4.streams(connect(server, settingsOf(id)).context);
      const told = new Set(streams.flatMap((stream) => stream.kinds));
      expect(lacks.filter((kind) => kind !== 'service' && told.has(kind))).toEqual([]);
    },
  );

  /** Combined patients are given by id only, at Oracle. */
  function isGivenBy(id: string, record: SourceRecord): boolean {
    const merged = record.kind === 'patient' && record.op === 'upsert' && record.data.mergedInto !== null;
    return id !== 'oracle-health' || !merged;
  }
});

describe('S2-29 the check says what is missing for this kind of server', () => {
  const check = async (id: string, more: Record<string, unknown> = {}): Promise<CheckResult> =>
    fhirR4.check(connect(await serve(id), { ...settingsOf(id), ...more }).context);

  it('Epic: the group, and how systems sign in', async () => {
    const alone = await check('epic', { patient_group: '' });
    expect(alone.ok).toBe(false);
    expect(alone.problems).toEqual([
      'Epic does not list its patients: name those whose records we are to read (patient_group or patient_ids).',
    ]);
    const open = await check('epic');
    expect(open.problems).toEqual(['Epic lets systems in by SMART Backend Services only (auth).']);
    expect(open.notes).toContain('Appointments: a window of dates, each time anew, patient by patient');
    expect(open.notes.join(' ')).toContain('HL7 v2');
    expect(open.missing.map(({ says }) => says).join(' ')).toContain('no invoices');
    expect(open.missing.map(({ says }) => says).join(' ')).not.toContain('no practitioners');
    const wrong = await check('epic', { patient_group: 'nobodys' });
    expect(wrong.problems.join(' ')).toContain('Epic knows no Group of this id.');
  });

  it('athenahealth: no appointments, so nothing of visits either', async () => {
    const result = await check('athenahealth');
    expect(result.ok).toBe(false);
    expect(result.problems.join(' ')).toContain('lists no appointments over FHIR');
    const streams = await fhirR4.streams(connect(await serve('athenahealth'), settingsOf('athenahealth')).context);
    expect(streams.flatMap(({ kinds }) => kinds)).not.toContain('appointment');
    const unnamed = await check('athenahealth', { practice_id: '' });
    expect(unnamed.problems.join(' ')).toContain('practice_id');
  });

  it('the open ones are well', async () => {
    for (const id of ['hapi', 'by-patient']) {
      await expect(check(id)).resolves.toMatchObject({ ok: true, problems: [] });
    }
  });

  it('a server whose kind was not chosen is recognised by its name', async () => {
    const server = await serve('hapi');
    const { notes } = await fhirR4.check(connect(server).context);
    expect(notes).toContain('This server calls itself HAPI FHIR Server: choose “HAPI FHIR” as its kind (server).');
  });

  it('a server without bookings is not taken for one because it has visits', async () => {
    const server = await serve('athenahealth');
    const result = await fhirR4.check(connect(server, { practice_id: '195900' }).context);
    expect(result.ok).toBe(false);
  });
});

describe('a walk from patient to patient', () => {
  it('S-03 goes on where it stopped, with a fresh memory for each page', async () => {
    const server = await serve('epic');
    const whole = await readOn(connect(await serve()), 'Appointments', null, 1000);
    const ids: string[] = [];
    let pages = 0;
    let cursor: Cursor | null = null;
    for (;;) {
      const page: PullPage = await fhirR4.pull(connect(server, settingsOf('epic')).context, 'Appointments', cursor, {
        limit: 7,
      });
      ids.push(...page.records.map(({ kind, id }) => `${kind} ${id}`));
      cursor = JSON.parse(JSON.stringify(page.nextCursor)) as Cursor;
      expect(JSON.stringify(cursor).length).toBeLessThan(2_000);
      pages += 1;
      if (page.done) break;
    }
    const visits = (of: string[]) => [...new Set(of.filter((id) => id.startsWith('appointment')))].sort();
    expect(visits(ids)).toEqual(visits(whole.ids));
    expect(pages).toBeGreaterThan(5);
  });

  it('V-07 asks a bounded number of questions for each page', async () => {
    const server = await serve('epic');
    const opened = connect(server, settingsOf('epic'));
    await fhirR4.streams(opened.context);
    const before = server.asked().length;
    await fhirR4.pull(opened.context, 'Appointments', null, { limit: 5000 });
    // Twenty patients, two types; beside them the group and whoever sees them.
    expect(server.asked().length - before).toBeLessThanOrEqual(20 * 2 + 1 + 20);
  });

  it('asks of each patient what changed, where the server can tell', async () => {
    const server = await serve('by-patient');
    const first = await readOn(connect(server, settingsOf('by-patient')), 'Appointments', null);
    expect(first.pages[0]!.sweep).toMatchObject({ kinds: ['appointment'] });
    expect(first.pages.at(-1)!.watermark).toBe(asOf - 5 * 60_000);
    const someone = server.control.offTrack()[0]!;
    await fetch(`${server.controlUrl}/patients/${someone}/book`, { method: 'POST', body: '{}' });
    server.clock.advance(3_600_000);
    const before = server.asked().length;
    const second = await readOn(
      connect(server, settingsOf('by-patient'), asOf + 3_600_000),
      'Appointments',
      first.cursor,
    );
    expect(second.pages.every(({ sweep }) => sweep === undefined)).toBe(true);
    const asked = server
      .asked()
      .slice(before)
      .filter((each) => each.includes('/Appointment?patient='));
    expect(asked.length).toBeGreaterThan(40);
    expect(asked.filter((each) => !each.includes('_lastUpdated=ge202'))).toEqual([]);
    const booked = second.ids.filter((id) => id.startsWith('appointment'));
    expect(booked.length).toBeGreaterThan(0);
    expect(booked.length).toBeLessThan(first.ids.length / 4);
  });

  it('S-06 tells of everything in the window, so that what is gone is noticed, and only after it was asked for by id', async () => {
    const server = await serve('oracle-health');
    const opened = connect(server, settingsOf('oracle-health'));
    const first = await readOn(opened, 'Appointments', null);
    const gone = first.ids.find((id) => id.startsWith('appointment'))!.split(' ')[1]!;
    await fetch(`${server.controlUrl}/Appointment/${gone}`, { method: 'DELETE' });
    const second = await readOn(opened, 'Appointments', first.cursor);
    expect(second.pages.at(-1)!.sweep).toMatchObject({ kinds: ['appointment'], from: expect.any(Number) });
    expect(second.ids).not.toContain(`appointment ${gone}`);
    await expect(fhirR4.fetchOne!(opened.context, 'appointment', gone)).resolves.toBe('gone');
  });

  it('S-05 compares a range of dates, patient by patient', async () => {
    const server = await serve('epic');
    const range = { from: asOf - 30 * 86_400_000, to: asOf + 90 * 86_400_000 };
    const { context } = connect(server, settingsOf('epic'));
    const page = await fhirR4.pull(context, 'Appointments', null, { limit: 20, compare: range });
    expect(page.sweep).toMatchObject({ ...range, kinds: ['appointment'] });
    expect(page.watermark).toBeUndefined();
    const starts = page.records.flatMap((record) =>
      record.kind === 'appointment' && record.op === 'upsert' ? [record.data.startsAt] : [],
    );
    expect(starts.length).toBeGreaterThan(0);
    expect(starts.every((start) => start >= range.from && start < range.to)).toBe(true);
  });

  it('reads one booking again with what its Encounter says, though Encounters are asked for by patient only', async () => {
    const server = await serve('epic');
    const opened = connect(server, settingsOf('epic'));
    const { pages } = await readOn(opened, 'Appointments', null);
    const records = pages.flatMap((page) => page.records).filter(({ kind }) => kind === 'appointment');
    for (const record of [records[0]!, records.at(-1)!]) {
      await expect(fhirR4.fetchOne!(opened.context, 'appointment', record.id)).resolves.toEqual(record);
    }
  });

  it('Oracle: narrower windows of birth dates where too many are found', async () => {
    const clock = startClock({ from: asOf, speed: 0 });
    const manners = { ...MANNERS.find(({ id }) => id === 'oracle-health')!, mostPatients: 8 };
    const server = await serveFhir({ practice, clock, manners, tellsTime: true });
    closing.push(() => server.close());
    const { ids } = await readOn(connect(server, settingsOf('oracle-health')), 'Patient', null);
    const all = await readOn(connect(await serve('oracle-health'), settingsOf('oracle-health')), 'Patient', null);
    expect(ids.length).toBeGreaterThan(30);
    expect([...new Set(ids)].sort()).toEqual([...new Set(all.ids)].sort());
  });

  it('Oracle: those with bookings at our places, of whom none is gone for want of one', async () => {
    const server = await serve('oracle-health');
    const near = { ...settingsOf('oracle-health'), past_days: 200, future_days: 100 };
    const places = practice.setting.locations.map(({ id }) => id).join(',');
    const opened = connect(server, { ...near, place_ids: places });
    const patients = await readOn(opened, 'Patient', null);
    expect(patients.ids.length).toBeGreaterThan(20);
    expect(patients.pages.every(({ sweep }) => sweep === undefined)).toBe(true);
    const since = asOf - 200 * 86_400_000;
    const inWindow = ({ pages }: { pages: PullPage[] }) => {
      const records = pages.flatMap((page) => page.records);
      const ours = records.filter((r) => r.kind === 'appointment' && r.op === 'upsert' && r.data.startsAt >= since);
      return [...new Set(ours.map(({ id }) => id))].sort();
    };
    const seen = inWindow(await readOn(opened, 'Appointments', null));
    expect(seen.length).toBeGreaterThan(20);
    expect(seen).toEqual(inWindow(await readOn(connect(server, near), 'Appointments', null)));
  });

  it('reads ids that a person listed, and says which line is none', async () => {
    const server = await serve('epic');
    const two = [...practice.people()].slice(0, 2).map(({ patientId }) => patientId);
    const settings = { server: 'epic', patient_ids: `${two[1]}\n Patient/${two[0]}\n` };
    const { ids } = await readOn(connect(server, settings), 'Patient', null);
    expect(ids.sort()).toEqual(two.map((id) => `patient ${id}`).sort());
    const wrong = connect(server, { server: 'epic', patient_ids: 'one\nAda Quillfeather, born 1980' });
    await expect(fhirR4.streams(wrong.context)).rejects.toMatchObject({ name: 'SettingsWrong', field: 'patient_ids' });
  });

  it('begins anew with a cursor of the usual walk, and the usual walk with one of its own', async () => {
    const server = await serve('by-patient');
    const begun = await fhirR4.pull(connect(server, settingsOf('by-patient')).context, 'Appointments', null, {
      limit: 3,
    });
    const open = await serve('hapi');
    const usual = await fhirR4.pull(connect(open).context, 'Appointments', begun.nextCursor, { limit: 3 });
    expect(usual.records.length).toBeGreaterThan(0);
    const back = await fhirR4.pull(
      connect(server, settingsOf('by-patient')).context,
      'Appointments',
      usual.nextCursor,
      {
        limit: 3,
      },
    );
    expect(back.records.length).toBeGreaterThan(0);
  });
});

it('a profile asks for all that is a patient’s in the same way, and knows where its patients come from', () => {
  for (const { id, asks, patientsFrom } of PROFILES) {
    const ways = new Set(OF_A_PATIENT.map((type) => asks[type]?.by ?? 'practice').filter((by) => by !== 'nobody'));
    expect({ id, ways: ways.size }).toEqual({ id, ways: 1 });
    expect({ id, listed: patientsFrom.length > 0 }).toEqual({ id, listed: ways.has('patient') });
  }
});
