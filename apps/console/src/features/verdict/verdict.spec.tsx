import { WRONG_CAUSES } from '@keepwell/domain';
import { act, cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import { aPage, aPatient, aRow, signedIn } from '../../../test/answers.js';
import { ContractServer } from '../../../test/contract-server.js';
import { aSending } from '../../../test/outreach-answers.js';
import { press, renderConsole } from '../../../test/render-console.js';
import { aShadowHold, aShadowWeek } from '../../../test/rule-answers.js';
import { standing, withWork } from '../../../test/work-answers.js';
import type { Session } from '../../api.types.js';
import { CAUSES } from './causes.js';

const PAUSED = 'R06 paused itself: of 40 cases judged in 60 days 20 were rightly listed.';
const said = () => document.querySelector('[data-announcer]')?.textContent ?? '';

describe('“should not be here”', () => {
  let server: ContractServer;
  let page: Awaited<ReturnType<typeof renderConsole>>;
  const open = async (at: string, roles: Session['roles'] = ['coordinator']) => {
    withWork(signedIn(server, { roles }));
    page = await renderConsole(server, at);
  };
  const done = (state: 'open' | 'closed', paused: { rule: string; says: string }[] = []) => ({
    body: { case: standing(state), undoUntil: new Date(Date.now() + 600_000).toISOString(), paused },
  });
  const verdicts = () => server.askedFor('POST', '/cases/case-a/verdict').map(({ body }) => body);

  beforeEach(() => {
    server = new ContractServer()
      .answer('GET', '/worklist', { body: aPage([aRow('a'), aRow('b')]) })
      .answer('GET', '/patients/a', { body: aPatient() })
      .answer('GET', '/patients/a/timeline', { body: { items: [] } })
      .answer('POST', '/cases/case-a/verdict', done('closed'));
  });
  afterEach(async () => {
    await page.close();
    cleanup();
  });

  it('X13 knows the same causes as the server, in its words', () => {
    page = { close: async () => undefined } as typeof page;
    expect(CAUSES.map(({ cause, label }) => [cause, label])).toEqual(
      WRONG_CAUSES.map(({ code, label }) => [code, label]),
    );
  });

  it('X13 takes two keys on the marked row of the list, and one to take it back', async () => {
    server.answer('POST', '/cases/case-a/undo', { body: { undone: 'verdict', case: standing('open') } });
    await open('/worklist');
    await screen.findByRole('link', { name: 'Patient a' });
    await press('x');
    expect(screen.queryByRole('dialog')).toBeNull();
    await press('j');
    await press('x');
    const first = await screen.findByRole('button', { name: 'Already booked, here or elsewhere' });
    await waitFor(() => expect(document.activeElement).toBe(first));
    await press('2', first);
    await waitFor(() => expect(verdicts()).toEqual([{ verdict: 'wrong', cause: 'finished' }]));
    await waitFor(() => expect(said()).toContain('Should not be here: finished their care. The case is closed.'));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    // The mark goes on, so that a list is judged without looking for one's place.
    await waitFor(() => expect(document.querySelector('[data-active] [data-person]')?.textContent).toBe('Patient b'));
    await press('u');
    await waitFor(() => expect(server.askedFor('POST', '/cases/case-a/undo')).toHaveLength(1));
  });

  it('X13 works on the patient’s page with a note, and tells which rule took itself back', async () => {
    server.answer('POST', '/cases/case-a/verdict', done('closed', [{ rule: 'R06', says: PAUSED }]));
    await open('/patients/a');
    await screen.findByRole('button', { name: /^Should not be here/ });
    await press('x');
    const note = await screen.findByLabelText('Note');
    await act(async () => void fireEvent.change(note, { target: { value: 'Booked by the desk' } }));
    // A digit in the note is part of the note.
    await press('1', note);
    expect(verdicts()).toEqual([]);
    await act(async () => void fireEvent.click(screen.getByRole('button', { name: 'The record is wrong' })));
    await waitFor(() =>
      expect(verdicts()).toEqual([{ verdict: 'wrong', cause: 'record_wrong', note: 'Booked by the desk' }]),
    );
    await waitFor(() => expect(said()).toContain(PAUSED));
  });

  it('says in the dialog who has them in hand, and leaves them there', async () => {
    server.answer('POST', '/cases/case-a/verdict', {
      status: 409,
      body: { status: 409, code: 'in_hand_of_another', detail: 'Sam Doe has this household in hand.', requestId: 'r1' },
    });
    await open('/patients/a');
    await screen.findByRole('button', { name: /^Should not be here/ });
    await press('x');
    await press('1', await screen.findByRole('button', { name: 'Already booked, here or elsewhere' }));
    expect((await screen.findByRole('alert')).textContent).toBe('Sam Doe has this household in hand.');
    expect(screen.getByRole('dialog')).toBeTruthy();
  });

  it('X22 marks rightly listed with one key in a shadow week, and at no other time', async () => {
    await open('/patients/a');
    await screen.findByRole('button', { name: /^Should not be here/ });
    await press('y');
    expect(verdicts()).toEqual([]);
    await page.close();
    cleanup();
    server
      .answer('GET', '/sending', { body: aSending({ holds: [aShadowHold] }) })
      .answer('GET', '/go-live', { body: aShadowWeek() })
      .answer('POST', '/cases/case-a/verdict', done('open'));
    page = await renderConsole(server, '/patients/a');
    await screen.findByRole('button', { name: /^Rightly listed/ });
    await press('y');
    await waitFor(() => expect(verdicts()).toEqual([{ verdict: 'right' }]));
    await waitFor(() => expect(said()).toContain('Marked as rightly listed.'));
  });

  it('is not for those who may look and not act', async () => {
    await open('/worklist', ['auditor']);
    await screen.findByRole('link', { name: 'Patient a' });
    await press('j');
    await press('x');
    expect(screen.queryByRole('dialog')).toBeNull();
  });
});
