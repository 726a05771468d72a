import { act, cleanup, fireEvent, screen, within } from '@testing-library/react';
import { signedIn } from '../../test/answers.js';
import { ContractServer } from '../../test/contract-server.js';
import { aPractice, aSending } from '../../test/outreach-answers.js';
import { renderConsole } from '../../test/render-console.js';
import type { Experiment } from '../api.day.js';
import type { Session } from '../api.types.js';

const anExperiment = (changes: Partial<Experiment> = {}): Experiment => ({
  id: 'x1',
  name: 'Autumn',
  startsAt: '2026-10-01T08:00:00.000Z',
  phases: [
    { share: 0.2, weeks: 8 },
    { share: 0.1, weeks: null },
  ],
  shareNow: 0.2,
  reason: 'To know what calling does.',
  startedBy: { id: 'u1', name: 'Maya Chen' },
  endedAt: null,
  endReason: null,
  endedBy: null,
  cases: { contact: 81, heldBack: 19 },
  households: { contact: 70, heldBack: 17 },
  shown: 2,
  ...changes,
});

describe('the team’s day and its experiments, in the settings', () => {
  let server: ContractServer;
  let page: Awaited<ReturnType<typeof renderConsole>>;
  const open = async (roles: Session['roles'], items: Experiment[]) => {
    server = signedIn(new ContractServer(), { roles })
      .answer('GET', '/sending', { body: aSending() })
      .answer('GET', '/practice', { body: aPractice({ dayCapacity: 30 }) })
      .answer('PATCH', '/practice', { body: aPractice({ dayCapacity: null }) })
      .answer('GET', '/channels', { body: { items: [] } })
      .answer('GET', '/experiments', { body: { items } })
      .answer('POST', '/experiments', { status: 201, body: anExperiment() })
      .answer('POST', '/experiments/x1/end', { body: { shown: 19 } });
    page = await renderConsole(server, '/settings');
  };
  const type = async (field: HTMLElement, value: string) =>
    act(async () => void fireEvent.change(field, { target: { value } }));
  const click = async (element: HTMLElement) => act(async () => void fireEvent.click(element));
  const region = async () => within(await screen.findByRole('region', { name: /^Holding back/ }));
  afterEach(async () => {
    await page.close();
    cleanup();
  });

  it('RC 7 states how many patients the team can contact, or that the list has no end again', async () => {
    await open(['admin'], []);
    const practice = within(await screen.findByRole('region', { name: 'Practice' }));
    const capacity = practice.getByLabelText('Patients the team can contact in a day');
    expect((capacity as HTMLInputElement).value).toBe('30');
    await type(capacity, '');
    await click(practice.getByRole('button', { name: 'Save: Practice' }));
    expect(server.askedFor('PATCH', '/practice').map(({ body }) => body)).toEqual([{ dayCapacity: null }]);
  });

  it('X04 shows of an experiment numbers alone, its phases, and who began it why', async () => {
    await open(['manager'], [anExperiment()]);
    const shown = await region();
    expect(shown.getByText(/20 % for 8 weeks, then 10 %/).textContent).toContain(
      'Started by Maya Chen: To know what calling does.',
    );
    const rows = within(shown.getByRole('table')).getAllByRole('row');
    expect(rows.slice(1).map((row) => row.textContent)).toEqual([
      'Cases81192 shown: they bear no waiting',
      'Households7017',
    ]);
    expect(shown.queryByRole('button')).toBeNull();
  });

  it('X04 starts one with a reason that says something, and ends it with another', async () => {
    await open(['admin'], []);
    await click((await region()).getByRole('button', { name: 'Start an experiment' }));
    const dialog = within(await screen.findByRole('dialog', { name: 'Start an experiment' }));
    await type(dialog.getByLabelText(/^Name/), 'Autumn');
    await type(dialog.getByLabelText(/^Why/), 'Too short');
    const start = dialog.getByRole('button', { name: 'Start' });
    expect(start.hasAttribute('disabled')).toBe(true);
    await type(dialog.getByLabelText(/^Why/), 'To know what calling does.');
    server.answer('GET', '/experiments', { body: { items: [anExperiment()] } });
    await click(start);
    await click(await screen.findByRole('button', { name: 'End it' }));
    expect(server.askedFor('POST', '/experiments')[0]?.body).toEqual({
      ...{ name: 'Autumn', reason: 'To know what calling does.' },
      phases: [
        { share: 0.2, weeks: 8 },
        { share: 0.1, weeks: null },
      ],
    });
    const ending = within(await screen.findByRole('dialog', { name: 'End the experiment' }));
    await type(ending.getByLabelText(/^Why does it end/), 'We know enough now.');
    await click(ending.getByRole('button', { name: 'End it' }));
    expect(server.askedFor('POST', '/experiments/x1/end')[0]?.body).toEqual({ reason: 'We know enough now.' });
  });

  it('X04 is not for coordinators: they work the list without knowing who is held back', async () => {
    await open(['coordinator'], []);
    await screen.findByRole('heading', { name: 'Practice' });
    expect(screen.queryByRole('region', { name: /^Holding back/ })).toBeNull();
    expect(server.askedFor('GET', '/experiments')).toHaveLength(0);
  });
});
