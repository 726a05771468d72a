import { rulesOnField } from '@keepwell/domain';
import { act, cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import type { ContractServer } from '../../test/contract-server.js';
import { renderConsole } from '../../test/render-console.js';
import { aHealth, anAlarm, aQuarantined, aStream, atASource, aWord } from '../../test/source-answers.js';
import type { InboxItem, WriteOperation } from '../api.sources.types.js';
import { USES } from '../features/connections/capability-words.js';

describe('a connection from within', () => {
  let server: ContractServer;
  let page: Awaited<ReturnType<typeof renderConsole>>;
  const open = async (address = '/connections/c1') => {
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

  it('asks for a comparison with the source', async () => {
    server.answer('POST', '/connections/c1/compare', { status: 202, body: { jobId: 'j1' } });
    await open();
    await screen.findByText('appointments');
    await click(screen.getByRole('button', { name: 'Compare now' }));
    await waitFor(() => expect(server.askedFor('POST', '/connections/c1/compare')).toHaveLength(1));
    expect(await screen.findByText('Asked for.')).toBeTruthy();
  });

  it('puts unknown status words first, and says what a person means by one', async () => {
    const unknown = aWord('dna-ok', { status: 'unknown', records: 3 });
    server
      .answer('GET', '/connections/c1/words', { body: [aWord('booked', { records: 900 }), unknown] })
      .answer('PUT', '/connections/c1/words', {
        body: [{ ...unknown, status: 'no_show', means: 'no_show', by: 'Maya Chen', at: '2026-11-22T03:00:00.000Z' }],
      });
    await open();
    const words = await region('Status words');
    const first = (await words.findAllByRole('row'))[1];
    expect(first?.textContent).toContain('dna-ok');
    expect(words.queryByRole('button', { name: /^Save/ })).toBeNull();
    await change(words.getByLabelText('What “dna-ok” means'), 'no_show');
    await click(words.getByRole('button', { name: 'Save what “dna-ok” means' }));
    expect(await words.findByText(/said by Maya Chen/)).toBeTruthy();
    expect(server.askedFor('PUT', '/connections/c1/words')[0]?.body).toEqual({ word: 'dna-ok', status: 'no_show' });
    expect(words.queryByRole('button', { name: /^Save/ })).toBeNull();
  });

  it('counts what is put aside by what is wrong, and keeps the view in the address', async () => {
    server
      .answer('GET', '/connections/c1/quarantine/codes', {
        body: [
          { code: 'bad_date', kind: 'appointment', records: 7 },
          { code: 'bad_date', kind: 'plan', records: 2 },
          { code: 'no_patient', kind: 'appointment', records: 1 },
        ],
      })
      .answer('GET', '/connections/c1/quarantine', { body: { items: [aQuarantined('1')], nextCursor: null } });
    await open();
    const aside = await region('Put aside');
    await click(await aside.findByRole('button', { name: 'Bad date · 9' }));
    expect(page.address()).toBe('/connections/c1?code=bad_date');
    await waitFor(() =>
      expect(server.askedFor('GET', '/connections/c1/quarantine').at(-1)?.query.get('code')).toBe('bad_date'),
    );
    await change(aside.getByLabelText('State of the records put aside'), 'dismissed');
    expect(page.address()).toBe('/connections/c1?aside=dismissed');
    expect(aside.queryByRole('button', { name: 'Try them again' })).toBeNull();
  });

  it('opens what is put aside only after saying that it is written down', async () => {
    server
      .answer('GET', '/connections/c1/quarantine', { body: { items: [aQuarantined('1')], nextCursor: null } })
      .answer('GET', '/connections/c1/quarantine/1', {
        body: {
          ...aQuarantined('1'),
          form: 'source',
          raw: '{"start":"32 Nov"}',
          connectorVersion: 3,
          readAt: '2026-11-21T02:04:00.000Z',
        },
      });
    await open();
    await click(await screen.findByRole('button', { name: 'Open as it came: Appointment APT-1' }));
    const dialog = within(await screen.findByRole('dialog'));
    expect(dialog.getByText(/written down with your name/)).toBeTruthy();
    expect(server.askedFor('GET', '/connections/c1/quarantine/1')).toEqual([]);
    await click(dialog.getByRole('button', { name: 'Open it' }));
    expect(await dialog.findByText('{"start":"32 Nov"}')).toBeTruthy();
  });

  it('dismisses a record with a reason, never without', async () => {
    server
      .answer('GET', '/connections/c1/quarantine', { body: { items: [aQuarantined('1')], nextCursor: null } })
      .answer('POST', '/connections/c1/quarantine/1/dismiss', { status: 204 });
    await open();
    await click(await screen.findByRole('button', { name: 'Dismiss: Appointment APT-1' }));
    const dialog = within(await screen.findByRole('dialog'));
    const dismiss = dialog.getByRole<HTMLButtonElement>('button', { name: 'Dismiss it' });
    expect(dismiss.disabled).toBe(true);
    await change(dialog.getByLabelText(/^Why/), 'A test booking.');
    await click(dismiss);
    await waitFor(() => expect(server.askedFor('POST', '/connections/c1/quarantine/1/dismiss')).toHaveLength(1));
    expect(server.askedFor('POST', '/connections/c1/quarantine/1/dismiss')[0]?.body).toEqual({
      reason: 'A test booking.',
    });
  });

  it('S2-29 says what the source gives, what it does not, and which rules rest on that', async () => {
    await open();
    const can = await region('What it can give');
    const given = within(can.getByRole('list', { name: 'Given' }));
    expect(given.getByText('Appointment').closest('li')?.textContent).toContain('Not verified against the vendor');
    const missing = within(can.getByRole('list', { name: 'Not given' }));
    expect(missing.getByText('Plan of care').closest('li')?.textContent).toContain(
      'Rules that rest on it: R01, R02, R03, R04, R10',
    );
    expect(can.getByText('notes of calls and messages (as a memo)')).toBeTruthy();
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
    expect(page.address()).toBe('/connections/c1');
  });

  it('sends new credentials alone, and says when the old ones still stand', async () => {
    const refused = {
      ok: false,
      sourceName: null,
      timezone: null,
      problems: ['401'],
      missing: [],
      counts: {},
      notes: [],
    };
    server.answer('PUT', '/connections/c1/credentials', { body: { rotated: false, check: refused } });
    await open();
    const form = await region('New credentials');
    expect(form.queryByLabelText('Server address')).toBeNull();
    const use = form.getByRole<HTMLButtonElement>('button', { name: 'Try and use them' });
    expect(use.disabled).toBe(true);
    await change(form.getByLabelText('Client secret'), 'n3w');
    await click(use);
    expect(await form.findByText(/the old ones still stand/)).toBeTruthy();
    expect(server.askedFor('PUT', '/connections/c1/credentials')[0]?.body).toEqual({
      settings: { clientSecret: 'n3w' },
    });
    expect(form.getByLabelText<HTMLInputElement>('Client secret').value).toBe('n3w');
    server.answer('PUT', '/connections/c1/credentials', { body: { rotated: true, check: { ...refused, ok: true } } });
    await click(use);
    expect(await form.findByText('The new credentials work and are in use.')).toBeTruthy();
    expect(form.getByLabelText<HTMLInputElement>('Client secret').value).toBe('');
  });

  it('shows what was pushed with what became of it, and opens it only after a warning', async () => {
    const item: InboxItem = {
      id: 'i1',
      way: 'stream',
      state: 'quarantined',
      verified: 'none',
      type: 'SIU^S12',
      reason: 'The patient is not known.',
      counts: {},
      size: 412,
      attempts: 1,
      sameAs: null,
      receivedAt: '2026-11-20T02:00:00.000Z',
      doneAt: null,
      nextTryAt: null,
    };
    server
      .answer('GET', '/connections/c1/inbox', { body: { counts: {}, items: [item], nextCursor: null } })
      .answer('GET', '/connections/c1/inbox/i1', { body: { ...item, body: 'MSH|^~\\&|', bodyForm: 'text' } })
      .answer('POST', '/connections/c1/inbox/i1/retry', { status: 202, body: { jobId: 'j1' } });
    await open();
    const inbox = await region('Messages and calls');
    expect((await inbox.findByText('SIU^S12')).closest('tr')?.textContent).toContain('The patient is not known.');
    await click(inbox.getByRole('button', { name: 'Try again: SIU^S12' }));
    await waitFor(() => expect(server.askedFor('POST', '/connections/c1/inbox/i1/retry')).toHaveLength(1));
    await click(inbox.getByRole('button', { name: 'Open: SIU^S12' }));
    expect(server.askedFor('GET', '/connections/c1/inbox/i1')).toEqual([]);
    await click(within(await screen.findByRole('dialog')).getByRole('button', { name: 'Open it' }));
    expect(await screen.findByText(/^MSH/)).toBeTruthy();
  });

  it('says of each write whether it stands in the other system', async () => {
    const write: WriteOperation = {
      id: 'w1',
      connectionId: 'c1',
      connectionName: 'Northside PMS',
      kind: 'book',
      state: 'review',
      says: 'It did not answer, and it was found twice.',
      ref: null,
      personId: 'a',
      caseId: 'case-a',
      afterId: null,
      shown: {},
      attempts: 1,
      askedByName: 'Maya Chen',
      askedAt: '2026-11-20T02:00:00.000Z',
      sentAt: null,
      endedAt: null,
      steps: [],
    };
    server.answer('GET', '/connections/c1/writes', { body: { items: [write], nextCursor: null } });
    await open();
    const writes = await region('Written back');
    const text = (await writes.findByText('Booking')).closest('tr')?.textContent;
    expect(text).toContain('asked by Maya Chen');
    expect(text).toContain('A person must look');
  });

  it('keeps status words and what is put aside from those who may not see them', async () => {
    server = atASource(['coordinator']);
    await open();
    await screen.findByText('appointments');
    expect(screen.queryByRole('region', { name: 'Status words' })).toBeNull();
    expect(screen.queryByRole('button', { name: 'Compare now' })).toBeNull();
    for (const route of ['words', 'quarantine', 'inbox', 'writes', 'ways']) {
      expect(server.askedFor('GET', `/connections/c1/${route}`)).toEqual([]);
    }
  });
});

describe('what a kind of record is good for', () => {
  it.each([
    ['appointment', 'patientId'],
    ['plan', 'intervalDays'],
  ] as const)('names the rules that the domain says rest on every %s', (kind, field) => {
    expect(USES.find((use) => use.kind === kind)?.rules).toEqual(rulesOnField(kind, field));
  });
});
