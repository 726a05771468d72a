import { act, cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { signedIn } from '../../test/answers.js';
import { ContractServer } from '../../test/contract-server.js';
import { aBacktest, aResult, aRunOfThePast, aSide } from '../../test/proof-answers.js';
import { renderConsole } from '../../test/render-console.js';
import { aDraft, aRecommendedPack, aRule } from '../../test/rule-answers.js';

describe('a change of several rules', () => {
  let server: ContractServer;
  let page: Awaited<ReturnType<typeof renderConsole>>;
  const click = async (element: HTMLElement) => act(async () => void fireEvent.click(element));
  const type = async (element: HTMLElement, value: string) =>
    act(async () => void fireEvent.change(element, { target: { value } }));
  const open = async (at: string) => {
    page = await renderConsole(server, at);
  };
  const ruleCard = (name: RegExp) => screen.findByRole('region', { name });
  const sent = () => server.askedFor('POST', '/rules/drafts').map(({ body }) => body);

  beforeEach(() => {
    server = signedIn(new ContractServer(), { roles: ['manager'] })
      .answer('GET', '/rules', {
        body: [
          aRule('R06'),
          aRule('R17', { name: 'RECALL_OVERDUE', mode: 'off', parameters: {}, thresholds: [] }),
          aRule('R33', { name: 'CARE_TEAM_CHANGE', mode: 'shadow', parameters: {}, thresholds: [] }),
        ],
      })
      .answer('GET', '/rules/recommended', { body: aRecommendedPack() })
      .answer('GET', '/locations', {
        body: [{ id: 'l2', name: 'Morningside', connectionId: 'c1', connectionName: 'Cliniko' }],
      })
      .answer('POST', '/rules/drafts', { status: 201, body: aDraft('d1', { state: 'proposed', preview: null }) })
      .answer('GET', '/rules/drafts', { body: { items: [aDraft('d1')], nextCursor: null } })
      .answer('GET', '/rules/drafts/d1', { body: aDraft('d1') })
      .answer('GET', '/rules/drafts/d1/people', { body: { items: [], nextCursor: null } })
      .answer('GET', '/backtests', { body: { items: [], nextCursor: null } });
  });
  afterEach(async () => {
    await page.close();
    cleanup();
  });

  it('X17 proposes rules together, each with its own setting and place, in one draft with one reason', async () => {
    await open('/rules/changes/new?rule=R06&mode=shadow');
    await ruleCard(/^R06/);
    const add = screen.getByLabelText<HTMLSelectElement>('Change another rule with it');
    await type(add, 'R17');
    const recall = await ruleCard(/^R17/);
    expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Propose and preview' }).disabled).toBe(true);
    await click(within(recall).getByRole('button', { name: /^On/ }));
    // The same rule once more is for another place: the practice is taken.
    await within(add).findByRole('option', { name: 'R17 Recall overdue, elsewhere' });
    await type(add, 'R17');
    const [, there] = screen.getAllByRole('region', { name: /^R17/ });
    expect(within(there!).getByLabelText<HTMLSelectElement>('Where').value).toBe('l2');
    await click(within(there!).getByRole('button', { name: /^Shadow/ }));
    expect(within(add).queryByRole('option', { name: /^R17/ })).toBeNull();
    await type(screen.getByLabelText(/^Reason/), 'Recalls matter now.');
    await click(screen.getByRole('button', { name: 'Propose and preview' }));
    await screen.findByRole('heading', { level: 1, name: 'Change of rules' });
    expect(sent()).toEqual([
      {
        reason: 'Recalls matter now.',
        changes: [
          { rule: 'R06', mode: 'shadow', parameters: { PT: '3 BD' } },
          { rule: 'R17', mode: 'on', parameters: {} },
          { rule: 'R17', locationId: 'l2', mode: 'shadow', parameters: {} },
        ],
      },
    ]);
  });

  it('X17 says what is wrong beside the rule it is about', async () => {
    const detail = 'R17 is set so already.';
    server.answer('POST', '/rules/drafts', {
      status: 422,
      body: { status: 422, code: 'settings_wrong', detail, field: 'changes.1', requestId: 'r1' },
    });
    await open('/rules/changes/new?rule=R06&mode=shadow');
    await ruleCard(/^R06/);
    await type(screen.getByLabelText('Change another rule with it'), 'R17');
    await click(within(await ruleCard(/^R17/)).getByRole('button', { name: /^On/ }));
    await type(screen.getByLabelText(/^Reason/), 'To see.');
    await click(screen.getByRole('button', { name: 'Propose and preview' }));
    expect((await within(await ruleCard(/^R17/)).findByRole('alert')).textContent).toBe(detail);
    expect(within(await ruleCard(/^R06/)).queryByRole('alert')).toBeNull();
  });

  it('X17 offers the recommended pack with what it was measured by, and sets nothing by it', async () => {
    await open('/rules');
    const offer = await ruleCard(/^Recommended pack/);
    expect(offer.textContent).toContain('for physiotherapy, dental: 2 to switch on, 1 on already');
    expect(offer.textContent).toContain('93.5 % of 1,236 cases');
    expect(offer.textContent).toContain('99.6 % of 249');
    expect(offer.textContent).toContain('docs/detection.md');
    expect(offer.textContent).toContain('R08 Repeated misses: It speaks, truly, of patients who still come.');
    await click(within(offer).getByRole('link', { name: 'Try the recommended pack' }));
    await ruleCard(/^R17/);
    const switchedOn = screen
      .getAllByRole('button', { name: /^On/, pressed: true })
      .map((button) => button.closest('section')?.textContent ?? '');
    expect(switchedOn.some((text) => text.includes('R17'))).toBe(true);
    expect(switchedOn.some((text) => text.includes('R33'))).toBe(true);
    expect(screen.getByLabelText<HTMLTextAreaElement>(/^Reason/).value).toBe(
      'The recommended pack for physiotherapy, dental.',
    );
    expect(server.asked.filter(({ method }) => method !== 'GET')).toEqual([]);
  });

  it('shows the rules together with the offer above them, so that none moves away under the hand', async () => {
    const release = server.hold('GET', '/rules/recommended');
    await open('/rules');
    await screen.findByRole('status', { name: 'Loading the rules' });
    await waitFor(() => expect(server.askedFor('GET', '/rules')).toHaveLength(1));
    expect(screen.queryByText('R06')).toBeNull();
    await act(async () => release());
    await screen.findByText('R06');
    expect(screen.getByRole('region', { name: /^Recommended pack/ })).toBeTruthy();
  });

  it('X17 proposes the one rule that was chosen beside the offer, and nothing of the offer', async () => {
    await open('/rules');
    await ruleCard(/^Recommended pack/);
    await click(screen.getByRole('link', { name: 'Propose to set R06 to shadow' }));
    await ruleCard(/^R06/);
    expect(page.address()).toBe('/rules/changes/new?rule=R06&mode=shadow');
    expect(screen.queryByRole('region', { name: /^R17/ })).toBeNull();
    await type(screen.getByLabelText(/^Reason/), 'The desk rebooks them itself.');
    await click(screen.getByRole('button', { name: 'Propose and preview' }));
    await waitFor(() => expect(sent()).toMatchObject([{ changes: [{ rule: 'R06', mode: 'shadow' }] }]));
  });

  it('X17 X03 the pack can be thinned, set to trial at once, and tried on the past from its draft', async () => {
    await open('/rules/changes/new?pack=recommended');
    await ruleCard(/^R33/);
    await type(screen.getByLabelText('Change another rule with it'), 'R06');
    await click(
      within(screen.getByRole('group', { name: 'Set all of them to' })).getByRole('button', { name: 'Shadow' }),
    );
    // R33 is on trial already: that is no change.
    expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Propose and try on the past' }).disabled).toBe(true);
    await click(screen.getByRole('button', { name: 'Take R33 out of the change' }));
    await click(screen.getByRole('button', { name: 'Propose and try on the past' }));
    await screen.findByRole('heading', { level: 1, name: 'Rules on the past' });
    expect(page.address()).toBe('/rules/backtest?draft=d1');
    expect(await screen.findByDisplayValue(/^In force, and beside it: Sam Doe/)).toBeTruthy();
    expect(sent()).toMatchObject([
      {
        changes: [
          { rule: 'R17', mode: 'shadow' },
          { rule: 'R06', mode: 'shadow' },
        ],
      },
    ]);
  });

  it('offers nothing where the pack is on already, and nothing to whoever may not propose', async () => {
    server.answer('GET', '/rules/recommended', { body: aRecommendedPack({ switchOn: [] }) });
    await open('/rules');
    await screen.findByText('R06');
    await waitFor(() => expect(server.askedFor('GET', '/rules/recommended')).toHaveLength(1));
    expect(screen.queryByRole('region', { name: 'Recommended pack' })).toBeNull();
    await page.close();
    cleanup();
    signedIn(server, { roles: ['coordinator'] });
    await open('/rules');
    await screen.findByText('R06');
    expect(server.askedFor('GET', '/rules/recommended')).toHaveLength(1);
  });

  it('X17 says of how many people how many have been asked while the preview is made', async () => {
    server.answer('GET', '/rules/drafts/d1', {
      body: aDraft('d1', { state: 'previewing', preview: null, progress: { asked: 1500, of: 6000 } }),
    });
    await open('/rules/changes/d1');
    const bar = await screen.findByRole('progressbar', { name: 'People asked: 1,500 of 6,000' });
    expect(bar.getAttribute('aria-valuenow')).toBe('25');
    expect(screen.getByText('1,500 of 6,000 people asked')).toBeTruthy();
  });

  it('X03 leads from a change to what it did on past days, and back', async () => {
    const run = aRunOfThePast({ draftId: 'd1' });
    server
      .answer('GET', '/backtests', { body: { items: [run, aRunOfThePast({ id: 'b2' })], nextCursor: null } })
      .answer('GET', '/backtests/b1', { body: aBacktest({ draftId: 'd1' }) });
    await open('/rules/changes/d1');
    const past = await screen.findByRole('region', { name: 'On the past' });
    const links = () => within(past).getAllByRole('link');
    await waitFor(() =>
      expect(links().map((link) => link.getAttribute('href'))).toEqual([
        '/rules/backtest/b1',
        '/rules/backtest?draft=d1',
      ]),
    );
    await click(links()[0]!);
    const back = await screen.findByRole('link', { name: 'a proposed change' });
    expect(back.getAttribute('href')).toBe('/rules/changes/d1');
  });

  it('X03 shows a run that was kept before weeks were counted', async () => {
    const side = aSide();
    const { leads: _, ...pack } = side.pack;
    const kept = { ...side, pack } as unknown as typeof side;
    server.answer('GET', '/backtests/b1', { body: aBacktest({ result: aResult({ sides: [kept] }) }) });
    await open('/rules/backtest/b1');
    expect(await screen.findByText(/done before weeks were counted/)).toBeTruthy();
    expect(screen.getByRole('table', { name: 'All rules together, and fixed gaps' })).toBeTruthy();
  });
});
