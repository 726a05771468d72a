import { act, cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { aPage, aRow } from '../../test/answers.js';
import { renderConsole } from '../../test/render-console.js';
import { atASource } from '../../test/source-answers.js';
import type { UnmatchedPayment } from '../api.sources.types.js';

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

describe('payments without a patient', () => {
  let page: Awaited<ReturnType<typeof renderConsole>>;
  afterEach(async () => {
    await page.close();
    cleanup();
  });

  it('S4-06 lets a person say whose a payment is, and no name stands in an address', async () => {
    const server = atASource(['coordinator'])
      .answer('GET', '/payments/unmatched', { body: { items: [payment], nextCursor: null } })
      .answer('POST', '/worklist/search', { body: aPage([aRow('a', { patientName: 'Ana Okafor' })]) })
      .answer('POST', '/payments/pay1/match', { status: 204 });
    page = await renderConsole(server, '/connections/payments');
    const say = await screen.findByRole('button', { name: 'Say whose it is: £42.50, ch_9' });
    await act(async () => void fireEvent.click(say));
    const dialog = within(await screen.findByRole('dialog'));
    fireEvent.change(dialog.getByLabelText('Search the listed patients'), { target: { value: 'Okafor' } });
    fireEvent.click(await dialog.findByRole('button', { name: 'Ana Okafor' }));
    await waitFor(() => expect(server.askedFor('POST', '/payments/pay1/match')).toHaveLength(1));
    expect(server.askedFor('POST', '/payments/pay1/match')[0]?.body).toEqual({ personId: 'a' });
    expect(server.asked.some(({ query }) => query.toString().includes('Okafor'))).toBe(false);
    expect(page.address()).toBe('/connections/payments');
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
