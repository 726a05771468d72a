import { apiUnderTest } from '../../../../test/support/api-under-test.js';
import type { ApiUnderTest, Browser } from '../../../../test/support/api-under-test.js';
import { nextTuesday, outreachPractice, takeInHand } from '../../../../test/support/outreach-practice.js';
import type { OutreachPractice } from '../../../../test/support/outreach-practice.js';
import type { PreviewDto } from '../outreach/dto/enrolment.dto.js';
import type { SendingDto } from '../outreach/dto/sending.dto.js';
import type { GoLiveDto } from './dto/go-live.dto.js';

const DAY = 86_400_000;
let api: ApiUnderTest;
let clinic: OutreachPractice;
let coordinator: Browser;
let admin: Browser;
let userId: string;
let signIn: () => Promise<void>;
let next = 0;

beforeAll(async () => {
  api = await apiUnderTest();
  api.clock.now = nextTuesday();
  clinic = await outreachPractice(api, { cases: 24 });
  const user = await api.user(clinic.practice.id, ['coordinator']);
  userId = user.id;
  const head = await api.user(clinic.practice.id, ['admin']);
  signIn = async () => {
    coordinator = await api.browser().signIn(user);
    admin = await api.browser().signIn(head);
  };
  await signIn();
});
afterAll(() => api.close());

const show = async (): Promise<GoLiveDto> => (await coordinator.get<GoLiveDto>('/api/v1/go-live')).body;
const judge = async (verdict: object): Promise<number> => {
  const { caseId } = clinic.cases[next++] ?? { caseId: 'none is left' };
  return (await coordinator.post(`/api/v1/cases/${caseId}/verdict`, verdict)).status;
};
const aSequence = async () => {
  const found = clinic.cases[next++];
  if (found === undefined) throw new Error('No case is left');
  await takeInHand(api, clinic.practice.id, userId, found);
  const { body } = await coordinator.post<PreviewDto>(`/api/v1/cases/${found.caseId}/preview`, {
    sequenceId: clinic.sequenceId,
  });
  return coordinator.post<{ detail?: string }>(`/api/v1/cases/${found.caseId}/enrolments`, {
    ...{ sequenceId: clinic.sequenceId, digest: body.digest },
  });
};

describe('the shadow week', () => {
  it('X22 a practice that was not told otherwise is live; only an admin begins a week, with a reason', async () => {
    expect(await show()).toEqual({ state: 'live', week: null });
    expect((await coordinator.post('/api/v1/go-live/shadow', { reason: 'First week' })).status).toBe(403);
    expect((await admin.post('/api/v1/go-live/shadow', {})).status).toBe(400);
    expect((await admin.post('/api/v1/go-live/open', { reason: 'Go' })).status).toBe(409);
  });

  it('X22 sends nothing: no sequence starts, what is due waits, and the hold is released by nothing but the gate', async () => {
    expect((await aSequence()).status).toBe(201);
    // What was said before the week is no mark of it.
    api.clock.now -= DAY;
    expect(await judge({ verdict: 'right' })).toBe(200);
    api.clock.now += DAY;
    const begun = await admin.post<GoLiveDto>('/api/v1/go-live/shadow', {
      ...{ reason: 'First week', fewestMarks: 10, agreedPrecision: 0.9 },
    });
    expect([begun.status, begun.body.state]).toEqual([200, 'shadow']);
    expect(begun.body.week?.judged).toMatchObject({ right: 0, wrong: 0 });
    expect((await admin.post('/api/v1/go-live/shadow', { reason: 'Again' })).status).toBe(409);
    const refused = await aSequence();
    expect([refused.status, refused.body.detail]).toEqual([
      409,
      'This is a shadow week: the list is judged and nothing is sent until the practice goes live.',
    ]);
    const { body: sending } = await admin.get<SendingDto>('/api/v1/sending');
    expect(sending.holds.map(({ reason }) => reason)).toEqual(['shadow_week']);
    const release = await admin.post(`/api/v1/sending/holds/${sending.holds[0]?.id}/release`, {
      because: 'In a hurry',
    });
    expect(release.status).toBe(409);
    const { body: after } = await admin.get<SendingDto>('/api/v1/sending');
    expect(after.holds).toHaveLength(1);
  });

  it('X22 opens at the agreed share of enough marks after seven days, by an admin, and is kept in the audit trail', async () => {
    for (let mark = 0; mark < 9; mark++) expect(await judge({ verdict: 'right' })).toBe(200);
    expect(await judge({ verdict: 'wrong', cause: 'record_wrong' })).toBe(200);
    const early = await admin.post<{ errors: string[] }>('/api/v1/go-live/open', { reason: 'Ready' });
    expect([early.status, early.body.errors]).toEqual([409, ['The week is not over: 7 days are left.']]);

    api.clock.now += 7 * DAY;
    await signIn();
    expect(await judge({ verdict: 'wrong', cause: 'already_booked' })).toBe(200);
    const refused = await admin.post<{ errors: string[] }>('/api/v1/go-live/open', { reason: 'Ready' });
    expect(refused.body.errors).toEqual(['81.8 % were rightly listed; agreed were 90 %.']);
    for (let mark = 0; mark < 9; mark++) expect(await judge({ verdict: 'right' })).toBe(200);
    expect((await show()).week).toMatchObject({ judged: { right: 18, wrong: 2, share: 0.9 }, missing: [] });
    expect((await coordinator.post('/api/v1/go-live/open', { reason: 'Ready' })).status).toBe(403);
    expect(await admin.post('/api/v1/go-live/open', { reason: 'Ready' })).toMatchObject({
      status: 200,
      body: { state: 'live', week: null },
    });
    const events = await api.database.asSuperuser<{ event: string }>(
      `select event from audit_event where event like 'go_live.%' order by at`,
    );
    expect(events.map(({ event }) => event)).toEqual(['go_live.shadow_begun', 'go_live.opened']);
    const { body: sending } = await admin.get<SendingDto>('/api/v1/sending');
    expect(sending.holds).toEqual([]);
  });
});
