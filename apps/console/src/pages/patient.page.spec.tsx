import { act, cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { aPage, aPatient, aRow, signedIn } from '../../test/answers.js';
import { ContractServer } from '../../test/contract-server.js';
import { press, renderConsole } from '../../test/render-console.js';
import type { TimelineEntry } from '../api.types.js';

const anEntry = (changes: Partial<TimelineEntry>): TimelineEntry => ({
  kind: 'appointment',
  id: 'u1',
  sourceId: 'APT-20931',
  connection: 'Northside PMS',
  connectionId: 'c1',
  effectiveAt: '2026-11-18T09:30:00.000Z',
  recordedAt: '2026-11-18T18:31:00.000Z',
  observedAt: '2026-11-18T18:40:00.000Z',
  title: 'Appointment with J. Lee',
  status: 'no_show',
  detail: 'Knee',
  deleted: false,
  versions: [],
  evidenceFor: [],
  ...changes,
});

describe('a patient’s page', () => {
  let server: ContractServer;
  let page: Awaited<ReturnType<typeof renderConsole>>;

  beforeEach(() => {
    server = signedIn(new ContractServer())
      .answer('GET', '/patients/a', { body: aPatient() })
      .answer('GET', '/patients/b', { body: aPatient({ personId: 'b', name: 'Bram Ito' }) })
      .answer('GET', '/patients/a/timeline', { body: { items: [] } })
      .answer('GET', '/patients/b/timeline', { body: { items: [] } })
      .answer('GET', '/worklist', { body: aPage([aRow('a', { patientName: 'Ana Okafor' }), aRow('b')]) });
  });
  afterEach(async () => {
    await page.close();
    cleanup();
  });

  it('X01 proves why the patient is listed: rule, sentence, facts with source id and both clocks, checks, what clears it', async () => {
    page = await renderConsole(server, '/patients/a');
    const finding = await screen.findByRole('article', { name: 'R06 No show not rebooked' });
    expect(finding.textContent).toContain('No show on 18 Nov 09:30; nothing booked as of 21 Nov 19:10.');
    expect(finding.textContent).toContain('3 bookings checked, 0 live');
    expect(finding.textContent).toContain('A knee visit is booked.');
    const [, fact] = within(within(finding).getByRole('table', { name: 'Evidence for R06' })).getAllByRole('row');
    const cells = within(fact as HTMLElement)
      .getAllByRole('cell')
      .map((cell) => cell.textContent);
    expect(cells).toEqual([
      'Booked for 18 Nov 09:30, status no show.',
      'Appointment APT-20931',
      '18 Nov 2026, 09:30',
      '18 Nov 2026, 18:31',
    ]);
  });

  it('X02 gives every rule’s verdict, those that fire first, with what can next change', async () => {
    page = await renderConsole(server, '/patients/a');
    const verdicts = await screen.findByRole('table', { name: 'Every rule’s verdict' });
    const [, first, second] = within(verdicts).getAllByRole('row');
    expect(first?.textContent).toContain('R06 No show not rebooked');
    expect(first?.textContent).toContain('only by new facts');
    expect(second?.textContent).toContain('R04 Hiatus backstop');
    expect(second?.textContent).toContain('Last visit 16 days ago; 30 would fire.');
    expect(second?.textContent).toContain('5 Dec 2026, 00:00');
  });

  it('X02 says of a rule that is switched off that the passing of time changes nothing', async () => {
    const { evaluation } = aPatient();
    const off = {
      rule: 'R11',
      name: 'BEHIND_PLAN',
      fires: false,
      because: 'off' as const,
      says: 'Not switched on in this practice.',
    };
    const verdicts = [{ ...off, nextChangeAt: '2027-09-30T00:00:00.000Z' }];
    server.answer('GET', '/patients/a', { body: aPatient({ evaluation: { ...evaluation!, verdicts } }) });
    page = await renderConsole(server, '/patients/a');
    const [, row] = within(await screen.findByRole('table', { name: 'Every rule’s verdict' })).getAllByRole('row');
    expect(row?.textContent).toContain('when switched on');
    expect(row?.textContent).not.toContain('2027');
  });

  it('X02 says for someone who is not listed that no rule lists them, and why each does not', async () => {
    const { evaluation } = aPatient();
    server.answer('GET', '/patients/a', {
      body: aPatient({
        case: null,
        evaluation: evaluation && { ...evaluation, state: 'on_track', findings: [], since: null },
      }),
    });
    page = await renderConsole(server, '/patients/a');
    expect(await screen.findByRole('heading', { name: /^Why not listed/ })).toBeTruthy();
    expect(screen.getByText(/No rule lists this person/)).toBeTruthy();
  });

  it('says whose window ended first, because the rule on top may hold for a shorter time', async () => {
    const { evaluation } = aPatient();
    const [later] = evaluation?.findings ?? [];
    if (evaluation === null || later === undefined) throw new Error('the patient of these tests has a finding');
    const earlier = { ...later, rule: 'R10', name: 'EARLY_DROP', since: '2026-11-05T09:00:00.000Z' };
    server.answer('GET', '/patients/a', {
      body: aPatient({ evaluation: { ...evaluation, since: earlier.since, findings: [later, earlier] } }),
    });
    page = await renderConsole(server, '/patients/a');
    const label = await screen.findByText('Off-track since');
    expect(label.nextSibling?.textContent).toContain('5 Nov 2026, 09:00 · first window ended (R10)');
    const onTop = screen.getByRole('article', { name: 'R06 No show not rebooked' });
    expect(onTop.textContent).toContain('Holds since19 Nov 2026, 09:00');
  });

  it.each([
    ['watch' as const, /^Why watched/],
    ['lapsed' as const, /^Why lapsed/],
    ['off_track' as const, /^Why listed/],
  ])('heads the reasons of somebody %s by what they are', async (state, heading) => {
    const { evaluation } = aPatient();
    server.answer('GET', '/patients/a', { body: aPatient({ evaluation: evaluation && { ...evaluation, state } }) });
    page = await renderConsole(server, '/patients/a');
    expect(await screen.findByRole('heading', { name: heading })).toBeTruthy();
    expect(screen.getByText('Off-track since').getAttribute('title')).toContain('first window ended');
  });

  it('writes every date in the practice’s zone, not the computer’s', async () => {
    signedIn(server, { practice: { id: 'p1', name: 'Pacific', timezone: 'America/Los_Angeles', demo: false } });
    page = await renderConsole(server, '/patients/a');
    const finding = await screen.findByRole('article', { name: 'R06 No show not rebooked' });
    expect(finding.textContent).toContain('18 Nov 2026, 01:30');
    expect(finding.textContent).toContain('18 Nov 2026, 10:31');
  });

  it('keeps the name out of the address and the title, and shows it as text', async () => {
    server.answer('GET', '/patients/a', { body: aPatient({ name: '<img src=x onerror=alert(1)>' }) });
    page = await renderConsole(server, '/patients/a');
    expect(await screen.findByRole('heading', { level: 1, name: '<img src=x onerror=alert(1)>' })).toBeTruthy();
    expect(document.querySelector('img')).toBeNull();
    expect(document.title).toBe('Patient · Keepwell');
    expect(page.address()).toBe('/patients/a');
  });

  it('shows the timeline with both clocks, what a rule rests on, and earlier versions on demand', async () => {
    server.answer('GET', '/patients/a/timeline', {
      body: {
        items: [
          anEntry({
            evidenceFor: ['R06'],
            versions: [
              { recordedAt: '2026-11-10T10:00:00.000Z', status: 'booked', startsAt: '2026-11-18T09:30:00.000Z' },
            ],
          }),
          anEntry({ id: 'u2', sourceId: 'PAY-1', kind: 'payment', title: 'Payment of £60', status: null }),
        ],
      },
    });
    page = await renderConsole(server, '/patients/a');
    expect(await screen.findByText('Payment of £60')).toBeTruthy();
    const entry = screen.getByText('Appointment with J. Lee').closest('li');
    expect(entry?.textContent).toContain('evidence for R06');
    expect(entry?.textContent).toContain('known since 18 Nov 2026, 18:31');
    expect(entry?.textContent).toContain('read 18 Nov 2026, 18:40');
    expect(entry?.querySelector('details')?.textContent).toContain('10 Nov 2026, 10:00Booked');
    fireEvent.click(screen.getByRole('switch', { name: 'Only what a rule rests on' }));
    expect(screen.queryByText('Payment of £60')).toBeNull();
  });

  it('says at once when the patient books while somebody looks', async () => {
    page = await renderConsole(server, '/patients/a');
    await screen.findByRole('article', { name: 'R06 No show not rebooked' });
    await waitFor(() => expect(server.listeners).toBeGreaterThan(0));
    const { evaluation } = aPatient();
    server.answer('GET', '/patients/a', {
      body: aPatient({
        evaluation: evaluation && {
          ...evaluation,
          state: 'on_track',
          findings: [],
          nextBookingAt: '2026-11-25T09:00:00.000Z',
        },
      }),
    });
    await act(async () => server.tell('worklist', { changed: ['a'], counts: true }));
    await waitFor(() =>
      expect(document.querySelector('[data-announcer]')?.textContent).toBe(
        'This changed while you were looking: the patient has a booking and is no longer off-track.',
      ),
    );
  });

  it('goes on through the list with j and k, and back to it with Escape', async () => {
    page = await renderConsole(server, '/worklist?sort=name');
    fireEvent.click(await screen.findByRole('link', { name: 'Ana Okafor' }));
    expect(await screen.findByText('1 of 2 on the list')).toBeTruthy();
    await press('j');
    expect(await screen.findByRole('heading', { level: 1, name: 'Bram Ito' })).toBeTruthy();
    expect(page.address()).toBe('/patients/b');
    await press('k');
    expect(page.address()).toBe('/patients/a');
    await press('Escape');
    expect(page.address()).toBe('/worklist?sort=name');
  });

  it('answers an id it does not know like one of another practice', async () => {
    page = await renderConsole(server, '/patients/nobody');
    expect(await screen.findByRole('heading', { name: 'There is nothing at this address' })).toBeTruthy();
  });
});
