import { act, cleanup, fireEvent, screen, within } from '@testing-library/react';
import { signedIn } from '../../test/answers.js';
import { ContractServer } from '../../test/contract-server.js';
import { aBacktest, aResult, aRunOfThePast, aSide } from '../../test/proof-answers.js';
import { renderConsole } from '../../test/render-console.js';

const DRAFT = {
  ...{ id: 'd1', state: 'ready', author: { id: 'u2', name: 'Ira Bell' }, reason: 'Misses are called the same day.' },
  ...{ changes: [], preview: null, approval: { may: false, says: null } },
  ...{ endedBy: null, endedAt: null, createdAt: '2026-11-20T09:00:00.000Z' },
};

describe('the rules on the past', () => {
  let server: ContractServer;
  let page: Awaited<ReturnType<typeof renderConsole>>;
  const open = async (at: string) => {
    page = await renderConsole(server, at);
  };
  const close = async () => {
    await page.close();
    cleanup();
  };
  beforeEach(() => {
    server = signedIn(new ContractServer(), { roles: ['manager'] })
      .answer('GET', '/rules/drafts', { body: { items: [DRAFT], nextCursor: null } })
      .answer('GET', '/backtests', { body: { items: [aRunOfThePast()], nextCursor: null } })
      .answer('GET', '/backtests/b1', { body: aBacktest() });
  });
  afterEach(close);

  it('X03 lists what was tried, with the period, the settings, and how it ended', async () => {
    await open('/rules/backtest');
    const row = (await screen.findByRole('link', { name: '1 Jun 2026 – 30 Aug 2026' })).closest('tr');
    expect(row?.textContent).toContain('every day');
    expect(row?.textContent).toContain('Settings in force');
    expect(row?.textContent).toContain('by Maya Chen');
    expect(row?.textContent).toContain('Done');
  });

  it('X03 asks for a run with a proposed change beside the settings in force, and opens it', async () => {
    server.answer('POST', '/backtests', { status: 202, body: aRunOfThePast({ state: 'asked', progress: 0 }) });
    server.answer('GET', '/backtests/b1', { body: aBacktest({ state: 'running', progress: 0.42, result: null }) });
    await open('/rules/backtest?draft=d1');
    await screen.findByDisplayValue(/Ira Bell, 20 Nov: Misses are called/);
    const type = (label: RegExp, value: string) =>
      fireEvent.change(screen.getByLabelText(label), { target: { value } });
    await act(async () => type(/^From/, '2026-06-01'));
    await act(async () => type(/^To/, '2026-05-01'));
    expect(screen.getByText('Ends before it begins.')).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Try' }).hasAttribute('disabled')).toBe(true);
    await act(async () => type(/^To/, '2026-08-30'));
    await act(async () => fireEvent.click(screen.getByRole('button', { name: 'Try' })));
    expect(await screen.findByText(/42 % of the people have been asked/)).toBeTruthy();
    expect(screen.getByRole('progressbar').getAttribute('aria-valuenow')).toBe('42');
    expect(page.address()).toBe('/rules/backtest/b1');
    expect(server.askedFor('POST', '/backtests').map(({ body }) => body)).toEqual([
      { from: '2026-06-01', to: '2026-08-30', every: 1, draftId: 'd1' },
    ]);
  });

  it('X03 a run that is under way can be called off, and says so', async () => {
    let state: 'running' | 'cancelled' = 'running';
    server
      .answer('GET', '/backtests/b1', () => ({ body: aBacktest({ state, progress: 0.42, result: null }) }))
      .answer('POST', '/backtests/b1/cancel', () => {
        state = 'cancelled';
        return { body: aRunOfThePast({ state }) };
      });
    await open('/rules/backtest/b1');
    const button = await screen.findByRole('button', { name: 'Call it off' });
    await act(async () => void fireEvent.click(button));
    expect(await screen.findByRole('heading', { name: 'This run was called off' })).toBeTruthy();
    expect(screen.getByText('Called off')).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Call it off' })).toBeNull();
    expect(server.askedFor('POST', '/backtests/b1/cancel')).toHaveLength(1);
  });

  it('X03 sets the rules beside a fixed gap, each number with its interval and from how many', async () => {
    await open('/rules/backtest/b1');
    const table = await screen.findByRole('table', { name: 'All rules together, and fixed gaps' });
    const [, rules, sixty] = within(table).getAllByRole('row');
    expect(rules?.textContent).toContain('75 % 65–83 %60 of 80');
    expect(rules?.textContent).toContain('80 judged, 30 not yet known, 10 contacted');
    expect(rules?.textContent).toContain('90 % 79–96 %45 of 50');
    expect(rules?.textContent).toContain('2 more too late');
    expect(rules?.textContent).toContain('41 than 60 days (36 to 45; n 44)');
    expect(rules?.textContent).toContain('1.3 1.1 to 1.6');
    expect(sixty?.textContent).toContain('No visit for 60 days, nothing booked');
    expect(sixty?.textContent).toContain('50 % 38–62 %30 of 60');
  });

  it('X03 says in words what is not known, and what a visit cannot judge', async () => {
    const side = aSide();
    const unknown = aSide({
      rules: side.rules.map((rule) => ({ ...rule, isOn: true })),
    });
    server.answer('GET', '/backtests/b1', { body: aBacktest({ result: aResult({ sides: [unknown] }) }) });
    await open('/rules/backtest/b1');
    const table = await screen.findByRole('table', { name: 'Rule by rule, settings in force' });
    const [, , hiatus, payment] = within(table).getAllByRole('row');
    expect(hiatus?.textContent).toContain('not yet known: 3 still run');
    expect(hiatus?.textContent).toContain('no drop-off in the period');
    expect(hiatus?.textContent).toContain('not known than 60 days');
    expect(payment?.textContent).toContain('not to be judged by visits');
    expect(screen.getByText(/900 of 9000 appointments/)).toBeTruthy();
  });

  it('X03 keeps apart the rules that are off, and draws the same figures as are written', async () => {
    await open('/rules/backtest/b1');
    expect(await screen.findByText(/Switched off, and would have spoken: R04/)).toBeTruthy();
    expect(screen.getByRole('img', { name: /All rules: right 75 %, between 65–83 %; seen 90 %/ })).toBeTruthy();
    expect(
      screen.getByRole('img', { name: /of 44 alerts that a gap of 60 days would have followed, 42 came no later/ }),
    ).toBeTruthy();
    expect(
      screen.getByRole('img', { name: /Alerts a day, Settings in force, .* at most 5 around 3 Jun 2026/ }),
    ).toBeTruthy();
  });

  it('is a skeleton while it loads; says why nothing is there, why it failed, and what went wrong', async () => {
    server.answer('GET', '/backtests', { body: { items: [], nextCursor: null } });
    const release = server.hold('GET', '/backtests');
    await open('/rules/backtest');
    expect(await screen.findByRole('status', { name: 'Loading what was tried' })).toBeTruthy();
    await act(async () => release());
    expect(await screen.findByRole('heading', { name: 'Nothing tried yet' })).toBeTruthy();
    await close();
    const problem = 'The change cannot be tried any more: R06 has been set another way since.';
    server.answer('GET', '/backtests/b1', { body: aBacktest({ state: 'failed', problem, result: null }) });
    await open('/rules/backtest/b1');
    expect(
      (await screen.findByRole('heading', { name: 'This could not be tried' })).parentElement?.textContent,
    ).toContain(problem);
    await close();
    server.answer('GET', '/backtests/b1', { status: 500, body: { status: 500, detail: 'Broken.', requestId: 'r9' } });
    await open('/rules/backtest/b1');
    expect((await screen.findByRole('alert')).textContent).toContain('r9');
  });

  it('is for those who answer for the list', async () => {
    signedIn(server, { roles: ['coordinator'] });
    await open('/rules/backtest');
    expect(await screen.findByRole('heading', { name: 'This is not part of your role' })).toBeTruthy();
    expect(server.askedFor('GET', '/backtests')).toHaveLength(0);
  });
});
