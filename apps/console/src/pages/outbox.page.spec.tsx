import { act, cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { signedIn } from '../../test/answers.js';
import { ContractServer } from '../../test/contract-server.js';
import { aMessage, aMessageRow, aSending, outboxOf } from '../../test/outreach-answers.js';
import { renderConsole } from '../../test/render-console.js';
import type { Session } from '../api.types.js';

describe('the outbox', () => {
  let server: ContractServer;
  let page: Awaited<ReturnType<typeof renderConsole>>;
  const open = async (at: string, roles: Session['roles'] = ['coordinator']) => {
    signedIn(server, { roles });
    page = await renderConsole(server, at);
  };
  const click = async (element: HTMLElement) => act(async () => void fireEvent.click(element));
  beforeEach(() => {
    server = new ContractServer();
  });
  afterEach(async () => {
    await page.close();
    cleanup();
  });

  it('shows what waits for a person first, where there is any', async () => {
    outboxOf(server, [
      aMessageRow('a', { state: 'review' }),
      aMessageRow('b', { state: 'failed', errorSays: 'The number is a landline.' }),
      aMessageRow('c'),
    ]);
    await open('/outbox');
    const table = await screen.findByRole('table', { name: /nobody knows whether they left/ });
    expect(within(table).getByText('Patient a')).toBeTruthy();
    expect(within(table).getByText('The number is a landline.')).toBeTruthy();
    expect(within(table).queryByText('Patient c')).toBeNull();
    expect(screen.getByRole('tab', { selected: true }).textContent).toBe('Needs somebody2');
    expect(screen.getAllByRole('link', { name: /Outbox/, current: 'page' })[0]?.textContent).toContain('1 waiting');
  });

  it('asks for nobody because of what failed longer than 14 days ago; it stands with what stopped', async () => {
    const at = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString();
    outboxOf(server, [
      aMessageRow('late', { state: 'failed', at: at(13) }),
      aMessageRow('old', { state: 'failed', at: at(15) }),
      aMessageRow('doubt', { state: 'review', at: at(40) }),
    ]);
    await open('/outbox?part=attention');
    const table = await screen.findByRole('table', { name: /failed in the last 14 days/ });
    expect(within(table).getByText('Patient late')).toBeTruthy();
    expect(within(table).getByText('Patient doubt')).toBeTruthy();
    expect(within(table).queryByText('Patient old')).toBeNull();
    expect(screen.getByRole('tab', { selected: true }).textContent).toBe('Needs somebody2');
    await click(screen.getByRole('tab', { name: /Stopped/ }));
    expect(await screen.findByText('Patient old')).toBeTruthy();
    expect(screen.getByRole('tab', { selected: true }).textContent).toBe('Stopped2');
  });

  it('shows what leaves in the next 7 days by the day of the clinic, and takes one back only when asked twice', async () => {
    const soon = aMessageRow('soon');
    outboxOf(server, [soon, aMessageRow('far', { dueAt: new Date(Date.now() + 20 * 86_400_000).toISOString() })]);
    server.answer('POST', '/outbox/soon/cancel', { body: aMessage('soon', { state: 'cancelled' }) });
    await open('/outbox');
    expect(await screen.findByText('1 more planned for later days.')).toBeTruthy();
    expect(screen.queryByText('Patient far')).toBeNull();
    await click(screen.getByRole('button', { name: 'Take back: Text to Patient soon' }));
    expect(server.askedFor('POST', '/outbox/soon/cancel')).toHaveLength(0);
    await click(await screen.findByRole('button', { name: 'Take it back' }));
    await waitFor(() => expect(server.askedFor('POST', '/outbox/soon/cancel')).toHaveLength(1));
  });

  it('keeps the filter in the address, and says why nothing is there', async () => {
    outboxOf(server, [aMessageRow('a', { state: 'delivered', channel: 'email' })]);
    await open('/outbox?part=left&state=delivered&channel=sms');
    expect(await screen.findByText('No message has left yet')).toBeTruthy();
    await click(screen.getByRole('combobox', { name: 'Kind of message' }));
    await click(await screen.findByRole('option', { name: 'Emails' }));
    expect(await screen.findByText('Patient a')).toBeTruthy();
    expect(page.address()).toBe('/outbox?part=left&state=delivered&channel=email');
  });

  it('offers another try when the list cannot be had', async () => {
    server.answer('GET', '/sending', { body: aSending() }).answer('GET', '/outbox', {
      status: 500,
      body: { status: 500, code: 'internal', detail: 'Something broke.', requestId: 'r9' },
    });
    await open('/outbox?part=stopped');
    expect(await screen.findByText('Something broke.')).toBeTruthy();
    outboxOf(server, [aMessageRow('a', { state: 'cancelled', cancelledBecause: 'booked' })]);
    await click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByText('The patient booked.')).toBeTruthy();
  });

  it('X14 proves on one page why a message was allowed', async () => {
    server.answer('GET', '/sending', { body: aSending() }).answer('GET', '/outbox/m1', {
      body: aMessage('m1', {
        state: 'delivered',
        provider: 'local',
        text: 'Hello <b>Ana</b>, we missed you.',
        facts: [{ field: 'patient.firstName', value: 'Ana', class: 1, source: 'Northside PMS', recordId: 'PT-1000' }],
        template: {
          templateName: 'Missed visit, text',
          version: 3,
          approvedByName: 'Rosa Lind',
          approvedAt: '2026-11-02T10:00:00.000Z',
          origin: 'practice',
        },
        started: { enrolmentId: 'e1', at: '2026-11-20T10:00:00.000Z', byName: 'Maya Chen', digest: 'feed01' },
        decision: {
          at: Date.parse('2026-11-20T10:01:00.000Z'),
          verdict: {
            ...{ allowed: true, because: [], cautions: [], nextAllowedAt: null },
            restsOn: {
              consentId: 'consent-7',
              window: '09:00–20:00 Europe/London',
              contactsToday: 0,
              contactsThisWeek: 1,
            },
          },
          checked: { suppressions: 0, place: 'GB-SCT', zones: [{ zone: 'Europe/London', from: 'clinic' }] },
          text: { optOutLine: true, sha256: 'beef02' },
        },
        events: [
          { at: '2026-11-20T10:01:00.000Z', event: 'claimed', detail: { attemptId: 'at-1', provider: 'local' } },
        ],
      }),
    });
    await open('/outbox/m1', ['auditor']);
    const why = await screen.findByRole('region', { name: 'Why it was allowed' });
    for (const says of [
      'Allowed when it was picked up to be sent',
      'consent-7',
      'GB-SCT, Europe/London',
      'beef02',
      '09:00–20:00 Europe/London',
      'Missed visit, text, version 3',
      'Rosa Lind',
      'Maya Chen',
      'feed01',
    ]) {
      expect(why.textContent).toContain(says);
    }
    expect(screen.getByText('Hello <b>Ana</b>, we missed you.')).toBeTruthy();
    expect(screen.getByText(/a line on how to stop messages was added/)).toBeTruthy();
    expect(screen.getByText('PT-1000')).toBeTruthy();
    expect(screen.getByText('Picked up to be sent')).toBeTruthy();
    expect(document.title).toBe('Message · Keepwell');
  });

  it('lets a manager end a doubt, and tells a coordinator who can', async () => {
    server
      .answer('GET', '/sending', { body: aSending() })
      .answer('GET', '/outbox/m1', { body: aMessage('m1', { state: 'review' }) })
      .answer('POST', '/outbox/m1/resolve', { body: aMessage('m1', { state: 'failed' }) });
    await open('/outbox/m1', ['manager']);
    await click(await screen.findByRole('button', { name: 'It did not leave' }));
    expect(await screen.findByText('Failed')).toBeTruthy();
    expect(server.askedFor('POST', '/outbox/m1/resolve')[0]?.body).toEqual({ as: 'did_not_leave' });
    await page.close();
    cleanup();
    await open('/outbox/m1');
    expect(await screen.findByText(/A manager or admin of this practice writes down/)).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'It left' })).toBeNull();
  });

  it('answers as the patient where the message stayed on this computer', async () => {
    server
      .answer('GET', '/sending', { body: aSending() })
      .answer('GET', '/outbox/m1', { body: aMessage('m1', { state: 'delivered', canSimulateReply: true }) })
      .answer('POST', '/outbox/m1/simulate-reply', { body: { inboundId: 'i1', intent: 'plain_opt_out' } });
    await open('/outbox/m1');
    const field = await screen.findByLabelText('What the patient writes');
    await act(async () => void fireEvent.change(field, { target: { value: 'please leave me alone' } }));
    await click(screen.getByRole('button', { name: 'Send this reply' }));
    expect(await screen.findByText('It came in and was read as: plain opt out.')).toBeTruthy();
    expect(server.askedFor('POST', '/outbox/m1/simulate-reply')[0]?.body).toEqual({ text: 'please leave me alone' });
  });

  it('is not asked for by an integrator', async () => {
    await open('/outbox', ['integrator']);
    expect(await screen.findByText('This is not part of your role')).toBeTruthy();
    expect(server.askedFor('GET', '/outbox')).toHaveLength(0);
    expect(server.askedFor('GET', '/sending')).toHaveLength(0);
    expect(screen.queryByRole('link', { name: 'Outbox' })).toBeNull();
  });
});
