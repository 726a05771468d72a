import { findConnector } from '@keepwell/connectors';
import { Connection, newId, SecretStore } from '@keepwell/database';
import {
  serveFhir,
  simulatePractice,
  startClock,
  type FhirServer,
  type SubscriptionOptions,
} from '@keepwell/simulator';
import { apiUnderTest, type ApiUnderTest } from '../../../../test/support/api-under-test.js';

const NOW = Date.parse('2026-03-10T12:00:00Z');
const SECRET = 'the-secret-of-this-subscription';
const practice = simulatePractice({ seed: 'told', patients: 10, asOf: NOW });

let api: ApiUnderTest;
let server: FhirServer;
let clock: ReturnType<typeof startClock>;
beforeAll(async () => {
  api = await apiUnderTest({ connectors: [findConnector('fhir-r4')!], publicUrl: 'https://keepwell.example.org' });
});
afterAll(() => api.close());
beforeEach(async () => {
  clock = startClock({ from: NOW, speed: 0 });
  server = await serveFhir({ practice, clock });
  // What has happened so far is told to nobody.
  await (await fetch(`${server.url}/Patient?_count=1`)).arrayBuffer();
});
afterEach(() => server.close());

/** A connection that the simulated server tells what changes. */
async function aConnection(more: Partial<SubscriptionOptions> = {}) {
  const { id: practiceId } = await api.practice();
  const id = newId();
  await api.database.db.inPractice(practiceId, async (tx) => {
    const settings = { url: server.url, timezone: 'Europe/London' };
    await tx.save(Connection, { practiceId, id, connector: 'fhir-r4', name: id, settings, state: 'ready' });
    await new SecretStore(api.database.masterKey).putConnectionSecrets(tx, practiceId, id, {
      subscription_secret: SECRET,
    });
  });
  const endpoint = `${api.url}/api/hooks/connections/${practiceId}/${id}`;
  const subscription = server.subscribe({ endpoint, secret: SECRET, ...more });
  const look = async () => {
    await subscription.settled();
    const [sequence] = await api.database.asSuperuser<{
      up_to: string;
      gaps: number[][];
      missed: number;
      stopped: string | null;
    }>('select up_to, gaps, missed, stopped from hook_sequence where practice_id = $1', [practiceId]);
    const jobs = await api.database.asSuperuser<{ kind: string }>('select kind from job where practice_id = $1', [
      practiceId,
    ]);
    const items = await api.database.asSuperuser<{ state: string; verified: string }>(
      'select state, verified from inbox_item where practice_id = $1',
      [practiceId],
    );
    return { sequence, owed: jobs.map(({ kind }) => kind).sort(), items };
  };
  return { subscription, look };
}

const [first] = practice.people();
const change = (times: number) => {
  for (let n = 0; n < times; n += 1) {
    server.control.book(first!.patientId, { inDays: 10 + n });
    server.control.cancel(first!.patientId, 'patient');
  }
};

describe('notifications of a subscription', () => {
  it('X-30 are hints that nobody believes, and are counted', async () => {
    const { subscription, look } = await aConnection();
    await subscription.settled();
    expect(subscription.answers).toEqual([200]);
    change(1);
    const { sequence, owed, items } = await look();
    expect(Number(sequence!.up_to)).toBeGreaterThan(1);
    expect(sequence).toMatchObject({ gaps: [], missed: 0, stopped: null });
    expect(owed).toEqual(['intake']);
    expect(items.length).toBeGreaterThan(0);
    expect(new Set(items.map(({ verified }) => verified))).toEqual(new Set(['weak']));
  });

  it('S-02 that never come are noticed by the next one: the streams are read at once, and somebody is told', async () => {
    const { look } = await aConnection({ habits: { drop: { every: 2 } } });
    change(2);
    const { sequence, owed } = await look();
    expect(sequence!.missed).toBeGreaterThan(0);
    expect(owed).toEqual(['intake', 'sync', 'watch']);
  });

  it('S-02 the last of which never came are noticed by the next sign of life', async () => {
    const { subscription, look } = await aConnection({ habits: { drop: { every: 1 } } });
    change(1);
    expect((await look()).owed).toEqual([]);
    subscription.heartbeat();
    const { sequence, owed } = await look();
    expect(sequence!.missed).toBeGreaterThan(0);
    expect(owed).toEqual(['sync', 'watch']);
  });

  it('S-11 that overtake each other, or come twice, leave no gap', async () => {
    const { subscription, look } = await aConnection({ habits: { reorder: { every: 2 }, duplicate: { every: 3 } } });
    change(3);
    subscription.heartbeat();
    const { sequence, items } = await look();
    expect(sequence).toMatchObject({ gaps: [] });
    expect(new Set(subscription.answers.slice(1))).toEqual(new Set([204]));
    expect(items.some(({ state }) => state === 'duplicate')).toBe(true);
  });

  it('that say nothing but that something changed let the streams be read', async () => {
    const { look } = await aConnection({ payload: 'empty' });
    change(1);
    const { owed, items } = await look();
    expect([owed, items]).toEqual([['sync'], []]);
  });

  it('of a subscription that has ended are told to somebody; polling goes on regardless', async () => {
    const { subscription, look } = await aConnection();
    subscription.end('error');
    const { sequence, owed } = await look();
    expect([sequence!.stopped, owed]).toEqual(['error', ['watch']]);
  });

  it('X-30 with another secret are refused, and nothing of them is kept', async () => {
    const { subscription, look } = await aConnection({ secret: 'another-secret' });
    change(1);
    const { sequence, owed, items } = await look();
    expect(new Set(subscription.answers)).toEqual(new Set([403]));
    expect([sequence, owed, items]).toEqual([undefined, [], []]);
  });
});
