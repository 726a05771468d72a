import { act, cleanup, fireEvent, screen, within } from '@testing-library/react';
import { signedIn } from '../../../test/answers.js';
import { ContractServer } from '../../../test/contract-server.js';
import { aSending, outboxOf } from '../../../test/outreach-answers.js';
import { renderConsole } from '../../../test/render-console.js';
import type { Session } from '../../api.types.js';

const HOLD = {
  id: 'h1',
  reason: 'blast_radius',
  says: '180 messages would have left within an hour; usual are 12.',
  numbers: {},
  at: new Date().toISOString(),
  byName: null,
};

describe('the banner of sending', () => {
  let server: ContractServer;
  let page: Awaited<ReturnType<typeof renderConsole>>;
  const open = async (roles: Session['roles']) => {
    signedIn(server, { roles });
    page = await renderConsole(server, '/outbox?part=left');
  };
  const click = async (element: HTMLElement) => act(async () => void fireEvent.click(element));
  const banner = () => screen.findByRole('complementary', { name: 'Sending' });
  beforeEach(() => {
    server = outboxOf(new ContractServer(), []);
  });
  afterEach(async () => {
    await page.close();
    cleanup();
  });

  it('stands while sending is off and says who can turn it on', async () => {
    server.answer('GET', '/sending', { body: aSending({ enabled: false }) });
    await open(['coordinator']);
    expect((await banner()).textContent).toContain('A manager or admin of this practice can turn it on.');
    expect(within(await banner()).queryByRole('button')).toBeNull();
  });

  it('shows the server’s own sentence where sending cannot be turned on yet', async () => {
    server.answer('GET', '/sending', { body: aSending({ enabled: false }) }).answer('PATCH', '/sending', {
      status: 409,
      body: {
        status: 409,
        code: 'conflict',
        detail: 'State the postal address of the practice first.',
        requestId: 'r1',
      },
    });
    await open(['manager']);
    await click(within(await banner()).getByRole('button', { name: 'Turn sending on' }));
    expect((await within(await banner()).findByRole('alert')).textContent).toContain('State the postal address');
  });

  it('O-15 releases a hold by a person and with a reason alone', async () => {
    server
      .answer('GET', '/sending', { body: aSending({ holds: [HOLD] }) })
      .answer('POST', '/sending/holds/h1/release', { body: aSending() });
    await open(['manager']);
    expect((await banner()).textContent).toContain(HOLD.says);
    await click(within(await banner()).getByRole('button', { name: 'Release the hold' }));
    const release = await screen.findByRole<HTMLButtonElement>('button', { name: 'Release it' });
    expect(release.disabled).toBe(true);
    await act(
      async () =>
        void fireEvent.change(screen.getByRole('textbox', { name: /Why it may go on/ }), {
          target: { value: ' a recall day, all as planned ' },
        }),
    );
    await click(release);
    expect(await screen.findByText('Sending is on')).toBeTruthy();
    expect(server.askedFor('POST', '/sending/holds/h1/release')[0]?.body).toEqual({
      because: 'a recall day, all as planned',
    });
    expect(screen.queryByRole('complementary', { name: 'Sending' })).toBeNull();
  });
});
