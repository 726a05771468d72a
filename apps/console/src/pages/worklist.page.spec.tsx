import { jest } from '@jest/globals';
import { act, cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { aPage, aRow, signedIn, someCounts } from '../../test/answers.js';
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

  it('says why it is empty and what to do', async () => {
    rows();
    await open();
    expect(await screen.findByRole('heading', { name: 'Nobody is off-track today' })).toBeTruthy();
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
    await waitFor(() => expect(server.listeners).toBe(1));
    rows('b');
    await act(async () => server.tell('worklist', { changed: ['a'], counts: true }));
    await waitFor(() => {
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
});
