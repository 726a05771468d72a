import { act, cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { signedIn } from '../../test/answers.js';
import { ContractServer } from '../../test/contract-server.js';
import { aModel, someModels } from '../../test/proof-answers.js';
import { renderConsole } from '../../test/render-console.js';

describe('the chances to return', () => {
  let server: ContractServer;
  let page: Awaited<ReturnType<typeof renderConsole>>;
  const open = async () => {
    page = await renderConsole(server, '/models');
    await screen.findByRole('heading', { name: 'Chances to return' });
  };
  beforeEach(() => {
    server = signedIn(new ContractServer(), { roles: ['manager'] }).answer('GET', '/models', { body: someModels() });
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
