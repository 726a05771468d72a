import { ConnectionStatusWordQueries, newId } from '@keepwell/database';
import { databaseForThisFile, type TestDatabase } from '../../../../test/support/database.js';
import { record } from '../../../../test/support/source-records.js';
import type { SyncBench } from '../../../../test/support/sync.js';
import { alarmsOf, aLivingPractice as living, CUT, monday } from '../../../../test/support/watched-practice.js';

let test: TestDatabase;
beforeAll(async () => {
  test = await databaseForThisFile();
});
afterAll(() => test.close());

const never = new AbortController().signal;
const aLivingPractice = () => living(test);
const alarms = (bench: SyncBench) => alarmsOf(test, bench);

describe('a word nobody knows', () => {
  const booking = (id: string, word: string, status: 'unknown' | 'booked', updated: string | null) =>
    record(
      'appointment',
      id,
      { patientId: 'p0', serviceId: 'pt', startsAt: '2025-03-20T10:00Z', status, rawStatus: word },
      { created: '2025-03-01T10:00Z', updated },
    );

  it('is counted from the records, alarmed, and when a person says what it means the records follow at once, with their history', async () => {
    const practice = await aLivingPractice();
    const { bench, watch, sync, say } = practice;
    const { practiceId, connectionId } = bench;
    const words = new ConnectionStatusWordQueries();
    const odd = [
      booking('w1', 'Vooraf Bevestigd', 'unknown', '2025-03-02T10:00Z'),
      booking('w2', ' vooraf bevestigd ', 'unknown', null),
      booking('w3', 'Booked', 'booked', '2025-03-02T10:00Z'),
    ];
    say([...monday, ...odd]);
    await sync(CUT);
    await watch.run(practiceId, CUT, never);
    expect(await alarms(bench)).toMatchObject([{ code: 'status_unknown', subject: 'vooraf bevestigd', open: true }]);
    const list = () => test.db.inPractice(practiceId, (tx) => words.list(tx, connectionId));
    expect(await list()).toMatchObject([
      { word: 'vooraf bevestigd', status: 'unknown', records: 2, means: null, applied: true },
      { word: 'booked', status: 'booked', records: 1 },
    ]);

    const means = (status: 'confirmed' | null, minute: number) =>
      test.db.inPractice(practiceId, (tx) =>
        words.say(tx, {
          ...{ practiceId, connectionId, word: 'vooraf bevestigd', means: status },
          ...{ byUserId: newId(), at: new Date(CUT + minute * 60_000) },
        }),
      );
    await test.asSuperuser('delete from changed_patient where practice_id = $1', [practiceId]);
    await means('confirmed', 1);
    expect(await list()).toMatchObject([{ applied: false }, {}]);
    expect(await watch.run(practiceId, CUT + 60_000, never)).toMatchObject({ followed: 2 });
    const standing = () =>
      test.asSuperuser(
        `select source_id, status, record_version from appointment where practice_id = $1 and source_id like 'w%' order by 1`,
        [practiceId],
      );
    expect(await standing()).toEqual([
      { source_id: 'w1', status: 'confirmed', record_version: 2 },
      { source_id: 'w2', status: 'confirmed', record_version: 2 },
      { source_id: 'w3', status: 'booked', record_version: 1 },
    ]);
    expect(
      await test.asSuperuser(
        `select count(*)::int as n from record_version where practice_id = $1 and data->>'status' = 'unknown'`,
        [practiceId],
      ),
    ).toEqual([{ n: 2 }]);
    expect(await test.asSuperuser('select from changed_patient where practice_id = $1', [practiceId])).toHaveLength(1);
    expect((await alarms(bench)).filter(({ open }) => open)).toEqual([]);

    // Read again with the meaning at hand: nothing changes.
    say([
      ...monday,
      ...odd.map((each) =>
        each.op === 'upsert' && each.kind === 'appointment' && each.id !== 'w3'
          ? { ...each, data: { ...each.data, status: 'confirmed' as const } }
          : each,
      ),
    ]);
    expect(await sync(CUT + 120_000)).toMatchObject({ counts: { applied: 0 } });

    await means(null, 3);
    await watch.run(practiceId, CUT + 180_000, never);
    expect(await standing()).toMatchObject([{ status: 'unknown' }, { status: 'unknown' }, { status: 'booked' }]);
  });

  it('goes to the connector before its own words', async () => {
    const { bench, connector } = await aLivingPractice();
    const { practiceId, connectionId } = bench;
    await test.db.inPractice(practiceId, (tx) =>
      new ConnectionStatusWordQueries().say(tx, {
        ...{ practiceId, connectionId, word: 'dna', means: 'no_show', byUserId: newId(), at: new Date(CUT) },
      }),
    );
    const seen: unknown[] = [];
    const original = connector.pull.bind(connector);
    connector.pull = (context, ...rest) => {
      seen.push(context.statusMap?.get('dna'));
      return original(context, ...rest);
    };
    await bench.sync();
    expect(seen).toEqual(['no_show']);
  });
});
