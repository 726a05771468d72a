import { act, cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import { aPage, aSession, signedIn } from '../../../test/answers.js';
import { ContractServer } from '../../../test/contract-server.js';
import { renderConsole } from '../../../test/render-console.js';
import { notePersonActivity } from '../../api.js';
import { idlePhase } from './idle-clock.js';

describe('the idle clock', () => {
  const minute = 60_000;
  const later = 8 * 60 * minute;

  it.each([
    [0, { phase: 'active' }],
    [14 * minute - 1, { phase: 'active' }],
    [14 * minute, { phase: 'warning', secondsLeft: 60 }],
    [15 * minute - 1, { phase: 'warning', secondsLeft: 1 }],
    [15 * minute, { phase: 'ended' }],
  ])('I-04 warns 60 s before 15 unused minutes are over: %i ms', (sinceActivity, phase) => {
    expect(idlePhase(sinceActivity, 0, 900, later)).toEqual(phase);
  });

  it('I-04 warns and ends at the absolute limit, however busy the person is', () => {
    expect(idlePhase(later - 30_000, later - 31_000, 900, later)).toEqual({ phase: 'warning', secondsLeft: 30 });
    expect(idlePhase(later, later - 1, 900, later)).toEqual({ phase: 'ended' });
  });
});

describe('signing in and out', () => {
  let server: ContractServer;
  let page: Awaited<ReturnType<typeof renderConsole>>;
  const unauthorised = { status: 401, body: { status: 401, code: 'not_signed_in', detail: 'Sign in first.' } };

  beforeEach(() => {
    server = signedIn(new ContractServer()).answer('GET', '/worklist', { body: aPage([]) });
    notePersonActivity();
  });
  afterEach(async () => {
    await page.close();
    cleanup();
  });

  it('asks whoever is not signed in to do so, and goes on at the address they came for', async () => {
    server.answer('GET', '/session', unauthorised).answer('POST', '/session', () => {
      server.answer('GET', '/session', { body: aSession() });
      return { status: 204 };
    });
    page = await renderConsole(server, '/worklist?tab=resolved');
    fireEvent.change(await screen.findByLabelText(/Email/), { target: { value: 'maya@practice.example' } });
    fireEvent.change(screen.getByLabelText(/Password/), { target: { value: 'correct horse battery' } });
    fireEvent.click(screen.getByRole('button', { name: 'Sign in' }));
    expect(await screen.findByRole('heading', { name: 'Off-track patients' })).toBeTruthy();
    expect(page.address()).toBe('/worklist?tab=resolved');
    expect(server.askedFor('POST', '/session')[0]?.headers['x-keepwell']).toBe('1');
  });

  it('says the same for a wrong password and an unknown person', async () => {
    const refused = { status: 401, body: { status: 401, code: 'sign_in_failed', detail: 'No.' } };
    server.answer('GET', '/session', unauthorised).answer('POST', '/session', refused);
    page = await renderConsole(server, '/');
    fireEvent.change(await screen.findByLabelText(/Email/), { target: { value: 'x@practice.example' } });
    fireEvent.change(screen.getByLabelText(/Password/), { target: { value: 'wrong' } });
    fireEvent.click(screen.getByRole('button', { name: 'Sign in' }));
    expect((await screen.findByRole('alert')).textContent).toBe(
      'Email and password do not belong together. Check both, then try again.',
    );
    expect(screen.getByLabelText<HTMLInputElement>(/Password/).value).toBe('');
  });

  it('I-04 warns before an unused session ends, and goes on when asked to', async () => {
    server.answer('GET', '/session', { body: aSession({ idleSeconds: 30 }) });
    page = await renderConsole(server, '/worklist');
    expect(await screen.findByRole('dialog', { name: 'Are you still there?' })).toBeTruthy();
    server.answer('GET', '/session', { body: aSession({ idleSeconds: 900 }) });
    fireEvent.click(screen.getByRole('button', { name: 'Stay signed in' }));
    await waitFor(() => expect(screen.queryByRole('dialog', { name: 'Are you still there?' })).toBeNull());
    expect(server.askedFor('DELETE', '/session')).toHaveLength(0);
  });

  it('I-04 signs out by itself when nobody answers the warning, and leaves nothing on the screen', async () => {
    server.answer('GET', '/session', { body: aSession({ idleSeconds: 2 }) });
    page = await renderConsole(server, '/worklist');
    await screen.findByRole('heading', { name: 'Off-track patients' });
    expect(await screen.findByRole('heading', { name: 'Sign in' })).toBeTruthy();
    expect(screen.getByText(/nobody used the screen for a while/)).toBeTruthy();
    expect(server.askedFor('DELETE', '/session')).toHaveLength(1);
    expect(screen.queryByRole('heading', { name: 'Off-track patients' })).toBeNull();
  });

  it('I-04 marks what it fetches by itself, so that it keeps no unattended session alive', async () => {
    page = await renderConsole(server, '/worklist');
    await screen.findByRole('heading', { name: 'Nobody new today' });
    await waitFor(() => expect(server.listeners).toBeGreaterThan(0));
    expect(server.askedFor('GET', '/worklist').at(-1)?.headers['x-keepwell-passive']).toBeUndefined();
    const before = server.askedFor('GET', '/worklist').length;
    notePersonActivity(Date.now() - 60_000);
    await act(async () => server.tell('worklist', { changed: ['a'], counts: true }));
    await waitFor(() => expect(server.askedFor('GET', '/worklist').length).toBeGreaterThan(before));
    expect(server.askedFor('GET', '/worklist').at(-1)?.headers['x-keepwell-passive']).toBe('1');
  });

  it('shows the sign-in form as soon as the server no longer knows the session', async () => {
    page = await renderConsole(server, '/worklist');
    await screen.findByRole('heading', { name: 'Nobody new today' });
    server.answer('GET', '/worklist', unauthorised).answer('GET', '/session', unauthorised);
    fireEvent.click(screen.getByRole('tab', { name: /Backlog/ }));
    expect(await screen.findByRole('heading', { name: 'Sign in' })).toBeTruthy();
  });

  it('lets who works for several practices choose one, and forgets the other', async () => {
    const practices = [
      { id: 'p1', name: 'Northside Physiotherapy' },
      { id: 'p2', name: 'Harbour Dental' },
    ];
    const harbour = { id: 'p2', name: 'Harbour Dental', timezone: 'Europe/Lisbon', demo: false };
    server.answer('GET', '/session', { body: aSession({ practices }) }).answer('POST', '/session/practice', () => {
      server.answer('GET', '/session', { body: aSession({ practices, practice: harbour }) });
      return { status: 204 };
    });
    page = await renderConsole(server, '/worklist');
    fireEvent.click(await screen.findByRole('button', { name: /^Practice: Northside/ }));
    fireEvent.click(await screen.findByRole('menuitem', { name: 'Harbour Dental' }));
    expect(await screen.findByRole('button', { name: /^Practice: Harbour Dental/ })).toBeTruthy();
    expect(server.askedFor('POST', '/session/practice')[0]?.body).toEqual({ practiceId: 'p2' });
  });
});
