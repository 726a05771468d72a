import { act, cleanup, fireEvent, screen, within } from '@testing-library/react';
import { signedIn } from '../../test/answers.js';
import { someTemplates } from '../../test/care-answers.js';
import { ContractServer } from '../../test/contract-server.js';
import { aPractice } from '../../test/outreach-answers.js';
import { renderConsole } from '../../test/render-console.js';
import type { NewCareTemplates } from '../api.care.js';
import type { Session } from '../api.types.js';

describe('programs and tiers', () => {
  let server: ContractServer;
  let page: Awaited<ReturnType<typeof renderConsole>>;
  const open = async (roles: Session['roles'] = ['manager']) => {
    signedIn(server, { roles });
    page = await renderConsole(server, '/settings/care');
  };
  const click = async (element: HTMLElement) => act(async () => void fireEvent.click(element));
  const type = (label: string, value: string) =>
    act(async () => void fireEvent.change(screen.getByLabelText(label), { target: { value } }));
  const saved = () => server.askedFor('PUT', '/care-templates').map(({ body }) => body as NewCareTemplates);

  beforeEach(() => {
    server = new ContractServer()
      .answer('GET', '/practice', { body: aPractice({ specialty: 'MB' }) })
      .answer('GET', '/care-templates', { body: someTemplates() })
      .answer('GET', '/care-templates/offered', { body: { programs: [], tiers: [] } });
  });
  afterEach(async () => {
    await page.close();
    cleanup();
  });

  it('S0-01 S4-19 shows what is promised, when it is due, by what it is done, and who changed it why', async () => {
    await open(['coordinator']);
    const program = await screen.findByRole('article', { name: 'Program Six months' });
    expect(program.textContent).toContain(
      'MSQ at the start, after 3 months; overdue 14 days afterDone by a score: MSQ',
    );
    expect(program.textContent).toContain('Leads to the tier Gold.');
    const tier = screen.getByRole('article', { name: 'Tier Gold' });
    expect(tier.textContent).toContain('Expected every 4 weeks, late 7 days after. Counts: treatment.');
    expect(tier.textContent).toContain('Visits2 a monthtreatment, class, line massage');
    expect(tier.textContent).toContain('Messagesa promise that no appointment shows');
    expect(screen.getByRole('list', { name: 'Versions' }).textContent).toContain('by Rosa LindTwo visits a month');
    expect(screen.queryByRole('button', { name: /Change|New/ })).toBeNull();
  });

  it('S4-19 saves what was changed as a version on top of the one that was read, with its reason', async () => {
    server.answer('PUT', '/care-templates', ({ body }) => {
      const { programs, tiers } = body as NewCareTemplates;
      return { body: someTemplates({ version: 4, programs, tiers }) };
    });
    await open();
    await click(await screen.findByRole('button', { name: 'Change the tier Gold' }));
    await type('How many: Visits', '3');
    await type('Every: follow-up', '2 weeks');
    await click(screen.getByRole('button', { name: 'Remove Messages' }));
    const save = screen.getByRole<HTMLButtonElement>('button', { name: 'Save as version 4' });
    expect(save.disabled).toBe(true);
    await act(
      async () => void fireEvent.change(screen.getByLabelText(/Why you change it/), { target: { value: 'New price' } }),
    );
    await click(save);
    expect((await screen.findAllByText('Saved as version 4.')).length).toBeGreaterThan(0);
    const [body] = saved();
    expect([body?.basedOn, body?.reason, body?.programs]).toEqual([3, 'New price', someTemplates().programs]);
    expect(body?.tiers[0]?.includes).toEqual([{ ...someTemplates().tiers[0]?.includes[0], units: 3 }]);
    expect(body?.tiers[0]?.followUp).toMatchObject({ every: '2 weeks', grace: '7 d' });
    expect((await screen.findByRole('article', { name: 'Tier Gold' })).textContent).toContain('3 a month');
  });

  it('S0-01 S4-19 offers what ships beyond what is described, and puts it beside the practice’s own to be saved', async () => {
    const entry = { ...someTemplates().tiers[0]!, id: 'member_entry', name: 'Entry' };
    server.answer('GET', '/care-templates/offered', { body: { programs: [], tiers: [entry] } });
    server.answer('PUT', '/care-templates', { body: someTemplates({ version: 4 }) });
    await open();
    const note = await screen.findByRole('note', { name: 'More ships for what this practice does' });
    expect(note.textContent).toContain('Membership: Entry. Not described here;');
    await click(within(note).getByRole('button', { name: 'Put them beside mine' }));
    expect(screen.queryByText('More ships for what this practice does')).toBeNull();
    expect(screen.getByRole('article', { name: 'Tier Entry' })).toBeTruthy();
    await act(
      async () =>
        void fireEvent.change(screen.getByLabelText(/Why you change it/), { target: { value: 'We sell it now' } }),
    );
    await click(screen.getByRole('button', { name: 'Save as version 4' }));
    expect(saved()[0]?.tiers).toEqual([...someTemplates().tiers, entry]);
    expect(saved()[0]?.basedOn).toBe(3);
  });

  it('S4-19 says everything that is wrong in place, keeps what was typed, and lets it be dropped', async () => {
    server.answer('PUT', '/care-templates', {
      status: 422,
      body: {
        ...{ status: 422, code: 'settings_wrong', detail: 'Nothing was saved: see what to correct.', requestId: 'r1' },
        errors: ['programs 1 (six), expectations 2 (expectation): name is missing.'],
      },
    });
    await open();
    await click(await screen.findByRole('button', { name: 'Change the program Six months' }));
    await click(screen.getByRole('button', { name: 'Add one' }));
    await act(
      async () => void fireEvent.change(screen.getByLabelText(/Why you change it/), { target: { value: 'x' } }),
    );
    await click(screen.getByRole('button', { name: 'Save as version 4' }));
    const alert = await screen.findByRole('alert');
    expect(within(alert).getByRole('listitem').textContent).toContain('expectations 2');
    expect(saved()[0]?.programs[0]?.expectations[1]).toMatchObject({
      id: 'milestone',
      every: '1 month',
      score: null,
    });
    expect(screen.getByLabelText('Every: the new one')).toBeTruthy();
    await click(screen.getByRole('button', { name: 'Drop the changes' }));
    expect(screen.queryByLabelText('Every: the new one')).toBeNull();
    expect(await screen.findByRole('article', { name: 'Program Six months' })).toBeTruthy();
  });

  it('S4-19 a new tier begins with the practice’s specialty; a version saved by somebody else meanwhile is not written over', async () => {
    const detail = 'You changed version 3, and there is another by now: load it, and change that.';
    server.answer('PUT', '/care-templates', {
      status: 409,
      body: { status: 409, code: 'conflict', detail, requestId: 'r1' },
    });
    await open();
    await click(await screen.findByRole('button', { name: 'New tier' }));
    await type('Name of the tier', 'Silver');
    await act(
      async () => void fireEvent.change(screen.getByLabelText(/Why you change it/), { target: { value: 'x' } }),
    );
    await click(screen.getByRole('button', { name: 'Save as version 4' }));
    expect((await screen.findByRole('alert')).textContent).toContain(detail);
    expect(saved()[0]?.tiers[1]).toMatchObject({ id: 'silver', name: 'Silver', specialty: 'MB', pattern: 'mid' });
    expect(saved()[0]?.basedOn).toBe(3);
    server.answer('GET', '/care-templates', { body: someTemplates({ version: 4, tiers: [] }) });
    await click(screen.getByRole('button', { name: 'Save as version 4' }));
    await screen.findByRole('alert');
    await click(screen.getByRole('button', { name: 'Drop the changes' }));
    expect(await screen.findByText(/No tier is described/)).toBeTruthy();
  });
});
