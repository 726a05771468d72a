import { act, cleanup, screen, waitFor } from '@testing-library/react';
import { aConnection, aRun, signedIn } from '../../test/answers.js';
import { ContractServer } from '../../test/contract-server.js';
import { renderConsole } from '../../test/render-console.js';

const soon = new Date(Date.now() + 13 * 60_000).toISOString();

describe('the connections', () => {
  let server: ContractServer;
  let page: Awaited<ReturnType<typeof renderConsole>>;
  const card = async () => (await screen.findByRole('link', { name: 'Northside PMS' })).closest('li');

  beforeEach(() => {
    server = signedIn(new ContractServer());
  });
  afterEach(async () => {
    await page.close();
    cleanup();
  });

  it('names the connector as people know it', async () => {
    page = await renderConsole(server, '/connections');
    expect((await card())?.textContent).toContain('FHIR R4 server · every 5 min');
    expect((await card())?.textContent).not.toContain('fhir-r4');
  });

  it('promises no next read to a source whose scheduled reads are skipped', async () => {
    server.answer('GET', '/connections', {
      body: [aConnection({ state: 'needs_attention', problem: 'The token is not accepted.', nextPollAt: soon })],
    });
    page = await renderConsole(server, '/connections');
    expect((await card())?.textContent).toContain('Next readwaits until it is mended');
    expect((await card())?.textContent).not.toMatch(/in \d+ min/);
  });

  it('shows as wrong a source of which no read ever worked, and as doubtful one that gave nothing', async () => {
    server.answer('GET', '/connections', {
      body: [
        aConnection({ lastSuccessAt: null, lastRun: aRun({ state: 'failed' }) }),
        aConnection({ id: 'c2', name: 'Export', gaveRecords: false }),
      ],
    });
    page = await renderConsole(server, '/connections');
    expect((await card())?.querySelector('.kw-signal-wrong')?.textContent).toBe('Could not be read');
    const empty = screen.getByRole('link', { name: 'Export' }).closest('li');
    expect(empty?.querySelector('.kw-signal-wait')?.textContent).toBe('Read, but empty');
    expect(document.querySelector('.kw-signal-good')).toBeNull();
  });

  it('says of a running sync only what the run has read: the total is that of one stream', async () => {
    page = await renderConsole(server, '/connections');
    await card();
    await waitFor(() => expect(server.listeners).toBeGreaterThan(0));
    const run = { connectionId: 'c1', runId: 'r1', state: 'running', read: 1760, total: 8 };
    await act(async () => server.tell('run', run));
    expect((await screen.findByText(/^Reading:/)).textContent).toBe('Reading: 1,760 records so far');
    expect(screen.queryByRole('progressbar')).toBeNull();
  });
});

describe('a connection', () => {
  let page: Awaited<ReturnType<typeof renderConsole>>;
  afterEach(async () => {
    await page.close();
    cleanup();
  });

  it('S2-07 says how long a change there takes to be read', async () => {
    const server = signedIn(new ContractServer(), { roles: ['coordinator'] });
    server.answer('GET', '/connections/c1/runs', { body: { items: [], nextCursor: null } });
    page = await renderConsole(server, '/connections/c1');
    const says = 'A change there is read here within 8 s (median of 120 changes; 95 of 100 within 20 s).';
    expect((await screen.findByText(/^A change there/)).textContent).toContain(says);
  });
});

describe('who may not', () => {
  let page: Awaited<ReturnType<typeof renderConsole>>;
  afterEach(async () => {
    await page.close();
    cleanup();
  });

  it.each([
    ['/users', 'Users', /Only an admin/, '/users'],
    ['/connections/new', 'Connect a source', /An integrator or admin/, '/connectors'],
  ])('is told so at %s, and the server is not even asked', async (address, heading, says, route) => {
    const server = signedIn(new ContractServer(), { roles: ['coordinator'] });
    page = await renderConsole(server, address);
    expect(await screen.findByRole('heading', { level: 1, name: heading })).toBeTruthy();
    expect(await screen.findByRole('heading', { name: 'This is not part of your role' })).toBeTruthy();
    expect(screen.getByText(says)).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Try again' })).toBeNull();
    expect(server.askedFor('GET', route)).toEqual([]);
  });
});
