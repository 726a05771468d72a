import { folderWith, keepwell, PRACTICE, removeFolders } from '../../test/command-line.js';
import type { TriedBacktest } from './backtest.js';

afterEach(removeFolders);

const DAY = 86_400_000;
const START = Date.UTC(2026, 2, 2, 10);
const on = (day: number) => new Date(START + day * DAY).toISOString();

/** Eight plans of six weekly visits, each booked when the one before is over; every second patient leaves after the second visit. */
function months(): Record<string, string[]> {
  const { 'locations.csv': locations = [], 'services.csv': services = [] } = PRACTICE;
  const patients = ['id,given_name,family_name,phone,location_id,created_at'];
  const plans = ['id,patient_id,line,prescribed_visits,interval_days,started_at,status,specialty'];
  const appointments = ['id,patient_id,starts_at,status,service_id,plan_id,location_id,created_at,updated_at'];
  for (let n = 0; n < 8; n += 1) {
    const first = 7 * n;
    patients.push(`p${n},Given,Canary,+44163296000${n},north,${on(first - 3)}`);
    plans.push(`c${n},p${n},knee,6,7,${on(first - 3)},open,PT`);
    for (let visit = 0; visit < (n % 2 === 0 ? 6 : 2); visit += 1) {
      const [made, held] = [on(first + 7 * visit - (visit === 0 ? 3 : 7)), on(first + 7 * visit)];
      // Two versions: as it was booked, and as it was held.
      appointments.push(`a${n}-${visit},p${n},${held},booked,knee,c${n},north,${made},${made}`);
      appointments.push(`a${n}-${visit},p${n},${held},completed,knee,c${n},north,${made},${held}`);
    }
  }
  // Somebody is seen late in the year: the data reach that far.
  appointments.push(`late,p0,${on(200)},completed,knee,,north,${on(200)},${on(200)}`);
  return {
    'locations.csv': locations,
    'services.csv': services,
    'patients.csv': patients,
    'plans.csv': plans,
    'appointments.csv': appointments,
  };
}

const backtest = (dir: string, ...more: string[]) =>
  keepwell('rules', 'backtest', '--connector', 'csv', '--set', `dir=${dir}`, ...more);
const PERIOD = ['--from', '2026-03-02', '--to', '2026-06-30'];

describe('keepwell rules backtest', () => {
  it('X03 shows how truly and how early the rules would have spoken, beside a fixed gap', async () => {
    const dir = await folderWith(months());
    const { code, out } = await backtest(dir, ...PERIOD);
    expect(code).toBe(0);
    expect(out).toContain('Backtest of 121 days from 2026-03-02 to 2026-06-30 (Europe/London)');
    expect(out).toContain('4 courses of care left unfinished and not taken up again');
    expect(out).toMatch(/As set +\d+ .*100\.0 % \(\d+ to 100\)/);
    expect(out).toMatch(/60 days without a visit/);
    expect(out).toMatch(/R10 Early drop/);
    expect(out).not.toContain('Canary');
    // The first command of a run loads the connectors.
  }, 30_000);

  it('X03 gives the figures as JSON, with a draft beside what a new practice starts with', async () => {
    const dir = await folderWith(months());
    const { code, out } = await backtest(
      dir,
      ...PERIOD,
      '--json',
      '--rule',
      'R10',
      '--set-rule',
      'R10.PT_later="10 BD"',
    );
    expect(code).toBe(0);
    const tried: TriedBacktest = JSON.parse(out);
    expect(tried).toMatchObject({
      schema: 1,
      dropOffs: 4,
      source: { connector: 'csv' },
      period: { askedDays: 121, every: 1 },
    });
    const leads = tried.sides.map(({ name, pack }) => [name, pack.alerts, pack.recall.hits, pack.leadToDropOff.value]);
    // Three open days after the second visit, or ten; left on that day + 30.
    expect(leads).toEqual([
      ['in_force', 4, 4, 26],
      ['draft', 4, 4, 15],
    ]);
    expect(tried.baselines.map(({ recall }) => recall.hits)).toEqual([0, 0]);
    expect(tried.sides[0]?.rules.map(({ rule }) => rule)).toEqual(['R10']);
  });

  it('X03 gives the same bytes again', async () => {
    const dir = await folderWith(months());
    const [first, second] = [await backtest(dir, ...PERIOD, '--json'), await backtest(dir, ...PERIOD, '--json')];
    expect(second.out).toBe(first.out);
  });

  it.each([
    [['--from', '2026-13-40', '--to', '2026-06-30'], 1, '"from" is 2026-13-40'],
    [['--from', 'March', '--to', '2026-06-30'], 2, '--from takes a date'],
    [['--from', '2026-06-30', '--to', '2026-03-02'], 1, 'The period ends on 2026-03-02, before it begins'],
    [
      ['--from', '2026-10-20', '--to', '2026-11-20'],
      1,
      'The data end on 2026-09-18, before the period begins on 2026-10-20',
    ],
    [[...PERIOD, '--rule', 'R99'], 2, '--rule: there is no rule R99'],
    [[...PERIOD, '--set-rule', 'R05'], 2, '--set-rule takes a rule, a threshold and its value'],
    [[...PERIOD, '--set-rule', 'R05.PT=soon'], 2, 'write a window as a whole number and a unit'],
    [[...PERIOD, '--set-rule', 'R05.XX=2 BD'], 2, 'no threshold called "XX"'],
    [[...PERIOD, '--set-rule', 'R05=maybe'], 2, 'a rule is on or off'],
    [[...PERIOD, '--every', '40'], 1, 'ask every 1 to 31 days'],
    [[...PERIOD, '--json', '--format', 'text'], 2, 'exclude each other'],
  ])('X03 says what is wrong with %j', async (options, code, says) => {
    const ran = await backtest(await folderWith(months()), ...options);
    expect(ran.err).toContain(says);
    expect([ran.code, ran.out]).toEqual([code, '']);
  });
});
