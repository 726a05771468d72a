import { act, cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { signedIn } from '../../test/answers.js';
import { ContractServer } from '../../test/contract-server.js';
import { aModel, aMonth, someModels, someProgramMonths } from '../../test/proof-answers.js';
import { renderConsole } from '../../test/render-console.js';

describe('the chances to return', () => {
  let server: ContractServer;
  let page: Awaited<ReturnType<typeof renderConsole>>;
  const open = async () => {
    page = await renderConsole(server, '/models');
    await screen.findByRole('heading', { name: 'Chances to return' });
  };
  beforeEach(() => {
    server = signedIn(new ContractServer(), { roles: ['manager'] })
      .answer('GET', '/models', { body: someModels() })
      .answer('GET', '/models/program-months', { body: someProgramMonths() });
  });
  afterEach(async () => {
    await page.close();
    cleanup();
  });

  it('X11 says of each line whether rules may rest on it, what its numbers mean, and how good it was', async () => {
    await open();
    const card = await screen.findByRole('region', { name: 'Knee rehab' });
    expect(card.textContent).toContain('Good enough: rules may rest on it');
    expect(card.textContent).toContain('After a visit, 9 of 100 patients stop for good.');
    expect(card.textContent).toContain('Fitted on 812 courses of 640 patients; 24 % of the weight');
    expect(card.textContent).toContain('2,140 looks: it expected 62 % to return, 60 % did.');
    expect(card.textContent).toContain('in 78 of 100 pairs');
  });

  it('X11 draws what was said against what happened, with the room a small group leaves, and says the same as a table', async () => {
    await open();
    const good = await screen.findByRole('region', { name: 'How good it was: Knee rehab' });
    expect(within(good).getByRole('img', { name: /in 1 of 2 groups/ })).toBeTruthy();
    const rows = within(within(good).getByRole('table', { hidden: true })).getAllByRole('row', { hidden: true });
    expect(rows.slice(1).map((row) => row.textContent)).toEqual(['20010 %11 %7–16 %', '20050 %20 %15–26 %']);
  });

  it('S2-02 draws where courses break off, with its band', async () => {
    await open();
    const curve = await screen.findByRole('img', { name: /10 % by visit 1, 18 % by visit 2/ });
    expect(curve.querySelector('polygon')).not.toBeNull();
  });

  it('X11 says why a model is not used, and that nothing is known of its worth', async () => {
    const says = 'Only 12 courses have been seen through; 50 are needed.';
    const unused = aModel({ line: null, usable: false, says, calibration: null, dropOff: [], history: [] });
    server.answer('GET', '/models', { body: someModels({ items: [unused] }) });
    await open();
    const card = await screen.findByRole('region', { name: 'Line without a name' });
    expect(card.textContent).toContain('Not used: no rule rests on it');
    expect(card.textContent).toContain(says);
    expect(card.textContent).toContain('Not tried yet');
    expect(card.textContent).toContain('there is no curve');
  });

  const reset = {
    ...{ name: null, began: 40, left: 13, finished: 20, running: 7, says: null },
    months: [
      aMonth(1, { left: 1, running: 2, share: 0.025, low: 0.004, high: 0.12, milestones: 40, milestonesDone: 31 }),
      aMonth(2, { atRisk: 37, left: 12, running: 5, share: 0.35, low: 0.21, high: 0.5 }),
      aMonth(3, { atRisk: 20, finished: 12, share: 0.35, low: 0.21, high: 0.5 }),
      aMonth(4, { atRisk: 8, finished: 8, share: null, low: null, high: null }),
    ],
  };

  it('S0-17 draws in which month programs lose people, names the worst, says how it is counted, and the same as a table', async () => {
    const all = someProgramMonths({ all: reset, people: 38, asOf: '2026-11-15T03:00:00.000Z' });
    server.answer('GET', '/models/program-months', { body: all });
    await open();
    const section = await screen.findByRole('region', { name: 'Programs, month by month' });
    expect(section.textContent).toContain('40 programs begun of 38 patients: 13 left, 20 finished, 7 still in it.');
    expect(section.textContent).toContain('Most leave in month 2: 12 of the 37 seen in it.');
    expect(section.textContent).toContain('has been seen only so far');
    const curve = within(section).getByRole('img', { name: /3 % by the end of month 1, 35 % by the end of month 3/ });
    expect(curve.querySelector('polygon')).not.toBeNull();
    const rows = within(within(section).getByRole('table')).getAllByRole('row').slice(1);
    expect(rows.map((row) => row.textContent)).toEqual([
      '140102' + '3 %0–12 %' + '31 of 40',
      '2371205' + '35 %21–50 %' + '–',
      '3200120' + '35 %21–50 %' + '–',
      '48080' + 'too few' + '–',
    ]);
    expect(within(section).queryByLabelText('Which programs')).toBeNull();
  });

  it('S0-17 shows the programs of one name when asked; few are said to be few and drawn as nothing', async () => {
    const says = '12 programs have begun on record: too few to say where people leave; 20 are needed.';
    const few = { ...reset, began: 12, left: 2, finished: 10, running: 0, months: [], says };
    server.answer('GET', '/models/program-months', { body: someProgramMonths({ all: few, people: 12 }) });
    await open();
    const section = await screen.findByRole('region', { name: 'Programs, month by month' });
    expect(section.textContent).toContain(says);
    expect(within(section).queryByRole('img')).toBeNull();
    expect(within(section).queryByRole('table')).toBeNull();
    await page.close();
    cleanup();

    const each = [{ ...reset, name: 'Reset', began: 30 }];
    server.answer('GET', '/models/program-months', { body: someProgramMonths({ all: reset, each, everybody: false }) });
    await open();
    const choice = await screen.findByLabelText('Which programs');
    expect(screen.getByText('Counted on some of the patients, evenly chosen.')).toBeTruthy();
    await act(async () => void fireEvent.change(choice, { target: { value: 'Reset' } }));
    expect(screen.getByText(/^30 programs begun: /)).toBeTruthy();
    expect(screen.getByRole('region', { name: 'Where programs lose people: Reset' })).toBeTruthy();
  });

  it('S0-17 is silent where nobody has a program', async () => {
    const none = { ...reset, began: 0, left: 0, finished: 0, running: 0, months: [], says: 'No program with a start.' };
    server.answer('GET', '/models/program-months', { body: someProgramMonths({ all: none }) });
    await open();
    await screen.findByRole('region', { name: 'Knee rehab' });
    expect(screen.queryByRole('region', { name: 'Programs, month by month' })).toBeNull();
  });

  it('asks for a fit, and looks again while it goes on', async () => {
    server.answer('POST', '/models/fit', { status: 202, body: { says: 'They are being fitted; this takes minutes.' } });
    await open();
    const button = await screen.findByRole('button', { name: 'Fit now' });
    await waitFor(() => expect(button.hasAttribute('disabled')).toBe(false));
    server.answer('GET', '/models', { body: someModels({ isFitting: true }) });
    await act(async () => fireEvent.click(button));
    expect((await screen.findByText('They are being fitted; this takes minutes.')).getAttribute('role')).toBe('status');
    expect(server.askedFor('GET', '/models').length).toBeGreaterThan(1);
  });

  it('is a skeleton while it loads, says why it is empty, and what went wrong', async () => {
    server.answer('GET', '/models', {
      body: someModels({ items: [], fittedAt: null, says: 'No visit has been read yet.' }),
    });
    const release = server.hold('GET', '/models');
    await open();
    expect(screen.getByRole('status', { name: 'Loading the models' })).toBeTruthy();
    await act(async () => release());
    expect((await screen.findByRole('heading', { name: 'No model yet' })).parentElement?.textContent).toContain(
      'No visit has been read yet.',
    );
    await page.close();
    cleanup();
    server.answer('GET', '/models', { status: 500, body: { status: 500, detail: 'Broken.', requestId: 'r9' } });
    await open();
    expect((await screen.findByRole('alert')).textContent).toContain('r9');
  });

  it('is for those who answer for the list', async () => {
    signedIn(server, { roles: ['coordinator'] });
    await open();
    expect(await screen.findByRole('heading', { name: 'This is not part of your role' })).toBeTruthy();
    expect(server.askedFor('GET', '/models')).toHaveLength(0);
  });
});
