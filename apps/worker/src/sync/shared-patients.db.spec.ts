import { Connection, Practice, RECORD_TABLES, SecretStore } from '@keepwell/database';
import { payerId, type SourceRecord } from '@keepwell/domain';
import { databaseForThisFile, type TestDatabase } from '../../../../test/support/database.js';
import { aPractice } from '../../../../test/support/builders.js';
import { pagedConnector } from '../../../../test/support/paged-connector.js';
import { aDeletion, aRecord } from '../../../../test/support/records.js';
import { lostPatient } from '../../../../test/support/lost-patient.js';
import { aSync } from '../../../../test/support/sync.js';
import { EvaluationRunner } from '../evaluation/evaluation-runner.js';
import { JournalReplay } from './journal-replay.js';
import { RecordKeeper } from './record-keeper.js';
import { QuarantineReplay } from './quarantine-replay.js';

let test: TestDatabase;
let empty: TestDatabase;
beforeAll(async () => {
  test = await databaseForThisFile();
  empty = await databaseForThisFile();
});
afterAll(async () => {
  await test.close();
  await empty.close();
});

const never = new AbortController().signal;
let clock = Date.UTC(2026, 0, 5, 9);
const patient = (id: string, mergedInto: string | null = null) =>
  aRecord('patient', id, { mergedInto }, { updatedAt: (clock += 60_000) });
const payment = (id: string, patientId: string | null, given: object = {}) =>
  aRecord('payment', id, { patientId, status: 'succeeded', ...given });

/** A booking system, and beside it one that takes payments for its patients. Both are read as they are told. */
async function twoSources({ shared = true } = {}) {
  const { id: practiceId } = await aPractice(test.db);
  const told = { bookings: [] as SourceRecord[][], payments: [] as SourceRecord[][] };
  const source = (pages: SourceRecord[][]) =>
    aSync(
      test,
      pagedConnector([
        {
          name: 'all',
          kinds: ['patient', 'appointment', 'payment', 'membership', 'invoice'],
          pages: () => pages.map((records) => ({ records })),
        },
      ]),
      { practiceId },
    );
  const bookings = await source(told.bookings);
  const payments = await source(told.payments);
  const share = () =>
    test.asSuperuser('update connection set patients_from_connection_id = $2 where id = $1', [
      payments.connectionId,
      bookings.connectionId,
    ]);
  if (shared) await share();
  const read = async (from: 'bookings' | 'payments', ...records: SourceRecord[]) => {
    told[from].push(records);
    return (from === 'bookings' ? bookings : payments).sync();
  };
  /** What the worker does with the work owed. */
  const replayOwed = async () => {
    const owed = await test.asSuperuser<{ subject_id: string }>(
      `delete from job where practice_id = $1 and kind = 'replay_waiting' returning subject_id`,
      [practiceId],
    );
    const replay = new QuarantineReplay(test.db, payments.secrets);
    for (const { subject_id: connectionId } of owed) await replay.runKnown({ practiceId, connectionId }, never);
    return owed.map(({ subject_id }) => subject_id);
  };
  /** Whose each record of a kind is, by the source id of the person. */
  const owners = async (kind: 'payment' | 'membership' | 'invoice') =>
    Object.fromEntries(
      (
        await test.asSuperuser<{ id: string; person: string | null }>(
          `select r.source_id as id, n.source_id as person from ${kind} r left join patient p on p.id = r.patient_id left join patient n on n.id = p.person_id
            where r.practice_id = $1 order by 1`,
          [practiceId],
        )
      ).map(({ id, person }) => [id, person]),
    );
  const marked = async () =>
    (
      await test.asSuperuser<{ source_id: string }>(
        `with asked as (delete from changed_patient where practice_id = $1 returning person_id)
         select source_id from patient where id in (select person_id from asked) order by 1`,
        [practiceId],
      )
    ).map(({ source_id }) => source_id);
  const open = async () =>
    test.asSuperuser(`select code, waits_for from quarantine where practice_id = $1 and state = 'open' order by id`, [
      practiceId,
    ]);
  return { practiceId, bookings, payments, share, read, replayOwed, owners, marked, open };
}

/** Every column of every record and of every version of it. */
async function everything(database: TestDatabase, practiceId: string) {
  const tables: Record<string, unknown[]> = {};
  for (const table of [...Object.keys(RECORD_TABLES), 'record_version'])
    tables[table] = await database.asSuperuser(
      `select to_jsonb(r) as row from ${table} r where practice_id = $1 order by id`,
      [practiceId],
    );
  return tables;
}

describe('a connection whose patients are those of another (S4-06)', () => {
  it('gives its payments, memberships and invoices to them, and asks the rules about them', async () => {
    const { read, owners, marked, open } = await twoSources();
    await read('bookings', patient('4711'), patient('4712'));
    await marked();
    const { counts } = await read(
      'payments',
      payment('ch_1', '4711'),
      aRecord('membership', 'sub_1', { patientId: '4711' }),
      aRecord('invoice', 'in_1', { patientId: '4711' }),
    );
    expect(counts).toMatchObject({ read: 3, applied: 3, quarantined: 0 });
    expect(await owners('payment')).toEqual({ ch_1: '4711' });
    expect(await owners('membership')).toEqual({ sub_1: '4711' });
    expect(await owners('invoice')).toEqual({ in_1: '4711' });
    expect(await marked()).toEqual(['4711']);
    expect(await open()).toEqual([]);
  });

  it('S4-06 lets a payment that is disputed there take its patient from the list', async () => {
    const { practiceId, read } = await twoSources();
    const rules = new EvaluationRunner(test.db);
    const now = Date.UTC(2026, 2, 10, 12);
    await test.asSuperuser(
      `update connection set first_read_done_at = now(), agreed_polls = 2, last_success_at = $2, next_poll_at = $2 where practice_id = $1`,
      [practiceId, new Date(now)],
    );
    await read('bookings', ...lostPatient('4711'));
    await rules.run({ practiceId, now });
    const state = async () =>
      (
        await test.asSuperuser<{ state: string }>('select state from evaluation where practice_id = $1', [practiceId])
      )[0]?.state;
    expect(await state()).not.toBe('excluded');
    await read('payments', payment('ch_1', '4711', { status: 'disputed', kind: 'payment', at: now - 86_400_000 }));
    expect(await rules.run({ practiceId, now })).toMatchObject({ asked: 1 });
    expect(await state()).toBe('excluded');
  });

  it('holds what came before its patient, and stores it when they come by the other connection', async () => {
    const { payments, read, owners, open, marked, replayOwed } = await twoSources();
    await read('payments', payment('ch_1', '4711'), payment('ch_2', '4799'));
    expect(await owners('payment')).toEqual({});
    expect(await open()).toMatchObject([{ waits_for: '4711' }, { waits_for: '4799' }]);
    await read('bookings', patient('4711'));
    await marked();
    expect(await replayOwed()).toEqual([payments.connectionId]);
    expect(await owners('payment')).toEqual({ ch_1: '4711' });
    expect(await marked()).toEqual(['4711']);
    expect(await open()).toMatchObject([{ waits_for: '4799' }]);
    // Nobody new, nothing owed.
    await read('bookings', aRecord('patient', '4711', { familyName: 'changed' }, { updatedAt: (clock += 60_000) }));
    expect(await replayOwed()).toEqual([]);
  });

  it('misses nobody who comes while a payment of theirs is being put aside', async () => {
    const { practiceId, payments, read, owners, replayOwed } = await twoSources();
    let letGo: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (letGo = resolve));
    let reached: () => void = () => undefined;
    const isHeld = new Promise<void>((resolve) => (reached = resolve));
    // The key of the practice is made by whoever seals first: not by the two at once.
    await read('bookings', patient('1'));
    await replayOwed();
    // The page of payments looked for its patient, and has not committed.
    const storing = test.db.inPractice(practiceId, async (tx) => {
      const scope = { practiceId, connectionId: payments.connectionId, stream: 'all', connectorVersion: 1 };
      const keeper = new RecordKeeper(new SecretStore(test.masterKey));
      await keeper.keep(tx, scope, [payment('ch_1', '4711')], { observedAt: clock, sequence: 1 });
      reached();
      await held;
    });
    await isHeld;
    await read('bookings', patient('4711'));
    const replaying = replayOwed();
    setTimeout(letGo, 200);
    await Promise.all([storing, replaying]);
    expect(await owners('payment')).toEqual({ ch_1: '4711' });
  });

  it('follows merges and deletions of the patients there', async () => {
    const { read, owners, marked } = await twoSources();
    await read('bookings', patient('A'), patient('B'));
    await read('payments', payment('ch_1', 'A'));
    await marked();
    await read('bookings', patient('A', 'B'));
    expect(await owners('payment')).toEqual({ ch_1: 'B' });
    expect(await marked()).toEqual(['A', 'B']);
    // What comes after the merge names the merged record still.
    await read('payments', payment('ch_2', 'A'));
    expect(await owners('payment')).toEqual({ ch_1: 'B', ch_2: 'B' });
    expect(await marked()).toEqual(['B']);
    await read('bookings', patient('A'));
    expect(await owners('payment')).toEqual({ ch_1: 'A', ch_2: 'A' });
    await read('bookings', aDeletion('patient', 'A', (clock += 60_000)));
    await marked();
    await read('payments', payment('ch_3', 'A'));
    expect(await owners('payment')).toEqual({ ch_1: 'A', ch_2: 'A', ch_3: 'A' });
  });

  it('looks at nobody of another practice, nor of a connection that was not named', async () => {
    const other = await twoSources();
    await other.read('bookings', patient('4711'));
    const { read, owners } = await twoSources({ shared: false });
    await read('bookings', patient('4711'));
    await read('payments', payment('ch_1', '4711'));
    expect(await owners('payment')).toEqual({});
    await expect(
      test.asSuperuser('update connection set patients_from_connection_id = $2 where id = $1', [
        other.payments.connectionId,
        (await twoSources()).bookings.connectionId,
      ]),
    ).rejects.toThrow('connection_patients_from');
    await expect(
      test.asSuperuser('update connection set patients_from_connection_id = id where id = $1', [
        other.payments.connectionId,
      ]),
    ).rejects.toThrow('connection_patients_of_another');
  });

  it('X09 is built anew from its journal after the one its patients come from, and not before', async () => {
    const { practiceId, bookings, payments, read, replayOwed } = await twoSources();
    await read('payments', payment('ch_1', '4711'), payment('ch_2', payerId('cus_1')));
    await read('bookings', patient('4711'), patient('4712'));
    await replayOwed();
    await read('payments', payment('ch_1', '4711', { status: 'disputed' }), payment('ch_3', '4712'));
    await read('bookings', patient('4711', '4712'), aDeletion('patient', '4712', (clock += 60_000)));

    const place = await test.db.inPractice(practiceId, async (tx) => ({
      practice: await tx.findOneByOrFail(Practice, { id: practiceId }),
      connections: await tx.find(Connection, { order: { id: 'ASC' } }),
    }));
    await empty.db.inPractice(practiceId, async (tx) => {
      await tx.save(Practice, place.practice);
      await tx.save(Connection, place.connections);
    });
    const replay = new JournalReplay(empty.db, new SecretStore(test.masterKey), test.db);
    await expect(replay.rebuild(payments, never)).rejects.toThrow('build the connection they come from first');
    await empty.asSuperuser('delete from payment where practice_id = $1', [practiceId]);
    for (const each of [bookings, payments]) await replay.rebuild(each, never);
    expect(await everything(empty, practiceId)).toEqual(await everything(test, practiceId));
  });
});

describe('a payer of whom nobody has said whose they are (S4-06)', () => {
  it('keeps what they pay, under nobody', async () => {
    const { read, owners, open } = await twoSources();
    await read('bookings', patient('cus_1'), patient('payer:cus_1'));
    await read(
      'payments',
      payment('ch_1', payerId('cus_1')),
      aRecord('membership', 'sub_1', { patientId: payerId('cus_1') }),
    );
    expect(await owners('payment')).toEqual({ ch_1: null });
    expect(await owners('membership')).toEqual({ sub_1: null });
    expect(await open()).toEqual([]);
  });
});
