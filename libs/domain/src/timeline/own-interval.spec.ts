import { aPerson, at, type APerson } from '../testing/a-person.js';
import { aPractice, evaluate, firing, onlyRules } from '../testing/a-practice.js';

/** Monday, 3 March 2025; the clinic opens on weekdays at 09:00 UTC. */
const asked = (rules: string[], person: APerson, asOf: string, mode: 'live' | 'audit' = 'live') =>
  firing(aPractice({ settings: { ...onlyRules(...rules), mode } }), person, asOf);
const from = (rules: string[], person: APerson, instant: string): string[] =>
  [at(instant) - 1, at(instant)].map((each) => asked(rules, person, new Date(each).toISOString()));

const SET = '2025-02-01T12:00Z';
const planned = (): APerson =>
  aPerson()
    .plan({
      id: 'k',
      line: 'pt',
      specialty: 'PT',
      prescribedVisits: 10,
      intervalDays: 7,
      startedAt: '2025-02-24T08:00Z',
    })
    .visit('2025-03-03T10:00Z', { serviceId: 'pt' });
const hygiene = (): APerson =>
  ['2023-09-04', '2024-03-04', '2024-09-02', '2025-03-03'].reduce(
    (person, day) => person.visit(`${day}T10:00Z`, { serviceId: 'de' }),
    aPerson(),
  );

describe('S1-06 an interval that staff agreed with one patient', () => {
  it('S1-06 R01 waits for the day on which they agreed to come, and says so', () => {
    expect(asked(['R01'], planned(), '2025-03-06T12:00Z')).toBe('R01');
    expect(from(['R01'], planned().agreed(21, SET), '2025-03-24T00:00Z')).toEqual(['', 'R01']);
    const practice = aPractice({ settings: { ...onlyRules('R01'), mode: 'live' } });
    const [finding] = evaluate(practice, planned().agreed(21, SET), '2025-03-24T12:00Z').findings;
    expect(finding?.reason).toContain('own interval of 21 days set by staff on 2025-02-01');
    expect(finding?.parameters).toMatchObject({ intervalDays: 21 });
    expect(finding?.since).toBe(at('2025-03-24T00:00Z'));
  });

  it('S1-06 a shorter one lists nobody before the window of the rule', () => {
    expect(from(['R01'], planned().agreed(1, SET), '2025-03-06T09:00Z')).toEqual(['', 'R01']);
  });

  it('S1-06 R03 takes it for the rhythm: more frequent cleanings are overdue sooner, from the first visit on', () => {
    const overdue = '2025-07-01T00:00Z';
    expect(asked(['R03'], hygiene(), overdue)).toBe('');
    // Ninety days after 3 March, and the floor of thirty.
    expect(from(['R03'], hygiene().agreed(90, SET), overdue)).toEqual(['', 'R03']);
    expect(from(['R03'], aPerson().visit('2025-03-03T10:00Z', { serviceId: 'de' }).agreed(90, SET), overdue)).toEqual([
      '',
      'R03',
    ]);
  });

  it('S1-06 R04 and R10 leave somebody alone who agreed to come seldom', () => {
    const seldom = planned().agreed(60, SET);
    expect([asked(['R04'], planned(), '2025-04-10T12:00Z'), asked(['R04'], seldom, '2025-04-10T12:00Z')]).toEqual([
      'R04',
      '',
    ]);
    expect([asked(['R10'], planned(), '2025-03-10T12:00Z'), asked(['R10'], seldom, '2025-03-10T12:00Z')]).toEqual([
      'R10',
      '',
    ]);
    expect(asked(['R04', 'R10'], seldom, '2025-05-12T12:00Z')).toBe('R10 R04');
  });

  it('S1-06 a recall without a date is reckoned by it', () => {
    const recalled = (person: APerson) => person.with('recall', { type: 'de', intervalMonths: 6 });
    expect(asked(['R17'], recalled(hygiene()), '2025-07-01T12:00Z')).toBe('');
    expect(asked(['R17'], recalled(hygiene().agreed(90, SET)), '2025-07-01T12:00Z')).toBe('R17');
  });

  it('S1-06 holds for the line it was agreed for, from then until it is changed', () => {
    expect(asked(['R01'], planned().agreed(21, SET, { line: ' PT ' }), '2025-03-10T12:00Z')).toBe('');
    expect(asked(['R01'], planned().agreed(21, SET, { line: 'de' }), '2025-03-10T12:00Z')).toBe('R01');
    expect(asked(['R01'], planned().agreed(21, '2025-03-10T13:00Z'), '2025-03-10T12:00Z')).toBe('R01');
    expect(asked(['R01'], planned().agreed(21, SET, { endedAt: '2025-03-10T11:00Z' }), '2025-03-10T12:00Z')).toBe(
      'R01',
    );
    expect(asked(['R01'], planned().agreed(60, SET).agreed(5, '2025-02-02T12:00Z'), '2025-03-10T12:00Z')).toBe('R01');
  });

  it('S1-06 an audit of a folder knows of none', () => {
    expect(asked(['R01'], planned().agreed(21, SET), '2025-03-10T12:00Z', 'audit')).toBe('R01');
  });
});
