import { act, cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import type { ContractServer } from '../../test/contract-server.js';
import { renderConsole } from '../../test/render-console.js';
import { aHealth, aStream, atASource } from '../../test/source-answers.js';
import { byKind } from '../features/connections/drift.js';

describe('the data of a connection', () => {
  let server: ContractServer;
  let page: Awaited<ReturnType<typeof renderConsole>>;
  const open = async (address = '/connections/c1?part=data') => {
    page = await renderConsole(server, address);
  };
  const region = async (name: string) => within(await screen.findByRole('region', { name }));
  const click = async (element: HTMLElement) => act(async () => void fireEvent.click(element));
  const change = async (element: HTMLElement, value: string) =>
    act(async () => void fireEvent.change(element, { target: { value } }));
  const row = (cell: HTMLElement) => cell.closest('tr')?.textContent ?? '';

  beforeEach(() => {
    server = atASource();
  });
  afterEach(async () => {
    await page.close();
    cleanup();
  });

  it('looks a record up by kind and id, and shows it beside what the source wrote', async () => {
    const version = {
      data: { startsAt: '2026-11-20T09:30:00Z' },
      createdAt: null,
      updatedAt: null,
      recordedAt: null,
      observedAt: '2026-11-20T02:00:00.000Z',
      goneAt: null,
    };
    server.answer('GET', '/connections/c1/records', {
      body: {
        kind: 'appointment',
        id: 'APT-9',
        stream: 'appointments',
        current: version,
        absentSince: null,
        versions: [version],
        handedOver: { data: {}, raw: '<slot start="20/11 09:30"/>', connectorVersion: 3 },
      },
    });
    await open();
    const lookUp = await region('Look up a record');
    await change(lookUp.getByLabelText('Kind'), 'appointment');
    await change(lookUp.getByLabelText('Id in the source'), ' APT-9 ');
    await click(lookUp.getByRole('button', { name: 'Look up' }));
    expect((await lookUp.findByRole('region', { name: 'As the source wrote it' })).textContent).toContain('<slot');
    expect(lookUp.getByRole('region', { name: 'As it stands here' }).textContent).toContain('startsAt');
    const [asked] = server.askedFor('GET', '/connections/c1/records');
    expect([asked?.query.get('kind'), asked?.query.get('id')]).toEqual(['appointment', 'APT-9']);
    expect(page.address()).toBe('/connections/c1?part=data');
  });

  it('asks for a comparison of everything with the source', async () => {
    server.answer('POST', '/connections/c1/compare', { status: 202, body: { jobId: 'j1' } });
    await open();
    const compare = await region('Compare with the source');
    await compare.findByText('Not compared yet: appointments.');
    await click(compare.getByRole('button', { name: 'Compare now' }));
    await waitFor(() => expect(server.askedFor('POST', '/connections/c1/compare')).toHaveLength(1));
    expect(server.askedFor('POST', '/connections/c1/compare')[0]?.body).toEqual({});
    expect(await screen.findByText('Asked for.')).toBeTruthy();
  });

  it('compares whole days of the practice’s zone, never half a range or one that ends before it begins', async () => {
    server.answer('POST', '/connections/c1/compare', { status: 202, body: { jobId: 'j1' } });
    await open();
    const compare = await region('Compare with the source');
    await compare.findByText('Not compared yet: appointments.');
    const ask = compare.getByRole<HTMLButtonElement>('button', { name: 'Compare now' });
    await change(compare.getByLabelText('First day'), '2026-10-24');
    expect(ask.disabled).toBe(true);
    expect(compare.getByText(/Give both days/)).toBeTruthy();
    await change(compare.getByLabelText('Last day'), '2026-10-23');
    expect(ask.disabled).toBe(true);
    // In London the clocks go back on the 25th: the day after begins at midnight in winter time.
    await change(compare.getByLabelText('Last day'), '2026-10-25');
    await click(ask);
    await waitFor(() => expect(server.askedFor('POST', '/connections/c1/compare')).toHaveLength(1));
    expect(server.askedFor('POST', '/connections/c1/compare')[0]?.body).toEqual({
      from: '2026-10-23T23:00:00.000Z',
      to: '2026-10-26T00:00:00.000Z',
    });
  });

  it('says of what range the last comparison was, and what it found', async () => {
    const lastCompare = {
      id: 'k1',
      stream: 'appointments',
      from: '2026-10-23T23:00:00.000Z',
      to: '2026-10-26T00:00:00.000Z',
      state: 'ok' as const,
      startedAt: '2026-11-01T02:00:00.000Z',
      finishedAt: '2026-11-01T02:04:00.000Z',
      problem: null,
      walked: 1204,
      missed: 2,
      changed: 0,
      absent: 0,
      gone: 0,
    };
    server.answer('GET', '/connections/c1/health', {
      body: aHealth({
        streams: [
          aStream('appointments', { lastCompare, differences: 2 }),
          aStream('plans'),
          aStream('recalls', { compares: null }),
          aStream('invoices', { compares: false }),
        ],
      }),
    });
    await open();
    const compare = await region('Compare with the source');
    expect(row(await compare.findByText('appointments'))).toMatch(/24 Oct to 25 Oct.*1,2042 missing here/);
    expect(compare.getByText(/^Not compared yet:/).textContent).toBe('Not compared yet: plans, recalls.');
    expect(compare.getByText(/^Cannot be compared:/).textContent).toBe('Cannot be compared: invoices.');
    expect(compare.getAllByRole('row')).toHaveLength(2);
  });

  it('says why it cannot compare, and what the server says against it', async () => {
    const detail = 'This connection is paused; resume it first.';
    server.answer('POST', '/connections/c1/compare', { status: 409, body: { status: 409, code: 'conflict', detail } });
    await open();
    const compare = await region('Compare with the source');
    await compare.findByText('Not compared yet: appointments.');
    await click(compare.getByRole('button', { name: 'Compare now' }));
    expect((await compare.findByRole('alert')).textContent).toBe(detail);
  });

  it('believes a smaller source only after a person says what that means', async () => {
    const doubtful = aStream('appointments', { doubtfulSince: '2026-11-21T02:04:00.000Z', lastFullCount: 4812 });
    server
      .answer('GET', '/connections/c1/health', { body: aHealth({ streams: [aStream('plans'), doubtful] }) })
      .answer('POST', '/connections/c1/accept-smaller', { status: 204 });
    await open();
    const doubted = await region('Not believed');
    expect(doubted.getAllByRole('listitem')).toHaveLength(1);
    expect(doubted.getByText(/4,812 records/)).toBeTruthy();
    await click(doubted.getByRole('button', { name: 'Accept the smaller source: appointments' }));
    const dialog = within(await screen.findByRole('dialog'));
    expect(dialog.getByText(/counts as deleted there/)).toBeTruthy();
    expect(server.askedFor('POST', '/connections/c1/accept-smaller')).toEqual([]);
    server.answer('GET', '/connections/c1/health', { body: aHealth() });
    await click(dialog.getByRole('button', { name: 'It is right' }));
    await waitFor(() => expect(screen.queryByRole('region', { name: 'Not believed' })).toBeNull());
    expect(server.askedFor('POST', '/connections/c1/accept-smaller')[0]?.body).toEqual({ stream: 'appointments' });
  });

  it('X20 shows which field no longer comes, with the rules that rest on it, before all others', async () => {
    const field = (name: string, changes: object) => ({
      stream: 'appointments',
      kind: 'appointment',
      field: name,
      seen: 1000,
      filled: 1000,
      rules: [],
      vanished: false,
      ...changes,
    });
    server.answer('GET', '/connections/c1/drift', {
      body: {
        since: '2026-10-20T00:00:00.000Z',
        fields: [
          { ...field('name', {}), stream: 'patients', kind: 'patient' },
          field('bookedAt', { filled: 996 }),
          field('notes', { filled: 0 }),
          field('startsAt', { rules: ['R01'] }),
          field('statusReason', { filled: 240, vanished: true, rules: ['R06', 'R07'] }),
        ],
      },
    });
    await open();
    const fields = await region('Fields');
    const table = within(await fields.findByRole('table', { name: 'Fields of Appointment in appointments' }));
    expect(table.getAllByRole('row').map(({ textContent }) => textContent)).toEqual([
      'FieldFilledRules that rest on it',
      'statusReasonno longer comes24 %R06, R07',
      'startsAt100 %R01',
      'bookedAt99 %–',
      'notesnever–',
    ]);
    const [first, second] = fields.getAllByText(/looked at$/).map((one) => one.closest('details'));
    expect([first?.open, second?.open]).toEqual([true, false]);
    expect(first?.textContent).toContain('1 field no longer comes');
  });

  it('says while the fields are read, when there are none, and when they cannot be shown', async () => {
    const detail = 'The database is away for the moment.';
    server.answer('GET', '/connections/c1/drift', { status: 500, body: { status: 500, code: 'internal', detail } });
    const go = server.hold('GET', '/connections/c1/drift');
    await open();
    const fields = await region('Fields');
    expect(fields.getByRole('status', { name: 'Loading the fields' })).toBeTruthy();
    await act(async () => go());
    expect(await fields.findByText(detail)).toBeTruthy();
    server.answer('GET', '/connections/c1/drift', { body: { since: null, fields: [] } });
    await click(fields.getByRole('button', { name: 'Try again' }));
    expect(await fields.findByText(/No record was looked at yet/)).toBeTruthy();
  });
});

describe('fields by kind', () => {
  it('keeps apart what two streams bring of one kind', () => {
    const of = (stream: string) => ({
      stream,
      kind: 'appointment',
      field: 'startsAt',
      seen: 5,
      filled: 5,
      rules: [],
      vanished: false,
    });
    expect(byKind([of('visits'), of('classes')]).map(({ stream }) => stream)).toEqual(['visits', 'classes']);
  });
});
