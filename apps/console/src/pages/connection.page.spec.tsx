import { rulesOnField } from '@keepwell/domain';
import { act, cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import type { ContractServer } from '../../test/contract-server.js';
import { renderConsole } from '../../test/render-console.js';
import { aHealth, anAlarm, aQuarantined, aStream, atASource, aWord } from '../../test/source-answers.js';
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

  it('S2-29 says what the source gives, what it does not, and which rules stay silent without it', async () => {
    await open();
    const can = await region('What it can give');
    const given = within(can.getByRole('list', { name: 'Given' }));
    expect(given.getByText('Appointment').closest('li')?.textContent).toContain('Not verified against the vendor');
    const missing = within(can.getByRole('list', { name: 'Not given' }));
    expect(missing.getByText('Plan of care').closest('li')?.textContent).toContain(
      'Silent without it: R01, R02, R03, R04, R10',
    );
    expect(can.getByText('notes of calls and messages (as a memo)')).toBeTruthy();
  });

  it('keeps status words and what is put aside from those who may not see them', async () => {
    server = atASource(['coordinator']);
    await open();
    await screen.findByText('appointments');
    expect(screen.queryByRole('region', { name: 'Status words' })).toBeNull();
    expect(screen.queryByRole('button', { name: 'Compare now' })).toBeNull();
    for (const route of ['words', 'quarantine', 'inbox']) {
      expect(server.askedFor('GET', `/connections/c1/${route}`)).toEqual([]);
    }
  });
});

describe('what a kind of record is good for', () => {
  it.each(['appointment', 'plan'] as const)('names the rules that the domain says rest on every %s', (kind) => {
    expect(USES.find((use) => use.kind === kind)?.rules).toEqual(rulesOnField(kind, 'patientId'));
  });
});
