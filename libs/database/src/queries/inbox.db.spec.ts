import { aPractice } from '../../../../test/support/builders.js';
import { databaseForThisFile, type TestDatabase } from '../../../../test/support/database.js';
import { Connection } from '../entities/connection.entity.js';
import { newId } from '../ids.js';
import { SecretStore } from '../secrets/secret-store.js';
import { InboxQueries } from './inbox.queries.js';
import { type NewInboxItem, readyItem } from './inbox-rows.js';

let test: TestDatabase;
let inbox: InboxQueries;
beforeAll(async () => {
  test = await databaseForThisFile();
  inbox = new InboxQueries(new SecretStore(test.masterKey));
});
afterAll(() => test.close());

const NOON = Date.UTC(2026, 5, 9, 11);
const DAY = 86_400_000;

type Receiving = 'in a transaction of the caller' | 'at once';

async function aRoom(how: Receiving = 'in a transaction of the caller') {
  const { id: practiceId } = await aPractice(test.db);
  const connectionId = newId();
  const row = { practiceId, id: connectionId, connector: 'hl7-v2', name: `source ${connectionId}`, settings: {} };
  await test.db.inPractice(practiceId, (tx) => tx.save(Connection, row));
  const item = (given: Partial<NewInboxItem> & { says?: string } = {}): NewInboxItem => {
    const { says = 'MSH|', ...rest } = given;
    return {
      ...{ practiceId, connectionId, way: 'stream', dedupeKey: 'one', body: Buffer.from(says), verified: 'none' },
      ...{ type: 'SIU^S12', order: [], receivedAt: new Date(NOON), ...rest },
    };
  };
  const seal = await test.db.inPractice(practiceId, (tx) => inbox.sealer(tx, practiceId));
  const receive = (...items: NewInboxItem[]) =>
    how === 'at once'
      ? inbox.receiveAtOnce(
          test.db,
          practiceId,
          items.map((one) => readyItem(one, seal)),
        )
      : test.db.inPractice(practiceId, (tx) => inbox.receiveMany(tx, items, seal));
  const waiting = (at = NOON) =>
    test.db.inPractice(practiceId, (tx) => inbox.waiting(tx, { practiceId, connectionId }, new Date(at), 100));
  const states = () =>
    test.asSuperuser<{ state: string; n: number }>(
      'select state, count(*)::int as n from inbox_item where practice_id = $1 group by 1 order by 1',
      [practiceId],
    );
  return { practiceId, connectionId, item, receive, waiting, states };
}

const outcomes = (received: { outcome: string }[]) => received.map(({ outcome }) => outcome);

describe.each<Receiving>(['in a transaction of the caller', 'at once'])('the inbox, received %s', (how) => {
  it('gives back every byte as it came, and holds none of them in the clear', async () => {
    const { item, receive, waiting } = await aRoom(how);
    const bytes = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));
    const [received] = await receive(item({ body: Buffer.concat([Buffer.from('Canary Quill'), bytes]) }));
    const [read] = await waiting();
    expect(read?.id).toBe(received?.id);
    expect(read?.body.subarray(12).equals(bytes)).toBe(true);
    const stored = await test.asSuperuser<{ row: string }>(
      `select encode(ciphertext, 'escape') || i::text as row from inbox_item i`,
    );
    expect(JSON.stringify(stored)).not.toContain('Canary');
  });

  it('H-02 takes the same key with the same bytes for a repetition for seven days', async () => {
    const { item, receive, states } = await aRoom(how);
    const [first] = await receive(item());
    const [again] = await receive(item({ receivedAt: new Date(NOON + 7 * DAY) }));
    expect(again).toMatchObject({ outcome: 'duplicate', sameAs: first?.id });
    const [later] = await receive(item({ receivedAt: new Date(NOON + 7 * DAY + 1) }));
    expect(later?.outcome).toBe('received');
    expect(await states()).toEqual([
      { state: 'duplicate', n: 1 },
      { state: 'received', n: 2 },
    ]);
  });

  it('H-02 puts aside what comes with the same key and other bytes', async () => {
    const { item, receive, waiting } = await aRoom(how);
    const [first] = await receive(item());
    expect(await receive(item({ says: 'MSH|other' }))).toMatchObject([{ outcome: 'quarantined', sameAs: first?.id }]);
    expect((await waiting()).map(({ id }) => id)).toEqual([first?.id]);
  });

  it('H-02 tells repetitions within one batch from what is new, in the order given', async () => {
    const { item, receive } = await aRoom(how);
    await receive(item({ dedupeKey: 'old' }));
    const batch = [
      item({ dedupeKey: 'a' }),
      item({ dedupeKey: 'a' }),
      item({ dedupeKey: 'old', says: 'MSH|other' }),
      item({ dedupeKey: 'b' }),
      item({ dedupeKey: 'a', says: 'MSH|other' }),
    ];
    expect(outcomes(await receive(...batch))).toEqual([
      'received',
      'duplicate',
      'quarantined',
      'received',
      'quarantined',
    ]);
  });

  it('keeps what two connections and two ways name alike apart', async () => {
    const { item, receive, practiceId } = await aRoom(how);
    const other = newId();
    const row = { practiceId, id: other, connector: 'hl7-v2', name: `source ${other}`, settings: {} };
    await test.db.inPractice(practiceId, (tx) => tx.save(Connection, row));
    const batch = [item(), item({ connectionId: other }), item({ way: 'webhook' })];
    expect(outcomes(await receive(...batch))).toEqual(['received', 'received', 'received']);
  });

  it('H-02 has one winner when twenty receive the same at once', async () => {
    const { item, receive } = await aRoom(how);
    const all = (await Promise.all(Array.from({ length: 20 }, () => receive(item())))).flat();
    expect(outcomes(all).sort()).toEqual([...Array.from({ length: 19 }, () => 'duplicate'), 'received']);
  });

  it('keeps every part of an item as it was given', async () => {
    const { item, receive, practiceId } = await aRoom(how);
    const umlaut = Buffer.from('M\u00fcller', 'latin1');
    await receive(
      item({ dedupeKey: '1', order: ['p1', 'p2'], body: umlaut, type: null, verified: 'weak' }),
      item({ dedupeKey: '2', order: 'all', receivedAt: new Date(NOON + 7), verified: 'strong' }),
      item({ dedupeKey: '3', settled: { state: 'refused', reason: 'Not “here”.' } }),
    );
    const rows = await test.asSuperuser(
      `select way, verified, type, size, cardinality(order_keys) as keys, order_all as "all", state, reason, same_as as "sameAs",
              extract(epoch from received_at)::float8 * 1000 - $2 as late, done_at is not null as done, holds_key as holds
         from inbox_item where practice_id = $1 order by id`,
      [practiceId, NOON],
    );
    const usual = { way: 'stream', sameAs: null, holds: true, late: 0, done: false, all: false, reason: null, keys: 0 };
    expect(rows).toEqual([
      { ...usual, verified: 'weak', type: null, size: 6, keys: 2, state: 'received' },
      { ...usual, verified: 'strong', type: 'SIU^S12', size: 4, all: true, late: 7, state: 'received' },
      { ...usual, verified: 'none', type: 'SIU^S12', size: 4, state: 'refused', reason: 'Not “here”.', done: true },
    ]);
  });
});

describe('the inbox', () => {
  it('H-05 lets what waits for another try keep back what shares a key with it, and a merge everything', async () => {
    const { item, receive, waiting, practiceId } = await aRoom();
    const received = await receive(
      item({ dedupeKey: '1', order: ['p1'] }),
      item({ dedupeKey: '2', order: ['p1', 'p2'] }),
      item({ dedupeKey: '3', order: ['p3'] }),
      item({ dedupeKey: '4', order: 'all' }),
      item({ dedupeKey: '5', order: [] }),
    );
    const [first] = received;
    await test.db.inPractice(practiceId, (tx) =>
      inbox.tryAgain(tx, practiceId, first!.id, new Date(NOON + 1000), 'The other side is away.'),
    );
    const places = (rows: { id: string }[]) => rows.map(({ id }) => received.findIndex((item) => item.id === id) + 1);
    expect(places(await waiting())).toEqual([3, 5]);
    expect(places(await waiting(NOON + 1000))).toEqual([1, 2, 3, 4, 5]);
  });

  it('settles an item once', async () => {
    const { item, receive, waiting, practiceId } = await aRoom();
    const [received] = await receive(item());
    const settle = () =>
      test.db.inPractice(practiceId, (tx) =>
        inbox.settle(tx, practiceId, [{ id: received!.id, state: 'applied', reason: null, counts: { applied: 1 } }]),
      );
    expect([await settle(), await settle()]).toEqual([1, 0]);
    expect(await waiting()).toEqual([]);
  });
});
