import { act, cleanup, fireEvent, screen, within } from '@testing-library/react';
import { signedIn } from '../../test/answers.js';
import { anIntervention } from '../../test/care-answers.js';
import { ContractServer } from '../../test/contract-server.js';
import { aPractice, aSending, aSequence, aTemplate } from '../../test/outreach-answers.js';
import { renderConsole } from '../../test/render-console.js';
import type { Session } from '../api.types.js';

describe('the playbook', () => {
  let server: ContractServer;
  let page: Awaited<ReturnType<typeof renderConsole>>;
  const open = async (
    at: string,
    roles: Session['roles'] = ['manager'],
    more: (server: ContractServer) => void = () => undefined,
  ) => {
    signedIn(server, { roles })
      .answer('GET', '/sending', { body: aSending() })
      .answer('GET', '/playbook', {
        body: {
          templates: [
            aTemplate('used', { state: 'approved', approvedByName: 'Rosa Lind' }),
            aTemplate('new'),
            aTemplate('odd', { problems: ['It names a diagnosis: "knee".'] }),
          ],
          sequences: [
            aSequence('missed', {
              steps: [
                { channel: 'sms', afterDays: 0, afterHours: 2, template: 'used', expiresAfterDays: 1 },
                { channel: 'sms', afterDays: 3, afterHours: 0, template: 'new', expiresAfterDays: 2 },
                { channel: 'call', afterDays: 6, afterHours: 0, template: null, expiresAfterDays: 3 },
              ],
            }),
          ],
          talkTracks: [{ specialty: 'any', title: 'A visit was lost', rules: ['R06'], steps: [] }],
        },
      });
    more(server);
    page = await renderConsole(server, at);
  };
  const card = async (name: string) => (await screen.findByRole('heading', { name })).closest('article') as HTMLElement;
  const click = async (element: HTMLElement) => act(async () => void fireEvent.click(element));
  beforeEach(() => {
    server = new ContractServer();
  });
  afterEach(async () => {
    await page.close();
    cleanup();
  });

  it('C-12 asks a second person to have read every word, and shows why the author cannot approve', async () => {
    server.answer('POST', '/templates/t-new/approve', {
      status: 409,
      body: {
        status: 409,
        code: 'conflict',
        detail: 'You wrote this version; somebody else approves it.',
        requestId: 'r1',
      },
    });
    await open('/playbook');
    await click(within(await card('Text new')).getByRole('button', { name: 'Approve Text new' }));
    const dialog = await screen.findByRole('dialog');
    expect(dialog.textContent).toContain('Nobody approves what they wrote themselves.');
    const approve = within(dialog).getByRole<HTMLButtonElement>('button', { name: 'Approve it' });
    expect(approve.disabled).toBe(true);
    await click(within(dialog).getByRole('checkbox'));
    await click(approve);
    expect((await within(dialog).findByRole('alert')).textContent).toContain('somebody else approves it');
  });

  it('C-12 offers no approval of a text with problems, nor to those who do not answer for what is sent', async () => {
    await open('/playbook');
    const odd = await card('Text odd');
    expect(odd.textContent).toContain('It names a diagnosis: "knee".');
    expect(within(odd).queryByRole('button')).toBeNull();
    expect((await card('Text used')).textContent).toContain('Approved by Rosa Lind');
    await page.close();
    cleanup();
    await open('/playbook', ['coordinator']);
    await card('Text new');
    expect(screen.queryByRole('button', { name: /Approve/ })).toBeNull();
  });

  it('shows a sequence as its steps, and which of its texts nobody has approved', async () => {
    await open('/playbook?part=sequences');
    const steps = within(await card('Sequence missed')).getAllByRole('listitem');
    expect(steps.map((step) => step.textContent)).toEqual([
      'after 2 hText: Text usedgiven up after 1 day',
      'after 3 daysText: Text newtext not approvedgiven up after 2 days',
      'after 6 daysCallgiven up after 3 days',
    ]);
  });

  it('S2-05 lists what can be done with its stage, owner, channel and the rules that call for it', async () => {
    const interventions = {
      body: [
        anIntervention({ kind: 'talk', title: 'A visit of a plan was lost', specialty: 'PT', rules: ['R05', 'R06'] }),
        anIntervention({ title: 'Dental alone', specialty: 'DE' }),
        anIntervention({ title: 'Any reason at all', rules: [], stages: ['lapsed'], owner: 'manager' }),
      ],
    };
    await open('/playbook', ['manager'], (asked) =>
      asked
        .answer('GET', '/practice', { body: aPractice({ specialty: 'PT' }) })
        .answer('GET', '/interventions', interventions),
    );
    await click(await screen.findByRole('tab', { name: 'What can be done' }));
    const table = await screen.findByRole('table', { name: 'What can be done for a listed patient' });
    const rows = () => within(table).getAllByRole('row').slice(1);
    expect(rows().map((row) => row.textContent)).toEqual([
      'A visit of a plan was lostTalk · PhysiotherapyFront deskIn the clinicin personIn careR05 R06',
      'Any reason at allHanded to a colleagueManagerIn the clinicin personLapsedany reason',
    ]);
    await act(
      async () => void fireEvent.change(screen.getByLabelText('Where on the way'), { target: { value: 'lapsed' } }),
    );
    expect(rows()).toHaveLength(1);
    expect(page.address()).toBe('/playbook?part=interventions&stage=lapsed');
  });
});
