import { act, cleanup, fireEvent, screen, within } from '@testing-library/react';
import { signedIn } from '../../test/answers.js';
import { ContractServer } from '../../test/contract-server.js';
import { aSending, aSequence, aTemplate } from '../../test/outreach-answers.js';
import { renderConsole } from '../../test/render-console.js';
import type { Session } from '../api.types.js';

describe('the playbook', () => {
  let server: ContractServer;
  let page: Awaited<ReturnType<typeof renderConsole>>;
  const open = async (at: string, roles: Session['roles'] = ['manager']) => {
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
});
