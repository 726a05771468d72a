import { act, cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { signedIn } from '../../test/answers.js';
import { ContractServer } from '../../test/contract-server.js';
import { aChannel, aPractice, aSending } from '../../test/outreach-answers.js';
import { renderConsole } from '../../test/render-console.js';
import type { Session } from '../api.types.js';

const SID = `AC${'0'.repeat(32)}`;

describe('the settings', () => {
  let server: ContractServer;
  let page: Awaited<ReturnType<typeof renderConsole>>;
  const open = async (roles: Session['roles']) => {
    const twilio = aChannel({
      provider: 'twilio',
      settings: { accountSid: SID, from: '+441632960100' },
      secretsSet: ['authToken'],
      hooks: { status: 'https://k.example/status', inbound: 'https://k.example/inbound' },
    });
    server = signedIn(new ContractServer(), { roles })
      .answer('GET', '/sending', { body: aSending() })
      .answer('GET', '/practice', { body: aPractice() })
      .answer('PATCH', '/practice', { body: aPractice({ place: 'GB-ENG', phone: null }) })
      .answer('GET', '/channels', { body: { items: [twilio, aChannel({ channel: 'email' })] } })
      .answer('PUT', '/channels/sms', { body: twilio })
      .answer('PUT', '/channels/email', { body: aChannel({ channel: 'email', provider: 'smtp' }) });
    page = await renderConsole(server, '/settings');
  };
  const type = async (field: HTMLElement, value: string) =>
    act(async () => void fireEvent.change(field, { target: { value } }));
  const click = async (element: HTMLElement) => act(async () => void fireEvent.click(element));
  const region = (name: string) => screen.findByRole('region', { name });
  afterEach(async () => {
    await page.close();
    cleanup();
  });

  it('sends what was changed alone, and forgets what was emptied', async () => {
    await open(['admin']);
    const practice = within(await region('Practice'));
    const save = practice.getByRole<HTMLButtonElement>('button', { name: 'Save: Practice' });
    expect(save.disabled).toBe(true);
    await type(practice.getByLabelText('Place'), 'England');
    expect(practice.getByText('A code such as GB-ENG, US-KY or IE.')).toBeTruthy();
    expect(save.disabled).toBe(true);
    await type(practice.getByLabelText('Place'), 'GB-ENG');
    await type(practice.getByLabelText('Telephone in messages'), ' ');
    await click(save);
    await waitFor(() => expect(server.askedFor('PATCH', '/practice')).toHaveLength(1));
    expect(server.askedFor('PATCH', '/practice')[0]?.body).toEqual({ place: 'GB-ENG', phone: null });
  });

  it('W-07 shows no secret, keeps the stored one while its field is empty, and names the addresses for the provider', async () => {
    await open(['integrator']);
    const texts = within(await region('Texts'));
    const token = texts.getByLabelText<HTMLInputElement>(/^Auth token/);
    expect(token.value).toBe('');
    expect(token.placeholder).toBe('Stored; leave empty to keep it');
    expect(texts.getByText('https://k.example/inbound')).toBeTruthy();
    await type(texts.getByLabelText('Sender number'), '+441632960199');
    await click(texts.getByRole('button', { name: 'Save: Texts' }));
    await waitFor(() => expect(server.askedFor('PUT', '/channels/sms')).toHaveLength(1));
    expect(server.askedFor('PUT', '/channels/sms')[0]?.body).toEqual({
      provider: 'twilio',
      settings: { accountSid: SID, from: '+441632960199', answersOptOut: false },
      secrets: {},
    });
  });

  it('sends secrets apart from settings', async () => {
    await open(['admin']);
    const emails = within(await region('Emails'));
    await click(emails.getByRole('radio', { name: /Mail server/ }));
    await type(emails.getByLabelText(/^Server/), 'mail.example.org');
    await type(emails.getByLabelText(/^Sender address/), 'clinic@example.org');
    await type(emails.getByLabelText(/^Password/), 'hunter2');
    await click(emails.getByRole('button', { name: 'Save: Emails' }));
    await waitFor(() => expect(server.askedFor('PUT', '/channels/email')).toHaveLength(1));
    expect(server.askedFor('PUT', '/channels/email')[0]?.body).toEqual({
      provider: 'smtp',
      settings: { host: 'mail.example.org', port: 587, secure: false, from: 'clinic@example.org' },
      secrets: { password: 'hunter2' },
    });
  });

  it('shows a coordinator the practice’s facts, and neither forms nor channels', async () => {
    await open(['coordinator']);
    expect((await region('Practice')).textContent).toContain('GB-SCT');
    expect(screen.queryByRole('textbox')).toBeNull();
    expect(server.askedFor('GET', '/channels')).toHaveLength(0);
  });
});
