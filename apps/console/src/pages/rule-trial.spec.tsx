import { act, cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { signedIn } from '../../test/answers.js';
import { ContractServer } from '../../test/contract-server.js';
import { press, renderConsole } from '../../test/render-console.js';
import { aRule, aShadowFinding, someTrialCounts } from '../../test/rule-answers.js';
import type { Session } from '../api.types.js';

const said = () => document.querySelector('[data-announcer]')?.textContent ?? '';

describe('whom a rule on trial would list', () => {
  let server: ContractServer;
  let page: Awaited<ReturnType<typeof renderConsole>>;
  const open = async (at = '/rules/R17/trial', roles: Session['roles'] = ['coordinator']) => {
    signedIn(server, { roles });
    page = await renderConsole(server, at);
  };
  const list = () => screen.findByRole('table', { name: 'Whom R17 would list' });
  const rowOf = (name: string) => screen.getByRole('link', { name }).closest('tr')!;
  const given = (id: string) => server.askedFor('POST', `/rules/shadow-findings/${id}/verdict`).map(({ body }) => body);

  beforeEach(() => {
    server = new ContractServer()
      .answer('GET', '/rules', {
        body: [aRule('R17', { name: 'RECALL_OVERDUE', mode: 'shadow', trial: { now: 12, lastWeek: 3 } })],
      })
      .answer('GET', '/rules/R17/history', { body: { rule: 'R17', items: [] } })
      .answer('GET', '/locations', {
        body: [
          { id: 'l1', name: 'Leith Walk', connectionId: 'c1', connectionName: 'Cliniko' },
          { id: 'l2', name: 'Morningside', connectionId: 'c1', connectionName: 'Cliniko' },
        ],
      })
      .answer('GET', '/rules/R17/shadow-findings', {
        body: { items: [aShadowFinding('a'), aShadowFinding('b')], nextCursor: null, counts: someTrialCounts() },
      })
      .answer('POST', '/rules/shadow-findings/a/verdict', {
        body: someTrialCounts({
          toJudge: 1,
          judged: { right: 9, wrong: 2, share: 9 / 11, low: 0.523, high: 0.949, days: 60 },
        }),
      })
      .answer('POST', '/rules/shadow-findings/b/verdict', { body: someTrialCounts({ toJudge: 0 }) })
      .answer('DELETE', '/rules/shadow-findings/a/verdict', { body: someTrialCounts() });
  });
  afterEach(async () => {
    await page.close();
    cleanup();
  });

  it('X22 shows each with the reason and since when, and how truly the rule would list', async () => {
    await open();
    await list();
    const row = rowOf('Patient a');
    expect(row.textContent).toContain('Recall due 3 Nov; nothing booked');
    expect(row.textContent).toContain('Recall r1, due 3 Nov 2026');
    expect(row.textContent).toContain('2 Mar');
    expect(within(row).getByRole('link').getAttribute('href')).toBe('/patients/p-a');
    const standing = screen.getByRole('region', { name: 'How the trial stands' });
    expect(standing.textContent).toContain('90 % 60–98 %');
    expect(standing.textContent).toContain('9 of 10 findings judged right');
    const tabs = screen.getAllByRole('tab').map(({ textContent }) => textContent);
    expect(tabs).toEqual(['To judge2', 'Would be listed now12', 'Judged10']);
  });

  it('X13 X22 is judged by keys: two for wrong with its cause, one for right, and the mark goes on', async () => {
    await open();
    await list();
    await press('x');
    expect(screen.queryByRole('dialog')).toBeNull();
    await press('j');
    await waitFor(() => expect(document.activeElement?.textContent).toBe('Patient a'));
    await press('x');
    const first = await screen.findByRole('button', { name: 'Already booked, here or elsewhere' });
    expect(screen.queryByLabelText('Note')).toBeNull();
    await press('2', first);
    await waitFor(() => expect(given('a')).toEqual([{ verdict: 'wrong', cause: 'finished' }]));
    await waitFor(() => expect(rowOf('Patient a').textContent).toContain('WrongFinished their care'));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(screen.getByRole('region', { name: 'How the trial stands' }).textContent).toContain('82 % 52–95 %');
    expect(screen.getByRole('tab', { name: /^To judge/ }).textContent).toBe('To judge1');
    await waitFor(() => expect(rowOf('Patient b').hasAttribute('data-active')).toBe(true));
    await press('y');
    await waitFor(() => expect(given('b')).toEqual([{ verdict: 'right' }]));
    await waitFor(() => expect(rowOf('Patient b').textContent).toContain('Right'));
  });

  it('X13 takes the last mark back with U, and any mark from its row', async () => {
    await open();
    await list();
    await press('j');
    await press('y');
    await waitFor(() => expect(said()).toContain('Marked as rightly found. Press U to undo.'));
    await press('u');
    await waitFor(() => expect(said()).toContain('The mark was taken back.'));
    expect(rowOf('Patient a').textContent).toContain('not judged');
    await act(async () => void fireEvent.click(within(rowOf('Patient a')).getByRole('button', { name: 'Right' })));
    await act(
      async () => void fireEvent.click(await within(rowOf('Patient a')).findByRole('button', { name: 'Take back' })),
    );
    await waitFor(() => expect(server.askedFor('DELETE', '/rules/shadow-findings/a/verdict')).toHaveLength(2));
  });

  it('keeps part and place in the address, and no name', async () => {
    await open();
    await list();
    await act(async () => void fireEvent.change(screen.getByLabelText('Location'), { target: { value: 'l2' } }));
    await act(async () => void fireEvent.click(screen.getByRole('tab', { name: 'Judged' })));
    await waitFor(() => expect(page.address()).toBe('/rules/R17/trial?show=judged&location=l2'));
    const asked = server.askedFor('GET', '/rules/R17/shadow-findings').at(-1)?.query;
    expect([asked?.get('show'), asked?.get('locationId')]).toEqual(['judged', 'l2']);
  });

  it('says why nobody is there, what went wrong, and who may look', async () => {
    server.answer('GET', '/rules/R17/shadow-findings', {
      body: { items: [], nextCursor: null, counts: someTrialCounts({ toJudge: 0 }) },
    });
    await open();
    expect(await screen.findByRole('heading', { name: 'Nobody is left to judge' })).toBeTruthy();
    await page.close();
    cleanup();
    server.answer('GET', '/rules/R17/shadow-findings', {
      status: 500,
      body: { status: 500, code: 'internal', detail: 'Something broke here.', requestId: 'r7' },
    });
    await open();
    expect((await screen.findByRole('alert')).textContent).toContain('Something broke here.');
    await page.close();
    cleanup();
    await open('/rules/R17/trial', ['integrator']);
    expect(await screen.findByRole('heading', { name: 'This is not part of your role' })).toBeTruthy();
  });

  it('lets an auditor look, and judge nothing', async () => {
    await open('/rules/R17/trial', ['auditor']);
    await list();
    await press('j');
    await press('y');
    await press('x');
    expect(screen.queryByRole('dialog')).toBeNull();
    expect(screen.queryByRole('button', { name: 'Right' })).toBeNull();
    expect(given('a')).toEqual([]);
  });

  it('is reached from the rule that is on trial', async () => {
    await open('/rules/R17');
    const link = await screen.findByRole('link', { name: 'Look at them one by one' });
    expect(link.getAttribute('href')).toBe('/rules/R17/trial');
  });
});
