import { act, cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { aPatient, signedIn } from '../../test/answers.js';
import { aCare, anAct, anIntervention, aTierCard, nothingDone, somePreferences } from '../../test/care-answers.js';
import { ContractServer } from '../../test/contract-server.js';
import { press, renderConsole } from '../../test/render-console.js';
import type { Intervention, PatientInterventions } from '../api.care.js';
import type { Session } from '../api.types.js';

describe('what a patient is promised and wishes', () => {
  let server: ContractServer;
  let page: Awaited<ReturnType<typeof renderConsole>>;
  const open = async (
    roles: Session['roles'] = ['coordinator'],
    { interventions = [], tiers = [] }: { interventions?: Intervention[]; tiers?: unknown[] } = {},
  ) => {
    signedIn(server, { roles })
      .answer('GET', '/interests', { body: [{ interest: 'whitening', people: 4, listed: null }] })
      .answer('GET', '/interventions', { body: interventions })
      .answer('POST', '/patients/tiers', { body: tiers });
    page = await renderConsole(server, '/patients/a');
  };
  const click = async (element: HTMLElement) => act(async () => void fireEvent.click(element));

  beforeEach(() => {
    server = new ContractServer()
      .answer('GET', '/patients/a', { body: aPatient() })
      .answer('GET', '/patients/a/timeline', { body: { items: [] } })
      .answer('GET', '/patients/a/care', { body: aCare() })
      .answer('GET', '/patients/a/preferences', { body: somePreferences() });
  });
  afterEach(async () => {
    await page.close();
    cleanup();
  });

  it('S4-08 shows what the tier includes, what of it is used, and whether a service is covered', async () => {
    await open();
    const card = await screen.findByRole('article', { name: 'Membership Gold plus' });
    const included = within(card).getByLabelText('What Gold plus includes');
    expect([...included.children].map((part) => part.textContent)).toEqual([
      'Visits1 of 2 used this month, 1 booked',
      'Coaching2 of 1 used this quarter beyond the tier',
      'Messagesincluded; no appointment shows its use',
    ]);
    expect(within(card).getByText('Is a service covered? 1 of 2 are')).toBeTruthy();
    const services = within(within(card).getByRole('list', { name: 'Services: Gold plus' })).getAllByRole('listitem');
    expect(services.map((service) => service.textContent)).toEqual([
      'Blood panel not covered',
      'Office visit covered: Visits',
    ]);
    expect(card.textContent).toContain('Expected every month. late: was due 5 Oct. Last seen 5 Sept.');
  });

  it('S4-12 S4-11 tells of each expectation and milestone how it stands, and by what it was done', async () => {
    await open();
    const plan = await screen.findByRole('list', { name: 'Care plan of Gold plus' });
    expect(plan.textContent).toContain('Quarterly labsevery 3 monthsOverdue for 10 Oct · next 10 Jan 2027');
    expect(plan.querySelector('details')?.textContent).toContain('10 JulDone8 Jul, appointment APT-77');
    const milestones = screen.getByRole('list', { name: 'Milestones of Reset' });
    expect(milestones.textContent).toContain('MSQat the start, after 3 monthsDone on 8 Jul, for 10 Jul');
    expect(milestones.textContent).toContain('Reviewafter 3 months, after 5 monthsNot due yet for 5 Mar 2027');
    expect(milestones.textContent).not.toContain('5 Mar 2027 · next');
    expect(milestones.textContent).toContain('Coachingevery 2 weeksNot to be seen here');
    const program = screen.getByRole('article', { name: 'Program Reset' });
    expect(program.textContent).toContain('Leads to Gold: no such membership yet');
  });

  it('S4-10 names the tier beside the patient’s name, and the source’s word where the practice has none so called', async () => {
    const unknown = aTierCard({ membershipId: 'M-2', name: 'Harbour club', tier: null });
    server.answer('GET', '/patients/a/care', { body: aCare({ memberships: [unknown] }) });
    const tiers = [
      { name: 'Gold', pattern: 'mid' },
      { name: 'Harbour club', pattern: null },
    ];
    await open(['coordinator'], { tiers: [{ personId: 'a', tiers }] });
    await screen.findByText('Gold');
    const head = screen.getByRole('heading', { level: 1 }).parentElement as HTMLElement;
    expect([...head.querySelectorAll('.kw-tier-badge')].map((badge) => badge.textContent)).toEqual([
      'Tier: Gold',
      'Tier: Harbour club',
    ]);
    const card = await screen.findByRole('article', { name: 'Membership Harbour club' });
    expect(card.textContent).toContain('No tier of the practice goes by this name');
  });

  it('S4-08 says when nothing is promised, and when it could not be read', async () => {
    server.answer('GET', '/patients/a/care', { body: aCare({ programs: [], memberships: [] }) });
    await open();
    expect(await screen.findByText(/nothing is promised on record/)).toBeTruthy();
    await page.close();
    cleanup();
    const detail = 'The database does not answer.';
    server.answer('GET', '/patients/a/care', {
      status: 500,
      body: { status: 500, code: 'internal', detail, requestId: 'r7' },
    });
    await open();
    const section = (await screen.findByText('What they are promised')).closest('section') as HTMLElement;
    expect((await within(section).findByRole('alert')).textContent).toContain(detail);
  });

  it('S1-06 shows what was agreed, who said it and when, and saves it anew', async () => {
    server.answer('PUT', '/patients/a/preferences', ({ body }) => ({
      body: somePreferences({ ...(body as object), at: new Date().toISOString() }),
    }));
    await open();
    const section = (await screen.findByText('every 90 days for hygiene')).closest('section') as HTMLElement;
    expect(section.textContent).toContain('Interested inwhitening');
    expect(section.textContent).toContain('said by Maya Chen 1 Sept 2026, 11:00');
    await click(within(section).getByRole('button', { name: 'Change' }));
    const dialog = await screen.findByRole('dialog', { name: 'What they wish' });
    fireEvent.change(within(dialog).getByLabelText(/Days between two visits/), { target: { value: '120' } });
    fireEvent.change(within(dialog).getByLabelText(/For which service line/), { target: { value: '' } });
    await click(within(dialog).getByRole('button', { name: 'Save' }));
    expect(await screen.findByText('every 120 days, whatever they come for')).toBeTruthy();
    expect(server.askedFor('PUT', '/patients/a/preferences').map(({ body }) => body)).toEqual([
      { intervalDays: 120, line: null, interests: ['whitening'] },
    ]);
  });

  it('S1-06 takes back what is emptied, and says in place why it was not saved', async () => {
    server.answer('GET', '/patients/a/preferences', { body: somePreferences({ interests: [] }) });
    server.answer('PUT', '/patients/a/preferences', {
      status: 400,
      body: { status: 400, code: 'invalid_request', detail: 'A service line needs an interval.', requestId: 'r1' },
    });
    await open();
    const section = (await screen.findByText('every 90 days for hygiene')).closest('section') as HTMLElement;
    await click(within(section).getByRole('button', { name: 'Change' }));
    const dialog = await screen.findByRole('dialog', { name: 'What they wish' });
    fireEvent.change(within(dialog).getByLabelText(/Days between two visits/), { target: { value: '' } });
    await click(within(dialog).getByRole('button', { name: 'Take it back' }));
    expect((await within(dialog).findByRole('alert')).textContent).toBe('A service line needs an interval.');
    const [asked] = server.askedFor('PUT', '/patients/a/preferences');
    expect(asked?.body).toEqual({ intervalDays: null, line: null, interests: [] });
  });

  it('S1-06 lets an auditor read and not change', async () => {
    await open(['auditor']);
    const section = (await screen.findByText('every 90 days for hygiene')).closest('section') as HTMLElement;
    expect(within(section).queryByRole('button')).toBeNull();
  });

  it('S2-05 says what can be done for the reasons that hold, who sees to it, and where', async () => {
    const interventions = [
      anIntervention(),
      anIntervention({
        kind: 'talk',
        title: 'A visit was lost',
        owner: 'coordinator',
        place: 'remote',
        channels: ['call'],
      }),
      anIntervention({ key: 'agree', title: 'Agree the next one', does: ['Offer two times', 'Write it down'] }),
      anIntervention({ title: 'For another reason', rules: ['R30'] }),
      anIntervention({ title: 'A conversation for any reason', rules: [] }),
    ];
    await open(['coordinator'], { interventions });
    const there = await screen.findByRole('list', { name: 'In the clinic' });
    expect([...there.children].map(({ textContent }) => textContent)).toEqual([
      'Ask what would make the visits easier to keep Front desk, in person · for R06',
      'Agree the next one Front desk, in person · for R06What to doOffer two timesWrite it down',
    ]);
    expect(screen.getByRole('list', { name: 'From afar' }).textContent).toBe(
      'A visit was lost Coordinator, call · for R06',
    );
  });

  describe('what came of it', () => {
    const TITLE = 'Ask what would make the visits easier to keep';
    const talk = anIntervention({ kind: 'talk', key: 'lost', title: 'A visit was lost', place: 'remote' });
    const sequence = anIntervention({ kind: 'sequence', key: 'texts', title: 'Three texts', place: 'remote' });
    const interventions = [anIntervention(), talk, sequence];
    const done = (changes: Partial<PatientInterventions> = {}) =>
      server.answer('GET', '/patients/a/interventions', { body: { ...nothingDone, ...changes } });
    const inFiveMinutes = () => new Date(Date.now() + 300_000).toISOString();

    it('S2-05 says that a handoff was done, shows by whom and when, and takes it back with U', async () => {
      done();
      await open(['coordinator'], { interventions });
      const said = anAct({ at: new Date().toISOString(), undoUntil: inFiveMinutes() });
      server.answer('POST', '/patients/a/interventions', () => {
        done({ acts: [said] });
        return { status: 201, body: said };
      });
      await click(await screen.findByRole('button', { name: `Done: ${TITLE}` }));
      const there = screen.getByRole('list', { name: 'In the clinic' });
      await waitFor(() => expect(there.textContent).toContain('Done just now by Maya Chen'));
      expect(server.askedFor('POST', '/patients/a/interventions').map(({ body }) => body)).toEqual([
        { kind: 'handoff', key: 'ask_easier', outcome: 'done' },
      ]);
      expect(screen.getByRole('complementary', { name: 'What was done last' }).textContent).toContain(
        `Done: ${TITLE}.`,
      );
      server.answer('POST', '/patients/a/interventions/act-1/undo', () => {
        done({ acts: [{ ...said, undone: true, undoUntil: null }] });
        return { body: { ...said, undone: true, undoUntil: null } };
      });
      await press('u');
      expect(await screen.findByRole('button', { name: `Done: ${TITLE}` })).toBeTruthy();
      expect(there.textContent).not.toContain('by Maya Chen');
    });

    it('S2-05 leaves one out for a reason with a note, of a talk and a sequence too, and these are never done from here', async () => {
      done();
      await open(['coordinator'], { interventions });
      server.answer('POST', '/patients/a/interventions', {
        status: 201,
        body: anAct({ kind: 'talk', key: 'lost', outcome: 'skipped' }),
      });
      expect(await screen.findByRole('button', { name: 'Leave out: Three texts' })).toBeTruthy();
      expect(screen.queryByRole('button', { name: 'Done: A visit was lost' })).toBeNull();
      expect(screen.queryByRole('button', { name: 'Done: Three texts' })).toBeNull();
      await click(screen.getByRole('button', { name: 'Leave out: A visit was lost' }));
      const dialog = await screen.findByRole('dialog', { name: 'Why is it left out?' });
      fireEvent.change(within(dialog).getByLabelText(/^Note/), { target: { value: ' Away until May ' } });
      await click(within(dialog).getByRole('button', { name: 'They did not come in' }));
      await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
      expect(server.askedFor('POST', '/patients/a/interventions').map(({ body }) => body)).toEqual([
        { kind: 'talk', key: 'lost', outcome: 'skipped', reason: 'not_here', note: 'Away until May' },
      ]);
    });

    it('S2-05 shows why one was left out, the last talk and the last start, and says what stands in the way', async () => {
      const skipped = { outcome: 'skipped', reason: 'not_here', reasonLabel: 'They did not come in' } as const;
      done({
        acts: [anAct({ ...skipped, id: 'act-2', note: 'Snow' }), anAct({ undone: true }), anAct()],
        lastTalk: { at: '2026-08-03T10:00:00.000Z', byName: 'Sam Stone' },
        sequences: [
          { key: 'texts', version: 2, state: 'running', at: '2026-08-04T10:00:00.000Z', byName: 'Sam Stone' },
        ],
      });
      await open(['coordinator'], { interventions });
      const there = await screen.findByRole('list', { name: 'In the clinic' });
      await waitFor(() =>
        expect(there.textContent).toContain('Left out 1 Sept 2026, 11:00 by Maya Chen: they did not come in “Snow”'),
      );
      expect(there.textContent).not.toContain('Done 1 Sept');
      const afar = screen.getByRole('list', { name: 'From afar' });
      expect(afar.textContent).toContain('Last talked with them 3 Aug 2026, 11:00 (Sam Stone)');
      expect(afar.textContent).toContain('Started 4 Aug 2026, 11:00 by Sam Stone, running');
      server.answer('POST', '/patients/a/interventions', {
        status: 409,
        body: {
          status: 409,
          code: 'conflict',
          detail: 'Sam Stone has said the same a few minutes ago.',
          requestId: 'r',
        },
      });
      await click(screen.getByRole('button', { name: `Done: ${TITLE}` }));
      expect((await within(there).findByRole('alert')).textContent).toContain('Sam Stone has said the same');
    });

    it('S2-05 lets an auditor read and say nothing', async () => {
      done({ acts: [anAct()] });
      await open(['auditor'], { interventions });
      const there = await screen.findByRole('list', { name: 'In the clinic' });
      await waitFor(() => expect(there.textContent).toContain('by Maya Chen'));
      expect(within(there).queryByRole('button')).toBeNull();
    });
  });
});
