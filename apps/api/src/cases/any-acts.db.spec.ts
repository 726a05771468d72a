import type { SourceRecord } from '@keepwell/domain';
import fc from 'fast-check';
import { EvaluationRunner } from '../../../worker/src/evaluation/evaluation-runner.js';
import { WakeRunner } from '../../../worker/src/cases/wake-runner.js';
import { apiUnderTest } from '../../../../test/support/api-under-test.js';
import type { ApiUnderTest, Browser } from '../../../../test/support/api-under-test.js';
import { bookingOf, lostPatient } from '../../../../test/support/lost-patient.js';
import { at, record } from '../../../../test/support/source-records.js';
import { aConnection, storeFor } from '../../../../test/support/stored-records.js';
import { aRunningSequence } from '../../../../test/support/worked-cases.js';
import { runs } from '../../../../test/support/long-form.js';

const DAY = 86_400_000;
/** More with PROPERTY_RUNS, for a night. */
const RUNS = runs(8);
const NEXT = {
  booked: { next: { kind: 'booked' } },
  call_back: (now: number) => ({ next: { kind: 'touchpoint', at: new Date(now + 2 * DAY).toISOString() } }),
  not_now: { next: { kind: 'reason', code: 'time' } },
  declined: { reason: 'cost' },
};
const OUTCOMES = [
  'no_answer',
  'wrong_number',
  'booked',
  'call_back',
  'not_now',
  'declined',
  'never',
  'finished',
  'escalate',
] as const;

const act = fc.oneof(
  fc.constantFrom(...OUTCOMES).map((outcome) => ({ do: 'call' as const, outcome })),
  fc.integer({ min: 1, max: 60 }).map((days) => ({ do: 'snooze' as const, days })),
  fc.constantFrom('lost', 'do_not_contact').map((closing) => ({ do: 'close' as const, closing })),
  fc.constantFrom('booked', 'completed', 'cancelled').map((status) => ({ do: 'records' as const, status })),
  fc.integer({ min: 1, max: 40 }).map((days) => ({ do: 'days' as const, days })),
  fc.constantFrom('undo', 'wake', 'enrol', 'dies').map((what) => ({ do: what as 'undo' | 'wake' | 'enrol' | 'dies' })),
);
type Act = typeof act extends fc.Arbitrary<infer Value> ? Value : never;

let api: ApiUnderTest;
beforeAll(async () => {
  api = await apiUnderTest();
});
afterAll(() => api.close());

const WRONG = `
  select 'two cases' as what from off_track_case where practice_id = $1 and state <> 'closed' group by person_id having count(*) > 1
  union all select 'a snooze without its day' from off_track_case where practice_id = $1 and state = 'snoozed' and wake_at is null
  union all select 'a snoozed case without a snooze' from off_track_case c where c.practice_id = $1 and c.state = 'snoozed'
    and not exists (select from snooze z where z.person_id = c.person_id and z.ended_at is null)
  union all select 'a sequence that runs for a case that is over' from enrolment e join off_track_case c on c.id = e.case_id
    where e.practice_id = $1 and e.state in ('running', 'held') and c.state in ('closed', 'resolved')
  union all select 'a message that waits for a case that is over' from outbox_message m join off_track_case c on c.id = m.case_id
    where m.practice_id = $1 and m.state in ('planned', 'due') and c.state in ('closed', 'resolved')
  union all select 'a talk planned for a case that is over' from touchpoint t join off_track_case c on c.id = t.case_id
    where t.practice_id = $1 and t.state = 'planned' and c.state in ('closed', 'resolved')
  union all select 'a case that is over and waits' from off_track_case where practice_id = $1 and state in ('closed', 'resolved') and wake_at is not null
  union all select 'numbers that are not those of the list: ' || state from (
    select state, sum(n) as n from (
      select state, n from case_count where practice_id = $1 and rule = '' and location_id::text like '00000000%' and practitioner_id::text like '00000000%'
        and state in ('open', 'in_outreach', 'snoozed', 'resolved', 'closed')
      union all select state, -1 from off_track_case where practice_id = $1) c group by state) s where n <> 0`;

/** One patient and one coordinator, with the worker's jobs run by hand. */
async function aWorkplace() {
  const practice = await api.practice();
  const connection = await aConnection(api.database.db, practice.id);
  const robin = await api.user(practice.id, ['coordinator']);
  const runner = new EvaluationRunner(api.database.db);
  const wakes = new WakeRunner(api.database.db);
  let now = at('2025-03-06T12:00Z');
  let version = 0;
  let browser: Browser = api.browser();
  const store = (records: SourceRecord[]) => storeFor(api.database, connection, records, now);
  const settle = async () => {
    api.clock.now = now;
    await wakes.run(practice.id, now);
    await runner.run({ practiceId: practice.id, now });
  };
  const signIn = async () => {
    api.clock.now = now;
    browser = await api.browser().signIn(robin);
  };
  await store([record('location', 'main'), record('service', 'pt'), ...lostPatient('p1')]);
  await settle();
  await signIn();
  const latest = async () => {
    const [found] = await api.database.asSuperuser<{ id: string; personId: string }>(
      `select id, person_id as "personId" from off_track_case where practice_id = $1 order by state = 'closed', first_opened_at desc, id desc limit 1`,
      [practice.id],
    );
    if (found === undefined) throw new Error('there is no case');
    return found;
  };
  const post = async (path: string, body?: unknown) => {
    const { id } = await latest();
    const { status, text } = await browser.post(`/api/v1/cases/${id}/${path}`, body);
    if (status >= 500) throw new Error(`${path} answered ${status}: ${text}`);
  };
  const does: { [Kind in Act['do']]: (given: Extract<Act, { do: Kind }>) => Promise<void> } = {
    call: async ({ outcome }) => {
      await post('claim');
      const said = outcome in NEXT ? NEXT[outcome as keyof typeof NEXT] : {};
      await post('calls', { outcome, ...(typeof said === 'function' ? said(now) : said) });
    },
    snooze: async ({ days }) => {
      await post('claim');
      await post('snooze', { wakeOn: new Date(now + days * DAY).toISOString().slice(0, 10), reason: 'travelling' });
    },
    close: async ({ closing }) => {
      await post('claim');
      await post('close', { closing, reason: closing === 'lost' ? 'cannot_reach' : 'asked_never' });
    },
    records: async ({ status }) => {
      version += 1;
      const updated = new Date(now + version * 1000).toISOString();
      await store([bookingOf('p1', status as 'booked', updated)]);
      await settle();
    },
    days: async ({ days }) => {
      now += days * DAY;
      await settle();
      await signIn();
    },
    undo: () => post('undo'),
    wake: () => post('wake'),
    enrol: async () => {
      const { id: caseId, personId } = await latest();
      const [open] = await api.database.asSuperuser(
        `select 1 from off_track_case c where id = $1 and state in ('open', 'in_outreach')
            and not exists (select from enrolment e where e.person_id = c.person_id and e.state in ('running', 'held'))`,
        [caseId],
      );
      if (open !== undefined)
        await aRunningSequence(api.database, practice.id, { caseId, personId, byUserId: robin.id });
    },
    dies: async () => {
      version += 1;
      await store([
        record(
          'patient',
          'p1',
          { deceasedAt: '2025-03-01T00:00Z' },
          { updated: new Date(now + version * 1000).toISOString() },
        ),
      ]);
      await settle();
    },
  };
  return {
    act: (given: Act) => does[given.do](given as never),
    wrong: () => api.database.asSuperuser<{ what: string }>(WRONG, [practice.id]),
  };
}

it(
  'whatever is done in whatever order: one case a person, no snooze without its day, nothing running for a case that is over, numbers that agree',
  async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(act, { minLength: 5, maxLength: 14 }), async (acts) => {
        const place = await aWorkplace();
        for (const [n, each] of acts.entries()) {
          await place.act(each);
          expect([n, each, await place.wrong()]).toEqual([n, each, []]);
        }
      }),
      { numRuns: RUNS, endOnFailure: true },
    );
  },
  60_000 + RUNS * 15_000,
);
