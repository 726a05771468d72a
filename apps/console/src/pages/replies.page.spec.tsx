import { act, cleanup, fireEvent, screen } from '@testing-library/react';
import { signedIn } from '../../test/answers.js';
import { ContractServer } from '../../test/contract-server.js';
import { aReply, aSending } from '../../test/outreach-answers.js';
import { renderConsole } from '../../test/render-console.js';
import type { InboundRow } from '../api.outreach.types.js';

describe('the replies', () => {
  let page: Awaited<ReturnType<typeof renderConsole>>;
  let rows: InboundRow[];
  let server: ContractServer;
  beforeEach(async () => {
    rows = [
      aReply('a', { intent: 'plain_opt_out', body: 'pls <i>stop</i> writing', needsReview: true }),
      aReply('b', { inReplyTo: 'm1' }),
      aReply('c', { intent: 'wrong_number', personId: null, patientName: null, needsReview: true }),
    ];
    server = signedIn(new ContractServer())
      .answer('GET', '/sending', { body: aSending() })
      .answer('GET', '/inbound', ({ query }) => {
        const wanted = query.get('needsReview') === 'true';
        const items = rows.filter(({ needsReview }) => needsReview === wanted);
        return { body: { items, nextCursor: null, toReview: rows.filter(({ needsReview }) => needsReview).length } };
      })
      .answer('POST', '/inbound/a/reviewed', () => {
        rows = rows.map((row) =>
          row.id === 'a' ? { ...row, needsReview: false, reviewedAt: row.at, reviewedByName: 'Maya Chen' } : row,
        );
        return { status: 204 };
      });
    page = await renderConsole(server, '/replies');
  });
  afterEach(async () => {
    await page.close();
    cleanup();
  });

  it('X15 shows first what somebody has to look at, word for word and as text', async () => {
    const first = await screen.findByRole('region', { name: 'To look at' });
    await screen.findByText('pls <i>stop</i> writing');
    expect(first.textContent).toContain('Wants no messages');
    expect(first.textContent).toContain('somebody we could not find on record');
    expect(first.textContent).not.toContain('Patient b');
    expect(screen.getByRole('link', { name: 'Patient a' }).getAttribute('href')).toBe('/patients/person-a');
    expect(screen.getByRole('link', { name: 'The message it answers' }).getAttribute('href')).toBe('/outbox/m1');
  });

  it('moves what was looked at down and says by whom', async () => {
    const button = await screen.findByRole('button', { name: 'Looked at: Wants no messages, Patient a' });
    await act(async () => void fireEvent.click(button));
    expect(await screen.findByText(/Looked at by Maya Chen/)).toBeTruthy();
    expect(screen.getByRole('region', { name: 'To look at' }).textContent).not.toContain('Patient a');
  });
});
