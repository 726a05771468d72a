import { Connection, newId } from '@keepwell/database';
import { apiUnderTest, type ApiUnderTest, type Browser } from '../../../../test/support/api-under-test.js';
import { PushingVendor, pushingConnector } from '../../../../test/support/pushing-vendor.js';
import { fillWorklist } from '../../../../test/support/worklist-rows.js';
import type { WriteBackRoomDto, WriteOperationsDto } from './dto/write-back.dto.js';

let api: ApiUnderTest;
beforeAll(async () => {
  api = await apiUnderTest({ connectors: [pushingConnector(new PushingVendor())] });
});
afterAll(() => api.close());

/** A case in hand whose patient is known to a system that takes bookings. */
async function aCase() {
  const practice = await api.practice({ timezone: 'Europe/London' });
  const { connectionId } = await fillWorklist(api.database, practice.id, { cases: 4, watch: 0 });
  await api.database.db.inPractice(practice.id, (tx) =>
    tx.update(Connection, { id: connectionId }, { connector: 'pushing' }),
  );
  const [found] = await api.database.asSuperuser<{ caseId: string; personId: string }>(
    `select id as "caseId", person_id as "personId" from off_track_case where practice_id = $1 and state = 'open' order by id limit 1`,
    [practice.id],
  );
  const { caseId = '', personId = '' } = found ?? {};
  const browser = await api.signedIn(practice.id, ['coordinator']);
  expect((await browser.post(`/api/v1/cases/${caseId}/claim`)).status).toBe(200);
  const ask = (body: object, from: Browser = browser) =>
    from.post<WriteOperationsDto & { code?: string; errors?: string[] }>(`/api/v1/cases/${caseId}/write-back`, body);
  const room = async () => (await browser.get<WriteBackRoomDto>(`/api/v1/cases/${caseId}/write-back`)).body;
  const bookedOn = async (startsAt: string, sourceId: string) => {
    const id = newId();
    await api.database.asSuperuser(
      `insert into appointment (practice_id, connection_id, id, stream, source_id, observed_at, sequence, content_hash, patient_id, starts_at, status)
       values ($1, $2, $3, 's', $4, now(), 1, '\\x00', $5, $6, 'booked')`,
      [practice.id, connectionId, id, sourceId, personId, startsAt],
    );
    return id;
  };
  return { practiceId: practice.id, connectionId, caseId, personId, browser, ask, room, bookedOn };
}

/** The first Wednesday at least a fortnight ahead, at that hour of UTC. */
function wednesday(hour: number): string {
  const day = new Date(api.clock.now + 14 * 86_400_000);
  day.setUTCDate(day.getUTCDate() + ((3 - day.getUTCDay() + 7) % 7));
  day.setUTCHours(hour, 0, 0, 0);
  return day.toISOString();
}

describe('a booking asked for', () => {
  it('S3-06 is owed to the other system and shows its state on the case', async () => {
    const { ask, room, practiceId, connectionId, personId } = await aCase();
    const answer = await ask({ kind: 'book', startsAt: wednesday(12) });
    expect(answer.status).toBe(201);
    expect(answer.body.operations).toMatchObject([
      { kind: 'book', state: 'pending', personId, connectionId, shown: { startsAt: wednesday(12) } },
    ]);
    expect(await room()).toMatchObject({
      systems: [{ connectionId, kinds: ['log_contact', 'book', 'cancel'] }],
      operations: [{ state: 'pending' }],
      problems: [],
    });
    const owed = await api.database.asSuperuser(
      `select from job where practice_id = $1 and kind = 'write_back' and subject_id = $2`,
      [practiceId, connectionId],
    );
    expect(owed).toHaveLength(1);
  });

  it('S3-05 that breaks a rule is refused with a sentence for each, and nothing is owed', async () => {
    const { ask, room, personId } = await aCase();
    await api.database.asSuperuser(`update patient set do_not_contact = true where id = $1`, [personId]);
    const answer = await ask({ kind: 'book', startsAt: wednesday(4) });
    expect(answer).toMatchObject({ status: 422, body: { code: 'booking_refused' } });
    expect(answer.body.errors).toEqual([
      expect.stringContaining('not to be contacted'),
      expect.stringContaining('opens at 09:00'),
    ]);
    expect((await room()).operations).toEqual([]);
    expect((await room()).problems).toHaveLength(1);
  });

  it('S3-05 over another booking of the patient is refused, and moving that very booking is not', async () => {
    const { ask, bookedOn } = await aCase();
    const appointmentId = await bookedOn(wednesday(12), 'a1');
    expect((await ask({ kind: 'book', startsAt: wednesday(12) })).body.errors).toEqual([
      'This patient has another booking at that time.',
    ]);
    const moved = await ask({ kind: 'reschedule', appointmentId, startsAt: wednesday(12) });
    expect(moved.status).toBe(201);
    const [book, cancel] = moved.body.operations;
    expect([book?.kind, cancel?.kind, cancel?.afterId]).toEqual(['book', 'cancel', book?.id]);
  });

  it('S3-07 a cancellation names a booking of this patient that is still to come', async () => {
    const { ask, bookedOn } = await aCase();
    const other = await aCase();
    const theirs = await other.bookedOn(wednesday(12), 'a9');
    const past = await bookedOn(new Date(api.clock.now - 60_000).toISOString(), 'a2');
    const next = await bookedOn(wednesday(12), 'a3');
    expect((await ask({ kind: 'cancel', appointmentId: theirs })).status).toBe(404);
    expect((await ask({ kind: 'cancel', appointmentId: past })).body.code).toBe('booking_refused');
    expect((await ask({ kind: 'cancel', appointmentId: next, reason: 'ill' })).body.operations).toMatchObject([
      { kind: 'cancel', state: 'pending' },
    ]);
  });

  it('S3-07 is asked for once: what is under way already is not asked for again beside it', async () => {
    const { ask, bookedOn, practiceId } = await aCase();
    const appointmentId = await bookedOn(wednesday(15), 'a1');
    expect((await ask({ kind: 'book', startsAt: wednesday(12) })).status).toBe(201);
    expect((await ask({ kind: 'book', startsAt: wednesday(12) })).body).toMatchObject({ code: 'conflict' });
    expect((await ask({ kind: 'reschedule', appointmentId, startsAt: wednesday(10) })).status).toBe(201);
    for (const again of [
      { kind: 'reschedule', appointmentId, startsAt: wednesday(16) },
      { kind: 'cancel', appointmentId },
    ])
      expect((await ask(again)).body).toMatchObject({ code: 'conflict' });
    await api.database.asSuperuser(`update write_operation set state = 'failed' where practice_id = $1`, [practiceId]);
    expect((await ask({ kind: 'book', startsAt: wednesday(12) })).status).toBe(201);
    expect((await ask({ kind: 'cancel', appointmentId })).status).toBe(201);
  });

  it('S3-07 a move that failed and is tried again is a move again: the old booking goes with it', async () => {
    const { ask, bookedOn, browser } = await aCase();
    const appointmentId = await bookedOn(wednesday(15), 'a1');
    const [book, cancel] = (await ask({ kind: 'reschedule', appointmentId, startsAt: wednesday(10) })).body.operations;
    await api.database.asSuperuser(`update write_operation set state = 'failed', ended_at = now() where id = $1`, [
      book?.id,
    ]);
    await api.database.asSuperuser(`update write_operation set state = 'cancelled', ended_at = now() where id = $1`, [
      cancel?.id,
    ]);
    expect((await browser.post(`/api/v1/write-operations/${book?.id}/retry`)).status).toBe(200);
    const { body } = await browser.get<{ state: string; endedAt: string | null }>(
      `/api/v1/write-operations/${cancel?.id}`,
    );
    expect([body.state, body.endedAt]).toEqual(['pending', null]);
  });

  it('S3-07 is tried again by whoever mends the connection, too, who does not say what stands there', async () => {
    const { ask, practiceId } = await aCase();
    const [book] = (await ask({ kind: 'book', startsAt: wednesday(12) })).body.operations;
    await api.database.asSuperuser(`update write_operation set state = 'review' where id = $1`, [book?.id]);
    const [integrator, auditor] = [
      await api.signedIn(practiceId, ['integrator']),
      await api.signedIn(practiceId, ['auditor']),
    ];
    const path = `/api/v1/write-operations/${book?.id}`;
    expect((await integrator.post(`${path}/resolve`, { as: 'confirmed' })).status).toBe(403);
    expect((await auditor.post(`${path}/retry`)).status).toBe(403);
    expect(await integrator.post(`${path}/retry`)).toMatchObject({ status: 200, body: { state: 'pending' } });
  });

  it('is asked for by whoever has the case in hand', async () => {
    const { ask, practiceId } = await aCase();
    const stranger = await api.signedIn(practiceId, ['coordinator']);
    expect(await ask({ kind: 'book', startsAt: wednesday(12) }, stranger)).toMatchObject({
      status: 409,
      body: { code: 'not_in_hand' },
    });
  });
});
