import { act, cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { signedIn } from '../../test/answers.js';
import { ContractServer } from '../../test/contract-server.js';
import { renderConsole } from '../../test/render-console.js';
import { aDraft, aDraftPerson, aRule } from '../../test/rule-answers.js';

describe('a change of rules', () => {
  let server: ContractServer;
  let page: Awaited<ReturnType<typeof renderConsole>>;
  const click = async (element: HTMLElement) => act(async () => void fireEvent.click(element));
  const type = async (label: string | RegExp, value: string) =>
    act(async () => void fireEvent.change(screen.getByLabelText(label), { target: { value } }));
  const open = async (at: string) => {
    page = await renderConsole(server, at);
  };
  const openForm = async (more = '') => {
    await open(`/rules/changes/new?rule=R06${more}`);
    await screen.findByRole('button', { name: 'Propose and preview' });
  };
  const propose = () => screen.getByRole<HTMLButtonElement>('button', { name: 'Propose and preview' });

  beforeEach(() => {
    server = signedIn(new ContractServer(), { roles: ['manager'] })
      .answer('GET', '/rules', {
        body: [
          aRule('R06', {
            locations: [
              { location: { id: 'l1', name: 'Leith Walk' }, mode: 'off', thresholds: aRule('R06').thresholds },
            ],
          }),
        ],
      })
      .answer('GET', '/locations', {
        body: [
          { id: 'l1', name: 'Leith Walk', connectionId: 'c1', connectionName: 'Cliniko' },
          { id: 'l2', name: 'Morningside', connectionId: 'c1', connectionName: 'Cliniko' },
        ],
      })
      .answer('POST', '/rules/drafts', { status: 201, body: aDraft('d1', { state: 'proposed', preview: null }) })
      .answer('GET', '/rules/drafts/d1', { body: aDraft('d1') })
      .answer('GET', '/rules/drafts/d1/people', { body: { items: [aDraftPerson('a')], nextCursor: null } });
  });
  afterEach(async () => {
    await page.close();
    cleanup();
  });

  it.each([
    ['', 'Choose the rule you want to change.'],
    ['?rule=R99', 'There is no rule R99. Choose the rule you want to change.'],
  ])('X17 asks which rule is meant where the address says none (%s)', async (more, says) => {
    await open(`/rules/changes/new${more}`);
    const rule = await screen.findByRole('link', { name: /^R06/ });
    expect(document.body.textContent).toContain(says);
    await click(rule);
    await screen.findByRole('button', { name: 'Propose and preview' });
    expect(page.address()).toBe('/rules/changes/new?rule=R06');
  });

  it('X17 is proposed with a reason, with every threshold that is to differ and no other', async () => {
    await openForm();
    expect(propose().disabled).toBe(true);
    await type('Physiotherapy', '2');
    expect(propose().disabled).toBe(true);
    await type(/^Reason/, 'Three open days are too long here.');
    expect(propose().disabled).toBe(false);
    await click(propose());
    await screen.findByRole('heading', { level: 1, name: 'Change of rules' });
    expect(page.address()).toBe('/rules/changes/d1');
    expect(server.askedFor('POST', '/rules/drafts')[0]?.body).toEqual({
      reason: 'Three open days are too long here.',
      changes: [{ rule: 'R06', mode: 'on', parameters: { PT: '2 BD' } }],
    });
  });

  it('takes a threshold back to the pack’s by not naming it', async () => {
    await openForm();
    await type('Physiotherapy', '1');
    await type(/^Reason/, 'As the pack has it.');
    await click(propose());
    await waitFor(() => expect(server.askedFor('POST', '/rules/drafts')).toHaveLength(1));
    expect(server.askedFor('POST', '/rules/drafts')[0]?.body).toMatchObject({ changes: [{ parameters: {} }] });
  });

  it('takes a share in per cents and a plain number of days, and sends them as numbers', async () => {
    const plain = { specialty: null } as const;
    server.answer('GET', '/rules', {
      body: [
        aRule('R06', {
          parameters: { below: 0.35, days: 14 },
          thresholds: [
            { ...plain, name: 'below', value: 0.35, default: 0.35, unit: 'share', says: 'Chance under which' },
            { ...plain, name: 'days', value: 14, default: 14, unit: 'd', says: 'Days within which' },
          ],
        }),
      ],
    });
    await openForm();
    const [below, days] = screen.getAllByLabelText<HTMLInputElement>('Everybody the rule looks at');
    expect([below!.value, days!.value]).toEqual(['35', '14']);
    await act(async () => void fireEvent.change(below!, { target: { value: '28' } }));
    await type(/^Reason/, 'Fewer, and surer.');
    await click(propose());
    await waitFor(() => expect(server.askedFor('POST', '/rules/drafts')).toHaveLength(1));
    expect(server.askedFor('POST', '/rules/drafts')[0]?.body).toMatchObject({
      changes: [{ parameters: { below: 0.28 } }],
    });
  });

  it('comes with what was chosen beside the rule, and can be for one location', async () => {
    await openForm('&mode=shadow');
    expect(screen.getByRole('button', { name: /^Shadow/ }).getAttribute('aria-pressed')).toBe('true');
    await type('Where', 'l1');
    expect(screen.getByRole('button', { name: /^Off, as now/ }).getAttribute('aria-pressed')).toBe('true');
    await click(screen.getByRole('button', { name: /^As the practice/ }));
    await type(/^Reason/, 'No longer another.');
    await click(propose());
    await waitFor(() => expect(server.askedFor('POST', '/rules/drafts')).toHaveLength(1));
    expect(server.askedFor('POST', '/rules/drafts')[0]?.body).toMatchObject({
      changes: [{ rule: 'R06', locationId: 'l1', mode: 'as_practice' }],
    });
  });

  it('shows the sentence of what is wrong beside its field', async () => {
    const says = 'R06 has PT = "x BD": write a window as a whole number and a unit.';
    server.answer('POST', '/rules/drafts', {
      status: 422,
      body: { status: 422, code: 'settings_wrong', detail: says, field: 'changes.0.parameters.PT', requestId: 'r1' },
    });
    await openForm();
    await type('Physiotherapy', 'x');
    await type(/^Reason/, 'To see.');
    await click(propose());
    const field = await screen.findByText(says);
    expect(screen.getByLabelText('Physiotherapy').getAttribute('aria-invalid')).toBe('true');
    expect(screen.getByLabelText('Physiotherapy').getAttribute('aria-describedby')).toContain(field.id);
    expect(screen.queryByRole('alert')).toBeNull();
  });

  it('shows that everybody is being asked, and whom it concerns as soon as it is there', async () => {
    let asked = 0;
    server.answer('GET', '/rules/drafts/d1', () => ({
      body: (asked += 1) < 2 ? aDraft('d1', { state: 'previewing', preview: null }) : aDraft('d1'),
    }));
    await open('/rules/changes/d1');
    expect((await screen.findByText(/^Everybody on record is being asked/)).textContent).toContain('come back');
    const table = await screen.findByRole('table', { name: /^Who would enter/ });
    expect(asked).toBeGreaterThan(1);
    expect(table.textContent).toContain('Patient a');
  });

  it('X17 shows who would enter and who would leave, and why, each with the way to the person', async () => {
    server.answer('GET', '/rules/drafts/d1/people', ({ query }) => ({
      body: {
        items:
          query.get('move') === 'leaves'
            ? [
                aDraftPerson('b', {
                  ...{ move: 'leaves', from: 'off_track', to: null, personState: 'off_track' },
                  silence: 'The window of 2 open days ends on 24 Nov.',
                }),
              ]
            : [aDraftPerson('a')],
        nextCursor: null,
      },
    }));
    await open('/rules/changes/d1');
    const enters = await screen.findByRole('table', { name: /^Who would enter/ });
    expect(within(enters).getByRole('link', { name: 'Patient a' }).getAttribute('href')).toBe('/patients/a');
    expect(enters.textContent).toContain('No show on 18 Nov 09:30');
    const tabs = screen.getAllByRole('tab').map(({ textContent }) => textContent);
    expect(tabs.slice(0, 2)).toEqual(['Would enter4', 'Would leave1']);
    await click(screen.getByRole('tab', { name: /^Would leave/ }));
    const leaves = await screen.findByRole('table', { name: /^Who would leave/ });
    expect(leaves.textContent).toContain('The window of 2 open days ends on 24 Nov.');
    expect(page.address()).toBe('/rules/changes/d1?move=leaves');
    expect(page.address()).not.toContain('Patient');
  });

  it('X17 tells the author why they cannot approve, and offers no way to', async () => {
    const says = 'You proposed it; another manager or admin approves.';
    server.answer('GET', '/rules/drafts/d1', { body: aDraft('d1', { approval: { allowed: false, says } }) });
    await open('/rules/changes/d1');
    expect(await screen.findByText(says)).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Approve' })).toBeNull();
    expect(screen.getByRole('button', { name: 'Withdraw' })).toBeTruthy();
  });

  it('X17 is approved by a second person, who is told the numbers first', async () => {
    server.answer('POST', '/rules/drafts/d1/approve', {
      body: aDraft('d1', {
        state: 'approved',
        endedBy: { id: 'u1', name: 'Maya Chen' },
        endedAt: '2026-11-21T20:00:00.000Z',
      }),
    });
    await open('/rules/changes/d1');
    await click(await screen.findByRole('button', { name: 'Approve' }));
    const dialog = await screen.findByRole('dialog');
    expect(dialog.textContent).toContain('4 would enter the list and 1 would leave it.');
    await click(within(dialog).getByRole('button', { name: 'Approve it' }));
    expect((await screen.findByText(/^Approved/)).textContent).toContain('by Maya Chen');
    expect(screen.queryByRole('button', { name: 'Withdraw' })).toBeNull();
  });

  it('asks for another preview where the one there is too old', async () => {
    server
      .answer('GET', '/rules/drafts/d1', {
        body: aDraft('d1', {
          state: 'stale',
          approval: { allowed: false, says: 'Its preview is too old. Preview it again first.' },
        }),
      })
      .answer('POST', '/rules/drafts/d1/preview', { status: 202, body: aDraft('d1', { state: 'proposed' }) });
    await open('/rules/changes/d1');
    expect(await screen.findByText('Its preview is too old. Preview it again first.')).toBeTruthy();
    await click(screen.getByRole('button', { name: 'Preview again' }));
    await waitFor(() => expect(server.askedFor('POST', '/rules/drafts/d1/preview')).toHaveLength(1));
  });

  it('says what stands in the way where somebody was quicker', async () => {
    server.answer('POST', '/rules/drafts/d1/withdraw', {
      status: 409,
      body: { status: 409, code: 'conflict', detail: 'This draft has been approved already.', requestId: 'r1' },
    });
    await open('/rules/changes/d1');
    await click(await screen.findByRole('button', { name: 'Withdraw' }));
    expect((await screen.findByRole('alert')).textContent).toBe('This draft has been approved already.');
    await waitFor(() => expect(server.askedFor('GET', '/rules/drafts/d1').length).toBeGreaterThan(1));
  });
});
