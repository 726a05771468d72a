import { apiUnderTest } from '../../../../test/support/api-under-test.js';
import type { ApiUnderTest, Browser } from '../../../../test/support/api-under-test.js';
import {
  nextTuesday,
  outreachPractice,
  startSequence,
  takeInHand,
} from '../../../../test/support/outreach-practice.js';
import type { OutreachPractice } from '../../../../test/support/outreach-practice.js';
import type { ChannelDto, ChannelListDto } from './dto/channel.dto.js';
import type { OutboxMessageDto } from './dto/outbox.dto.js';
import type { InterventionDto, PlaybookDto } from './dto/playbook.dto.js';

const ACCOUNT = `AC${'a'.repeat(32)}`;
let api: ApiUnderTest;
let clinic: OutreachPractice;
let admin: Browser;
let adminId: string;

beforeAll(async () => {
  api = await apiUnderTest();
  api.clock.now = nextTuesday();
  clinic = await outreachPractice(api, { cases: 4 });
  const user = await api.user(clinic.practice.id, ['admin', 'integrator'], { displayName: 'Robin Reed' });
  adminId = user.id;
  admin = await api.browser().signIn(user);
});
afterAll(() => api.close());

const sql = (text: string, values: unknown[] = []) => api.database.asSuperuser<Record<string, unknown>>(text, values);

describe('sending', () => {
  it('S3-59 is off until a manager says otherwise, and goes on with the postal address of the practice alone', async () => {
    const { id } = await api.practice();
    const manager = await api.signedIn(id, ['manager', 'admin']);
    expect((await manager.get('/api/v1/sending')).body).toMatchObject({ enabled: false, holds: [] });
    expect((await manager.patch('/api/v1/sending', { enabled: true })).status).toBe(409);
    await manager.patch('/api/v1/practice', { postalAddress: '1 Harbour Street, Town' });
    expect((await manager.patch('/api/v1/sending', { enabled: true })).body).toMatchObject({ enabled: true });
    const coordinator = await api.signedIn(id, ['coordinator']);
    expect((await coordinator.patch('/api/v1/sending', { enabled: false })).status).toBe(403);
  });

  it('is held and let go by a person who says why', async () => {
    const held = await admin.post<{ holds: { id: string; reason: string }[] }>('/api/v1/sending/holds', {
      because: 'The phones are down.',
    });
    expect(held.body.holds).toMatchObject([{ reason: 'staff', says: 'The phones are down.', byName: 'Robin Reed' }]);
    const path = `/api/v1/sending/holds/${held.body.holds[0]?.id}/release`;
    expect((await admin.post(path, {})).status).toBe(400);
    expect((await admin.post(path, { because: 'They ring again.' })).body).toMatchObject({ holds: [] });
    expect((await admin.post(path, { because: 'They ring again.' })).status).toBe(404);
  });
});

describe('channels', () => {
  const put = (body: unknown) =>
    admin.send<ChannelDto & { code: string; field: string }>('PUT', '/api/v1/channels/sms', body);
  const twilio = (more: object = {}, secrets?: object) =>
    put({ provider: 'twilio', settings: { accountSid: ACCOUNT, from: '+442079460100', ...more }, secrets });

  it('let nothing of a simulated practice leave the computer', async () => {
    const { id } = await api.practice();
    await sql('update practice set demo = true where id = $1', [id]);
    const theirs = await api.signedIn(id, ['admin']);
    const body = {
      provider: 'twilio',
      settings: { accountSid: ACCOUNT, from: '+442079460100' },
      secrets: { authToken: 'x' },
    };
    const refused = await theirs.send<{ code: string; field: string }>('PUT', '/api/v1/channels/sms', body);
    expect(refused).toMatchObject({ status: 422, body: { code: 'settings_wrong', field: 'provider' } });
    expect((await theirs.send('PUT', '/api/v1/channels/sms', { provider: 'local' })).status).toBe(200);
  });

  it('W-05 take secrets and never give them back', async () => {
    const saved = await twilio({}, { authToken: 'never shown again' });
    expect(saved).toMatchObject({ status: 200, body: { provider: 'twilio', secretsSet: ['authToken'] } });
    expect(saved.body.hooks?.inbound).toBe(`${api.url}/api/hooks/twilio/${clinic.practice.id}/inbound`);
    const listed = await admin.get<ChannelListDto>('/api/v1/channels');
    expect(listed.body.items.map(({ channel, provider }) => [channel, provider])).toEqual([
      ['sms', 'twilio'],
      ['email', 'local'],
    ]);
    expect(saved.text + listed.text + api.log.join('')).not.toContain('never shown again');
    const stored = await sql(`select encode(ciphertext, 'escape') as text from channel_secret`);
    expect(JSON.stringify(stored)).not.toContain('never shown again');
  });

  it('W-05 keep a secret while it goes to the same account, and ask for it anew when it would go elsewhere', async () => {
    await twilio({}, { authToken: 'first' });
    expect((await twilio({ from: '+442079460101' })).body.secretsSet).toEqual(['authToken']);
    expect(await twilio({ accountSid: `AC${'b'.repeat(32)}` })).toMatchObject({
      status: 422,
      body: { code: 'settings_wrong', field: 'authToken' },
    });
    expect((await put({ provider: 'local' })).body.secretsSet).toEqual([]);
    expect((await twilio()).status).toBe(422);
  });

  it.each([
    [
      'a setting that no provider has',
      { provider: 'twilio', settings: { baseUrl: 'http://169.254.169.254' } },
      'baseUrl',
    ],
    ['an account that is none', { provider: 'twilio', settings: { accountSid: 'AC1' } }, 'accountSid'],
    ['a provider of the other channel', { provider: 'smtp', settings: {} }, 'provider'],
    ['no sender', { provider: 'twilio', settings: { accountSid: ACCOUNT } }, 'from'],
    [
      'a secret on two lines',
      {
        provider: 'twilio',
        settings: { accountSid: ACCOUNT, from: '+442079460100' },
        secrets: { authToken: 'a\r\nb' },
      },
      'authToken',
    ],
  ])('refuse %s with a sentence', async (_, body, field) => {
    expect(await put(body)).toMatchObject({ status: 422, body: { code: 'settings_wrong', field } });
  });
});

describe('the practice', () => {
  it('changes what is named and leaves the rest; null forgets', async () => {
    const changed = await admin.patch('/api/v1/practice', { senderName: null, attributionDays: 30 });
    expect(changed.body).toMatchObject({ senderName: null, attributionDays: 30, place: 'GB-ENG', claimMinutes: 10 });
    expect((await admin.get('/api/v1/sending')).body).toMatchObject({ enabled: true });
    await admin.patch('/api/v1/practice', { senderName: 'Harbour Physio' });
  });

  it('asks everybody’s answers anew when its zone is another one', async () => {
    expect((await admin.patch('/api/v1/practice', { timezone: 'Europe/Atlantis' })).status).toBe(400);
    expect((await admin.patch('/api/v1/practice', { timezone: 'Europe/Paris' })).status).toBe(200);
    await admin.patch('/api/v1/practice', { timezone: 'Europe/London' });
    const [marked] = await sql('select count(*)::int as n from changed_patient where practice_id = $1', [
      clinic.practice.id,
    ]);
    expect(marked).toEqual({ n: 4 });
  });

  it.each([
    { place: 'England' },
    { reportRecipients: ['not an address'] },
    { attributionDays: 0 },
    { claimMinutes: 1 },
    { sending: { enabled: true } },
    { phone: 'call us' },
    { specialty: 'XX' },
  ])('refuses %j', async (body) => {
    expect((await admin.patch('/api/v1/practice', body)).status).toBe(400);
  });
});

describe('the playbook', () => {
  it('C-12 S3-59 a text is approved by a second person, once, and not by whoever wrote it', async () => {
    const draft = async (authorId: string | null, body: string) => {
      const [row] = await sql(
        `insert into message_template (practice_id, id, key, version, channel, purpose, name, body, state, origin, author_user_id, digest)
         values ($1, gen_random_uuid(), gen_random_uuid()::text, 1, 'sms', 'service', 'A text', $3, 'draft', 'practice', $2, '\\x00') returning id`,
        [clinic.practice.id, authorId, body],
      );
      return `/api/v1/templates/${String(row?.['id'])}/approve`;
    };
    const good = '{{ practice.name }}: shall we find you a new time?';
    const own = await draft(adminId, good);
    expect((await admin.post(own)).status).toBe(409);
    const second = await api.signedIn(clinic.practice.id, ['manager']);
    const answers = await Promise.all(Array.from({ length: 20 }, () => second.post(own)));
    expect(answers.map(({ status }) => status).filter((status) => status === 204)).toHaveLength(1);
    const offer = await draft(null, '{{ practice.name }}: 20% discount, last chance!');
    expect((await second.post(offer)).status).toBe(409);
    const { body } = await admin.get<PlaybookDto>('/api/v1/playbook');
    expect(body.templates.find(({ body: text }) => text.includes('discount'))?.problems.length).toBeGreaterThan(0);
    expect(body.talkTracks.length).toBeGreaterThan(5);
  });

  it('S2-05 lists what can be done for a reason, in the clinic and from afar', async () => {
    const list = async (query: string) =>
      (await admin.get<InterventionDto[]>(`/api/v1/interventions${query}`)).body.map(({ key }) => key);
    expect(await list('?rule=R32')).toEqual(expect.arrayContaining(['manager_listens', 'listen']));
    expect(await list('?rule=R32')).not.toContain('put_payment_right');
    expect(await list('?stage=lapsed')).toContain('lapsed');
    expect((await list('')).length).toBeGreaterThan(40);
    const { body } = await admin.get<InterventionDto[]>('/api/v1/interventions?rule=R02');
    expect(body.find(({ key }) => key === 'book_before_leaving')).toMatchObject({
      version: 1,
      does: expect.arrayContaining([expect.stringContaining('Offer two times')]),
    });
    expect(await admin.get('/api/v1/interventions?stage=soon')).toMatchObject({ status: 400 });
  });
});

describe('the outbox', () => {
  it('counts apart what failed in the last fourteen days, and lists what ended since an instant', async () => {
    const failed = async (daysAgo: number) => {
      const [row] = await sql(
        `insert into outbox_message (practice_id, id, origin_id, kind, person_id, household, step, channel, purpose, to_address, body, state, due_at, ended_at)
         values ($1, gen_random_uuid(), gen_random_uuid(), 'sequence', $2::uuid, 'p:' || $2::text, 0, 'sms', 'service', '+442079460018', 'Hello', 'failed', $3, $3)
         returning id`,
        [clinic.practice.id, clinic.cases[1]?.personId, new Date(api.clock.now - daysAgo * 86_400_000)],
      );
      return String(row?.['id']);
    };
    const [late, old] = [await failed(13.9), await failed(14.1)];
    const since = new Date(api.clock.now - 14 * 86_400_000).toISOString();
    const listed = await admin.get<{ items: OutboxMessageDto[]; counts: Record<string, number> }>(
      `/api/v1/outbox?state=failed&since=${since}`,
    );
    expect(listed.body.items.map(({ id }) => id)).toEqual([late]);
    expect(listed.body.counts).toMatchObject({ failed: 2, failed_lately: 1 });
    const all = await admin.get<{ items: OutboxMessageDto[] }>('/api/v1/outbox?state=failed');
    expect(all.body.items.map(({ id }) => id).toSorted()).toEqual([late, old].toSorted());
    expect((await admin.get('/api/v1/outbox?since=yesterday')).status).toBe(400);
  });

  it('X14 S4-16 shows of each message who approved its text, who started it, what it used and why it was allowed', async () => {
    const [found] = clinic.cases;
    if (found === undefined) throw new Error('No case is left');
    await takeInHand(api, clinic.practice.id, adminId, found);
    const enrolmentId = await startSequence(admin, found.caseId, clinic.sequenceId);
    const listed = await admin.get<{ items: OutboxMessageDto[]; counts: Record<string, number> }>(
      `/api/v1/outbox?personId=${found.personId}`,
    );
    expect(listed.body.items).toHaveLength(3);
    expect(listed.body.counts).toMatchObject({ planned: 3 });
    const sms = listed.body.items.find(({ channel }) => channel === 'sms');
    const { body, text } = await admin.get<OutboxMessageDto>(`/api/v1/outbox/${sms?.id}`);
    expect(body).toMatchObject({
      ...{ state: 'planned', sequenceName: 'Gentle reminder', to: '•••• 01', decision: null, canSimulateReply: false },
      template: { templateName: 'A new time', version: 1 },
      started: { enrolmentId, byName: 'Robin Reed', digest: expect.stringMatching(/^[0-9a-f]{64}$/) },
      events: [{ event: 'planned' }],
    });
    expect(text).not.toContain(found.phone);
    expect((await admin.post(`/api/v1/outbox/${sms?.id}/cancel`)).body).toMatchObject({ state: 'cancelled' });
    expect((await admin.post(`/api/v1/outbox/${sms?.id}/cancel`)).status).toBe(409);
  });
});
