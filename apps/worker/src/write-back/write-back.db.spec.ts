import { newId, WriteOperationQueries, type NewWriteOperation } from '@keepwell/database';
import { databaseForThisFile, type TestDatabase } from '../../../../test/support/database.js';
import { aPushedPractice } from '../../../../test/support/pushed-practice.js';
import { PushingVendor } from '../../../../test/support/pushing-vendor.js';

let test: TestDatabase;
let vendor: PushingVendor;
beforeAll(async () => {
  test = await databaseForThisFile();
});
afterAll(() => test.close());
beforeEach(async () => {
  vendor = await new PushingVendor().open();
  vendor.patients.set('p1', { id: 'p1', version: 1 });
  vendor.bookings.set('b1', {
    id: 'b1',
    version: 1,
    patientId: 'p1',
    startsAt: Date.UTC(2026, 6, 1, 10),
    status: 'booked',
  });
});
afterEach(() => vendor.close());

const START = Date.UTC(2026, 5, 12, 9);

async function aRoom() {
  const at = await aPushedPractice(test, vendor);
  await at.push('appointment', 'b1');
  await at.apply();
  vendor.asked.length = 0;
  const [patient] = await test.asSuperuser<{ id: string }>('select id from patient where practice_id = $1', [
    at.practiceId,
  ]);
  const writes = new WriteOperationQueries();
  const ask = (given: Partial<NewWriteOperation> = {}) =>
    test.db.inPractice(at.practiceId, (tx) =>
      writes.add(tx, at.practiceId, {
        ...{
          connectionId: at.connectionId,
          kind: 'book',
          origin: `person:${newId()}`,
          personId: patient!.id,
          caseId: null,
          afterId: null,
        },
        operation: {
          patientId: 'p1',
          startsAt: START,
          endsAt: START + 1_800_000,
          practitionerId: null,
          locationId: null,
          serviceId: null,
          note: null,
        },
        ...{ shown: {}, askedByUserId: null, at: new Date(at.clock.now) },
        ...given,
      }),
    );
  const state = async (id: string | null) =>
    (
      await test.asSuperuser<{ state: string; says: string | null; ref: string | null; steps: { state: string }[] }>(
        'select state, says, ref, steps from write_operation where id = $1',
        [id],
      )
    )[0];
  const posts = () => vendor.asked.filter(({ method }) => method === 'POST').length;
  const audits = () =>
    test.asSuperuser<{ event: string }>(
      `select event from audit_event where practice_id = $1 and event like 'write.%' order by id`,
      [at.practiceId],
    );
  return { ...at, personId: patient!.id, ask, state, posts, audits };
}

describe('writing back', () => {
  it('S3-06 a booking goes from pending to confirmed, stands there once, and is read at once so that its case resolves', async () => {
    const at = await aRoom();
    const id = await at.ask();
    expect((await at.state(id))?.state).toBe('pending');
    await at.write();
    const done = await at.state(id);
    expect(done).toMatchObject({ state: 'confirmed', ref: 'b2' });
    expect(done?.steps.map(({ state }) => state)).toEqual(['pending', 'sending', 'confirmed']);
    expect(await at.rows('appointment')).toMatchObject([{ sourceId: 'b1' }, { sourceId: 'b2', status: 'booked' }]);
    const marked = await test.asSuperuser('select from changed_patient where practice_id = $1', [at.practiceId]);
    expect(marked.length).toBeGreaterThan(0);
    expect(await at.audits()).toEqual([{ event: 'write.confirmed' }]);
    await at.write();
    expect([at.posts(), vendor.bookings.size]).toEqual([1, 2]);
    await at.close();
  });

  it('S3-06 what the other side refuses has failed, with its reason', async () => {
    const at = await aRoom();
    vendor.refusal = 'That slot is taken.';
    const id = await at.ask();
    await at.write();
    expect(await at.state(id)).toMatchObject({ state: 'failed', says: 'That slot is taken.' });
    expect(await at.audits()).toEqual([{ event: 'write.failed' }]);
    await at.close();
  });

  it('looks after a silence before it tries again: what was written is confirmed and not written twice', async () => {
    const at = await aRoom();
    const id = await at.ask();
    vendor.habit = ({ method }) => (method === 'POST' ? 'wrote_in_silence' : null);
    await at.write();
    expect((await at.state(id))?.state).toBe('unknown');
    vendor.habit = () => null;
    at.clock.now += 60_000;
    await at.write();
    expect((await at.state(id))?.state).toBe('confirmed');
    expect([at.posts(), vendor.bookings.size]).toEqual([1, 2]);
    await at.close();
  });

  it('asks a person when it was looked for twice and not found, and writes nothing meanwhile', async () => {
    const at = await aRoom();
    const id = await at.ask();
    vendor.habit = ({ method }) => (method === 'POST' ? 'silence' : null);
    await at.write();
    for (let round = 0; round < 4; round += 1) {
      at.clock.now += 60_000;
      await at.write();
    }
    expect(await at.state(id)).toMatchObject({ state: 'review', says: expect.stringContaining('look there') });
    expect(at.posts()).toBe(1);
    await at.close();
  });

  it('a worker that dies while it sends leaves a doubt that is looked into, never a second booking', async () => {
    const at = await aRoom();
    const id = await at.ask();
    const dies = at.writer();
    const change = Reflect.get(dies, 'note') as unknown;
    Reflect.set(dies, 'note', () => Promise.reject(new Error('killed')));
    await at.write(dies).catch(() => undefined);
    expect(change).toBeDefined();
    expect([(await at.state(id))?.state, vendor.bookings.size]).toEqual(['sending', 2]);
    await at.write();
    expect((await at.state(id))?.state).toBe('sending');
    at.clock.now += 200_000;
    await at.write();
    expect([(await at.state(id))?.state, at.posts(), vendor.bookings.size]).toEqual(['confirmed', 1, 2]);
    await at.close();
  });

  it('looks for what was sent, too, when the answer is one that is not followed', async () => {
    const at = await aRoom();
    const id = await at.ask();
    vendor.habit = ({ method }) =>
      method === 'POST' ? { status: 303, headers: { location: '/elsewhere' }, wrote: true } : null;
    await at.write();
    expect((await at.state(id))?.state).toBe('unknown');
    vendor.habit = () => null;
    at.clock.now += 60_000;
    await at.write();
    expect([(await at.state(id))?.state, at.posts(), vendor.bookings.size]).toEqual(['confirmed', 1, 2]);
    await at.close();
  });

  it('a worker that stood still between its claim and its request sends nothing any more', async () => {
    const at = await aRoom();
    const id = await at.ask();
    const write = at.connector.write!.bind(at.connector);
    at.connector.write = (context, operation) => {
      at.clock.now += 200_000;
      return write(context, operation);
    };
    await at.write().catch(() => undefined);
    expect([at.posts(), vendor.bookings.size]).toEqual([0, 1]);
    at.connector.write = write;
    at.clock.now += 60_000;
    await at.write();
    expect([(await at.state(id))?.state, at.posts(), vendor.bookings.size]).toEqual(['confirmed', 1, 2]);
    await at.close();
  });

  it.each([
    ['book', START, {}],
    ['cancel', Date.UTC(2026, 6, 1, 10), { operation: { appointmentId: 'b1', reason: null } }],
  ] as const)('S3-06 what comes too late for its visit is not sent: %s', async (kind, startsAt, given) => {
    const at = await aRoom();
    const id = await at.ask({ kind, ...given, shown: { startsAt: new Date(startsAt).toISOString() } });
    await test.asSuperuser(`update connection set state = 'paused' where id = $1`, [at.connectionId]);
    await at.write();
    at.clock.now = startsAt + 60_000;
    await test.asSuperuser(`update connection set state = 'ready' where id = $1`, [at.connectionId]);
    await at.write();
    expect(await at.state(id)).toMatchObject({ state: 'failed', says: expect.stringContaining('has come meanwhile') });
    expect([at.posts(), vendor.bookings.get('b1')?.status]).toEqual([0, 'booked']);
    await at.close();
  });

  it('S3-07 does not take the old booking for the new one when only its room or kind is another', async () => {
    const at = await aRoom();
    // Most systems keep no key of ours: what was written is found by patient and start.
    at.connector.findWritten = (_context, operation) => {
      if (operation.kind !== 'book') return Promise.resolve(null);
      const found = [...vendor.bookings.values()].find(
        ({ status, startsAt }) => status === 'booked' && startsAt === operation.startsAt,
      );
      return Promise.resolve(found === undefined ? null : { state: 'confirmed', ref: found.id });
    };
    const startsAt = Date.UTC(2026, 6, 1, 10);
    const operation = { patientId: 'p1', startsAt, endsAt: startsAt + 1_800_000, replacesId: 'b1' };
    const book = await at.ask({ operation });
    await at.ask({ kind: 'cancel', afterId: book, operation: { appointmentId: 'b1', reason: null } });
    await at.write();
    expect(await at.state(book)).toMatchObject({ state: 'confirmed', ref: 'b2' });
    expect([...vendor.bookings.values()].map(({ id, status }) => `${id} ${status}`)).toEqual([
      'b1 cancelled',
      'b2 booked',
    ]);
    await at.close();
  });

  it('is one act for ten workers at once', async () => {
    const at = await aRoom();
    const id = await at.ask();
    await Promise.all(Array.from({ length: 10 }, () => at.write()));
    expect([(await at.state(id))?.state, at.posts(), vendor.bookings.size]).toEqual(['confirmed', 1, 2]);
    await at.close();
  });

  it('takes an act on once, however often it is asked for', async () => {
    const at = await aRoom();
    const origin = `touchpoint:${newId()}`;
    expect(await at.ask({ origin })).not.toBeNull();
    expect(await at.ask({ origin })).toBeNull();
    await at.close();
  });

  it('S3-07 moves a visit: the old booking goes when the new one stands, and stays when it does not', async () => {
    const at = await aRoom();
    const book = await at.ask();
    const cancel = await at.ask({ kind: 'cancel', afterId: book, operation: { appointmentId: 'b1', reason: null } });
    await at.write();
    expect([(await at.state(book))?.state, (await at.state(cancel))?.state]).toEqual(['confirmed', 'confirmed']);
    expect(vendor.bookings.get('b1')?.status).toBe('cancelled');
    expect(await at.rows('appointment')).toMatchObject([
      { sourceId: 'b1', status: 'cancelled' },
      { sourceId: 'b2', status: 'booked' },
    ]);

    vendor.refusal = 'Closed that day.';
    const again = await at.ask();
    const old = await at.ask({ kind: 'cancel', afterId: again, operation: { appointmentId: 'b2', reason: null } });
    await at.write();
    expect([(await at.state(again))?.state, (await at.state(old))?.state]).toEqual(['failed', 'cancelled']);
    expect(vendor.bookings.get('b2')?.status).toBe('booked');
    await at.close();
  });

  it('waits while the other side asks for a pause, and while the connection is paused', async () => {
    const at = await aRoom();
    const id = await at.ask();
    vendor.habit = ({ method }) => (method === 'POST' ? { status: 429, headers: { 'retry-after': '120' } } : null);
    const { nextAt } = await at.write();
    expect(nextAt!.getTime()).toBeGreaterThan(at.clock.now);
    expect((await at.state(id))?.state).toBe('pending');
    vendor.habit = () => null;
    at.clock.now += 130_000;
    await test.asSuperuser(`update connection set state = 'paused' where id = $1`, [at.connectionId]);
    await at.write();
    expect((await at.state(id))?.state).toBe('pending');
    await test.asSuperuser(`update connection set state = 'ready' where id = $1`, [at.connectionId]);
    await at.write();
    expect((await at.state(id))?.state).toBe('confirmed');
    await at.close();
  });
});

describe('S3-54 no double entry', () => {
  const call = (at: Awaited<ReturnType<typeof aRoom>>, outcome: string, minutesAgo: number) =>
    test.asSuperuser(
      `insert into touchpoint (practice_id, id, person_id, household, channel, state, outcome, recorded_at)
       values ($1, $2, $3, 'h', 'call', 'done', $4, $5)`,
      [at.practiceId, newId(), at.personId, outcome, new Date(at.clock.now - minutesAgo * 60_000)],
    );

  it('S3-54 notes a call in the other system once it can no longer be taken back, where the connection is set to', async () => {
    const at = await aRoom();
    await call(at, 'no_answer', 30);
    await at.write();
    expect(vendor.notes).toEqual([]);
    await test.asSuperuser(`update connection set write_back_contacts = true, write_back_from = $2 where id = $1`, [
      at.connectionId,
      new Date(at.clock.now - 3_600_000),
    ]);
    await call(at, 'left_voicemail', 5);
    await at.write();
    expect(vendor.notes.map(({ patientId, text }) => [patientId, text])).toEqual([
      ['p1', 'Keepwell: called, no answer.'],
    ]);
    at.clock.now += 6 * 60_000;
    await at.write();
    await at.write();
    expect(vendor.notes.map(({ text }) => text)).toEqual([
      'Keepwell: called, no answer.',
      'Keepwell: called, left voicemail.',
    ]);
    await at.close();
  });

  it('S3-54 notes a message that was sent, by its template and never its words; not one that failed, waits, or confirms a stop', async () => {
    const at = await aRoom();
    await test.asSuperuser(`update connection set write_back_contacts = true, write_back_from = $2 where id = $1`, [
      at.connectionId,
      new Date(at.clock.now - 3_600_000),
    ]);
    const message = (state: string, channel: string, kind = 'step', minutesAgo = 1) =>
      test.asSuperuser(
        `insert into outbox_message (practice_id, id, origin_id, kind, person_id, household, step, channel, purpose, body, state, due_at, accepted_at)
         values ($1, $2, $2, $3, $4, 'h', 0, $5, 'service', 'Quillfeather, please call', $6, now(), $7)`,
        [
          ...[at.practiceId, newId(), kind, at.personId, channel, state],
          state === 'due' ? null : new Date(at.clock.now - minutesAgo * 60_000),
        ],
      );
    await message('accepted', 'sms', 'step', 3);
    await message('delivered', 'email', 'step', 2);
    await message('failed', 'sms');
    await message('due', 'sms');
    await message('accepted', 'sms', 'confirmation');
    await message('sent', 'sms', 'step', 61);
    await at.write();
    await at.write();
    expect(vendor.notes.map(({ patientId, text }) => [patientId, text])).toEqual([
      ['p1', 'Keepwell: text message sent.'],
      ['p1', 'Keepwell: e-mail sent.'],
    ]);
    const kept = await test.asSuperuser<{ state: string; origin: string }>(
      'select state, split_part(origin, $2, 1) as origin from write_operation where practice_id = $1',
      [at.practiceId, ':'],
    );
    expect(kept).toEqual([
      { state: 'confirmed', origin: 'message' },
      { state: 'confirmed', origin: 'message' },
    ]);
    await at.close();
  });
});

describe('a booking that the other side takes on and confirms later', () => {
  const taken = async () => {
    const at = await aRoom();
    const id = await at.ask();
    vendor.habit = ({ method }) => (method === 'POST' ? { status: 202 } : null);
    await at.write();
    vendor.habit = () => null;
    return { at, id };
  };

  it('S3-06 is in doubt meanwhile, is confirmed once it is found there, and was asked for once', async () => {
    const { at, id } = await taken();
    expect(await at.state(id)).toMatchObject({ state: 'unknown', says: expect.stringContaining('taken it on') });
    at.clock.now += 61_000;
    await at.write();
    expect((await at.state(id))?.state).toBe('unknown');
    const asked = vendor.asked.findLast(({ path }) => path.startsWith('/bookings?key='));
    vendor.bookings.set('b7', {
      ...{ id: 'b7', version: 1, patientId: 'p1', startsAt: START, status: 'booked' },
      key: decodeURIComponent(asked!.path.split('=')[1] ?? ''),
    });
    at.clock.now += 61_000;
    await at.write();
    expect(await at.state(id)).toMatchObject({ state: 'confirmed', ref: 'b7' });
    expect(at.posts()).toBe(1);
    await at.close();
  });

  it('S3-06 goes to a person when an hour has passed and it is not there: never asked for again by itself', async () => {
    const { at, id } = await taken();
    let minutes = 0;
    for (; minutes < 90 && (await at.state(id))?.state === 'unknown'; minutes += 1) {
      at.clock.now += 61_000;
      await at.write();
    }
    expect(minutes).toBe(60);
    expect((await at.state(id))?.state).toBe('review');
    expect(at.posts()).toBe(1);
    await at.close();
  });
});
