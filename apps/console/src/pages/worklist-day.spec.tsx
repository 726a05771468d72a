import { act, cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { aDay, aPage, aRow, signedIn, someCounts } from '../../test/answers.js';
import { ContractServer } from '../../test/contract-server.js';
import { press, renderConsole } from '../../test/render-console.js';

const WORTH = {
  ...{ tau: 0.05, assumed: true, valueMinor: 42_000, valueKnown: true },
  ...{ costMinor: 400, expectedMinor: 1700, currency: 'GBP' },
};

describe('the day of the team, over the list', () => {
  let server: ContractServer;
  let page: Awaited<ReturnType<typeof renderConsole>>;
  const open = async (at = '/worklist') => {
    page = await renderConsole(server, at);
    await screen.findByRole('heading', { name: 'Off-track patients' });
  };
  beforeEach(() => {
    const unserved = { S1: 0, S2: 3, S3: 31, S4: 0, total: 34 };
    server = signedIn(new ContractServer())
      .answer('GET', '/worklist', {
        body: aPage([aRow('a', { place: 1, value: WORTH }), aRow('b', { place: 2, value: null }), aRow('c')]),
      })
      .answer('GET', '/worklist/counts', { body: someCounts({ today: 8, waiting: 34 }) })
      .answer('GET', '/day', { body: aDay({ unserved }) });
  });
  afterEach(async () => {
    await page.close();
    cleanup();
  });

  it('RC 7 says how many places are done, and who found none, by class', async () => {
    await open();
    const day = await screen.findByRole('region', { name: 'The team’s day' });
    expect(day.textContent).toContain('12 of 20 done of the day of Fri 20 Nov 2026');
    expect(day.textContent).toContain(
      '34 found no place when the day was planned: 3 this week, 31 when there is room.',
    );
    expect(within(day).getByRole('link').getAttribute('href')).toBe('/worklist?tab=waiting');
    const waiting = await screen.findByRole('tab', { name: /^No place today/ });
    await waitFor(() => expect(waiting.textContent).toBe('No place today34'));
  });

  it('RC 7 knows no places where nobody has said how many contacts the team can make', async () => {
    server
      .answer('GET', '/day', { body: aDay({ capacity: null, day: null }) })
      .answer('GET', '/worklist', { body: aPage([aRow('a', { value: WORTH })]) });
    await open();
    await screen.findByRole('table', { name: /^Today/ });
    expect(screen.queryByRole('region', { name: 'The team’s day' })).toBeNull();
    expect(screen.queryByRole('tab', { name: /^No place today/ })).toBeNull();
    expect(screen.queryByText('no place')).toBeNull();
    const why = await screen.findByRole('button', { name: 'Why it stands here: Patient a, why here' });
    await act(async () => fireEvent.click(why));
    const dialog = await screen.findByRole('dialog', { name: 'Why it stands here' });
    expect(dialog.textContent).toContain('A contact is worth£17');
    expect(dialog.textContent).not.toMatch(/no place in the present day/i);
  });

  it('RC 7 shows why a row stands where it stands, and calls assumed what is assumed', async () => {
    await open();
    const why = await screen.findByRole('button', { name: 'Why it stands here: Patient a, place 1' });
    await act(async () => fireEvent.click(why));
    const dialog = await screen.findByRole('dialog', { name: 'Why it stands here' });
    expect(dialog.textContent).toContain('Place 1 of the present day.');
    expect(dialog.textContent).toContain('assumed5 %');
    expect(dialog.textContent).toContain('A contact is worth£17');
    expect(dialog.textContent).toContain('has not been measured at this practice yet');
    await act(async () => fireEvent.click(within(dialog).getByRole('button', { name: 'Close' })));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  });

  it('RC 7 says it without a mouse too, and what is decisive where nothing has a value', async () => {
    await open();
    await screen.findByRole('table', { name: /^Today/ });
    await press('j');
    await press('j');
    await press('w');
    const dialog = await screen.findByRole('dialog', { name: 'Why it stands here' });
    expect(dialog.textContent).toContain('Place 2 of the present day.');
    expect(dialog.textContent).toContain('Then urgency decides');
  });

  it('RC 7 says that the day is done instead of calling nobody off-track', async () => {
    server.answer('GET', '/worklist', { body: aPage([]) });
    await open();
    const state = (await screen.findByRole('heading', { name: 'Every place of the day is worked off' })).parentElement;
    expect(state?.textContent).toContain('34 patients are off-track without a place.');
    expect(
      within(state as HTMLElement)
        .getByRole('link')
        .getAttribute('href'),
    ).toBe('/worklist?tab=waiting');
  });

  it('says when the day cannot be read, and shows the list all the same', async () => {
    server.answer('GET', '/day', { status: 500, body: { status: 500, detail: 'Broken.', requestId: 'r9' } });
    await open();
    expect((await screen.findByRole('alert')).textContent).toContain('Broken.');
    expect(await screen.findByRole('table', { name: /^Today/ })).toBeTruthy();
  });
});
