import { CATALOGUE_RULES, type RecordKind } from '@keepwell/domain';
import { act, cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { aConnection } from '../../test/answers.js';
import type { ContractServer } from '../../test/contract-server.js';
import { renderConsole } from '../../test/render-console.js';
import { aHealth, anAlarm, aStream, atASource } from '../../test/source-answers.js';
import { USES } from '../features/connections/capability-words.js';

describe('a connection from within', () => {
  let server: ContractServer;
  let page: Awaited<ReturnType<typeof renderConsole>>;
  const open = async (address = '/connections/c1') => {
    page = await renderConsole(server, address);
  };
  const region = async (name: string) => within(await screen.findByRole('region', { name }));
  const click = async (element: HTMLElement) => act(async () => void fireEvent.click(element));
  const row = (cell: HTMLElement) => cell.closest('tr')?.textContent ?? '';

  beforeEach(() => {
    server = atASource();
  });
  afterEach(async () => {
    await page.close();
    cleanup();
  });

  it('keeps its parts in tabs with addresses, which the keyboard moves through', async () => {
    await open();
    const tabs = await screen.findAllByRole('tab');
    expect(tabs.map(({ textContent }) => textContent)).toEqual([
      'Overview',
      'Runs',
      'Data',
      'Words',
      'Put aside',
      'Ways in',
      'Written back',
      'Settings',
    ]);
    expect(await screen.findByRole('region', { name: 'Streams' })).toBeTruthy();
    expect(server.askedFor('GET', '/connections/c1/runs')).toEqual([]);
    await click(screen.getByRole('tab', { name: 'Runs' }));
    expect(page.address()).toBe('/connections/c1?part=runs');
    expect(await screen.findByText(/has not been read yet/)).toBeTruthy();
    expect(screen.queryByRole('region', { name: 'Streams' })).toBeNull();
    await act(async () => void fireEvent.keyDown(screen.getByRole('tab', { name: 'Runs' }), { key: 'ArrowRight' }));
    expect(page.address()).toBe('/connections/c1?part=data');
    expect(document.activeElement).toBe(screen.getByRole('tab', { name: 'Data' }));
    await act(async () => void fireEvent.keyDown(screen.getByRole('tab', { name: 'Data' }), { key: 'Home' }));
    expect(document.activeElement).toBe(screen.getByRole('tab', { name: 'Overview' }));
  });

  it('opens the part that the address names, and the first where it names none that there is', async () => {
    await open('/connections/c1?part=settings');
    expect((await screen.findByRole('tab', { name: 'Settings' })).getAttribute('aria-selected')).toBe('true');
    expect(await screen.findByRole('region', { name: 'New credentials' })).toBeTruthy();
    await page.close();
    cleanup();
    await open('/connections/c1?part=elsewhere');
    expect((await screen.findByRole('tab', { name: 'Overview' })).getAttribute('aria-selected')).toBe('true');
  });

  it('keeps state, freshness, alarms and what can be done above every part', async () => {
    server
      .answer('GET', '/connections/c1/health', { body: aHealth({ alarms: [anAlarm('a1')] }) })
      .answer('GET', '/connections/c1', {
        body: {
          ...aConnection({ quarantined: 4 }),
          settings: {},
          secretsSet: [],
          writeBackContacts: false,
          patientsFrom: null,
        },
      })
      .answer('PATCH', '/connections/c1', {
        body: {
          ...aConnection({ state: 'paused' }),
          settings: {},
          secretsSet: [],
          writeBackContacts: false,
          patientsFrom: null,
        },
      });
    await open('/connections/c1?part=words');
    const figures = (await screen.findByText('Health')).closest('dl');
    await waitFor(() =>
      expect(figures?.textContent).toMatch(/HealthFreshAlarms1Last read\d min ago.*Reads every5 minPut aside4/),
    );
    expect(screen.getByRole('button', { name: 'Sync now' })).toBeTruthy();
    await click(screen.getByRole('button', { name: 'Pause' }));
    await waitFor(() => expect(server.askedFor('PATCH', '/connections/c1')).toHaveLength(1));
    expect(server.askedFor('PATCH', '/connections/c1')[0]?.body).toEqual({ state: 'paused' });
    await click(screen.getByRole('link', { name: '4' }));
    expect(page.address()).toBe('/connections/c1?part=aside');
    await click(screen.getByRole('link', { name: '1' }));
    expect(page.address()).toBe('/connections/c1');
  });

  it('leads from an alarm to where one sees to it', async () => {
    const alarm = anAlarm('a1', { code: 'status_unknown', subject: 'dna-ok', says: '“dna-ok” is not known.' });
    server.answer('GET', '/connections/c1/health', { body: aHealth({ alarms: [alarm] }) });
    await open();
    const alarms = await region('Alarms');
    await click(alarms.getByRole('link', { name: 'See to it under “Words”' }));
    expect(page.address()).toBe('/connections/c1?part=words');
    expect(screen.getByRole('tab', { name: /Words/ }).textContent).toBe('Words1');
  });

  it('S2-29 says after a test which of booking, payments and client data is missing, and what of it', async () => {
    const result = {
      ok: true,
      sourceName: null,
      timezone: null,
      problems: [],
      missing: [
        { part: 'payments', says: 'This source gives no invoices: a bill on the day is no proof of a visit.' },
        { part: 'payments', says: 'This source gives no payments: R21 says "no data".' },
        { part: 'client_data', says: 'This source gives no consents: refusals known to the source are not seen.' },
      ],
      counts: { patient: 1204 },
      notes: [],
    };
    server.answer('POST', '/connections/c1/check', { body: result });
    await open('/connections/c1?part=runs');
    await click(await screen.findByRole('button', { name: 'Test' }));
    let test = await region('Test');
    const said = (part: string) => test.getByText(part).closest('dl > div')?.querySelector('dd');
    expect(said('Bookings')?.textContent).toBe('there');
    expect(said('Payments')?.textContent).toMatch(/^not complete.*no invoices.*no payments/);
    expect(said('Client data')?.textContent).toMatch(/^not complete.*no consents/);
    expect(within(test.getByRole('list', { name: 'Missing of payments' })).getAllByRole('listitem')).toHaveLength(2);
    server.answer('POST', '/connections/c1/check', {
      body: { ...result, ok: false, problems: ['The key was refused.'], missing: [], counts: {} },
    });
    await click(screen.getByRole('button', { name: 'Test' }));
    await screen.findByText('The key was refused.');
    test = await region('Test');
    expect(said('Bookings')?.textContent).toBe('not known');
    await click(test.getByRole('button', { name: 'Put the result away' }));
    await waitFor(() => expect(screen.queryByRole('region', { name: 'Test' })).toBeNull());
  });

  it('says of each stream how fresh, how equal to its source and how full it is', async () => {
    const lastCompare = {
      id: 'k1',
      stream: 'patients',
      from: null,
      to: null,
      state: 'ok' as const,
      startedAt: '2026-11-21T02:00:00.000Z',
      finishedAt: '2026-11-21T02:04:00.000Z',
      problem: null,
      walked: 1204,
      missed: 2,
      changed: 1,
      absent: 0,
      gone: 0,
    };
    server.answer('GET', '/connections/c1/health', {
      body: aHealth({
        streams: [
          aStream('patients', {
            kinds: ['patient'],
            fresh: false,
            lastCompareAt: '2026-11-21T02:04:00.000Z',
            lastCompare,
            differences: 3,
          }),
          aStream('appointments', { volume: { expected: 41.2, seen: 3, low: true, high: false } }),
          aStream('invoices', { doubtfulSince: '2026-11-21T02:04:00.000Z', compares: false }),
        ],
      }),
    });
    await open();
    const patients = row(await screen.findByText('patients'));
    expect(patients).toContain('late');
    expect(patients).toContain('2 missing here, 1 changed');
    expect(patients).toMatch(/3.*38 in 24 h \(41 usual\)/);
    expect(row(screen.getByText('appointments'))).toContain('3 in 24 h, fewer than usual (41 usual)');
    expect(row(screen.getByText('invoices'))).toContain('not believed');
    expect(row(screen.getByText('invoices'))).toContain('cannot be compared');
  });

  it('shows what is alarming, and the rules that rest on a vanished field', async () => {
    const vanished = anAlarm('a1', { code: 'field_vanished', says: 'plan.phases no longer comes.', rules: ['R02'] });
    server.answer('GET', '/connections/c1/health', { body: aHealth({ alarms: [vanished] }) });
    await open();
    const alarms = await region('Alarms');
    expect(alarms.getByText('A field no longer comes')).toBeTruthy();
    expect(alarms.getByText(/Rules that rest on it: R02/)).toBeTruthy();
  });

  it('says when the streams cannot be shown, and lets one try again', async () => {
    const detail = 'The database is away for the moment.';
    server.answer('GET', '/connections/c1/health', { status: 500, body: { status: 500, code: 'internal', detail } });
    await open();
    const streams = await region('Streams');
    expect(await streams.findByText(detail)).toBeTruthy();
    server.answer('GET', '/connections/c1/health', { body: aHealth() });
    await click(streams.getByRole('button', { name: 'Try again' }));
    expect(await streams.findByText('appointments')).toBeTruthy();
  });

  it('adds what came up to days, as a picture and as numbers', async () => {
    const hour = (at: string, read: number) => ({ at, read, applied: read - 1, quarantined: 1 });
    server.answer('GET', '/connections/c1/throughput', {
      body: [
        hour('2026-11-20T02:00:00.000Z', 10),
        hour('2026-11-20T05:00:00.000Z', 30),
        hour('2026-11-21T02:00:00.000Z', 7),
      ],
    });
    await open();
    const days = await region('Records a day');
    const rows = await days.findAllByRole('row');
    expect(rows.map(({ textContent }) => textContent).slice(1)).toEqual(['20 Nov40382', '21 Nov761']);
  });

  it('shows those who may not manage it how it stands, and asks for nothing else', async () => {
    server = atASource(['coordinator']);
    await open('/connections/c1?part=words');
    await screen.findByText('appointments');
    expect(screen.getAllByRole('tab').map(({ textContent }) => textContent)).toEqual(['Overview', 'Runs', 'Data']);
    await click(screen.getByRole('tab', { name: 'Data' }));
    await screen.findByRole('region', { name: 'Fields' });
    expect(screen.queryByRole('button', { name: 'Compare now' })).toBeNull();
    expect(screen.queryByRole('region', { name: 'Look up a record' })).toBeNull();
    for (const route of ['words', 'quarantine', 'inbox', 'writes', 'ways']) {
      expect(server.askedFor('GET', `/connections/c1/${route}`)).toEqual([]);
    }
  });
});

describe('what a kind of record is good for', () => {
  const rulesOn = (kind: RecordKind) =>
    // Rules of the practice are named where they are switched on.
    CATALOGUE_RULES.filter(({ restsOn = ['appointment'] }) => restsOn.includes(kind)).map(({ id }) => id);

  it.each(USES.filter(({ kind }) => kind !== 'plan'))('names the rules that have no data without any $kind', (use) => {
    expect(use.rules).toEqual(rulesOn(use.kind));
  });

  it('names those that need a plan on record', () => {
    expect(USES.find(({ kind }) => kind === 'plan')?.rules).toEqual(['R01', 'R11', 'R12', 'R13']);
  });
});
