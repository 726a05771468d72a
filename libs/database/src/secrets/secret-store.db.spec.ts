import { randomBytes } from 'node:crypto';
import { aPractice } from '../../../../test/support/builders.js';
import { databaseForThisFile, type TestDatabase } from '../../../../test/support/database.js';
import { Connection } from '../entities/connection.entity.js';
import { newId } from '../ids.js';
import { ChannelQueries } from '../queries/channels.queries.js';
import { SecretStore } from './secret-store.js';

let test: TestDatabase;
beforeAll(async () => {
  test = await databaseForThisFile();
});
afterAll(() => test.close());

async function aConnection(practiceId: string): Promise<string> {
  const id = newId();
  await test.db.inPractice(practiceId, (tx) =>
    tx.insert(Connection, { practiceId, id, connector: 'csv', name: id, settings: {} }),
  );
  return id;
}

describe('secrets at rest', () => {
  it('W-05 come back as they went in, and are nowhere in the row', async () => {
    const store = new SecretStore(test.masterKey);
    const { id: practiceId } = await aPractice(test.db);
    const connectionId = await aConnection(practiceId);
    await test.db.inPractice(practiceId, (tx) =>
      store.putConnectionSecrets(tx, practiceId, connectionId, { client_secret: 'correct horse', other: 'ünïcode ✓' }),
    );
    const read = () => test.db.inPractice(practiceId, (tx) => store.connectionSecrets(tx, practiceId, connectionId));
    expect(await read()).toEqual({ client_secret: 'correct horse', other: 'ünïcode ✓' });
    const rows = await test.asSuperuser<{ ciphertext: Buffer; nonce: Buffer }>(
      'select ciphertext, nonce from connection_secret',
    );
    expect(rows.every(({ ciphertext, nonce }) => !ciphertext.includes('horse') && nonce.length === 12)).toBe(true);
    await test.db.inPractice(practiceId, (tx) =>
      store.putConnectionSecrets(tx, practiceId, connectionId, { other: null, client_secret: 'new' }),
    );
    expect(await read()).toEqual({ client_secret: 'new' });
  });

  it.each([
    ['of another field', `update connection_secret set field = 'elsewhere' where connection_id = $1`],
    ['of another version', 'update connection_secret set version = version + 1 where connection_id = $1'],
    [
      'with one bit altered',
      'update connection_secret set ciphertext = set_byte(ciphertext, 3, get_byte(ciphertext, 3) # 1) where connection_id = $1',
    ],
  ])('W-05 are worthless as those %s', async (_, tamper) => {
    const store = new SecretStore(test.masterKey);
    const { id: practiceId } = await aPractice(test.db);
    const connectionId = await aConnection(practiceId);
    await test.db.inPractice(practiceId, (tx) =>
      store.putConnectionSecrets(tx, practiceId, connectionId, { secret: 'x'.repeat(20) }),
    );
    await test.asSuperuser(tamper, [connectionId]);
    await expect(
      test.db.inPractice(practiceId, (tx) => store.connectionSecrets(tx, practiceId, connectionId)),
    ).rejects.toThrow(/altered, moved/);
  });

  it('W-05 are worthless as those of another practice, or under another master key', async () => {
    const store = new SecretStore(test.masterKey);
    const [one, other] = [(await aPractice(test.db)).id, (await aPractice(test.db)).id];
    const sealed = await test.db.inPractice(one, (tx) => store.seal(tx, one, 'somewhere', 'text'));
    await test.asSuperuser('update practice_key set practice_id = $2 where practice_id = $1', [one, other]);
    await expect(test.db.inPractice(other, (tx) => store.open(tx, other, 'somewhere', sealed))).rejects.toThrow(
      /altered, moved/,
    );
    const stranger = new SecretStore(randomBytes(32));
    await expect(test.db.inPractice(other, (tx) => stranger.open(tx, other, 'somewhere', sealed))).rejects.toThrow(
      /another master key/,
    );
  });

  it('W-05 keep being readable while 10,000 are sealed anew and their keys wrapped anew', async () => {
    const newMaster = randomBytes(32);
    const before = new SecretStore(test.masterKey);
    const during = new SecretStore(newMaster, [test.masterKey]);
    const { id: practiceId } = await aPractice(test.db);
    const connections = await Promise.all(Array.from({ length: 10 }, () => aConnection(practiceId)));
    const fields = Object.fromEntries(Array.from({ length: 1_000 }, (_, n) => [`field${n}`, `value ${n}`]));
    await test.db.inPractice(practiceId, async (tx) => {
      const seal = await before.sealer(tx, practiceId);
      for (const connectionId of connections) {
        const rows = Object.entries(fields).map(([field, value]) => ({
          field,
          ...seal(`${connectionId}/${field}/1`, value),
        }));
        await tx.query(
          `insert into connection_secret (practice_id, connection_id, field, version, ciphertext, nonce, key_id)
           select $1, $2, r.field, 1, decode(r.c, 'base64'), decode(r.n, 'base64'), r.k from jsonb_to_recordset($3) as r(field text, c text, n text, k uuid)`,
          [
            practiceId,
            connectionId,
            JSON.stringify(
              rows.map((row) => ({
                field: row.field,
                c: row.ciphertext.toString('base64'),
                n: row.nonce.toString('base64'),
                k: row.keyId,
              })),
            ),
          ],
        );
      }
    });

    let reads = 0;
    let finished = false;
    const reading = (async () => {
      while (!finished) {
        const connectionId = connections[reads % connections.length] ?? '';
        const secrets = await test.db.inPractice(practiceId, (tx) =>
          during.connectionSecrets(tx, practiceId, connectionId),
        );
        expect(secrets).toEqual(fields);
        reads += 1;
      }
    })();
    const startedAt = Date.now();
    expect(await test.db.inPractice(practiceId, (tx) => during.rotateDataKey(tx, practiceId))).toBe(10_000);
    expect(await test.db.inPractice(practiceId, (tx) => during.rewrapKeys(tx, practiceId))).toBe(1);
    expect(Date.now() - startedAt).toBeLessThan(60_000);
    finished = true;
    await reading;
    expect(reads).toBeGreaterThan(2);
    const after = new SecretStore(newMaster);
    const first = connections[0] ?? '';
    expect(await test.db.inPractice(practiceId, (tx) => after.connectionSecrets(tx, practiceId, first))).toEqual(
      fields,
    );
  }, 180_000);
});

it('W-05 what a practice sends by is sealed anew with the rest', async () => {
  const store = new SecretStore(test.masterKey);
  const { id: practiceId } = await aPractice(test.db);
  const channels = new ChannelQueries();
  await test.db.inPractice(practiceId, (tx) =>
    channels.putSecrets(tx, practiceId, 'sms', { authToken: 'token', apiKeySecret: 'key' }, store),
  );
  const keys = () =>
    test.asSuperuser<{ is: string }>(
      `select distinct case when k.retired_at is null then 'newest' else 'retired' end as is
         from channel_secret c join practice_key k on k.practice_id = c.practice_id and k.id = c.key_id where c.practice_id = $1`,
      [practiceId],
    );
  const before = await test.asSuperuser('select ciphertext from channel_secret where practice_id = $1', [practiceId]);
  expect(await test.db.inPractice(practiceId, (tx) => store.rotateDataKey(tx, practiceId))).toBe(2);
  expect(await keys()).toEqual([{ is: 'newest' }]);
  const after = await test.asSuperuser('select ciphertext from channel_secret where practice_id = $1', [practiceId]);
  expect(after).not.toEqual(before);
  expect(await test.db.inPractice(practiceId, (tx) => channels.secrets(tx, practiceId, 'sms', store))).toEqual({
    authToken: 'token',
    apiKeySecret: 'key',
  });
});

describe('hashes of addresses', () => {
  it('C-08 stay the same when keys change, and differ between practices', async () => {
    const store = new SecretStore(test.masterKey);
    const [one, other] = [await aPractice(test.db), await aPractice(test.db)];
    const hash = (practiceId: string, by = store) =>
      test.db.inPractice(practiceId, async (tx) => (await by.addressHasher(tx, practiceId))('+447700900123'));
    const before = await hash(one.id);
    expect(before).toHaveLength(32);
    await test.db.inPractice(one.id, (tx) => store.rotateDataKey(tx, one.id));
    const newMaster = new SecretStore(randomBytes(32), [test.masterKey]);
    await test.db.inPractice(one.id, (tx) => newMaster.rewrapKeys(tx, one.id));
    expect(await hash(one.id, newMaster)).toEqual(before);
    expect(await hash(other.id)).not.toEqual(before);
  });
});
