import { jest } from '@jest/globals';
import { act, cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { aConnection, aPage, aPatient, aRow, aRun, signedIn, someCounts } from '../../test/answers.js';
import { ContractServer } from '../../test/contract-server.js';
import { press, renderConsole } from '../../test/render-console.js';

describe('the off-track list', () => {
  let server: ContractServer;
  let page: Awaited<ReturnType<typeof renderConsole>>;
  const open = async (at = '/worklist') => {
    page = await renderConsole(server, at);
    await screen.findByRole('heading', { name: 'Off-track patients' });
  };
  const rows = (...ids: string[]) => server.answer('GET', '/worklist', { body: aPage(ids.map((id) => aRow(id))) });

  beforeEach(() => {
    server = signedIn(new ContractServer());
  });
  afterEach(async () => {
    await page.close();
    cleanup();
  });

  it('shows a skeleton while the list is on its way, then the patients with the reason in one sentence', async () => {
    rows('a', 'b');
    const release = server.hold('GET', '/worklist');
    await open();
    expect(screen.getByRole('status', { name: 'Loading the list' })).toBeTruthy();
    await act(async () => release());
    const table = await screen.findByRole('table', { name: /^Today/ });
    const [, first] = within(table).getAllByRole('row');
    expect(first?.textContent).toContain('Patient a');
    expect(first?.textContent).toContain('No show on 18 Nov 09:30; nothing booked as of 21 Nov 19:10.');
    expect(first?.textContent).toContain('£420');
    expect(screen.queryByRole('status', { name: 'Loading the list' })).toBeNull();
  });

  const emptyState = async (heading: string) =>
    (await screen.findByRole('heading', { name: heading })).parentElement as HTMLElement;

  it('says that nobody is off-track only when every source is read and no backlog is left', async () => {
    rows();
    server.answer('GET', '/worklist/counts', { body: someCounts({ today: 0, backlog: 0 }) });
    await open();
    const state = await emptyState('Nobody is off-track today');
    expect(state.textContent).not.toMatch(/everyone/i);
    expect(within(state).queryByRole('link')).toBeNull();
  });

  it('leads to the backlog when nobody is new', async () => {
    rows();
    server.answer('GET', '/worklist/counts', { body: someCounts({ today: 0, backlog: 123 }) });
    await open();
    const state = await emptyState('Nobody new today');
    expect(state.textContent).toContain('123 patients were already off-track when this practice was connected.');
    const link = within(state).getByRole('link', { name: 'Open the backlog' });
    expect(link.getAttribute('href')).toBe('/worklist?tab=backlog');
  });

  it('tells how far the first read is instead of calling an unread practice calm', async () => {
    rows();
    server
      .answer('GET', '/worklist/counts', { body: someCounts({ today: 0, backlog: 0 }) })
      .answer('GET', '/connections', {
        body: [aConnection({ lastSuccessAt: null, lastRun: aRun({ state: 'running', finishedAt: null, read: 12 }) })],
      });
    await open();
    await emptyState('The first read is running');
    await waitFor(() => expect(server.listeners).toBeGreaterThan(0));
    const run = { connectionId: 'c1', runId: 'run-1', state: 'running', read: 1760, total: 8 };
    await act(async () => server.tell('run', run));
    expect(await screen.findByText('The first read of Northside PMS is running: 1,760 records so far.')).toBeTruthy();
    expect(screen.queryByText(/Nobody is off-track/)).toBeNull();
  });

  it.each([
    [
      'needs attention',
      { state: 'needs_attention' as const, problem: 'The token is not accepted.' },
      'Northside PMS needs attention: The token is not accepted.',
    ],
    ['was never read', { lastSuccessAt: null }, 'Northside PMS has not been read yet.'],
    ['gave nothing', { gaveRecords: false }, /gave no record/],
    ['is behind', { lastSuccessAt: '2026-01-01T00:00:00.000Z' }, /is behind/],
    [
      'fails',
      { lastSuccessAt: null, lastRun: aRun({ state: 'failed', problem: 'No answer.' }) },
      'The last read of Northside PMS failed: No answer.',
    ],
  ])('claims nothing while a source %s', async (_case, changes, says) => {
    rows();
    server
      .answer('GET', '/worklist/counts', { body: someCounts({ today: 0, backlog: 7 }) })
      .answer('GET', '/connections', { body: [aConnection(changes)] });
    await open();
    const state = await emptyState('Nobody is listed, but not everything is known');
    expect(within(state).getByRole('link', { name: says }).getAttribute('href')).toBe('/connections/c1');
    expect(within(state).getByRole('link', { name: 'Open the backlog' })).toBeTruthy();
    expect(state.textContent).not.toMatch(/everyone|Nobody is off-track/i);
  });

  it('claims nothing while rules wait for fresh data', async () => {
    server.answer('GET', '/worklist', {
      body: { ...aPage([]), freshness: { oldestSourceAt: null, waitingRules: ['R01', 'R03'] } },
    });
    await open();
    const state = await emptyState('Nobody is listed, but not everything is known');
    expect(state.textContent).toContain('Rules R01, R03 wait for fresh data.');
  });

  it('offers as filters what the shown tab holds, and asks again for another tab', async () => {
    rows('a');
    server.answer('GET', '/worklist/counts', ({ query }) => ({
      body: someCounts({
        byLocation: query.get('tab') === 'backlog' ? [{ id: 'l9', name: 'Morningside', count: 27 }] : [],
      }),
    }));
    await open();
    await screen.findByRole('link', { name: 'Patient a' });
    fireEvent.click(screen.getByRole('combobox', { name: 'Location' }));
    expect(screen.queryByText('Morningside (27)')).toBeNull();
    fireEvent.click(screen.getByRole('tab', { name: /Backlog/ }));
    expect(await screen.findByText('Morningside (27)')).toBeTruthy();
  });

  it('still shows a filter that leaves nobody, so that it can be cleared', async () => {
    rows();
    await open('/worklist?tab=backlog&rule=R18');
    expect(await screen.findByDisplayValue('R18 (0)')).toBeTruthy();
  });

  const interests = (...known: [interest: string, listed: number][]) =>
    server.answer('GET', '/interests', {
      body: known.map(([interest, listed]) => ({ interest, people: 9, listed })),
    });

  it('S1-06 narrows by what patients wish for, with how many of the shown tab wish it, and keeps it in the address', async () => {
    rows('a');
    interests(['whitening', 12], ['botox', 3], ['skiing', 0]);
    await open('/worklist?tab=backlog');
    fireEvent.click(await screen.findByRole('combobox', { name: 'Interest' }));
    expect(await screen.findByText('whitening (12)')).toBeTruthy();
    expect(screen.queryByText(/skiing/)).toBeNull();
    expect(server.askedFor('GET', '/interests').at(-1)?.query.get('tab')).toBe('backlog');
    fireEvent.click(screen.getByText('botox (3)'));
    await waitFor(() => expect(page.address()).toBe('/worklist?tab=backlog&interest=botox'));
    await waitFor(() => expect(server.askedFor('GET', '/worklist').at(-1)?.query.get('interest')).toBe('botox'));
    server.answer('POST', '/worklist/next', { status: 204 });
    await press('n');
    await waitFor(() =>
      expect(server.askedFor('POST', '/worklist/next').map(({ body }) => body)).toMatchObject([{ interest: 'botox' }]),
    );
    fireEvent.click(screen.getByRole('button', { name: 'Clear filters' }));
    await waitFor(() => expect(page.address()).toBe('/worklist?tab=backlog'));
  });

  it('S1-06 shows an interest that nobody of the tab has, clears one that nobody has any more, and hides where nothing is said', async () => {
    rows();
    interests(['skiing', 0]);
    await open('/worklist?interest=skiing');
    expect(await screen.findByDisplayValue('skiing (0)')).toBeTruthy();
    expect(page.address()).toBe('/worklist?interest=skiing');
    await page.close();
    cleanup();
    interests();
    await open('/worklist?tab=backlog&interest=skiing');
    await waitFor(() => expect(page.address()).toBe('/worklist?tab=backlog'));
    await waitFor(() => expect(screen.queryByRole('combobox', { name: 'Interest' })).toBeNull());
  });

  it.each([
    ['today', {}, 'Today'],
    ['backlog', { backlog: true }, 'Most urgent'],
    ['at_risk', { caseId: null, state: null }, 'Most urgent'],
    ['resolved', { state: 'resolved' as const }, 'Settled'],
  ])('says the urgency of a row on %s in words that fit', async (tab, changes, words) => {
    server.answer('GET', '/worklist', { body: aPage([aRow('a', changes)]) });
    await open(`/worklist?tab=${tab}`);
    const row = (await screen.findByRole('link', { name: 'Patient a' })).closest('tr');
    expect(row?.querySelector('td')?.textContent).toBe(words);
  });

  it('gives the focus back to the row of the patient one comes back from, and takes it no second time', async () => {
    rows('a', 'b', 'c');
    server
      .answer('GET', '/patients/b', { body: aPatient({ personId: 'b', name: 'Patient b' }) })
      .answer('GET', '/patients/b/timeline', { body: { items: [] } });
    await open();
    fireEvent.click(await screen.findByRole('link', { name: 'Patient b' }));
    await screen.findByRole('heading', { level: 1, name: 'Patient b' });
    fireEvent.click(screen.getByRole('link', { name: 'Off-track list' }));
    await screen.findByRole('heading', { level: 1, name: 'Off-track patients' });
    await waitFor(() => expect(document.activeElement?.textContent).toBe('Patient b'));
    const field = screen.getByRole('textbox', { name: 'Search by name or record id' });
    act(() => field.focus());
    await act(async () => window.dispatchEvent(new Event('scroll')));
    expect(document.activeElement).toBe(field);
    fireEvent.click(screen.getAllByRole('link', { name: 'Rules' })[0] as HTMLElement);
    await screen.findByRole('heading', { level: 1, name: 'Rules' });
    fireEvent.click(screen.getAllByRole('link', { name: 'Off-track' })[0] as HTMLElement);
    await screen.findByRole('link', { name: 'Patient b' });
    expect(document.activeElement?.textContent).not.toBe('Patient b');
  });

  it('says once that a practice is simulated', async () => {
    rows('a');
    signedIn(server, { practice: { id: 'p1', name: 'Northside (simulated)', timezone: 'Europe/London', demo: true } });
    await open();
    await screen.findByRole('link', { name: 'Patient a' });
    expect(screen.queryByText('simulated')).toBeNull();
    expect(screen.getAllByText('Northside (simulated)').length).toBeGreaterThan(0);
  });

  it('offers to connect a source when there is none', async () => {
    rows();
    server.answer('GET', '/connections', { body: [] });
    await open();
    const link = await screen.findByRole('link', { name: 'Connect a source' });
    expect(link.getAttribute('href')).toBe('/connections/new');
  });

  it('shows what went wrong with the request id, and recovers on retry', async () => {
    server.answer('GET', '/worklist', {
      status: 500,
      body: { status: 500, code: 'internal', detail: 'Something broke on our side.', requestId: 'req-42' },
    });
    await open();
    const problem = await screen.findByRole('alert');
    expect(problem.textContent).toContain('Something broke on our side.');
    expect(problem.textContent).toContain('req-42');
    rows('a');
    fireEvent.click(within(problem).getByRole('button', { name: 'Try again' }));
    expect(await screen.findByRole('link', { name: 'Patient a' })).toBeTruthy();
  });

  it('keeps the navigation when a screen fails to draw', async () => {
    const broken = { ...aRow('a'), since: 'not an instant' };
    // React reports what the boundary caught; that is wanted here and only here.
    const report = jest.spyOn(console, 'error').mockImplementation(() => undefined);
    server.answer('GET', '/worklist', { body: aPage([broken]) });
    page = await renderConsole(server, '/worklist');
    expect((await screen.findByRole('alert')).textContent).toContain('This screen could not be shown.');
    fireEvent.click(screen.getAllByRole('link', { name: 'Rules' })[0] as HTMLElement);
    expect(await screen.findByRole('heading', { level: 1, name: 'Rules' })).toBeTruthy();
    report.mockRestore();
  });

  it('walks with j and k and opens with Enter', async () => {
    rows('a', 'b', 'c');
    await open();
    await screen.findByRole('link', { name: 'Patient a' });
    await press('j');
    await press('j');
    expect(document.activeElement?.textContent).toBe('Patient b');
    await press('k');
    expect(document.activeElement?.textContent).toBe('Patient a');
    await press('k');
    expect(document.activeElement?.textContent).toBe('Patient a');
    // In a browser Enter on a focused link is a click; jsdom leaves that to the test.
    fireEvent.click(document.activeElement as HTMLElement);
    expect(page.address()).toBe('/patients/a');
  });

  it('goes to the search with /, to other places with g and a letter, and shows the keys with ?', async () => {
    rows('a');
    await open();
    await screen.findByRole('link', { name: 'Patient a' });
    await press('/');
    const field = screen.getByRole('textbox', { name: 'Search by name or record id' });
    expect(document.activeElement).toBe(field);
    await press('j', field);
    expect(document.activeElement).toBe(field);
    act(() => field.blur());
    await press('?');
    expect(await screen.findByRole('dialog', { name: 'Keys' })).toBeTruthy();
    fireEvent.click(screen.getByRole('button', { name: 'Close the keys' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    await press('g');
    await press('r');
    expect(page.address()).toBe('/rules');
  });

  it('sends what is searched for in a body and never puts it into an address or the title', async () => {
    rows('a');
    server.answer('POST', '/worklist/search', { body: aPage([aRow('z', { patientName: 'Zoë Abebe' })]) });
    await open();
    const field = await screen.findByRole('textbox', { name: 'Search by name or record id' });
    fireEvent.change(field, { target: { value: 'Abebe' } });
    expect(await screen.findByRole('link', { name: 'Zoë Abebe' })).toBeTruthy();
    expect(server.askedFor('POST', '/worklist/search').at(-1)?.body).toMatchObject({ q: 'Abebe', tab: 'today' });
    expect(page.address()).toBe('/worklist');
    for (const asked of server.asked) expect(`${asked.path}?${asked.query}`).not.toContain('Abebe');
    expect(document.title).toBe('Off-track · Keepwell');
  });

  it('keeps tab and filters in the address and asks the server for them', async () => {
    rows('a');
    await open('/worklist?tab=backlog&rule=R06&sort=value');
    await screen.findByRole('link', { name: 'Patient a' });
    const { query } = server.askedFor('GET', '/worklist').at(-1) ?? {};
    expect(Object.fromEntries(query ?? [])).toMatchObject({ tab: 'backlog', rule: 'R06', sort: 'value' });
    fireEvent.click(screen.getByRole('tab', { name: /At risk/ }));
    await waitFor(() => expect(page.address()).toBe('/worklist?tab=at_risk&sort=value&rule=R06'));
  });

  it('shows how many people stand behind each tab', async () => {
    rows('a');
    server.answer('GET', '/worklist/counts', { body: someCounts({ today: 1234, resolved: 9 }) });
    await open();
    await waitFor(() => expect(screen.getByRole('tab', { name: /Today/ }).textContent).toBe('Today1,234'));
    expect(screen.getByRole('tab', { name: /Resolved/ }).textContent).toBe('Resolved9');
    expect(screen.getByRole('tab', { name: /At risk/ }).textContent).toBe('At risk31');
  });

  it('lets a patient who booked disappear by itself, and says so quietly', async () => {
    rows('a', 'b');
    await open();
    await screen.findByRole('link', { name: 'Patient b' });
    await waitFor(() => expect(server.listeners).toBeGreaterThan(0));
    rows('b');
    await waitFor(() => {
      // Again and again: a stream that is just being opened anew would miss it.
      server.tell('worklist', { changed: ['a'], counts: true });
      const table = screen.getByRole('table', { name: /^Today/ });
      expect(within(table).queryByRole('link', { name: 'Patient a' })).toBeNull();
    });
    expect(document.querySelector('[data-announcer]')?.textContent).toBe('Patient a is no longer on this list.');
    expect(document.querySelector('[data-announcer]')?.getAttribute('aria-live')).toBe('polite');
  });

  it('fetches the next page before the end is reached, and shows a person once', async () => {
    server.answer('GET', '/worklist', ({ query }) => ({
      body: query.get('cursor') === null ? aPage([aRow('a'), aRow('b')], 'next') : aPage([aRow('b'), aRow('c')]),
    }));
    await open();
    expect(await screen.findByRole('link', { name: 'Patient c' })).toBeTruthy();
    expect(screen.getAllByRole('link', { name: 'Patient b' })).toHaveLength(1);
  });

  it('S2-15 keeps only the rows near the screen when ten thousand are loaded', async () => {
    const many = Array.from({ length: 10_000 }, (_, index) => aRow(`p${index}`));
    server.answer('GET', '/worklist', { body: aPage(many) });
    await open();
    await screen.findByRole('link', { name: 'Patient p0' });
    const table = screen.getByRole('table', { name: /^Today/ });
    expect(table.getAttribute('aria-rowcount')).toBe('10001');
    expect(within(table).getAllByRole('link').length).toBeLessThan(100);
  });

  it('X16 S2-14 names who has somebody in hand, the last contact and when they come back; starts with the first who is free', async () => {
    server
      .answer('GET', '/leases', {
        body: {
          items: [
            { caseId: 'case-a', personId: 'a', holder: { id: 'u2', name: 'Jo Lee' }, until: '2099-01-01T10:00:00Z' },
          ],
        },
      })
      .answer('GET', '/worklist/my-day', { body: { conversations: 2 } })
      .answer('GET', '/worklist', {
        body: aPage([
          aRow('a'),
          aRow('b', {
            state: 'in_outreach',
            lastContactAt: new Date(Date.now() - 3.5 * 3_600_000).toISOString(),
            lastOutcome: 'voicemail',
            wakeAt: '2099-03-02T09:00:00.000Z',
            wakeBecause: 'retry',
          }),
        ]),
      })
      .answer('POST', '/worklist/next', { status: 204 });
    page = await renderConsole(server, '/worklist?tab=in_outreach&rule=R06');
    const held = (await screen.findByRole('link', { name: 'Patient a' })).closest('tr');
    await waitFor(() => expect(held?.textContent).toContain('with Jo Lee'));
    const contacted = screen.getByRole('link', { name: 'Patient b' }).closest('tr');
    expect(contacted?.textContent).toContain('Left a voicemail 3 h ago · back 2 Mar 2099, 09:00, to try again');
    expect(contacted?.textContent).not.toContain('with');
    fireEvent.click(screen.getByRole('button', { name: 'Work the list' }));
    await waitFor(() => expect(server.askedFor('POST', '/worklist/next')).toHaveLength(1));
    expect(server.askedFor('POST', '/worklist/next')[0]?.body).toEqual({
      tab: 'in_outreach',
      rule: 'R06',
      sort: 'priority',
    });
  });
});
