import { hl7V2 } from '../../../../connectors/hl7-v2/src/connector.js';
import { openTestContext } from '@keepwell/connector-sdk/testing';
import { Connection, newId, SecretStore, type WaitingItem } from '@keepwell/database';
import { aPractice } from '../../../../test/support/builders.js';
import { databaseForThisFile, type TestDatabase } from '../../../../test/support/database.js';
import { MessageApplier } from './message-applier.js';

let test: TestDatabase;
beforeAll(async () => {
  test = await databaseForThisFile();
});
afterAll(() => test.close());

const NOW = Date.parse('2026-03-02T12:00:00Z');

interface Feed {
  practiceId: string;
  hear(...messages: string[]): Promise<{ state: string; reason: string | null; counts: object }[]>;
  patients(): Promise<Record<string, unknown>[]>;
  bookings(): Promise<Record<string, unknown>[]>;
}

async function aFeed(settings: Record<string, unknown> = {}): Promise<Feed> {
  const practiceId = (await aPractice(test.db)).id;
  const connectionId = newId();
  await test.db.inPractice(practiceId, (tx) =>
    tx.save(Connection, { practiceId, id: connectionId, connector: 'hl7-v2', name: 'engine', settings: {} }),
  );
  const { context } = openTestContext(hl7V2, {
    settings: { port: 1, timezone: 'Europe/London', ...settings },
    now: () => NOW,
  });
  const applier = new MessageApplier(new SecretStore(test.masterKey));
  let heard = 0;
  return {
    practiceId,
    async hear(...messages) {
      const items = messages.map((text): WaitingItem => {
        heard += 1;
        return {
          ...{ id: newId(), way: 'stream', verified: 'none', type: null, orderKeys: [], orderAll: false, attempts: 0 },
          ...{ receivedAt: NOW + heard, body: Buffer.from(text) },
        };
      });
      const read = await MessageApplier.read(context, hl7V2, items);
      return test.db.inPractice(practiceId, (tx) =>
        applier.apply(tx, { practiceId, connectionId, connector: hl7V2 }, read),
      );
    },
    patients: () =>
      test.asSuperuser(
        `select source_id as id, given_name as given, phone, email, merged_into as "mergedInto", deceased_at is not null as dead,
                gone_at is not null as gone, (select s.source_id from patient s where s.practice_id = p.practice_id and s.id = p.person_id) as person
           from patient p where practice_id = $1 order by 1`,
        [practiceId],
      ),
    bookings: () =>
      test.asSuperuser(
        `select source_id as id, status, raw_status as word, to_char(starts_at at time zone 'utc', 'MM-DD HH24:MI') as at,
                practitioner_source_id as by, cancelled_by as "cancelledBy" from appointment where practice_id = $1 order by 1`,
        [practiceId],
      ),
  };
}

const msh = (kind: string, at: string) => `MSH|^~\\&|ENGINE|NORTH|||${at}||${kind}|${kind}${at}|P|2.5.1`;
const pid = (id: string, more = '|||||||||||') => `PID|1||${id}^^^N^MR${more}`;
const adt = (event: string, at: string, id: string, rest = '|') =>
  [msh(`ADT^${event}`, at), `EVN|${event}|${at}`, pid(id, rest)].join('\r');
const merge = (at: string, winner: string, loser: string) =>
  [msh('ADT^A40', at), `EVN|A40|${at}`, pid(winner, ''), `MRG|${loser}^^^N^MR`].join('\r');
const siu = (event: string, at: string, sch = '', rest: string[] = [pid('7', '')]) =>
  [msh(`SIU^${event}`, at), `SCH||B1${sch}`, ...rest].join('\r');
/** Start, reason and filler status of SCH, in their places. */
const sch = ({ start = '', reason = '', word = '', parent = '' }) =>
  `||||${reason}|||||${start === '' ? '' : `^^^${start}`}|||||||||||||${parent}|${word}`;

describe('what messages say, stored', () => {
  it('erases nothing that a message does not say, and what it says is gone', async () => {
    const feed = await aFeed();
    await feed.hear(
      adt('A28', '20260301100000', '7', '||Example^Ada||19800101|F|||||020 7946 0001~^NET^Internet^ada@example.com'),
    );
    await feed.hear(adt('A31', '20260301110000', '7', '||Example^Ada Maria'));
    expect(await feed.patients()).toMatchObject([
      { given: 'Ada Maria', phone: '020 7946 0001', email: 'ada@example.com' },
    ]);
    await feed.hear(adt('A08', '20260301120000', '7', '||Example^Ada||19800101|F|||||""'));
    expect(await feed.patients()).toMatchObject([{ given: 'Ada', phone: null, email: 'ada@example.com' }]);
  });

  it('ends in the same records whatever the order of arrival, field by field', async () => {
    const messages = [
      siu('S12', '20260301100000', sch({ start: '20260310090000', word: 'Booked' }), [
        pid('7', '||Example^Ada'),
        'AIP|1|A|D1^Miller',
      ]),
      siu('S13', '20260301110000', sch({ start: '20260311090000' })),
      siu('S14', '20260301120000', sch({}), [pid('7', ''), 'AIP|1|U|D2^Jones']),
      siu('S15', '20260301130000', sch({ reason: 'PATIENT' })),
      adt('A31', '20260301100500', '7', '||Example^Ada||||||||020 7946 0001'),
      adt('A31', '20260301113000', '7', '||||||||||020 7946 0002'),
    ];
    const ends = new Set<string>();
    for (const order of [
      [0, 1, 2, 3, 4, 5],
      [5, 4, 3, 2, 1, 0],
      [3, 0, 2, 5, 1, 4],
      [2, 4, 0, 5, 3, 1],
    ]) {
      const feed = await aFeed();
      for (const index of order) await feed.hear(messages[index] ?? '');
      ends.add(JSON.stringify([await feed.bookings(), await feed.patients()]));
    }
    expect([...ends]).toHaveLength(1);
    expect(JSON.parse([...ends][0] ?? '')[0]).toEqual([
      { id: 'NORTH/B1', status: 'cancelled', word: 'SIU^S15', at: '03-11 09:00', by: 'D2', cancelledBy: 'patient' },
    ]);
    expect(JSON.parse([...ends][0] ?? '')[1]).toMatchObject([{ phone: '020 7946 0002' }]);
  });

  it('H-05 follows chains of merges, repeated, and in either order', async () => {
    for (const order of [
      [0, 1],
      [1, 0],
      [0, 1, 0],
    ]) {
      const feed = await aFeed();
      const merges = [merge('20260301100000', 'B', 'A'), merge('20260301110000', 'C', 'B')];
      for (const id of ['A', 'B', 'C']) await feed.hear(adt('A28', '20260301090000', id, `||Example^${id}`));
      for (const index of order) await feed.hear(merges[index] ?? '');
      await feed.hear(siu('S12', '20260301120000', sch({ start: '20260310090000' }), [pid('A', '')]));
      expect((await feed.patients()).map(({ id, person }) => [id, person])).toEqual([
        ['N/A', 'N/C'],
        ['N/B', 'N/C'],
        ['N/C', 'N/C'],
      ]);
    }
  });

  it('keeps two merges of one message, and no circle of them', async () => {
    const feed = await aFeed();
    const both = [msh('ADT^A40', '20260301100000'), pid('1', ''), 'MRG|2^^^N^MR', pid('3', ''), 'MRG|4^^^N^MR'].join(
      '\r',
    );
    await feed.hear(both, merge('20260301110000', '2', '1'));
    const persons = (await feed.patients()).map(({ id, person }) => [id, person]);
    expect(persons).toEqual([
      ['N/1', 'N/1'],
      ['N/2', 'N/2'],
      ['N/3', 'N/3'],
      ['N/4', 'N/3'],
    ]);
  });

  it('takes a cancelled booking with a successor as moved, whichever is told first', async () => {
    const cancelled = siu('S15', '20260301100000', sch({ start: '20260310090000' }));
    const made = siu('S12', '20260301100100', sch({ start: '20260312090000', parent: 'B1' })).replace(
      'SCH||B1',
      'SCH||B2',
    );
    for (const messages of [
      [cancelled, made],
      [made, cancelled],
    ]) {
      const feed = await aFeed();
      for (const message of messages) await feed.hear(message);
      expect((await feed.bookings()).map(({ id, status }) => [id, status])).toEqual([
        ['NORTH/B1', 'rescheduled'],
        ['NORTH/B2', 'booked'],
      ]);
    }
  });

  it('lets ADT tell the course of a visit whose number is a booking’s, before or after the booking', async () => {
    const arrival = (event: string, at: string) =>
      [msh(`ADT^${event}`, at), `EVN|${event}|${at}`, pid('7', ''), `PV1|1|O|||||||||||||||||B1`].join('\r');
    const feed = await aFeed();
    await feed.hear(arrival('A04', '20260302090000'));
    expect(await feed.bookings()).toEqual([]);
    await feed.hear(siu('S12', '20260301100000', sch({ start: '20260302090000' })));
    expect(await feed.bookings()).toMatchObject([{ status: 'arrived' }]);
    await feed.hear(arrival('A03', '20260302093000'));
    expect(await feed.bookings()).toMatchObject([{ status: 'completed' }]);
    await feed.hear(arrival('A11', '20260302093100'));
    expect(await feed.bookings()).toMatchObject([{ status: 'booked' }]);
  });

  it('ends each message as applied, ignored or quarantined, with counts that add up', async () => {
    const feed = await aFeed();
    const settled = await feed.hear(
      siu('S12', '20260301100000', sch({ start: '20260310090000' })),
      siu('S12', '20260301100000', sch({ start: '20260310090000' })),
      [msh('ORU^R01', '20260301100000'), 'OBR|1'].join('\r'),
      siu('S14', '20260301100000', sch({ word: 'Booked' })).replace('SCH||B1', 'SCH||B9'),
      [msh('ADT^A08', '20260301100000'), 'PID|1'].join('\r'),
      'no message at all',
    );
    expect(settled.map(({ state, counts }) => [state, counts])).toEqual([
      ['applied', { applied: 2, unchanged: 0, quarantined: 0 }],
      ['applied', { applied: 0, unchanged: 2, quarantined: 0 }],
      ['ignored', {}],
      ['applied', { applied: 0, unchanged: 1, quarantined: 1 }],
      ['quarantined', { applied: 0, unchanged: 0, quarantined: 1 }],
      ['quarantined', { applied: 0, unchanged: 0, quarantined: 1 }],
    ]);
    const aside = await test.asSuperuser<{ code: string; reason: string }>(
      `select code, reason from quarantine where practice_id = $1 order by code`,
      [feed.practiceId],
    );
    expect(aside.map(({ code }) => code)).toEqual(['not_a_message', 'patient_without_number', 'record_incomplete']);
    expect(aside.map(({ reason }) => reason).join(' ')).not.toMatch(/Ada|no message at all/);
  });

  it('deletes and brings back a patient as A29 and a later A28 say', async () => {
    const feed = await aFeed();
    await feed.hear(adt('A28', '20260301100000', '7', '||Example^Ada'));
    await feed.hear(adt('A29', '20260301110000', '7'));
    expect(await feed.patients()).toMatchObject([{ gone: true }]);
    await feed.hear(adt('A28', '20260301120000', '7', '||Example^Ada'));
    expect(await feed.patients()).toMatchObject([{ gone: false, given: 'Ada' }]);
  });
});
