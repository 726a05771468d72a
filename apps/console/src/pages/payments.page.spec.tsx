import { act, cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { renderConsole } from '../../test/render-console.js';
import { atASource } from '../../test/source-answers.js';
import type { MatchedPayment, UnmatchedPayment } from '../api.sources.types.js';

const payment: UnmatchedPayment = {
  id: 'pay1',
  connectionId: 'c1',
  connection: 'Northside PMS',
  sourceId: 'ch_9',
  at: '2026-11-20T02:00:00.000Z',
  amountMinor: 4250,
  currency: 'GBP',
  kind: null,
  status: 'succeeded',
  failureCode: null,
  invoiceSourceId: null,
  membershipSourceId: null,
  because: 'no_patient',
  personId: null,
};

const said: MatchedPayment = {
  ...{ id: 'pay2', connectionId: 'c1', connection: 'Northside PMS', sourceId: 'ch_3', at: '2026-11-18T02:00:00.000Z' },
  ...{ amountMinor: 900, currency: 'GBP', personId: 'b', patientName: 'Bram Ito', byName: 'Jo Lee' },
  saidAt: '2026-11-19T02:00:00.000Z',
};
const counted = { noPatient: 1, invoiceUnknown: 2, membershipUnknown: 0, matched: 1204, payersUnknown: 1 };

describe('payments without a patient', () => {
  let page: Awaited<ReturnType<typeof renderConsole>>;
  afterEach(async () => {
    await page.close();
    cleanup();
  });

  it('S4-06 lets a person say whose a payment is, and no name stands in an address', async () => {
    const server = atASource(['coordinator'])
      .answer('GET', '/payments/unmatched', { body: { items: [payment], nextCursor: null } })
      .answer('GET', '/payments/counts', { body: counted })
      .answer('POST', '/patients/search', {
        body: {
          items: [
            { personId: 'a', name: 'Ana Okafor', birthDate: '1984-02-29', phone: '•••• 23', sourceIds: ['PT-1'] },
            { personId: 'z', name: 'Ana Okafor', birthDate: '1999-03-01', phone: null, sourceIds: ['PT-2'] },
          ],
          more: true,
        },
      })
      .answer('POST', '/payments/pay1/match', { status: 204 });
    page = await renderConsole(server, '/connections/payments');
    const say = await screen.findByRole('button', { name: 'Say whose it is: £42.50, ch_9' });
    await act(async () => void fireEvent.click(say));
    const dialog = within(await screen.findByRole('dialog'));
    fireEvent.change(dialog.getByLabelText('Search all patients'), { target: { value: 'Okafor' } });
    fireEvent.click(await dialog.findByRole('button', { name: 'Ana Okafor born 29 Feb 1984 · •••• 23 · PT-1' }));
    expect(dialog.getByText('There are more: say more of the name.')).toBeTruthy();
    await waitFor(() => expect(server.askedFor('POST', '/payments/pay1/match')).toHaveLength(1));
    expect(server.askedFor('POST', '/payments/pay1/match')[0]?.body).toEqual({ personId: 'a' });
    expect(server.asked.some(({ query }) => query.toString().includes('Okafor'))).toBe(false);
    expect(page.address()).toBe('/connections/payments');
  });

  it('S4-06 lists what people said whose it is, with both counts, and lets it be taken back', async () => {
    const server = atASource(['coordinator'])
      .answer('GET', '/payments/unmatched', { body: { items: [payment], nextCursor: null } })
      .answer('GET', '/payments/matched', { body: { items: [said], nextCursor: null } })
      .answer('GET', '/payments/counts', { body: counted })
      .answer('DELETE', '/payments/pay2/match', { status: 204 });
    page = await renderConsole(server, '/connections/payments');
    await screen.findByText(
      '1 without a patient, 2 of an unknown invoice, 0 of an unknown membership. Payers nobody knows yet: 1.',
    );
    expect(screen.getByRole('tab', { name: 'To be matched 3' })).toBeTruthy();
    fireEvent.click(screen.getByRole('tab', { name: 'Matched by a person 1,204' }));
    expect(page.address()).toBe('/connections/payments?list=matched');
    const table = within(await screen.findByRole('table', { name: 'Payments matched by a person' }));
    expect(table.getByRole('link', { name: 'Bram Ito' }).getAttribute('href')).toBe('/patients/b');
    server.answer('GET', '/payments/matched', { body: { items: [], nextCursor: null } });
    await act(async () => void fireEvent.click(table.getByRole('button', { name: 'Take back: £9, ch_3' })));
    await waitFor(() => expect(server.askedFor('DELETE', '/payments/pay2/match')).toHaveLength(1));
    expect(await screen.findByText('No payment was matched by a person')).toBeTruthy();
    expect(document.querySelector('[data-announcer]')?.textContent).toContain('Taken back');
  });

  it('says when every payment has its patient, and keeps them from those who see none', async () => {
    const empty = atASource(['coordinator']).answer('GET', '/payments/unmatched', {
      body: { items: [], nextCursor: null },
    });
    page = await renderConsole(empty, '/connections/payments');
    expect(await screen.findByText('Every payment has its patient')).toBeTruthy();
    await page.close();
    cleanup();
    const server = atASource(['integrator']);
    page = await renderConsole(server, '/connections/payments');
    expect(await screen.findByText(/seen by those who see patients/)).toBeTruthy();
    expect(server.askedFor('GET', '/payments/unmatched')).toEqual([]);
  });
});
