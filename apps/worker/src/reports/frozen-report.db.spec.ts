import {
  newId,
  OutboxMessage,
  OutboxQueries,
  OutboxViewQueries,
  ReportQueries,
  RuleSetting,
  Snooze,
  Touchpoint,
  type Connection,
  type Transaction,
} from '@keepwell/database';
import { canonicalJson, type Instant, type SourceRecord, type WeeklyReport } from '@keepwell/domain';
import { aPractice, aUser } from '../../../../test/support/builders.js';
import { databaseForThisFile, type TestDatabase } from '../../../../test/support/database.js';
import { at, gone, record } from '../../../../test/support/source-records.js';
import { aConnection, storeFor } from '../../../../test/support/stored-records.js';
import { EvaluationRunner } from '../evaluation/evaluation-runner.js';
import { ReportBuilder } from './report-builder.js';

const DAY = 86_400_000;
const LIVE = at('2025-02-24T08:00Z');
/** Monday six o'clock after the week of 10 March. */
const BUILT = at('2025-03-17T06:00Z');
const PATIENTS = 24;

let test: TestDatabase;
let connection: Connection;
let practiceId: string;
let userId: string;

/** The same numbers each time, and no library to explain. */
function seeded(seed: number) {
  let state = seed;
  const next = () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
  return {
    upTo: (most: number) => Math.floor(next() * most),
    one: <T>(of: readonly T[]): T => of[Math.floor(next() * of.length)]!,
  };
}

const iso = (instant: Instant) => new Date(instant).toISOString();
const store = (records: SourceRecord[], now: Instant) => storeFor(test, connection, records, now);
const evaluate = (now: Instant) => new EvaluationRunner(test.db).run({ practiceId, now });
const builder = () => new ReportBuilder(test.db);

async function personIds(): Promise<string[]> {
  const rows = await test.asSuperuser<{ id: string }>(
    'select person_id as id from patient where practice_id = $1 order by id',
    [practiceId],
  );
  return rows.map(({ id }) => id);
}

/** A call, a message and a rest, as the people and jobs of a practice write them. */
async function work(personId: string, when: Instant, random: ReturnType<typeof seeded>): Promise<void> {
  await test.db.inPractice(practiceId, async (tx) => {
    const isConversation = random.upTo(3) > 0;
    const base = { practiceId, personId, household: personId };
    await tx.save(Touchpoint, {
      ...{ ...base, id: newId(), channel: 'call', state: 'done', byUserId: userId, recordedAt: new Date(when) },
      ...{ outcome: isConversation ? 'talked' : 'no_answer', isConversation },
      nextKind: isConversation ? random.one(['booked', 'touchpoint', 'reason']) : null,
    });
    await tx.save(OutboxMessage, {
      ...{ ...base, id: newId(), originId: newId(), kind: 'sequence', step: 1, channel: 'sms', purpose: 'service' },
      ...{
        body: 'We miss you',
        state: 'sending',
        dueAt: new Date(when),
        claimedAt: new Date(when),
        attemptId: newId(),
      },
      provider: 'twilio',
    });
    await answered(tx, personId, when + 60_000);
    const standing = await tx.findOneBy(Snooze, { practiceId, personId });
    if (standing === null && random.upTo(4) === 0) {
      await tx.save(Snooze, {
        ...{ practiceId, id: newId(), personId, caseId: newId(), rules: ['R01'], wakeOn: '2025-06-02' },
        ...{ until: new Date('2025-06-02T08:00Z'), reason: 'holiday', byUserId: userId, at: new Date(when) },
      });
    }
  });
}

/** Of most the provider says at once that it took them; of some nobody knows, and a person must find out. */
let asked = 0;
async function answered(tx: Transaction, personId: string, when: Instant): Promise<void> {
  const [sent] = await tx.find(OutboxMessage, { where: { practiceId, personId, state: 'sending' } });
  if (sent === undefined || sent.attemptId === null) throw new Error('nothing is being sent');
  const times = { at: new Date(when), retryAt: new Date(when) };
  const accepted = { is: 'accepted', providerId: newId(), providerStatus: 'queued', segments: 1 } as const;
  const outcome = (asked += 1) % 4 > 0 ? accepted : ({ is: 'unknown', says: 'No answer.', code: null } as const);
  await new OutboxQueries().applyOutcome(tx, practiceId, { id: sent.id, attemptId: sent.attemptId }, outcome, times);
  if (outcome.is === 'unknown') await tx.update(OutboxMessage, { practiceId, id: sent.id }, { state: 'review' });
}

/** After the weeks are closed: failures told late, some outdone by a delivery; and a person finds out what left. */
async function lateNews(): Promise<void> {
  await test.db.inPractice(practiceId, async (tx) => {
    const messages = await tx.find(OutboxMessage, { where: { practiceId }, order: { id: 'asc' } });
    const word = { provider: 'twilio', providerId: null, providerStatus: null, errorCode: null, errorSays: null };
    for (const [place, { id, attemptId, state }] of messages.entries()) {
      const tell = (what: 'failed' | 'delivered', hours: number) =>
        new OutboxQueries().applyCallback(tx, practiceId, {
          ...{ ...word, attemptId, key: what, state: what, at: new Date(BUILT + hours * 3_600_000) },
        });
      if (state === 'review') {
        const by = { as: 'left', byUserId: userId, at: new Date(BUILT + DAY) } as const;
        expect(await new OutboxViewQueries().resolve(tx, practiceId, id, by)).toBe(true);
      } else if (place % 2 === 0) {
        await tell('failed', 1);
        if (place % 4 === 0) await tell('delivered', 2);
      }
    }
  });
}

const service = (id: string) =>
  record('service', id, {}, { created: '2024-01-01T00:00Z', updated: '2024-01-01T00:00Z' });
const location = (id: string, name: string) =>
  record('location', id, { name }, { created: '2024-01-01T00:00Z', updated: '2024-01-01T00:00Z' });

interface Slot {
  id: string;
  patientId: string;
  startsAt: Instant;
  created: Instant;
}

/** Three weeks of a practice before its first two reports: visits, losses, calls, messages, returns, payments. */
async function live(random: ReturnType<typeof seeded>): Promise<Slot[]> {
  const slots: Slot[] = [];
  await store([location('north', 'North'), location('south', 'South'), service('knee')], LIVE - 2 * DAY);
  for (let person = 0; person < PATIENTS; person += 1) {
    const patientId = `p${person}`;
    const clock = { created: '2025-01-02T09:00Z', updated: '2025-01-02T09:00Z' };
    const locationId = random.one(['north', 'south']);
    await store([record('patient', patientId, { locationId }, clock)], LIVE - 2 * DAY);
    for (let visit = 0; visit < 4; visit += 1) {
      const startsAt = at('2025-02-03T10:00Z') + (visit * 5 + random.upTo(3)) * DAY;
      const slot = { id: `${patientId}-${visit}`, patientId, startsAt, created: startsAt - 9 * DAY };
      slots.push(slot);
      await store([appointment(slot, 'completed', startsAt + 3_600_000)], Math.max(startsAt + 7_200_000, LIVE - DAY));
    }
  }
  await evaluate(LIVE + DAY);
  const ids = await personIds();
  const ahead: Slot[] = [];
  for (let day = 2; day < 20; day += 1) {
    const now = LIVE + day * DAY;
    const slot = random.one(slots);
    const again: Slot = { ...slot, id: `${slot.id}-again-${day}`, startsAt: now + 2 * DAY, created: now };
    slots.push(again);
    await store([appointment(again, 'booked', now)], now + 60_000);
    await evaluate(now + 120_000);
    await work(random.one(ids), now + 7_200_000, random);
    ahead.push(again);
    for (const before of ahead.filter(({ startsAt }) => startsAt < now)) {
      ahead.splice(ahead.indexOf(before), 1);
      await store(
        [
          appointment(before, random.one(['completed', 'completed', 'no_show']), now),
          record(
            'payment',
            `pay-${before.id}`,
            {
              patientId: before.patientId,
              at: iso(now),
              amountMinor: 4500,
              currency: 'GBP',
              kind: 'payment',
              status: 'succeeded',
            },
            { created: iso(now), updated: iso(now) },
          ),
        ],
        now + 60_000,
      );
      await evaluate(now + 180_000);
    }
  }
  return slots;
}

function appointment(
  slot: Slot,
  status: 'booked' | 'completed' | 'no_show' | 'cancelled',
  updated: Instant,
): SourceRecord {
  return record(
    'appointment',
    slot.id,
    {
      ...{ patientId: slot.patientId, startsAt: slot.startsAt, serviceId: 'knee', status },
      ...(status === 'cancelled' ? { cancelledAt: updated, cancelledBy: 'patient' as const } : {}),
    },
    { created: iso(slot.created), updated: iso(updated) },
  );
}

/** A year in which everything that was reported is corrected, merged, deleted, undone, or told late. */
async function aYearOfEdits(slots: readonly Slot[], random: ReturnType<typeof seeded>): Promise<void> {
  const merged = new Set<string>();
  for (let week = 0; week < 52; week += 1) {
    const now = BUILT + DAY + week * 7 * DAY;
    const slot = random.one(slots);
    switch (week % 8) {
      case 0: // an outcome of the reported weeks is corrected
        await store([appointment(slot, random.one(['no_show', 'completed', 'cancelled']), now)], now);
        break;
      case 1: // … or was corrected then, and is told only now
        await store([appointment(slot, 'no_show', slot.startsAt + 5_400_000)], now);
        break;
      case 2: // deleted now
        await store([gone('appointment', slot.id, now)], now);
        break;
      case 3: // deleted then, told now
        await store([gone('appointment', random.one(slots).id, BUILT - 3 * DAY)], now);
        break;
      case 4: {
        const [loser, survivor] = [`p${random.upTo(PATIENTS)}`, `p${random.upTo(PATIENTS)}`];
        if (loser === survivor || merged.has(loser) || merged.has(survivor)) break;
        merged.add(loser).add(survivor);
        const clock = { created: '2025-01-02T09:00Z', updated: iso(now) };
        await store([record('patient', loser, { mergedInto: survivor }, clock)], now);
        break;
      }
      case 5: // calls taken back, messages that failed after all, rests that ended
        await test.asSuperuser(
          `update touchpoint set undone_at = $2, state = 'undone', note = 'changed' where practice_id = $1 and id in
             (select id from touchpoint where practice_id = $1 and undone_at is null order by id limit 2)`,
          [practiceId, new Date(now)],
        );
        await test.asSuperuser(
          `update outbox_message set state = 'failed', ended_at = $2 where practice_id = $1 and id in
             (select id from outbox_message where practice_id = $1 and state = 'accepted' order by id limit 2)`,
          [practiceId, new Date(now)],
        );
        await test.asSuperuser(
          `update snooze set ended_at = $2, ended_because = 'date' where practice_id = $1 and ended_at is null`,
          [practiceId, new Date(now)],
        );
        break;
      case 6: // a patient moves, money goes back, a new one comes
        await store(
          [
            record(
              'patient',
              `p${random.upTo(PATIENTS)}`,
              { locationId: 'south', birthDate: '1980-01-01' },
              {
                created: '2025-01-02T09:00Z',
                updated: iso(now),
              },
            ),
            record('patient', `late-${week}`, {}, { created: '2025-01-02T09:00Z', updated: '2025-01-02T09:00Z' }),
            record(
              'payment',
              `pay-${slot.id}`,
              {
                patientId: slot.patientId,
                at: iso(BUILT - 4 * DAY),
                amountMinor: -4500,
                currency: 'GBP',
                kind: 'refund',
                status: 'succeeded',
              },
              { created: iso(LIVE), updated: iso(now) },
            ),
          ],
          now,
        );
        break;
      default: // an appointment of then that nobody had told of
        await store([appointment({ ...slot, id: `hidden-${week}` }, 'completed', slot.startsAt + 3_600_000)], now);
    }
    await evaluate(now + 60_000);
    await work(random.one(await personIds()), now, random);
  }
}

async function otherTerms(): Promise<void> {
  await test.asSuperuser(
    `update practice set settings = '{"majorityAge": 21, "attributionDays": 7}', currency = 'EUR', timezone = 'America/New_York',
            baseline = '{"takenAt": "2025-12-01T00:00:00.000Z", "report": {"metrics": []}}' where id = $1`,
    [practiceId],
  );
  await test.asSuperuser(`update connection set first_read_done_at = $2 where practice_id = $1`, [
    practiceId,
    new Date(BUILT),
  ]);
  await test.db.inPractice(practiceId, (tx) =>
    tx.save(RuleSetting, {
      ...{ practiceId, id: newId(), rule: 'R02', locationId: null, mode: 'off', parameters: {}, version: 1 },
      validFrom: new Date(BUILT + 30 * DAY),
    }),
  );
  await test.asSuperuser(`update app_user set display_name = 'Somebody Else' where id = $1`, [userId]);
  await store(
    [
      location('west', 'West'),
      record('location', 'north', { name: 'Up north' }, { created: '2024-01-01T00:00Z', updated: iso(BUILT + DAY) }),
    ],
    BUILT + DAY,
  );
}

const reportsOf = async (locationId: string | null) =>
  test.db.inPractice(practiceId, (tx) =>
    new ReportQueries().list(tx, practiceId, { locationId, before: null, limit: 10 }),
  );

beforeAll(async () => {
  test = await databaseForThisFile();
  ({ id: practiceId } = await aPractice(test.db));
  ({ id: userId } = await aUser(test.db, practiceId, ['coordinator']));
  connection = await aConnection(test.db, practiceId, { firstReadDoneAt: new Date(LIVE) });
});
afterAll(() => test.close());

describe('a closed week', () => {
  it('X09 is built again from history, byte for byte, after a year of late outcomes, merges, deletions and undone calls', async () => {
    const random = seeded(20_250_310);
    const slots = await live(random);
    // The whole practice and two places, of three weeks.
    expect(await builder().buildOwed(practiceId, BUILT)).toEqual({ built: 9, tooLarge: 0 });
    const locations = await test.asSuperuser<{ id: string }>('select id from location where practice_id = $1', [
      practiceId,
    ]);
    const stored = (await Promise.all([null, ...locations.map(({ id }) => id)].map(reportsOf))).flat();
    expect(stored).toHaveLength(9);

    saysSomething(stored.map(({ numbers }) => numbers));

    await lateNews();
    await aYearOfEdits(slots, random);
    await otherTerms();
    for (const { id, hash, numbers } of stored) {
      const again = await builder().rebuild(practiceId, id);
      expect(again?.report).toEqual(numbers);
      expect(canonicalJson(again?.report)).toBe(canonicalJson(numbers));
      expect(again?.hash).toBe(hash);
    }
  }, 240_000);

  it('X09 is written once: building again later changes nothing', async () => {
    const before = await reportsOf(null);
    expect(before).toHaveLength(3);
    await test.asSuperuser(`update practice set timezone = 'Europe/London' where id = $1`, [practiceId]);
    expect((await builder().buildOwed(practiceId, BUILT + DAY)).built).toBe(0);
    expect(await reportsOf(null)).toEqual(before);
  });
});

/** A proof over numbers that are all nothing would prove nothing. */
function saysSomething(reports: WeeklyReport[]): void {
  const sum = (id: string) =>
    reports
      .filter(({ locationId }) => locationId === null)
      .flatMap(({ sections }) => sections.flatMap(({ numbers }) => numbers))
      .filter((number) => number.id === id)
      .reduce((total, { value }) => total + (value ?? 0), 0);
  for (const id of ['opened.week', 'booked.week', 'returned.week', 'conversations.week', 'messages_sent.week']) {
    expect({ id, isCounted: sum(id) > 0 }).toEqual({ id, isCounted: true });
  }
  expect(sum('recovered_revenue.week')).toBeGreaterThan(0);
  expect(sum('bookings_made.week')).toBeGreaterThan(0);
}
