import { cleanup, screen, within } from '@testing-library/react';
import { aConnection } from '../../test/answers.js';
import type { ContractServer } from '../../test/contract-server.js';
import { renderConsole } from '../../test/render-console.js';
import { anAlarm, atASource } from '../../test/source-answers.js';
import type { Board } from '../api.sources.types.js';

const aBoard = (changes: Partial<Board> = {}): Board => ({
  asOf: new Date().toISOString(),
  comparedAt: new Date(Date.now() - 3_600_000).toISOString(),
  today: [
    { status: 'booked', ours: 15, source: 14, oursThen: 14 },
    { status: 'confirmed', ours: 6, source: 9, oursThen: 6 },
    { status: 'no_show', ours: 0, source: 0, oursThen: 0 },
  ],
  week: [{ status: 'booked', ours: 80, source: null, oursThen: null }],
  patients: 1204,
  withoutBooking: 214,
  ...changes,
});

describe('bookings by status', () => {
  let server: ContractServer;
  let page: Awaited<ReturnType<typeof renderConsole>>;
  const row = (table: HTMLElement, status: string) => within(table).getByText(status).closest('tr')?.textContent ?? '';
  beforeEach(() => {
    server = atASource(['coordinator']);
  });
  afterEach(async () => {
    await page.close();
    cleanup();
  });

  it('S2-08 sets our count beside that of the source, of the same moment, and names every difference', async () => {
    server.answer('GET', '/connections/c1/board', { body: aBoard() });
    page = await renderConsole(server, '/connections/bookings');
    const today = await screen.findByRole('table', { name: 'Today' });
    expect(row(today, 'Booked')).toBe('Booked151414equal');
    expect(row(today, 'Confirmed')).toBe('Confirmed6693 fewer here');
    expect(within(today).queryByText('No show')).toBeNull();
    const week = screen.getByRole('table', { name: 'Today and the next 6 days' });
    expect(row(week, 'Booked')).toBe('Booked80––not counted');
    expect(screen.getByText(/214 of 1,204 patients have no booking ahead/)).toBeTruthy();
  });

  it('says so when there is nothing, and when it cannot be counted', async () => {
    server.answer('GET', '/connections/c1/board', { body: aBoard({ today: [], week: [], comparedAt: null }) });
    page = await renderConsole(server, '/connections/bookings');
    expect(await screen.findByText(/No booking stands in these seven days/)).toBeTruthy();
    expect(screen.getByText(/the source was not counted yet/)).toBeTruthy();
  });

  it('shows one error with a retry', async () => {
    page = await renderConsole(server, '/connections/bookings');
    expect(await screen.findByRole('button', { name: 'Try again' })).toBeTruthy();
  });
});

describe('the connections, with their alarms', () => {
  let page: Awaited<ReturnType<typeof renderConsole>>;
  afterEach(async () => {
    await page.close();
    cleanup();
  });
  const hour = (read: number) => ({ at: '2026-11-21T02:00:00.000Z', read, applied: read, quarantined: 0 });

  it('says of each what is alarming, and how many records it brings a day', async () => {
    const server = atASource()
      .answer('GET', '/connections', { body: [aConnection(), aConnection({ id: 'c2', name: 'Export' })] })
      .answer('GET', '/alarms', { body: { open: [anAlarm('a1')], ended: [] } })
      .answer('GET', '/connections/c1/throughput', { body: [hour(500), hour(900)] });
    page = await renderConsole(server, '/connections');
    const alarms = await screen.findByRole('list', { name: 'Open alarms' });
    expect(within(alarms).getByRole('link', { name: 'Northside PMS' }).getAttribute('href')).toBe('/connections/c1');
    const cards = within(await screen.findByRole('list', { name: 'The connections' }));
    const card = () => cards.getByRole('link', { name: 'Northside PMS' }).closest('li')?.textContent;
    expect(card()).toContain('1 alarm: late (appointments)');
    expect(await cards.findByText('200')).toBeTruthy();
    expect(card()).toContain('Records a day200');
    expect(cards.getByRole('link', { name: 'Export' }).closest('li')?.textContent).not.toContain('alarm');
    expect(screen.getAllByRole('link', { name: /^Connections/ })[0]?.textContent).toContain('1 waiting');
  });

  it('asks for no alarms on behalf of those who can do nothing about them', async () => {
    const server = atASource(['coordinator']);
    page = await renderConsole(server, '/connections');
    await screen.findByRole('link', { name: 'Northside PMS' });
    expect(server.askedFor('GET', '/alarms')).toEqual([]);
  });
});
