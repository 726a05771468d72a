import type { SourceRecord } from '@keepwell/domain';
import { pino } from 'pino';
import { EvaluationRunner } from '../../apps/worker/src/evaluation/evaluation-runner.js';
import { WatchRunner } from '../../apps/worker/src/data-quality/watch-runner.js';
import type { TestDatabase } from './database.js';
import { lostPatient } from './lost-patient.js';
import { pagedConnector, type PagedStream } from './paged-connector.js';
import { at, record } from './source-records.js';
import { aSync, type SyncBench } from './sync.js';

const HOUR = 3_600_000;
export const log = pino({ level: 'silent' });

/** Somebody who left early, cancels on Monday for Tuesday and has not rebooked by Wednesday's opening at nine; and nine who come. */
export const monday: SourceRecord[] = [
  record('location', 'main'),
  record('service', 'pt'),
  ...lostPatient('lost'),
  ...Array.from({ length: 9 }, (_, n) => [
    record('patient', `p${n}`),
    record(
      'appointment',
      `p${n}-a`,
      { patientId: `p${n}`, serviceId: 'pt', startsAt: '2025-03-20T10:00Z', status: 'booked' },
      { created: '2025-03-01T10:00Z', updated: '2025-03-01T10:00Z' },
    ),
  ]).flat(),
];
/** Six and a half hours before the case opens: nothing is known of what happens from then on. */
export const CUT = at('2025-03-05T02:00Z');
export const LATER = CUT + 8.5 * HOUR;
/** What the rules had found by then (a lost slot has a day of grace), and what they find when they know how it went on. */
export const BEFORE = ['R10'];
/** Where the source fell behind within the day of grace there was nothing yet, and nothing is found meanwhile. */
export const NOT_YET: string[] = [];
export const AFTER = ['R05,R10'];

/** A practice that is read, watched and evaluated as of any instant; `clock`: its source says how far it is read. */
export async function aLivingPractice(test: TestDatabase, stream: Partial<PagedStream> = {}, clock = true) {
  let now = at('2025-03-03T12:00Z');
  let says = monday;
  const connector = pagedConnector([
    {
      name: 'all',
      kinds: ['location', 'service', 'patient', 'appointment'],
      walks: true,
      deletes: 'absence',
      pages: () => [{ records: says, ...(clock ? { watermark: now } : {}) }],
      ...stream,
    },
  ]);
  const bench = await aSync(test, connector, { now: () => now });
  const watch = new WatchRunner(test.db, bench.secrets, log);
  await bench.sync();
  // As of a connection that went live long ago.
  await test.asSuperuser(
    `update connection set first_read_done_at = '2025-01-01', last_success_at = $2, agreed_polls = 2 where id = $1`,
    [bench.connectionId, new Date(now)],
  );
  const evaluate = (when: number) => new EvaluationRunner(test.db).run({ practiceId: bench.practiceId, now: when });
  await evaluate(now);
  return {
    ...{ bench, connector, watch },
    say: (records: SourceRecord[]) => {
      says = records;
    },
    sync: async (when: number) => {
      now = when;
      return bench.sync();
    },
    evaluate,
  };
}

/** The rules of each case there is. */
export const casesOf = async (test: TestDatabase, { practiceId }: SyncBench) =>
  (
    await test.asSuperuser<{ rules: string[] }>('select rules from off_track_case where practice_id = $1', [practiceId])
  ).map(({ rules }) => rules.join());
/** Every alarm there was, oldest first. */
export const alarmsOf = (test: TestDatabase, { practiceId }: SyncBench) =>
  test.asSuperuser<{ code: string; subject: string; says: string; open: boolean }>(
    'select code, subject, says, closed_at is null as open from alarm where practice_id = $1 order by opened_at, code, subject',
    [practiceId],
  );
