import { act, cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { aPatient, aRow, aPage, signedIn } from '../../test/answers.js';
import { ContractServer } from '../../test/contract-server.js';
import { press, renderConsole } from '../../test/render-console.js';
import { aBookingRoom, aWrite, withWork } from '../../test/work-answers.js';
import type { BookingRoom, Membership } from '../api.types.js';

const northside: BookingRoom['systems'][number] = {
  ...{ connectionId: 'c1', name: 'Northside PMS', kinds: ['log_contact', 'book', 'cancel'] },
  practitioners: [{ id: 'd1', name: 'J. Lee' }],
  locations: [],
  services: [{ id: 's1', name: 'Knee' }],
};
const visit: BookingRoom['upcoming'][number] = {
  ...{ id: 'v1', connectionId: 'c1', startsAt: '2026-11-25T09:00:00.000Z', endsAt: null, status: 'booked' },
  ...{ practitionerName: 'J. Lee', serviceName: 'Knee', locationName: null },
};
const said = () => document.querySelector('[data-announcer]')?.textContent ?? '';

describe('visits and notes in other systems', () => {
  let server: ContractServer;
  let page: Awaited<ReturnType<typeof renderConsole>>;
  beforeEach(() => {
    server = withWork(signedIn(new ContractServer()))
      .answer('GET', '/patients/a', { body: aPatient() })
      .answer('GET', '/patients/a/timeline', { body: { items: [] } })
      .answer('GET', '/worklist', { body: aPage([aRow('a')]) });
  });
  afterEach(async () => {
    await page.close();
    cleanup();
  });
  const room = (changes: Partial<BookingRoom>) =>
    server.answer('GET', '/cases/case-a/write-back', { body: aBookingRoom({ systems: [northside], ...changes }) });
  const openVisits = async () => {
    page = await renderConsole(server, '/patients/a');
    await screen.findByRole('button', { name: /^Take in hand/ });
    await press('Enter');
    fireEvent.click(await screen.findByRole('button', { name: 'Book, move or cancel a visit' }));
  };
  const fill = async (day: string, time: string) => {
    fireEvent.change(await screen.findByLabelText('Day of the visit'), { target: { value: day } });
    fireEvent.change(screen.getByLabelText('Time of the visit'), { target: { value: time } });
  };
  const books = () => server.askedFor('POST', '/cases/case-a/write-back').map(({ body }) => body);

  it('S3-06 says of everything written where it is to stand, whether it does, and who must look', async () => {
    room({
      operations: [
        aWrite('w1', { state: 'pending' }),
        aWrite('w2', { state: 'review', kind: 'cancel', says: 'Northside PMS did not answer; look there.' }),
        aWrite('w3', { state: 'failed', says: 'The time is taken.' }),
        aWrite('w4', { kind: 'log_contact', ref: 'memo-77', askedByName: null, shown: { channel: 'call' } }),
      ],
    });
    page = await renderConsole(server, '/patients/a');
    const list = within(await screen.findByRole('list', { name: 'What was written, newest first' }));
    const lines = list.getAllByRole('listitem').map(({ textContent }) => textContent ?? '');
    expect(lines[0]).toContain('Waits its turn');
    expect(lines[0]).toContain('Booking for Wed 25 Nov 2026, 09:00, Knee with J. Lee in Northside PMS');
    expect(lines[1]).toContain('A person must look');
    expect(lines[1]).toContain('Northside PMS did not answer; look there.');
    expect(lines[2]).toContain('Failed');
    expect(lines[3]).toContain('Confirmed');
    expect(lines[3]).toContain('Note of a call in Northside PMS');
    expect(lines[3]).toContain('stands there as memo-77');
    // Beside the work stands only what is not over: the booking that failed was asked for again since.
    const open = within(screen.getByRole('list', { name: 'Not settled in other systems' })).getAllByRole('listitem');
    expect(open.map(({ textContent }) => textContent?.slice(0, 14))).toEqual(['Waits its turn', 'A person must ']);
  });

  it('S3-05 shows each rule that a booking breaks, in its own sentence, and keeps what was typed', async () => {
    room({});
    server.answer('POST', '/cases/case-a/write-back', {
      status: 422,
      body: {
        ...{ status: 422, code: 'booking_refused', requestId: 'r1', detail: 'It opens at 09:00. J. Lee is taken.' },
        errors: ['It opens at 09:00.', 'J. Lee is taken.'],
      },
    });
    await openVisits();
    await fill('2026-11-25', '07:30');
    fireEvent.change(screen.getByLabelText('With whom'), { target: { value: 'd1' } });
    await act(async () => void fireEvent.click(screen.getByRole('button', { name: 'Book in Northside PMS' })));
    const refused = within(await screen.findByRole('alert')).getAllByRole('listitem');
    expect(refused.map(({ textContent }) => textContent)).toEqual(['It opens at 09:00.', 'J. Lee is taken.']);
    expect(screen.getByLabelText<HTMLInputElement>('Time of the visit').value).toBe('07:30');
    expect(books()).toEqual([
      {
        ...{ kind: 'book', connectionId: 'c1', practitionerId: 'd1' },
        ...{ startsAt: '2026-11-25T07:30:00.000Z', endsAt: '2026-11-25T08:00:00.000Z' },
      },
    ]);
  });

  it('S3-05 offers no booking while something stands in its way for the patient', async () => {
    room({ problems: ['This patient is not to be contacted.'] });
    await openVisits();
    expect((await screen.findByRole('alert')).textContent).toBe('This patient is not to be contacted.');
    await fill('2026-11-25', '10:00');
    expect(screen.getByRole('button', { name: 'Book in Northside PMS' }).hasAttribute('disabled')).toBe(true);
  });

  it('S3-06 a booking is asked for, waits, and is called done only once the other system confirms it', async () => {
    room({});
    server.answer('POST', '/cases/case-a/write-back', { body: { operations: [aWrite('w1', { state: 'pending' })] } });
    await openVisits();
    await fill('2026-11-25', '09:00');
    room({ operations: [aWrite('w1', { state: 'pending' })] });
    await act(async () => void fireEvent.click(screen.getByRole('button', { name: 'Book in Northside PMS' })));
    await waitFor(() => expect(said()).toBe('Asked of Northside PMS. It is done once it is confirmed.'));
    const open = await screen.findByRole('list', { name: 'Not settled in other systems' });
    expect(open.textContent).toContain('Waits its turn');
    room({ operations: [aWrite('w1', { ref: '4711' })] });
    // Nobody tells: it is asked for while it is under way.
    await waitFor(() => expect(screen.queryByRole('list', { name: 'Not settled in other systems' })).toBeNull());
    expect(screen.getByRole('list', { name: 'What was written, newest first' }).textContent).toContain('Confirmed');
  });

  it('S3-07 moves a visit, the old one waiting for the new, and cancels one with its reason', async () => {
    room({ upcoming: [visit] });
    server.answer('POST', '/cases/case-a/write-back', {
      body: {
        operations: [
          aWrite('w1', { state: 'pending' }),
          aWrite('w2', { kind: 'cancel', state: 'pending', afterId: 'w1' }),
        ],
      },
    });
    await openVisits();
    const text = 'Wed 25 Nov 2026, 09:00, Knee with J. Lee';
    fireEvent.click(await screen.findByRole('button', { name: `Move the visit of ${text}` }));
    await fill('2026-11-27', '14:00');
    room({
      upcoming: [visit],
      operations: [
        aWrite('w2', { kind: 'cancel', state: 'pending', afterId: 'w1' }),
        aWrite('w1', { state: 'pending' }),
      ],
    });
    await act(async () => void fireEvent.click(screen.getByRole('button', { name: 'Move in Northside PMS' })));
    await waitFor(() => expect(books()).toHaveLength(1));
    expect(books()[0]).toMatchObject({
      ...{ kind: 'reschedule', appointmentId: 'v1', startsAt: '2026-11-27T14:00:00.000Z' },
    });
    const open = await screen.findByRole('list', { name: 'Not settled in other systems' });
    expect(open.textContent).toContain('Waits for the new bookingCancellation of Wed 25 Nov 2026, 09:00');
    fireEvent.click(screen.getByRole('button', { name: `Cancel the visit of ${text}` }));
    const form = within(await screen.findByRole('form', { name: `Cancel the visit of ${text}` }));
    fireEvent.change(form.getByLabelText('Reason'), { target: { value: 'ill' } });
    await act(async () => void fireEvent.click(form.getByRole('button', { name: 'Cancel this visit' })));
    await waitFor(() => expect(books()[1]).toEqual({ kind: 'cancel', appointmentId: 'v1', reason: 'ill' }));
  });

  it('says where nothing can be booked from here', async () => {
    server.answer('GET', '/cases/case-a/write-back', { body: aBookingRoom() });
    await openVisits();
    expect(await screen.findByText(/takes bookings from here: book there/)).toBeTruthy();
    expect(screen.queryByLabelText('Day of the visit')).toBeNull();
  });
});

describe('what was agreed with a patient', () => {
  let page: Awaited<ReturnType<typeof renderConsole>>;
  afterEach(async () => {
    await page.close();
    cleanup();
  });
  const aMembership = (changes: Partial<Membership>): Membership => ({
    ...{ id: 'm1', name: 'Glow Club', tier: 'Gold', status: 'active', startedAt: null, cycle: 'month' },
    ...{ nextBillAt: '2027-01-04T00:00:00.000Z', endsAt: null, pausedUntil: null, cancelRequestedAt: null },
    ...{ priceMinor: 9900, currency: 'GBP', cardExpiresOn: null, lastPaidAt: '2026-06-04T00:00:00.000Z' },
    ...{ lastPaymentFailed: false, connection: 'Stripe' },
    ...changes,
  });

  it('S4-02 says how each membership and plan stands, what is billed next and how the last payment went', async () => {
    const memberships = [
      aMembership({ status: 'past_due', lastPaymentFailed: true }),
      aMembership({ id: 'm2', name: 'Old', status: 'cancelled', endsAt: '2026-03-01T00:00:00.000Z' }),
      aMembership({ id: 'm3', name: 'Odd', status: null, nextBillAt: null, lastPaidAt: null }),
    ];
    const plan = {
      ...{ kind: 'plan', id: 'p1', sourceId: 'PL-1', connection: 'Northside PMS', connectionId: 'c1' },
      ...{
        effectiveAt: null,
        recordedAt: null,
        observedAt: '2026-11-18T18:40:00.000Z',
        title: 'knee',
        status: 'active',
      },
      ...{ detail: '10 visits', deleted: false, versions: [], evidenceFor: [] },
    };
    const server = withWork(signedIn(new ContractServer()))
      .answer('GET', '/patients/a', { body: aPatient({ memberships }) })
      .answer('GET', '/patients/a/timeline', { body: { items: [plan] } });
    page = await renderConsole(server, '/patients/a');
    const section = await screen.findByRole('region', { name: 'Memberships and plans' });
    await within(section).findByText('knee');
    const [late, ended, odd, ofCare] = [...section.querySelectorAll('li')].map(({ textContent }) => textContent ?? '');
    expect(late).toContain('Glow Club GoldA payment is overdue');
    expect(late).toContain('Costs£99 every month');
    expect(late).toContain('Next bill4 Jan');
    expect(late).toContain('the last try failed');
    expect(ended).toContain('Cancelled');
    expect(ended).not.toContain('Next bill');
    expect(odd).toContain('How it stands is not known');
    expect(odd).toContain('Last paymentnone known');
    expect(ofCare).toContain('knee plan of careActive · 10 visitsin Northside PMS');
  });

  it('says so when nothing was agreed', async () => {
    const server = withWork(signedIn(new ContractServer()))
      .answer('GET', '/patients/a', { body: aPatient() })
      .answer('GET', '/patients/a/timeline', { body: { items: [] } });
    page = await renderConsole(server, '/patients/a');
    expect(await screen.findByText('No membership, plan or package is known.')).toBeTruthy();
  });
});
