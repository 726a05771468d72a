import { act, cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { aDay, aPage, aPatient, aRow, signedIn } from '../../test/answers.js';
import { ContractServer } from '../../test/contract-server.js';
import { press, renderConsole } from '../../test/render-console.js';

const THEN = '2026-11-03T09:00Z';
const evaluation = { ...aPatient().evaluation!, asOf: '2026-11-03T09:00:00.000Z' };
const WHY = {
  asOf: '2026-11-03T09:00:00.000Z',
  evaluation: {
    ...evaluation,
    findings: [],
    state: 'on_track' as const,
    verdicts: evaluation.verdicts.map((verdict) => ({ ...verdict, fires: false, because: 'waiting' as const })),
  },
  restsOn: {
    ...{ settingsVersion: 2, settingsSince: '2026-10-01T08:00:00.000Z', modelsFittedAt: null, mediansSince: null },
    says: ['The rules were set as on 2026-10-01.'],
  },
};
const FACT = {
  ...{ kind: 'appointment', id: 'f1', sourceId: 'APT-1', connection: 'Northside PMS', connectionId: 'c1' },
  ...{ effectiveAt: '2026-11-02T09:30:00.000Z', observedAt: '2026-11-02T10:00:00.000Z', status: 'kept' },
  ...{ recordedAt: '2026-11-02T10:00:00.000Z', detail: null, deleted: false, versions: [], evidenceFor: [] },
};

describe('an earlier moment', () => {
  let server: ContractServer;
  let page: Awaited<ReturnType<typeof renderConsole>>;
  const open = async (at: string) => {
    page = await renderConsole(server, at);
  };
  beforeEach(() => {
    server = signedIn(new ContractServer())
      .answer('GET', '/patients/a', { body: aPatient() })
      .answer('GET', '/patients/a/timeline', {
        body: {
          items: [
            { ...FACT, title: 'Known visit' },
            { ...FACT, id: 'f2', sourceId: 'APT-2', title: 'Later visit', recordedAt: '2026-11-03T09:00:01.000Z' },
          ],
        },
      })
      .answer('GET', '/patients/a/why', { body: WHY })
      .answer('GET', '/worklist', { body: aPage([aRow('now')]) })
      .answer('GET', '/worklist/past', {
        body: {
          ...{ asOf: '2026-11-03T09:00:00.000Z', keptSince: '2026-10-01T00:00:00.000Z', nextCursor: null },
          items: [aRow('a', { place: 1, heldBy: null })],
        },
      });
  });
  afterEach(async () => {
    await page.close();
    cleanup();
  });

  it('X09 says which past is looked at, why not listed then, and what that rests on', async () => {
    await open(`/patients/a?asOf=${THEN}`);
    const strip = await screen.findByRole('region', { name: 'You are looking at the past' });
    expect(strip.textContent).toContain('Tue 3 Nov 2026, 09:00 (Europe/London)');
    expect(await screen.findByRole('heading', { name: /^Why not listed then/ })).toBeTruthy();
    expect(screen.getByText('The rules were set as on', { exact: false }).textContent).toContain('2026-10-01');
    expect(server.askedFor('GET', '/patients/a/why')[0]?.query.get('asOf')).toBe(THEN);
    const verdicts = screen.getByRole('region', { name: 'Every rule’s verdict then' });
    expect(within(verdicts).getAllByText('Not yet')).toHaveLength(2);
  });

  it('X09 shows what was known then and nothing that came later', async () => {
    await open(`/patients/a?asOf=${THEN}`);
    const known = await screen.findByRole('region', { name: 'What was known then' });
    expect(await within(known).findByText('Known visit')).toBeTruthy();
    expect(screen.queryByText('Later visit')).toBeNull();
  });

  it('X09 offers nothing to do in the past, by mouse or by key', async () => {
    await open(`/patients/a?asOf=${THEN}`);
    await screen.findByRole('heading', { name: /^Why not listed then/ });
    expect(screen.queryByRole('complementary', { name: 'What to do about it' })).toBeNull();
    const asked = server.asked.filter(({ method }) => method !== 'GET').length;
    for (const key of ['c', 'm', 's', 'x', 'e']) await press(key);
    expect(server.asked.filter(({ method }) => method !== 'GET')).toHaveLength(asked);
    expect(screen.queryByRole('dialog')).toBeNull();
  });

  it('X09 goes to a moment in the practice’s zone and back to now, by key', async () => {
    await open('/patients/a');
    await screen.findByRole('heading', { name: /^Why listed/ });
    await press('t');
    const form = within(screen.getByRole('form', { name: 'Moment to look at' }));
    const type = (label: string, value: string) =>
      act(async () => void fireEvent.change(form.getByLabelText(new RegExp(label)), { target: { value } }));
    await type('^Day', '2026-07-01');
    await type('^Time', '09:00');
    await act(async () => fireEvent.click(form.getByRole('button', { name: 'Look' })));
    // British summer time: nine o'clock there is eight in UTC.
    expect(page.address()).toBe('/patients/a?asOf=2026-07-01T08%3A00Z');
    await act(async () => fireEvent.click(screen.getByRole('button', { name: 'Back to now' })));
    expect(page.address()).toBe('/patients/a');
  });

  it('X09 refuses a moment that lies ahead, and takes what is no moment for the present', async () => {
    await open('/patients/a?asOf=yesterday');
    await screen.findByRole('heading', { name: /^Why listed/ });
    await press('t');
    const form = within(screen.getByRole('form', { name: 'Moment to look at' }));
    await act(async () => void fireEvent.change(form.getByLabelText(/^Day/), { target: { value: '2099-01-01' } }));
    expect(form.getByText('Choose a moment that has passed.')).toBeTruthy();
    expect(form.getByRole('button', { name: 'Look' }).hasAttribute('disabled')).toBe(true);
  });

  it('X09 says that nothing was on record, and what went wrong', async () => {
    server.answer('GET', '/patients/a/why', { body: { ...WHY, evaluation: null, restsOn: null } });
    await open(`/patients/a?asOf=${THEN}`);
    expect(await screen.findByText(/Nothing was on record about this patient at that moment/)).toBeTruthy();
    await page.close();
    cleanup();
    const detail = 'asOf lies ahead: ask for a moment that has passed.';
    server.answer('GET', '/patients/a/why', { status: 400, body: { status: 400, detail, requestId: 'r9' } });
    await open(`/patients/a?asOf=${THEN}`);
    expect((await screen.findByRole('alert')).textContent).toContain(detail);
  });

  it('X09 shows the list of then in its order, and leads to the patient of then', async () => {
    server.answer('GET', '/day', { body: aDay() });
    await open(`/worklist?asOf=${THEN}`);
    const link = await screen.findByRole('link', { name: 'Patient a' });
    expect(link.getAttribute('href')).toBe(`/patients/a?asOf=${THEN}`);
    expect(screen.getByRole('region', { name: 'You are looking at the past' })).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Work the list' })).toBeNull();
    expect(screen.queryByRole('tab', { name: 'At risk' })).toBeNull();
    expect(server.askedFor('GET', '/worklist')).toHaveLength(0);
    await act(async () => fireEvent.click(screen.getByRole('tab', { name: 'Snoozed' })));
    await waitFor(() =>
      expect(server.askedFor('GET', '/worklist/past').at(-1)?.query.toString()).toContain('tab=snoozed'),
    );
    await act(async () => fireEvent.click(screen.getByRole('button', { name: 'Back to now' })));
    expect(await screen.findByRole('link', { name: 'Patient now' })).toBeTruthy();
    expect(page.address()).toBe('/worklist?tab=snoozed');
  });

  it('X09 says since when lists are kept where nobody stands', async () => {
    const body = { asOf: THEN, keptSince: '2026-10-01T00:00:00.000Z', items: [], nextCursor: null };
    server.answer('GET', '/worklist/past', { body });
    await open(`/worklist?asOf=${THEN}`);
    const state = (await screen.findByRole('heading', { name: /^Nobody stood/ })).parentElement;
    expect(state?.textContent).toContain('kept since 1 Oct 2026, 01:00');
  });
});
