import { act, cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { aConnection, fhirConnector } from '../../test/answers.js';
import type { ContractServer } from '../../test/contract-server.js';
import { renderConsole } from '../../test/render-console.js';
import { aManifest, atASource } from '../../test/source-answers.js';
import type { InboxItem, WriteOperation } from '../api.sources.types.js';

const aWrite = (changes: Partial<WriteOperation> = {}): WriteOperation => ({
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
  ...changes,
});

describe('the ways in and out of a connection', () => {
  let server: ContractServer;
  let page: Awaited<ReturnType<typeof renderConsole>>;
  const open = async (address = '/connections/c1?part=written') => {
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

  it('S2-29 says what the source gives, what it does not, and which rules rest on that', async () => {
    await open('/connections/c1?part=settings');
    const can = await region('What it can give');
    const given = within(can.getByRole('list', { name: 'Given' }));
    expect(given.getByText('Appointment').closest('li')?.textContent).toContain('Not verified against the vendor');
    const missing = within(can.getByRole('list', { name: 'Not given' }));
    expect(missing.getByText('Plan of care').closest('li')?.textContent).toContain(
      'Rules that rest on it: R01, R11, R12, R13',
    );
    expect(can.getByText('notes of calls and messages (as a memo)')).toBeTruthy();
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
    await open('/connections/c1?part=settings');
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
    await open('/connections/c1?part=ways');
    const inbox = await region('Messages and calls');
    expect((await inbox.findByText('SIU^S12')).closest('tr')?.textContent).toContain('The patient is not known.');
    await click(inbox.getByRole('button', { name: 'Try again: SIU^S12' }));
    await waitFor(() => expect(server.askedFor('POST', '/connections/c1/inbox/i1/retry')).toHaveLength(1));
    await click(inbox.getByRole('button', { name: 'Open: SIU^S12' }));
    expect(server.askedFor('GET', '/connections/c1/inbox/i1')).toEqual([]);
    await click(within(await screen.findByRole('dialog')).getByRole('button', { name: 'Open it' }));
    expect(await screen.findByText(/^MSH/)).toBeTruthy();
  });

  it('names the address to be called and what stands in its way, or says that there is nothing to set up', async () => {
    const webhookUrl = 'https://keepwell.example.org/api/hooks/connections/p1/c1';
    server.answer('GET', '/connections/c1/ways', {
      body: { webhookUrl, webhookProblem: 'No signing secret is set.', takesFiles: true },
    });
    await open('/connections/c1?part=ways');
    const ways = await region('Ways in');
    expect(await ways.findByText(webhookUrl)).toBeTruthy();
    expect(ways.getByText('No signing secret is set.')).toBeTruthy();
    expect(ways.getByRole('button', { name: 'Upload and read' })).toBeTruthy();
    await page.close();
    cleanup();
    server.answer('GET', '/connections/c1/ways', {
      body: { webhookUrl: null, webhookProblem: null, takesFiles: false },
    });
    await open('/connections/c1?part=ways');
    expect(await screen.findByText(/Nothing is to be set up/)).toBeTruthy();
  });

  it('says of each write whether it stands in the other system', async () => {
    server.answer('GET', '/connections/c1/writes', { body: { items: [aWrite()], nextCursor: null } });
    await open();
    const writes = await region('Written back');
    const text = (await writes.findByText('Booking')).closest('tr')?.textContent;
    expect(text).toContain('asked by Maya Chen');
    expect(text).toContain('A person must look');
  });

  it('S3-05 tries a write again, and ends a doubt with what a person found', async () => {
    server = atASource(['admin'])
      .answer('GET', '/connections/c1/writes', {
        body: {
          items: [
            aWrite(),
            aWrite({ id: 'w2', kind: 'log_contact', state: 'failed', says: 'The key was refused.' }),
            aWrite({ id: 'w3', kind: 'cancel', state: 'confirmed' }),
          ],
          nextCursor: null,
        },
      })
      .answer('POST', '/write-operations/w2/retry', { body: aWrite({ id: 'w2', state: 'pending' }) })
      .answer('POST', '/write-operations/w1/resolve', { body: aWrite({ state: 'confirmed' }) });
    await open();
    const writes = await region('Written back');
    await click(await writes.findByRole('button', { name: /^Try again: Note of a contact/ }));
    await waitFor(() => expect(server.askedFor('POST', '/write-operations/w2/retry')).toHaveLength(1));
    expect(writes.queryByRole('button', { name: /Cancellation/ })).toBeNull();
    expect(writes.queryByRole('button', { name: /^I looked: Note/ })).toBeNull();
    await click(writes.getByRole('button', { name: /^I looked: Booking/ }));
    const dialog = within(await screen.findByRole('dialog', { name: 'What did you find in Northside PMS?' }));
    await click(dialog.getByRole('button', { name: 'It stands there' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(server.askedFor('POST', '/write-operations/w1/resolve')[0]?.body).toEqual({ as: 'confirmed' });
  });

  it('says why a write could not be tried again, and keeps the state asked for in the address', async () => {
    const detail = 'Only what failed, or was left in doubt, is tried again.';
    server = atASource(['admin'])
      .answer('GET', '/connections/c1/writes', { body: { items: [aWrite({ state: 'failed' })], nextCursor: null } })
      .answer('POST', '/write-operations/w1/retry', { status: 409, body: { status: 409, code: 'conflict', detail } });
    await open();
    const writes = await region('Written back');
    await click(await writes.findByRole('button', { name: /^Try again/ }));
    expect((await writes.findByRole('alert')).textContent).toBe(detail);
    await change(writes.getByLabelText('State of the writes'), 'failed');
    expect(page.address()).toBe('/connections/c1?part=written&state=failed');
    await waitFor(() =>
      expect(server.askedFor('GET', '/connections/c1/writes').at(-1)?.query.get('state')).toBe('failed'),
    );
  });

  it('lets whoever mends the connection try again, and leaves the end of a doubt to those who work the list', async () => {
    server
      .answer('GET', '/connections/c1/writes', { body: { items: [aWrite()], nextCursor: null } })
      .answer('POST', '/write-operations/w1/retry', { body: aWrite({ state: 'pending' }) });
    await open();
    const writes = await region('Written back');
    await click(await writes.findByRole('button', { name: /^Try again: Booking/ }));
    await waitFor(() => expect(server.askedFor('POST', '/write-operations/w1/retry')).toHaveLength(1));
    expect(writes.queryByRole('button', { name: /^I looked/ })).toBeNull();
  });

  it('switches the noting of contacts on, and shows it so only once it is saved', async () => {
    const saved = (writeBackContacts: boolean) => ({
      ...aConnection(),
      settings: {},
      secretsSet: [],
      patientsFrom: null,
      writeBackContacts,
    });
    server.answer('PATCH', '/connections/c1', { status: 500, body: { status: 500, code: 'internal', detail: 'No.' } });
    await open();
    const noted = await region('What is noted there');
    const toggle = noted.getByRole<HTMLInputElement>('switch');
    expect(noted.getByText(/as a memo/)).toBeTruthy();
    await click(toggle);
    expect(await noted.findByText('No.')).toBeTruthy();
    expect(toggle.checked).toBe(false);
    server
      .answer('PATCH', '/connections/c1', { body: saved(true) })
      .answer('GET', '/connections/c1', { body: saved(true) });
    await click(toggle);
    await waitFor(() => expect(toggle.checked).toBe(true));
    expect(server.askedFor('PATCH', '/connections/c1').at(-1)?.body).toEqual({ writeBackContacts: true });
  });

  it('says of a system that takes no notes that it takes none', async () => {
    server.answer('GET', '/connectors', { body: [{ ...fhirConnector, manifest: aManifest({ writes: {} }) }] });
    await open();
    const noted = await region('What is noted there');
    expect(noted.getByText(/takes no notes/)).toBeTruthy();
    expect(noted.queryByRole('switch')).toBeNull();
  });
});
