import { act, cleanup, fireEvent, screen, within } from '@testing-library/react';
import { signedIn } from '../../test/answers.js';
import { ContractServer } from '../../test/contract-server.js';
import { renderConsole } from '../../test/render-console.js';
import { aDraft, aRule, nobodyListed } from '../../test/rule-answers.js';
import type { Session } from '../api.types.js';

const PAUSED = 'R02 paused itself: of 40 cases judged in 60 days 20 were rightly listed.';

describe('the rules', () => {
  let server: ContractServer;
  let page: Awaited<ReturnType<typeof renderConsole>>;
  const rowOf = async (id: string) => (await screen.findByText(id)).closest('tr') as HTMLElement;
  const open = async (roles: Session['roles'] = ['manager'], at = '/rules') => {
    signedIn(server, { roles });
    page = await renderConsole(server, at);
  };

  beforeEach(() => {
    server = new ContractServer()
      .answer('GET', '/rules/drafts', {
        body: { items: [aDraft('d1'), aDraft('d0', { state: 'withdrawn' })], nextCursor: null },
      })
      .answer('GET', '/rules', {
        body: [
          aRule('R06', {
            listed: 1212,
            listedOn: { ...nobodyListed, today: 1200, backlog: 12 },
            precision: { right: 45, wrong: 5, share: 0.9, low: 0.786, high: 0.957, days: 60 },
          }),
          aRule('R02', {
            name: 'LEFT_UNBOOKED',
            kind: 'W',
            mode: 'shadow',
            listedOn: { ...nobodyListed, today: 4, at_risk: 5 },
            trial: { now: 31, lastWeek: 6 },
            paused: { since: '2026-11-20T09:00:00.000Z', reason: PAUSED },
          }),
          aRule('R18', { kind: 'W', mode: 'off' }),
          aRule('P01', { name: 'OWN_RULE' }),
        ],
      });
  });
  afterEach(async () => {
    await page.close();
    cleanup();
  });

  it('leads from each number to exactly the part of the list that it counts', async () => {
    await open();
    const links = async (id: string) =>
      within(await rowOf(id))
        .queryAllByRole('link')
        .filter((link) => link.getAttribute('href')?.startsWith('/worklist') === true)
        .map((link) => [link.textContent, link.getAttribute('href')]);
    expect(await links('R06')).toEqual([
      ['Today 1,200', '/worklist?rule=R06'],
      ['Backlog 12', '/worklist?tab=backlog&rule=R06'],
    ]);
    expect(await links('R02')).toEqual([
      ['Today 4', '/worklist?rule=R02'],
      ['At risk 5', '/worklist?tab=at_risk&rule=R02'],
    ]);
    expect(await links('R18')).toEqual([]);
    expect((await rowOf('R18')).textContent).toContain('nobody');
  });

  it('writes the thresholds in a clinic’s words and marks what the practice changed', async () => {
    await open();
    const { textContent } = await rowOf('R06');
    expect(textContent).toContain(
      'Time to rebook after a no-show: Physiotherapy 3 open dayschanged · Dental 2 open days',
    );
    expect(textContent).not.toMatch(/BD|PT\b/);
  });

  it('groups the pack as a clinic thinks, and loses no rule that it does not know', async () => {
    await open();
    await rowOf('R06');
    const headings = screen.getAllByRole('heading', { level: 2 }).map(({ textContent }) => textContent);
    expect(headings).toEqual(['Visits', 'Lost bookings', 'Practice rules']);
    expect(within(screen.getByRole('region', { name: 'Practice rules' })).getByText('P01')).toBeTruthy();
  });

  it('X13 shows how truly each rule lists with its interval, and why one paused itself', async () => {
    await open();
    expect((await rowOf('R06')).textContent).toContain('90 % 79–96 %');
    expect((await rowOf('R06')).textContent).toContain('45 of 50 listings judged right');
    const paused = await rowOf('R02');
    expect(paused.textContent).toContain(PAUSED);
    expect(paused.textContent).toContain('would list 31, 6 new in 7 days');
    expect(paused.textContent).toContain('none judged yet');
  });

  it('X17 begins a draft where another setting is chosen, and never acts at once', async () => {
    await open();
    const modes = within(await rowOf('R06')).getByRole('group', { name: 'R06 is on' });
    expect(within(modes).getByText('On').tagName).toBe('STRONG');
    const off = within(modes).getByRole('link', { name: 'Propose to set R06 to off' });
    await act(async () => void fireEvent.click(off));
    await screen.findByRole('heading', { level: 1, name: 'Propose a change' });
    expect(page.address()).toBe('/rules/changes/new?rule=R06&mode=off');
    expect(server.asked.filter(({ method }) => method !== 'GET')).toEqual([]);
  });

  it('offers no change to whoever may not propose one', async () => {
    await open(['coordinator']);
    const row = await rowOf('R06');
    expect(within(row).queryByRole('link', { name: /^Propose/ })).toBeNull();
    expect(within(row).getByText('On')).toBeTruthy();
  });

  it('lists the changes that were proposed, and counts those that are open', async () => {
    await open(['manager'], '/rules?part=changes');
    const table = await screen.findByRole('table', { name: /^Proposed changes/ });
    expect(within(table).getAllByRole('row')[1]?.textContent).toContain('R06 No show not rebooked: on');
    expect(within(table).getAllByRole('row')[1]?.textContent).toContain('To be approved');
    expect(screen.getByRole('tab', { name: /^Changes/ }).textContent).toBe('Changes1');
  });

  it('says when no change was proposed, and how to propose one', async () => {
    server.answer('GET', '/rules/drafts', { body: { items: [], nextCursor: null } });
    await open(['manager'], '/rules?part=changes');
    expect(await screen.findByRole('heading', { name: 'No change was proposed yet' })).toBeTruthy();
  });

  it('shows a skeleton, then one sentence and a retry where the rules cannot be had', async () => {
    server.answer('GET', '/rules', {
      status: 500,
      body: { status: 500, code: 'internal', detail: 'Something broke here.', requestId: 'r7' },
    });
    const release = server.hold('GET', '/rules');
    await open();
    expect(await screen.findByRole('status', { name: 'Loading the rules' })).toBeTruthy();
    await act(async () => release());
    const alert = await screen.findByRole('alert');
    expect(alert.textContent).toContain('Something broke here.');
    expect(alert.textContent).toContain('r7');
  });

  it('tells of one rule its thresholds at each location, and who changed it when and why', async () => {
    server
      .answer('GET', '/rules', {
        body: [
          aRule('R06', {
            locations: [
              {
                location: { id: 'l1', name: 'Leith Walk' },
                mode: 'shadow',
                thresholds: aRule('R06').thresholds.map((threshold) => ({ ...threshold, value: '5 BD' })),
              },
            ],
          }),
        ],
      })
      .answer('GET', '/rules/R06/history', {
        body: {
          rule: 'R06',
          items: [
            {
              ...{ id: 'h2', location: null, mode: 'on', parameters: { PT: '3 BD' }, version: 2, bySystem: false },
              ...{ from: '2026-11-10T09:00:00.000Z', to: null, reason: 'Holidays.', draftId: 'd1' },
              ...{ author: { id: 'u9', name: 'Sam Doe' }, approvedBy: { id: 'u1', name: 'Maya Chen' } },
            },
            {
              ...{ id: 'h1', location: null, mode: 'shadow', parameters: { PT: '1 BD' }, version: 1, bySystem: true },
              ...{ from: '2026-11-01T09:00:00.000Z', to: '2026-11-10T09:00:00.000Z', reason: PAUSED, draftId: null },
              ...{ author: null, approvedBy: null },
            },
          ],
        },
      });
    await open(['manager'], '/rules/R06');
    await screen.findByRole('heading', { level: 1, name: 'R06 No show not rebooked' });
    const there = screen.getByRole('region', { name: 'Leith Walk' });
    expect(within(there).getByRole('table').textContent).toContain('5 open days');
    const [, newest, first] = within(await screen.findByRole('table', { name: /newest first/ })).getAllByRole('row');
    expect(newest?.textContent).toContain('Shadow → On');
    expect(newest?.textContent).toContain('Physiotherapy: 1 open day → 3 open days');
    expect(newest?.textContent).toContain('Sam Doeapproved by Maya Chen');
    expect(within(newest!).getByRole('link').getAttribute('href')).toBe('/rules/changes/d1');
    expect(first?.textContent).toContain('The rule itself');
  });
});
