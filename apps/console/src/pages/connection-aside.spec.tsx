import { act, cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import type { ContractServer } from '../../test/contract-server.js';
import { renderConsole } from '../../test/render-console.js';
import { aQuarantined, atASource, aWord } from '../../test/source-answers.js';

describe('what a connection could not understand', () => {
  let server: ContractServer;
  let page: Awaited<ReturnType<typeof renderConsole>>;
  const open = async (address = '/connections/c1?part=aside') => {
    page = await renderConsole(server, address);
  };
  const region = async (name: string) => within(await screen.findByRole('region', { name }));
  const click = async (element: HTMLElement) => act(async () => void fireEvent.click(element));
  const change = async (element: HTMLElement, value: string) =>
    act(async () => void fireEvent.change(element, { target: { value } }));

  beforeEach(() => {
    server = atASource();
  });
  afterEach(async () => {
    await page.close();
    cleanup();
  });

  it('puts unknown status words first, and says what a person means by one', async () => {
    const unknown = aWord('dna-ok', { status: 'unknown', records: 3 });
    server
      .answer('GET', '/connections/c1/words', { body: [aWord('booked', { records: 900 }), unknown] })
      .answer('PUT', '/connections/c1/words', {
        body: [{ ...unknown, status: 'no_show', means: 'no_show', by: 'Maya Chen', at: '2026-11-22T03:00:00.000Z' }],
      });
    await open('/connections/c1?part=words');
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
    expect(page.address()).toBe('/connections/c1?part=aside&code=bad_date');
    await waitFor(() =>
      expect(server.askedFor('GET', '/connections/c1/quarantine').at(-1)?.query.get('code')).toBe('bad_date'),
    );
    await change(aside.getByLabelText('State of the records put aside'), 'dismissed');
    expect(page.address()).toBe('/connections/c1?part=aside&aside=dismissed');
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
});
