import type { OpenAPIObject } from '@nestjs/swagger';
import { ROLES } from '@keepwell/database';
import type { Practice, Role } from '@keepwell/database';
import { newId } from '@keepwell/database';
import { apiUnderTest, PASSWORD } from '../../../test/support/api-under-test.js';
import type { Answer, ApiUnderTest, Browser } from '../../../test/support/api-under-test.js';
import {
  OUTREACH_ELSEWHERE,
  OUTREACH_SAMPLES,
  outreachThings,
  unknownOutreach,
} from '../../../test/support/outreach-things.js';
import type { OutreachThings } from '../../../test/support/outreach-things.js';
import {
  DATA_QUALITY_SAMPLES,
  storeDataQualityThings,
  unknownDataQuality,
} from '../../../test/support/data-quality-things.js';
import type { DataQualityThings } from '../../../test/support/data-quality-things.js';
import { REPORT_SAMPLES, storeReport } from '../../../test/support/report-things.js';
import { BACKTEST_SAMPLES, storeBacktest, unknownBacktests } from '../../../test/support/backtest-things.js';
import type { BacktestThings } from '../../../test/support/backtest-things.js';
import { RULE_SAMPLES, storeRuleThings, unknownRules } from '../../../test/support/rule-things.js';
import type { RuleThings } from '../../../test/support/rule-things.js';
import { fillWorklist } from '../../../test/support/worklist-rows.js';
import { storeWaysThings, unknownWays, WAYS_ELSEWHERE, WAYS_SAMPLES } from '../../../test/support/ways-things.js';
import type { WaysThings } from '../../../test/support/ways-things.js';
import type { EndpointRule } from './http/endpoint.js';

/** What there is in one practice, to be named in addresses and bodies. */
interface Things extends OutreachThings, DataQualityThings, WaysThings, RuleThings, BacktestThings {
  practiceId: string;
  personId: string;
  connectionId: string;
  userId: string;
  locationId: string;
  practitionerId: string;
  reportId: string;
}

interface Sample {
  /** For `{personId}`, `{id}` in the path. */
  path?: (things: Things) => Record<string, string>;
  query?: (things: Things) => Record<string, string>;
  body?: (things: Things) => unknown;
  /** What a member of the practice gets. Default 200. */
  status?: number;
  /** What everybody gets for things of another practice. Default: 404 where a path names something, else what a member gets. */
  foreign?: number;
}

const connection = { path: ({ connectionId }: Things) => ({ id: connectionId }) };
const person = { path: ({ personId }: Things) => ({ personId }) };
const oneCase = { path: ({ caseId }: Things) => ({ caseId }) };
/** Nobody has it in hand: what such a call does is held in calls.db.spec.ts and its neighbours. */
const notInHand = { ...oneCase, status: 409 };
const csv = { connector: 'csv', settings: { dir: '/nowhere' } };

/** One for all questions: after the practices were made. */
let asked: string | null = null;
const pastMoment = () => (asked ??= new Date().toISOString());

/** Every operation of the API must stand here: a new route without a line fails the first test. */
const SAMPLES: Record<string, Sample> = {
  session: {},
  close: { status: 204 },
  choosePractice: { body: ({ practiceId }) => ({ practiceId }), status: 204, foreign: 404 },
  listCases: {
    query: ({ locationId, practitionerId }) => ({ tab: 'all', locationId, practitionerId, rule: 'R06', limit: '5' }),
  },
  listPastCases: { query: () => ({ tab: 'all', asOf: pastMoment() }) },
  searchCases: { body: ({ locationId }) => ({ tab: 'all', q: 'given', locationId, limit: 5 }) },
  countCases: {},
  searchPatients: { body: () => ({ q: 'given' }) },
  getPatient: person,
  explainPatient: { ...person, query: () => ({ asOf: '2025-06-02' }) },
  getTimeline: person,
  getPatientCare: person,
  listTiers: { body: ({ personId }) => ({ personIds: [personId] }) },
  getCareTemplates: {},
  getOfferedTemplates: {},
  // Saved once, the same is a conflict: what it does is held in care.db.spec.ts.
  saveCareTemplates: { body: () => ({ basedOn: 0, reason: 'Ours', programs: [{}], tiers: [] }), status: 422 },
  getPreferences: person,
  setPreferences: { ...person, body: () => ({ intervalDays: 90, line: null, interests: ['Whitening'] }) },
  listInterests: { query: () => ({ tab: 'today' }) },
  getPatientInterventions: person,
  recordIntervention: {
    ...person,
    body: () => ({ kind: 'handoff', key: 'answer_them', outcome: 'skipped', reason: 'not_needed' }),
    status: 201,
  },
  // Of one that was recorded: held in patient-interventions.db.spec.ts.
  undoIntervention: { path: ({ personId }) => ({ personId, actId: newId() }), status: 404 },
  getHistory: person,
  listLocations: {},
  listLeases: {},
  claimCase: oneCase,
  releaseCase: { ...oneCase, status: 204 },
  renewLease: notInHand,
  getBrief: notInHand,
  recordCall: { ...notInHand, body: () => ({ outcome: 'no_answer' }) },
  snoozeCase: { ...notInHand, body: () => ({ wakeOn: '2099-01-01', reason: 'travelling' }) },
  closeCase: { ...notInHand, body: () => ({ closing: 'lost', reason: 'cannot_reach' }) },
  wakeCase: oneCase,
  addNote: { ...oneCase, body: () => ({ text: 'Prefers mornings' }), status: 201 },
  undo: notInHand,
  judgeCase: { ...oneCase, body: () => ({ verdict: 'right' }) },
  getGoLive: {},
  // A week that began would hold what other routes send: what it does is held in go-live.db.spec.ts.
  beginShadowWeek: { body: () => ({ reason: 'First week', agreedPrecision: 2 }), status: 400 },
  goLiveNow: { body: () => ({ reason: 'Ready' }), status: 409 },
  getMyDay: {},
  nextCase: {
    body: ({ caseId }) => ({ rule: 'R01', skip: { caseId, reason: 'Called an hour ago' } }),
    status: 204,
    foreign: 404,
  },
  listConnectors: {},
  getDay: {},
  listExperiments: {},
  startExperiment: {
    body: () => ({ name: 'Spring', reason: 'To see who comes back by themselves' }),
    status: 201,
  },
  endExperiment: {
    path: () => ({ id: newId() }),
    body: () => ({ reason: 'Nothing of this kind is running' }),
    status: 404,
  },
  listConnections: {},
  createConnection: { body: () => ({ ...csv, name: `Connection ${newId()}` }), status: 201 },
  checkSettings: { body: () => csv },
  getConnection: connection,
  changeConnection: { ...connection, body: () => ({ pollSeconds: 60 }) },
  removeConnection: { ...connection, status: 409 },
  checkConnection: connection,
  syncNow: { ...connection, status: 202 },
  listRuns: connection,
  listQuarantine: connection,
  replayQuarantine: { ...connection, status: 202 },
  listUsers: {},
  createUser: {
    body: () => ({ email: `${newId()}@example.org`, displayName: 'New', roles: ['manager'] }),
    status: 201,
  },
  changeUser: { path: ({ userId }) => ({ id: userId }), body: () => ({ roles: ['manager'] }), status: 204 },
  issueLink: { path: ({ userId }) => ({ id: userId }), status: 201 },
  ...OUTREACH_SAMPLES,
  ...REPORT_SAMPLES,
  ...DATA_QUALITY_SAMPLES,
  ...WAYS_SAMPLES,
  ...RULE_SAMPLES,
  ...BACKTEST_SAMPLES,
  listModels: {},
  showProgramMonths: {},
  fitModels: { status: 202 },
  listAuditEvents: { query: ({ userId, personId }) => ({ actorUserId: userId, subjectId: personId }) },
};
/** No session needed, or no answer that ends: they have tests of their own. */
const ELSEWHERE = ['open', 'useLink', 'live', ...OUTREACH_ELSEWHERE, ...WAYS_ELSEWHERE];

/** They name nothing of anybody's, and what they make stands there at the second call. */
const MAKES_ITS_OWN = ['close', 'createConnection', 'createUser', 'startExperiment', 'fitModels'];

interface Operation {
  id: string;
  method: string;
  path: string;
  roles: EndpointRule['for'];
  audit: EndpointRule['audit'];
}

let api: ApiUnderTest;
let ours: Things;
let theirs: Things;
let operations: Operation[];

async function thingsOf(practice: Practice): Promise<Things> {
  const listed = await fillWorklist(api.database, practice.id, { cases: 40, watch: 4 });
  await api.database.asSuperuser(`update connection set settings = '{"dir":"/nowhere"}' where practice_id = $1`, [
    practice.id,
  ]);
  const user = await api.user(practice.id, ['manager'], { passwordHash: null });
  const outreach = await outreachThings(api.database, practice.id, user.id);
  return {
    practiceId: practice.id,
    ...outreach,
    ...(await storeWaysThings(api.database, practice.id, { ...outreach, connectionId: listed.connectionId })),
    ...(await storeDataQualityThings(api.database, practice.id, listed.connectionId)),
    ...(await storeBacktest(api.database, practice.id, { userId: user.id })),
    ...(await storeRuleThings(api.database, practice.id, { userId: user.id, personId: outreach.personId })),
    connectionId: listed.connectionId,
    userId: user.id,
    locationId: listed.locationIds[0] ?? '',
    practitionerId: listed.practitionerIds[0] ?? '',
    reportId: await storeReport(api.database, practice.id),
  };
}

function call(
  browser: Browser,
  { id, method, path }: Operation,
  things: Things,
): Promise<Answer<Record<string, unknown>>> {
  const sample = SAMPLES[id];
  const filled = Object.entries(sample?.path?.(things) ?? {}).reduce(
    (url, [name, value]) => url.replace(`{${name}}`, value),
    path,
  );
  const query = new URLSearchParams(sample?.query?.(things)).toString();
  return browser.send(method, query === '' ? filled : `${filled}?${query}`, sample?.body?.(things));
}

/** What an answer says, without what differs between any two answers. */
const gist = ({ status, body }: Answer<Record<string, unknown>>) => {
  const { requestId: _own, freshness: _clock, ...rest } = body ?? {};
  return { status, rest };
};

const unknown = (): Things => ({
  ...unknownOutreach(),
  ...unknownDataQuality(),
  ...unknownWays(),
  ...unknownRules(),
  ...unknownBacktests(),
  practiceId: newId(),
  personId: newId(),
  connectionId: newId(),
  userId: newId(),
  locationId: newId(),
  practitionerId: newId(),
  reportId: newId(),
});

beforeAll(async () => {
  api = await apiUnderTest();
  ours = await thingsOf(await api.practice());
  theirs = await thingsOf(await api.practice());
  const { body } = await api.browser().get<OpenAPIObject>('/api/openapi.json');
  operations = Object.entries(body.paths).flatMap(([path, item]) =>
    (['get', 'post', 'patch', 'put', 'delete'] as const).flatMap((method) => {
      const operation = item[method] as ({ operationId?: string } & Record<string, unknown>) | undefined;
      if (operation === undefined) return [];
      return [
        {
          id: operation.operationId ?? '',
          method: method.toUpperCase(),
          path,
          roles: operation['x-roles'] as EndpointRule['for'],
          audit: operation['x-audit'] as EndpointRule['audit'],
        },
      ];
    }),
  );
});
afterAll(() => api.close());

const guarded = () => operations.filter(({ id }) => !ELSEWHERE.includes(id));

it('A-01 every route says who may call it, what it leaves behind, and has a line in this test', () => {
  expect(operations.map(({ id }) => id).toSorted()).toEqual([...Object.keys(SAMPLES), ...ELSEWHERE].toSorted());
  for (const { audit, roles } of operations) {
    expect('event' in audit ? audit.event : audit.none).toMatch(/\w{5}/);
    expect(roles).toBeDefined();
  }
  for (const { method, audit, id } of operations.filter(({ method }) => method !== 'GET')) {
    expect([id, method, 'event' in audit]).toEqual([id, method, true]);
  }
});

it('without a session every route answers 401 and nothing else', async () => {
  for (const operation of [...guarded(), ...operations.filter(({ id }) => id === 'live')]) {
    const answer = await call(api.browser(), operation, ours);
    expect([operation.id, answer.status, answer.body.code]).toEqual([operation.id, 401, 'not_signed_in']);
    expect(answer.headers.get('cache-control')).toBe('no-store');
  }
});

it('every route is closed to the roles it does not name, and the refusal is written down', async () => {
  for (const operation of guarded().filter(({ roles }) => Array.isArray(roles))) {
    const others = ROLES.filter((role) => !operation.roles.includes(role));
    const browser = await api.signedIn(ours.practiceId, others);
    const answer = await call(browser, operation, ours);
    expect([operation.id, answer.status, answer.body.code]).toEqual([operation.id, 403, 'not_allowed']);
    const [refusal] = await api.database.asSuperuser<{ subject_id: string }>(
      `select subject_id from audit_event where practice_id = $1 and event = 'access.refused' order by at desc, id desc limit 1`,
      [ours.practiceId],
    );
    expect(refusal?.subject_id).toBe(`${operation.method} ${operation.path.replace(/\{(\w+)\}/g, ':$1')}`);
  }
});

it('N-04 X-01 X-02 a thing of another practice answers exactly like one that does not exist, on every route', async () => {
  const counted = async () =>
    api.database.asSuperuser(
      'select kind, count(*) from job group by kind union all select state, n from case_count order by 1, 2',
    );
  const admin = await api.user(ours.practiceId, [...ROLES] as Role[]);
  const before = await counted();
  for (const operation of guarded().filter(({ id }) => !MAKES_ITS_OWN.includes(id))) {
    const sample = SAMPLES[operation.id] ?? {};
    const browser = await api.browser().signIn(admin);
    const foreign = await call(browser, operation, theirs);
    const none = await call(browser, operation, unknown());
    expect([operation.id, gist(foreign)]).toEqual([operation.id, gist(none)]);
    expect([operation.id, foreign.status]).toEqual([
      operation.id,
      sample.foreign ?? (sample.path === undefined ? (sample.status ?? 200) : 404),
    ]);
    const names = [theirs.personId, theirs.connectionId, theirs.userId, theirs.locationId, theirs.practiceId];
    for (const name of names) expect([operation.id, foreign.text.includes(name)]).toEqual([operation.id, false]);
  }
  expect(await counted()).toEqual(before);
  const trail = await api.database.asSuperuser(
    `select from audit_event where practice_id = $1 and event not like 'session.%'`,
    [theirs.practiceId],
  );
  expect(trail).toEqual([]);
});

it('A-01 A-02 every route answers a member, and leaves the event it declares', async () => {
  for (const operation of guarded()) {
    const browser = await api.signedIn(ours.practiceId, [...ROLES] as Role[]);
    const answer = await call(browser, operation, ours);
    const status = SAMPLES[operation.id]?.status ?? 200;
    expect([operation.id, answer.status, status < 400 ? '' : answer.text]).toEqual([
      operation.id,
      status,
      status < 400 ? '' : expect.any(String),
    ]);
    if ('none' in operation.audit || status >= 400) continue;
    const written = await api.database.asSuperuser<{ request_id: string }>(
      'select request_id from audit_event where practice_id = $1 and event = $2 and request_id = $3',
      [ours.practiceId, operation.audit.event, answer.headers.get('x-request-id')],
    );
    expect([operation.id, written.length]).toEqual([operation.id, 1]);
  }
});

it('A-02 what cannot be written down does not happen and is not shown', async () => {
  const browser = await api.signedIn(ours.practiceId, [...ROLES] as Role[]);
  await api.database.asSuperuser('revoke insert on audit_event from keepwell_app');
  try {
    for (const [method, path, body] of [
      ['GET', `/api/v1/patients/${ours.personId}`, undefined],
      ['PATCH', `/api/v1/connections/${ours.connectionId}`, { name: 'Renamed' }],
      ['POST', '/api/v1/users', { email: 'unwritten@example.org', displayName: 'New', roles: ['manager'] }],
    ] as const) {
      const answer = await browser.send<{ code: string }>(method, path, body);
      expect([path, answer.status, answer.body.code]).toEqual([path, 500, 'internal']);
      expect(answer.text).not.toMatch(/Given|permission|audit/);
    }
  } finally {
    await api.database.asSuperuser('grant insert on audit_event to keepwell_app');
  }
  const left = await api.database.asSuperuser(
    `select from app_user where email = 'unwritten@example.org' union all select from connection where name = 'Renamed'`,
  );
  expect(left).toEqual([]);
});

it('X-04 a practice or a role in a body is refused', async () => {
  const browser = await api.signedIn(ours.practiceId, ['admin']);
  for (const [path, body] of [
    ['/api/v1/worklist/search', { q: 'x', practiceId: theirs.practiceId }],
    ['/api/v1/connections', { ...csv, name: 'New', practiceId: theirs.practiceId }],
    ['/api/v1/session', { email: 'a@example.org', password: PASSWORD, role: 'admin' }],
    ['/api/v1/users', { email: 'a@example.org', displayName: 'A', roles: ['admin'], passwordHash: 'x' }],
    ['/api/v1/users', { email: 'a@example.org', displayName: 'A', roles: ['owner'] }],
  ] as const) {
    expect(await browser.post(path, body)).toMatchObject({ status: 400, body: { code: 'invalid_request' } });
  }
});

it('N-02 two practices at once over few connections: nobody sees a row of the other', async () => {
  const [a, b] = [
    await api.signedIn(ours.practiceId, ['coordinator']),
    await api.signedIn(theirs.practiceId, ['coordinator']),
  ];
  const rows = await Promise.all(
    Array.from({ length: 400 }, async (_, i) => {
      const [browser, things] = i % 2 === 0 ? [a, ours] : [b, theirs];
      const path = i % 3 === 0 ? `/api/v1/patients/${things.personId}` : '/api/v1/worklist?tab=all&limit=10';
      let { status, text } = await browser.get(path);
      // "Busy, ask again" is a right answer over few connections: it is asked again.
      for (let again = 0; status === 503 && again < 20; again += 1) ({ status, text } = await browser.get(path));
      const foreign = i % 2 === 0 ? theirs : ours;
      return { status, leaked: text.includes(foreign.connectionId) };
    }),
  );
  expect(rows.filter(({ status }) => status !== 200)).toEqual([]);
  expect(rows.filter(({ leaked }) => leaked)).toEqual([]);
});
