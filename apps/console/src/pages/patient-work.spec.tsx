import { act, cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { aPage, aPatient, aRow, signedIn } from '../../test/answers.js';
import { ContractServer } from '../../test/contract-server.js';
import { press, renderConsole } from '../../test/render-console.js';
import { aBrief, aCaseInHand, aContactPage, aPreview, aVerdict, standing, withWork } from '../../test/work-answers.js';

const LATER = () => new Date(Date.now() + 600_000).toISOString();
const said = () => document.querySelector('[data-announcer]')?.textContent ?? '';

describe('working on a patient', () => {
  let server: ContractServer;
  let page: Awaited<ReturnType<typeof renderConsole>>;

  beforeEach(() => {
    server = withWork(signedIn(new ContractServer()))
      .answer('GET', '/patients/a', { body: aPatient({ phone: '•••• 0123' }) })
      .answer('GET', '/patients/a/timeline', { body: { items: [] } })
      .answer('GET', '/worklist', { body: aPage([aRow('a', { patientName: 'Ana Okafor' })]) });
  });
  afterEach(async () => {
    await page.close();
    cleanup();
  });

  const open = async () => {
    page = await renderConsole(server, '/patients/a');
    await screen.findByRole('button', { name: /^Take in hand/ });
  };
  const inHand = async (key = 'c') => {
    await open();
    await press(key);
    await screen.findByRole('timer');
  };

  it('X16 hides the number until the case is claimed, and gives it back on leaving', async () => {
    await open();
    expect(document.body.textContent).not.toContain('+44 131 496 0123');
    expect(document.querySelector('a[href^="tel:"]')).toBeNull();
    await press('c');
    const dial = await screen.findByRole('link', { name: 'Call +44 131 496 0123' });
    expect(dial.getAttribute('href')).toBe('tel:+441314960123');
    expect(server.askedFor('POST', '/cases/case-a/claim')).toHaveLength(1);
    await press('Escape');
    await waitFor(() => expect(server.askedFor('DELETE', '/cases/case-a/lease')).toHaveLength(1));
  });

  it('S2-12 S2-13 offers the three routes and marks the recommended one with its reasons', async () => {
    await inHand('Enter');
    const routes = within(screen.getByRole('group', { name: 'Routes' })).getAllByRole('button');
    expect(routes.map((route) => route.textContent)).toEqual(['CallCrecommended', 'MessageM', 'SnoozeS']);
    expect(screen.getByText('Call is recommended: It is for today.')).toBeTruthy();
    // Enter opens what is recommended.
    expect(screen.getByRole('heading', { level: 3, name: 'Call' })).toBe(document.activeElement);
    expect(screen.getByText('Last visit 5 Nov, visit 4 of 10.')).toBeTruthy();
  });

  it('X16 names who else has the patient in hand, at once when it happens, and lets nobody else act', async () => {
    await open();
    await waitFor(() => expect(server.listeners).toBeGreaterThan(0));
    const lease = {
      caseId: 'case-a',
      personId: 'a',
      holder: { id: 'u2', name: 'Jo Lee' },
      until: '2026-11-21T19:20:00Z',
    };
    server.answer('GET', '/leases', { body: { items: [lease] } });
    await act(async () =>
      server.tell('lease', { caseId: 'case-a', personId: 'a', holderId: 'u2', until: lease.until }),
    );
    expect(await screen.findByText(/Jo Lee has this patient in hand until 19:20/)).toBeTruthy();
    expect(screen.getByRole('button', { name: /^Take in hand/ }).hasAttribute('disabled')).toBe(true);
    await press('c');
    expect(server.askedFor('POST', '/cases/case-a/claim')).toHaveLength(0);
  });

  it('says why a claim was refused', async () => {
    server.answer('POST', '/cases/case-a/claim', {
      status: 409,
      body: { status: 409, code: 'case_moved_on', detail: 'They have booked meanwhile.', requestId: 'r1' },
    });
    await open();
    await press('c');
    expect((await screen.findByRole('alert')).textContent).toBe('They have booked meanwhile.');
  });

  it('X12 does not save a conversation without a next step, and says what is missing', async () => {
    server.answer('POST', '/cases/case-a/calls', {
      body: { touchpointId: 't1', case: standing('in_outreach'), undoUntil: LATER() },
    });
    await inHand();
    await press('r');
    expect(screen.getByRole('button', { name: /Call back later/ }).getAttribute('aria-pressed')).toBe('true');
    const save = screen.getByRole('button', { name: 'Save and stay' });
    expect(save.getAttribute('aria-disabled')).toBe('true');
    expect(document.getElementById(save.getAttribute('aria-describedby') ?? '')?.textContent).toBe(
      'Say on which day and at what time you talk again.',
    );
    fireEvent.click(save);
    expect(server.askedFor('POST', '/cases/case-a/calls')).toHaveLength(0);

    fireEvent.change(screen.getByLabelText('On'), { target: { value: '2099-07-01' } });
    fireEvent.change(screen.getByLabelText('At (Europe/London)'), { target: { value: '10:30' } });
    fireEvent.click(screen.getByRole('button', { name: 'Warm' }));
    fireEvent.click(screen.getByRole('button', { name: 'Save and stay' }));
    await waitFor(() => expect(server.askedFor('POST', '/cases/case-a/calls')).toHaveLength(1));
    // British Summer Time: half past ten there is half past nine in UTC.
    expect(server.askedFor('POST', '/cases/case-a/calls')[0]?.body).toEqual({
      outcome: 'call_back',
      next: { kind: 'touchpoint', at: '2099-07-01T09:30:00.000Z', channel: 'call' },
      sentiment: 'warm',
    });
  });

  it('X12 takes for “not now” a reason, a next talk, or a day to rest until, and nothing less', async () => {
    server.answer('POST', '/cases/case-a/calls', {
      body: { touchpointId: 't1', case: standing('snoozed'), undoUntil: LATER() },
    });
    await inHand();
    await press('l');
    const missing = () => document.querySelector('.kw-save-says')?.textContent;
    expect(missing()).toBe(
      'Choose the next step: when you talk again, until when they rest or the reason why there is none.',
    );
    fireEvent.click(screen.getByRole('button', { name: 'No next step, because' }));
    expect(missing()).toBe('Choose the reason why there is no next step.');
    fireEvent.click(screen.getByRole('button', { name: 'Rests until a day' }));
    fireEvent.change(screen.getByLabelText('Rests until'), { target: { value: '2099-03-02' } });
    fireEvent.click(screen.getByRole('button', { name: 'Save and stay' }));
    await waitFor(() => expect(server.askedFor('POST', '/cases/case-a/calls')).toHaveLength(1));
    expect(server.askedFor('POST', '/cases/case-a/calls')[0]?.body).toEqual({
      outcome: 'not_now',
      snoozeUntil: '2099-03-02',
    });
  });

  it('S2-11 works a call in four keys: claim, outcome, save, and stands at the next patient', async () => {
    server
      .answer('POST', '/cases/case-a/calls', {
        body: { touchpointId: 't1', case: standing('in_outreach'), undoUntil: LATER() },
      })
      .answer('POST', '/worklist/next', {
        body: aCaseInHand({ case: { ...aCaseInHand().case, caseId: 'case-b', personId: 'b' } }),
      })
      .answer('GET', '/patients/b', {
        body: aPatient({ personId: 'b', name: 'Bram Ito', case: { ...aPatient().case!, id: 'case-b' } }),
      })
      .answer('GET', '/patients/b/timeline', { body: { items: [] } })
      .answer('GET', '/patients/b/history', { body: { items: [] } })
      .answer('GET', '/patients/b/contact', { body: aContactPage() })
      .answer('DELETE', '/cases/case-b/lease', { status: 204 })
      .answer('POST', '/cases/case-a/undo', { body: { undone: 'call', case: standing('open') } });
    await inHand();
    await press('a');
    expect(document.activeElement?.textContent).toBe('Save, next patient');
    fireEvent.click(document.activeElement!);
    expect(await screen.findByRole('heading', { level: 1, name: 'Bram Ito' })).toBeTruthy();
    expect(page.address()).toBe('/patients/b');
    // Who comes by "next" is in hand already.
    expect(await screen.findByRole('timer')).toBeTruthy();
    expect(server.askedFor('POST', '/cases/case-b/claim')).toHaveLength(0);
    const note = screen.getByRole('complementary', { name: 'What was done last' });
    expect(note.textContent).toContain('Call saved: No answer.');
    expect(within(note).getByRole('button', { name: /^Undo, back to open/ })).toBeTruthy();
    await press('u');
    await waitFor(() => expect(page.address()).toBe('/patients/a'));
    expect(said()).toBe('Undone. The case is open again.');
  });

  it('asks why a patient in hand is passed over, and nothing when a result was saved', async () => {
    await inHand();
    await press('n');
    const dialog = await screen.findByRole('dialog', { name: 'Why is this patient passed over?' });
    fireEvent.keyDown(within(dialog).getByRole('group', { name: 'Reasons' }), { key: '2' });
    await waitFor(() => expect(server.askedFor('POST', '/worklist/next')).toHaveLength(1));
    expect(server.askedFor('POST', '/worklist/next')[0]?.body).toMatchObject({
      tab: 'today',
      skip: { caseId: 'case-a', reason: 'needs_colleague' },
    });
    await waitFor(() => expect(said()).toBe('Nobody is left on this list whom nobody has in hand.'));
  });

  it('S2-12 prints the exact day and hour before somebody is snoozed, by S and a digit', async () => {
    server.answer('POST', '/cases/case-a/snooze', {
      body: {
        wakeOn: '2026-12-21',
        wakesAt: '2026-12-21T08:00:00.000Z',
        case: standing('snoozed'),
        undoUntil: LATER(),
      },
    });
    await inHand('s');
    expect(await screen.findByRole('button', { name: '1 week back Mon 30 Nov 2026, 08:00' })).toBeTruthy();
    await press('2');
    fireEvent.click(screen.getByRole('button', { name: 'Travelling' }));
    expect(document.querySelector('.kw-save-says')?.textContent).toBe(
      'Back on the list Mon 21 Dec 2026, 08:00 (Europe/London).',
    );
    fireEvent.click(screen.getByRole('button', { name: 'Snooze and stay' }));
    await waitFor(() => expect(said()).toContain('Snoozed: back on the list Mon 21 Dec 2026, 08:00.'));
    expect(server.askedFor('POST', '/cases/case-a/snooze')[0]?.body).toEqual({
      wakeOn: '2026-12-21',
      reason: 'travelling',
    });
  });

  it('S2-17 shows the very text with its facts, and starts nothing whose text has a hole', async () => {
    const [step] = aPreview().steps;
    server.answer('POST', '/cases/case-a/preview', {
      body: aPreview({
        steps: [{ ...step!, text: null, problems: ['The first name is empty.'] }],
        canStart: false,
        because: [],
      }),
    });
    await inHand('m');
    expect(await screen.findByText('Step 1: The first name is empty.')).toBeTruthy();
    expect(screen.getByText('Mon 23 Nov 2026, 10:00')).toBeTruthy();
    const start = screen.getByRole('button', { name: 'Start sequence' });
    expect(start.hasAttribute('disabled')).toBe(true);
    fireEvent.click(start);
    expect(server.askedFor('POST', '/cases/case-a/enrolments')).toHaveLength(0);
  });

  it('starts the sequence that was read, counts down the time to undo, and never an older text', async () => {
    const [step] = aPreview().steps;
    const dueAt = new Date(Date.now() + 10_000).toISOString();
    server.answer('POST', '/cases/case-a/preview', { body: aPreview({ steps: [{ ...step!, dueAt }] }) });
    let asked = 0;
    server.answer('POST', '/cases/case-a/enrolments', () => {
      asked += 1;
      return asked === 1
        ? {
            status: 409,
            body: { status: 409, code: 'preview_changed', detail: 'The text has changed.', requestId: 'r' },
          }
        : {
            body: {
              enrolmentId: 'e1',
              case: { caseId: 'case-a', personId: 'a', state: 'in_outreach', outreach: 'sequence' },
              undoUntil: LATER(),
            },
          };
    });
    await inHand('m');
    const mark = await screen.findByText('Ana', { selector: 'mark' });
    expect(mark.parentElement?.textContent).toContain('Hello Ana, we missed you');
    const read = server.askedFor('POST', '/cases/case-a/preview').length;
    fireEvent.click(await screen.findByRole('button', { name: 'Start sequence' }));
    await waitFor(() => expect(said()).toBe('The text has changed.'));
    await waitFor(() => expect(server.askedFor('POST', '/cases/case-a/preview').length).toBe(read + 1));
    await waitFor(() =>
      expect(screen.getByRole('button', { name: 'Start sequence' }).hasAttribute('disabled')).toBe(false),
    );
    fireEvent.click(screen.getByRole('button', { name: 'Start sequence' }));
    expect(await screen.findByRole('button', { name: /^Undo, back to open.*\d+ s$/ })).toBeTruthy();
    expect(server.askedFor('POST', '/cases/case-a/enrolments')[1]?.body).toEqual({
      sequenceId: 'seq-1',
      digest: 'd'.repeat(64),
    });
  });

  it('X16 keeps what was typed when the lease is lost, hides the number, and saves only when taken again', async () => {
    await inHand();
    await press('a');
    fireEvent.change(screen.getByLabelText('Note'), { target: { value: 'Rang twice, line dead.' } });
    await waitFor(() => expect(server.listeners).toBeGreaterThan(0));
    await act(async () =>
      server.tell('lease', { caseId: 'case-a', personId: 'a', holderId: 'u2', until: '2026-11-21T19:20:00Z' }),
    );
    expect(await screen.findByText(/no longer in your hands. What you typed is kept here/)).toBeTruthy();
    expect(document.querySelector('a[href^="tel:"]')).toBeNull();
    expect(document.body.textContent).not.toContain('+44 131 496 0123');
    expect((screen.getByLabelText('Note') as HTMLTextAreaElement).value).toBe('Rang twice, line dead.');
    fireEvent.click(screen.getByRole('button', { name: 'Save and stay' }));
    expect(server.askedFor('POST', '/cases/case-a/calls')).toHaveLength(0);
    fireEvent.click(screen.getByRole('button', { name: 'Take in hand again' }));
    expect(await screen.findByRole('link', { name: 'Call +44 131 496 0123' })).toBeTruthy();
    expect((screen.getByLabelText('Note') as HTMLTextAreaElement).value).toBe('Rang twice, line dead.');
  });

  it('does not dial where calling is not allowed, and says why', async () => {
    const because = [{ code: 'never', says: 'They asked never to be contacted.', until: null }];
    server.answer('POST', '/cases/case-a/claim', {
      body: aCaseInHand({
        brief: aBrief({
          verdicts: { sms: aVerdict(), email: aVerdict(), call: aVerdict({ allowed: false, because }) },
        }),
      }),
    });
    await inHand();
    expect(screen.getByText('They asked never to be contacted.')).toBeTruthy();
    expect(document.querySelector('a[href^="tel:"]')).toBeNull();
  });

  it('S0-27 counts conversations, and shows attempts nowhere as something to reach', async () => {
    await open();
    expect(await screen.findByText(/^Your conversations today/)).toBeTruthy();
    expect(document.body.textContent).toContain('Your conversations today: 3');
    expect(document.body.textContent).not.toMatch(/attempt|calls made|target|goal/i);
  });

  it('shows what of a sequence is still to leave, and stops it', async () => {
    server
      .answer('GET', '/patients/a/history', {
        body: {
          items: [
            {
              at: '2026-11-24T10:00:00Z',
              kind: 'message',
              title: 'E-mail planned',
              says: '',
              byName: 'Maya Chen',
              messageId: 'm1',
              tone: 'waiting',
              undone: false,
            },
          ],
        },
      })
      .answer('GET', '/outbox/m1', {
        body: { sequenceName: 'After a lost visit', started: { enrolmentId: 'e1' } },
      })
      .answer('DELETE', '/enrolments/e1', { status: 204 });
    await open();
    const running = await screen.findByRole('group', { name: 'Running sequence' });
    await waitFor(() => expect(running.textContent).toContain('After a lost visit is running'));
    expect(running.textContent).toContain('E-mail planned Tue 24 Nov 2026, 10:00');
    fireEvent.click(within(running).getByRole('button', { name: 'Stop the sequence' }));
    await waitFor(() => expect(server.askedFor('DELETE', '/enrolments/e1')).toHaveLength(1));
  });

  it('brings somebody who rests back to the list before their day', async () => {
    const resting = { ...aPatient().case!, state: 'snoozed' as const };
    server
      .answer('GET', '/patients/a', { body: aPatient({ case: resting }) })
      .answer('POST', '/cases/case-a/wake', { body: { case: standing('open') } });
    await open();
    fireEvent.click(screen.getByRole('button', { name: 'Back to the list now' }));
    await waitFor(() => expect(said()).toBe('Back on the list.'));
    expect(server.askedFor('POST', '/cases/case-a/wake')).toHaveLength(1);
  });

  it('K17 makes one call for a household, and speaks with the guardian of a child', async () => {
    server.answer('POST', '/cases/case-a/claim', {
      body: aCaseInHand({
        contact: {
          ...aCaseInHand().contact,
          guardian: {
            personId: 'g',
            name: 'Ife Okafor',
            phone: '+44 131 496 0999',
            phoneHref: 'tel:+441314960999',
            email: null,
          },
          household: [
            { personId: 'a', name: 'Ana Okafor', caseId: 'case-a', state: 'open' },
            { personId: 'h', name: 'Obi Okafor', caseId: 'case-h', state: 'open' },
          ],
        },
      }),
    });
    await inHand();
    expect(screen.getByText('One call for the household')).toBeTruthy();
    expect(screen.getByRole('link', { name: 'Obi Okafor' }).getAttribute('href')).toBe('/patients/h');
    expect(screen.getByRole('link', { name: 'Ife Okafor' })).toBeTruthy();
  });

  it('S4-13 shows calls, messages, replies and notes in one place, replies as text', async () => {
    const entry = { byName: null, messageId: null, undone: false };
    const reply = { at: '2026-11-21T10:00:00Z', kind: 'reply', title: 'Reply', says: '<b>STOP</b>', tone: 'neutral' };
    const call = { at: '2026-11-20T10:00:00Z', kind: 'call', title: 'No answer', says: '', tone: 'failed' };
    server.answer('GET', '/patients/a/history', {
      body: {
        items: [
          { ...entry, ...reply },
          { ...entry, ...call, byName: 'Jo Lee', undone: true },
        ],
      },
    });
    page = await renderConsole(server, '/patients/a');
    expect(await screen.findByText('<b>STOP</b>')).toBeTruthy();
    expect(screen.getByText('taken back')).toBeTruthy();
  });

  it('lets an auditor see everything and do nothing', async () => {
    signedIn(server, { roles: ['auditor'] });
    page = await renderConsole(server, '/patients/a');
    expect(await screen.findByText(/belong to coordinators, managers and admins/)).toBeTruthy();
    expect(screen.queryByRole('button', { name: /^Take in hand/ })).toBeNull();
    expect(screen.queryByRole('button', { name: 'Next patient' })).toBeNull();
    expect(screen.queryByRole('button', { name: 'Record consent' })).toBeNull();
    await press('c');
    expect(server.askedFor('POST', '/cases/case-a/claim')).toHaveLength(0);
  });
});
