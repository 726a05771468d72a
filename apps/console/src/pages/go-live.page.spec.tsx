import { act, cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { signedIn } from '../../test/answers.js';
import { ContractServer } from '../../test/contract-server.js';
import { aSending } from '../../test/outreach-answers.js';
import { renderConsole } from '../../test/render-console.js';
import { aShadowHold, aShadowWeek } from '../../test/rule-answers.js';
import type { Session } from '../api.types.js';

describe('the shadow week', () => {
  let server: ContractServer;
  let page: Awaited<ReturnType<typeof renderConsole>>;
  const click = async (element: HTMLElement) => act(async () => void fireEvent.click(element));
  const type = async (label: string | RegExp, value: string) =>
    act(async () => void fireEvent.change(screen.getByLabelText(label), { target: { value } }));
  const open = async (roles: Session['roles'], at = '/go-live') => {
    signedIn(server, { roles });
    page = await renderConsole(server, at);
  };

  beforeEach(() => {
    server = new ContractServer()
      .answer('GET', '/sending', { body: aSending({ holds: [aShadowHold] }) })
      .answer('GET', '/go-live', { body: aShadowWeek() })
      .answer('GET', '/rules', { body: [] })
      .answer('GET', '/rules/drafts', { body: { items: [], nextCursor: null } });
  });
  afterEach(async () => {
    await page.close();
    cleanup();
  });

  it('X22 is told over every page, and cannot be released like another hold', async () => {
    await open(['admin'], '/rules');
    const banner = await screen.findByRole('complementary', { name: 'Sending' });
    await within(banner).findByText('12 of 30 judged.', { exact: false });
    expect(banner.textContent).toContain('Shadow week: nothing is sent');
    expect(within(banner).queryByRole('button')).toBeNull();
    expect(within(banner).getByRole('link').getAttribute('href')).toBe('/go-live');
  });

  it('X22 shows days, marks and the share with its interval, and keeps the gate shut while something is missing', async () => {
    await open(['admin']);
    expect(await screen.findByText('Day 3 of 7')).toBeTruthy();
    expect(screen.getByText('12 of 30 patients judged')).toBeTruthy();
    expect(screen.getByText('65–99 %')).toBeTruthy();
    const missing = within(screen.getByRole('list', { name: 'What is missing' })).getAllByRole('listitem');
    expect(missing.map(({ textContent }) => textContent)).toEqual([
      'The week is not over: 5 days are left.',
      '12 of 30 cases have been judged.',
    ]);
    expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Go live' }).disabled).toBe(true);
  });

  it('X22 opens by an admin with a reason once everything is there', async () => {
    server
      .answer('GET', '/go-live', { body: aShadowWeek({ missing: [] }) })
      .answer('POST', '/go-live/open', { body: { state: 'live', week: null } });
    await open(['admin']);
    await click(await screen.findByRole('button', { name: 'Go live' }));
    const dialog = await screen.findByRole('dialog');
    await type(/^Why the list is good enough/, 'Judged well.');
    await click(within(dialog).getByRole('button', { name: 'Go live' }));
    expect(await screen.findByRole('heading', { name: 'This practice is live' })).toBeTruthy();
    expect(server.askedFor('POST', '/go-live/open')[0]?.body).toEqual({ reason: 'Judged well.' });
  });

  it('gives the gate to admins alone', async () => {
    server.answer('GET', '/go-live', { body: aShadowWeek({ missing: [] }) });
    await open(['manager']);
    expect(await screen.findByText('An admin of this practice opens the gate.')).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Go live' })).toBeNull();
  });

  it('begins with what is agreed on, and says beside the field what cannot be', async () => {
    server
      .answer('GET', '/sending', { body: aSending() })
      .answer('GET', '/go-live', { body: { state: 'live', week: null } })
      .answer('POST', '/go-live/shadow', { body: aShadowWeek() });
    await open(['admin']);
    const begin = await screen.findByRole<HTMLButtonElement>('button', { name: 'Begin the shadow week' });
    await type('Rightly listed, at least, in per cent', '40');
    expect(screen.getByText('Between 50 and 100.')).toBeTruthy();
    await type('Rightly listed, at least, in per cent', '85');
    await type(/^Why/, 'A new practice.');
    expect(begin.disabled).toBe(false);
    await click(begin);
    await screen.findByText('Day 3 of 7');
    await waitFor(() =>
      expect(server.askedFor('POST', '/go-live/shadow')[0]?.body).toEqual({
        ...{ agreedPrecision: 0.85, fewestMarks: 30, reason: 'A new practice.' },
      }),
    );
  });
});
