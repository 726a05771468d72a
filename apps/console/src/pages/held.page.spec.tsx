import { act, cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { aPage, aRow, signedIn, someCounts } from '../../test/answers.js';
import { someHeld } from '../../test/care-answers.js';
import { ContractServer } from '../../test/contract-server.js';
import { renderConsole } from '../../test/render-console.js';
import type { HeldCases } from '../api.care.js';
import type { Session } from '../api.types.js';

const NOTHING_HELD: HeldCases = { cases: 0, since: null, upTo: null, rules: [], people: [] };

describe('cases held for review', () => {
  let server: ContractServer;
  let page: Awaited<ReturnType<typeof renderConsole>>;
  const open = async (at: string, roles: Session['roles'] = ['manager']) => {
    signedIn(server, { roles })
      .answer('GET', '/worklist', { body: aPage([aRow('a')]) })
      .answer('GET', '/worklist/counts', { body: someCounts({ held: 37 }) });
    page = await renderConsole(server, at);
  };
  const click = async (element: HTMLElement) => act(async () => void fireEvent.click(element));
  const surge = 'On 21 Nov 37 patients went off track, where 9 are the most that is usual.';

  beforeEach(() => {
    server = new ContractServer()
      .answer('GET', '/held-cases', { body: someHeld() })
      .answer('GET', '/rules', { body: [] })
      .answer('GET', '/alarms', {
        body: {
          open: [
            {
              ...{ id: 'al1', connectionId: 'c1', connection: 'Northside PMS', code: 'surge_held', subject: '' },
              ...{ says: surge, rules: [], openedAt: '2026-11-21T10:00:00.000Z', closedAt: null },
            },
          ],
          ended: [],
        },
      });
  });
  afterEach(async () => {
    await page.close();
    cleanup();
  });

  it('K30 the list says how many are held back and why, and leads a manager to them', async () => {
    await open('/worklist');
    const said = await screen.findByText(/37 new cases are held back/);
    expect(said.textContent).toContain('read only in part');
    expect(within(said).getByRole('link', { name: 'Look at them' }).getAttribute('href')).toBe('/worklist/held');
  });

  it('K30 tells a coordinator the same, names nobody to them, and leaves the decision to others', async () => {
    await open('/worklist', ['coordinator']);
    const said = await screen.findByText(/37 new cases are held back/);
    expect(said.textContent).toContain('A manager or an admin decides.');
    expect(within(said).queryByRole('link')).toBeNull();
    await page.close();
    cleanup();
    await open('/worklist/held', ['coordinator']);
    expect(await screen.findByText('Managers and admins decide about cases that are held.')).toBeTruthy();
    expect(server.askedFor('GET', '/held-cases')).toHaveLength(0);
  });

  it('K30 shows the cause, the rules and the people, and publishes exactly what was looked at', async () => {
    server.answer('POST', '/held-cases/publish', () => {
      server.answer('GET', '/held-cases', { body: NOTHING_HELD });
      return { body: { cases: 37 } };
    });
    await open('/worklist/held');
    const people = await screen.findByRole('table', { name: 'Patients whose new case is held' });
    const [, first] = within(people).getAllByRole('row');
    expect(first?.textContent).toContain('Patient a Last visit on 1 Oct; nothing booked.R01, R04');
    expect(screen.getByRole('table', { name: 'Held cases by rule' }).textContent).toContain('R01 36 of 37');
    expect(await screen.findByText(/9 are the most that is usual/)).toBeTruthy();
    await click(screen.getByRole('button', { name: 'Publish them' }));
    const dialog = await screen.findByRole('dialog', { name: 'They are true: 37 cases' });
    await click(within(dialog).getByRole('button', { name: 'Publish them' }));
    expect(await screen.findByText('Nothing is held')).toBeTruthy();
    expect(screen.getAllByText('Published: 37 cases stand on the list.').length).toBeGreaterThan(0);
    expect(server.askedFor('POST', '/held-cases/publish').map(({ body }) => body)).toEqual([
      { upTo: '2026-11-21T10:04:00.000Z' },
    ]);
  });

  it('K30 discards only after it was asked once more, and says in place why it could not', async () => {
    const detail = 'The practice is being moved: try again in a minute.';
    server.answer('POST', '/held-cases/discard', {
      status: 409,
      body: { status: 409, code: 'conflict', detail, requestId: 'r1' },
    });
    await open('/worklist/held');
    await click(await screen.findByRole('button', { name: 'Discard them' }));
    const dialog = await screen.findByRole('dialog', { name: 'They are not true: 37 cases' });
    expect(dialog.textContent).toContain('closed as wrong data');
    await click(within(dialog).getByRole('button', { name: 'Not yet' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(server.askedFor('POST', '/held-cases/discard')).toHaveLength(0);
    await click(screen.getByRole('button', { name: 'Discard them' }));
    const again = await screen.findByRole('dialog');
    await click(within(again).getByRole('button', { name: 'Discard them' }));
    expect((await within(again).findByRole('alert')).textContent).toBe(detail);
  });
});

describe('the tier beside a name', () => {
  let page: Awaited<ReturnType<typeof renderConsole>>;
  afterEach(async () => {
    await page.close();
    cleanup();
  });

  it('S4-10 stands in the list beside everybody who has one, asked for once for all', async () => {
    const server = signedIn(new ContractServer())
      .answer('GET', '/worklist', { body: aPage([aRow('a'), aRow('b'), aRow('c')]) })
      .answer('POST', '/patients/tiers', {
        body: [
          { personId: 'a', tiers: [{ name: 'Gold', pattern: 'mid' }] },
          { personId: 'c', tiers: [{ name: 'Harbour club', pattern: null }] },
        ],
      });
    page = await renderConsole(server, '/worklist');
    expect(await screen.findByText('Gold')).toBeTruthy();
    const badgesOf = (name: string) => {
      const row = screen.getByRole('link', { name }).closest('tr, li') as HTMLElement;
      return [...row.querySelectorAll('.kw-tier-badge')].map((badge) => badge.textContent);
    };
    expect(['Patient a', 'Patient b', 'Patient c'].map(badgesOf)).toEqual([['Tier: Gold'], [], ['Tier: Harbour club']]);
    expect(server.askedFor('POST', '/patients/tiers').map(({ body }) => body)).toEqual([
      { personIds: ['a', 'b', 'c'] },
    ]);
  });
});
