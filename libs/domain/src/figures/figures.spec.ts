import { auditPractice } from '../audit/audit-practice.js';
import { defaultSettings } from '../prepared-practice.js';
import { aPerson, at, type APerson } from '../testing/a-person.js';
import { practiceFacts } from '../testing/a-practice.js';

/** The period is 2024-03-01 to 2025-03-01 in UTC. */
const AS_OF = '2025-03-07T12:00Z';
const pt = { serviceId: 'pt' };
const pr = { serviceId: 'pr' };
const services = {
  consult: { line: 'pt', kind: 'consult', specialty: 'PT' },
  exam: { line: 'hygiene', kind: 'consult', specialty: 'DE' },
} as const;

const sectionOf = (id: string, persons: APerson[], asOf = AS_OF) => {
  const report = auditPractice(
    { practice: practiceFacts({ services }), persons: persons.map(({ facts }) => facts) },
    { asOf: at(asOf), settings: defaultSettings('audit'), source: null },
  );
  const section = report.figures.find((each) => each.id === id);
  if (section === undefined) throw new Error(`there is no section ${id}`);
  return section;
};
const itemOf = (id: string, persons: APerson[], asOf = AS_OF) => {
  const item = ['funnel', 'program_months', 'member_tenure', 'leak_signs', 'engagement']
    .flatMap((section) => sectionOf(section, persons, asOf).items)
    .find((each) => each.id === id);
  if (item === undefined) throw new Error(`there is no figure ${id}`);
  return item;
};
const parts = (id: string, persons: APerson[], asOf = AS_OF) => {
  const { numerator, denominator } = itemOf(id, persons, asOf);
  return `${numerator}/${denominator}`;
};

describe('S0-17 where programs lose people, by month', () => {
  const program = (id: string, more: object, ...visits: string[]) => {
    const person = aPerson(id).with('program', { startedAt: '2024-06-01T00:00Z', ...more });
    for (const day of visits) person.visit(`${day}T10:00Z`, pr);
    return person;
  };
  // Called off in month 2; gone quiet after a visit in month 3; finished in month 6; begun lately and still seen.
  const persons = () => [
    program('a', { endsAt: '2024-07-15T00:00Z', status: 'cancelled' }, '2024-06-10'),
    program('b', { endsAt: '2024-11-30T00:00Z', status: null }, '2024-06-10', '2024-08-10'),
    program('c', { endsAt: '2024-11-30T00:00Z', status: 'completed' }, '2024-06-10'),
    program('d', { startedAt: '2025-02-10T00:00Z', status: 'open' }, '2025-03-01'),
  ];

  it('counts the leavers of each month out of those still in it; finishing competes', () => {
    const { items } = sectionOf('program_months', persons());
    expect(items.map(({ id, numerator, denominator }) => `${id} ${numerator}/${denominator}`)).toEqual([
      'program_lost.month_1 0/4',
      'program_lost.month_2 1/3',
      'program_lost.month_3 1/2',
      'program_lost.month_4 0/1',
      'program_lost.month_5 0/1',
      'program_lost.month_6 0/1',
    ]);
    // 1/3 in month 2, then half of the two thirds left.
    expect(items.map(({ says }) => says?.split(' %')[0])).toEqual(['0.0', '33.3', '66.7', '66.7', '66.7', '66.7']);
  });

  it('S0-17 ends a program of six months in its sixth month, not in a seventh that it has no day of', () => {
    const six = program('a', { endsAt: '2024-12-01T09:00Z', status: 'completed' }, '2024-06-10');
    const { items } = sectionOf('program_months', [six]);
    expect(items.map(({ id }) => id).at(-1)).toBe('program_lost.month_6');
    const atOnce = program('b', { endsAt: '2024-06-01T09:00Z', status: 'completed' });
    expect(sectionOf('program_months', [atOnce]).items).toHaveLength(1);
  });

  it('does not take a booking ahead or twenty days for leaving', () => {
    const running = (...visits: string[]) =>
      program('a', { startedAt: '2025-01-10T00:00Z', status: 'open' }, ...visits);
    expect(parts('program_lost.month_2', [running('2025-02-14')])).toBe('1/1');
    expect(parts('program_lost.month_2', [running('2025-02-15')])).toBe('0/1');
    expect(parts('program_lost.month_2', [running('2025-02-14').booking('2025-04-01T10:00Z', pr)])).toBe('0/1');
  });

  it('says what it needs where there are no programs', () => {
    expect(sectionOf('program_months', [aPerson()]).items).toMatchObject([
      { value: null, says: 'No data: needs programs with a start.' },
    ]);
  });
});

describe('how long members stay (RC 6.5)', () => {
  it('follows each membership as long as it has been seen', () => {
    const member = (id: string, startedAt: string, endsAt: string | null) =>
      aPerson(id).with('membership', { startedAt, endsAt, status: endsAt === null ? 'active' : 'cancelled' });
    const { items, notes } = sectionOf('member_tenure', [
      member('a', '2024-12-01T00:00Z', '2024-12-20T00:00Z'),
      member('b', '2024-12-01T00:00Z', '2025-02-15T00:00Z'),
      member('c', '2024-12-01T00:00Z', null),
      member('d', '2025-02-01T00:00Z', null),
    ]);
    expect(items.map(({ id, numerator, denominator }) => `${id} ${numerator}/${denominator}`)).toEqual([
      'members_left.month_1 1/4',
      'members_left.month_2 0/3',
      'members_left.month_3 1/2',
      'members_left.month_4 0/1',
    ]);
    expect(items.map(({ says }) => says?.split(' %')[0])).toEqual(['75.0', '75.0', '37.5', '37.5']);
    expect(notes[0]).toContain('no success');
  });
});

describe('S3-43 the funnel from the first contact to maintenance', () => {
  const made = { createdAt: '2024-05-01T10:00Z', updatedAt: '2024-05-01T10:00Z' };
  const consulted = (id: string) => aPerson(id).visit('2024-05-10T10:00Z', { serviceId: 'consult' }, made);
  const planned = (id: string) =>
    consulted(id)
      .visit('2024-05-20T10:00Z', pt)
      .plan({ line: 'pt', prescribedVisits: 1, startedAt: '2024-05-12T00:00Z', specialty: 'PT' });

  it('counts each step out of those who took the one before', () => {
    const persons = () => [
      aPerson('a').booking('2025-04-01T10:00Z', pt, { createdAt: '2025-02-01T10:00Z' }),
      consulted('b'),
      consulted('c').visit('2024-05-20T10:00Z', pt),
      planned('d'),
      planned('e').visit('2024-09-01T10:00Z', pt),
      aPerson('old').visit('2023-05-10T10:00Z', pt).visit('2024-05-10T10:00Z', pt),
    ];
    const { items } = sectionOf('funnel', persons());
    expect(items.map(({ id, numerator, denominator }) => `${id} ${numerator}/${denominator}`)).toEqual([
      'funnel_enquired 5/null',
      'funnel_step.seen 4/5',
      'funnel_step.treated 3/4',
      'funnel_step.planned 2/3',
      'funnel_step.completed 2/2',
      'funnel_step.maintained 1/2',
    ]);
  });

  it('takes a message for a first contact', () => {
    const wrote = aPerson('a').with('communication', { at: '2024-06-01T10:00Z', direction: 'in' });
    const told = aPerson('b').with('communication', { at: '2024-06-01T10:00Z', direction: 'out' });
    const someone = aPerson('c').visit('2024-05-10T10:00Z', pt);
    expect(parts('funnel_step.seen', [wrote, told, someone])).toBe('1/2');
  });
});

describe('S3-44 signs of leaks, each measured', () => {
  const said = (person: APerson, data: object) => person.with('communication', { needsReply: true, ...data });
  const call = (id: string, repliedAt: string | null) =>
    said(aPerson(id), { at: '2025-02-07T15:00Z', direction: 'in', channel: 'Call', repliedAt });

  it('missed calls and slow replies, by the end of the next business day', () => {
    // Friday; the next business day is Monday, and opens at nine.
    const calls = () => [call('a', '2025-02-10T08:59Z'), call('b', '2025-02-10T09:01Z'), call('c', null)];
    expect(parts('leak_missed_calls', calls())).toBe('2/3');
    expect(parts('leak_slow_replies', calls())).toBe('0/0');
    const text = said(aPerson('d'), { at: '2025-02-07T15:00Z', direction: 'in', channel: 'sms', repliedAt: null });
    expect(parts('leak_slow_replies', [text])).toBe('1/1');
  });

  it('asks for no answer that nobody waits for, that has time yet, that is not theirs to give or of another year', () => {
    const from = (at: string, more = {}) => said(aPerson('a'), { at, direction: 'in', channel: 'call', ...more });
    const counted = from('2025-02-07T15:00Z');
    const none = [
      from('2025-02-07T15:00Z', { needsReply: false }),
      from('2025-02-07T15:00Z', { direction: 'out' }),
      from('2024-02-07T15:00Z'),
      from('2025-03-05T15:00Z'),
    ];
    expect(none.map((person) => parts('leak_missed_calls', [person]))).toEqual(none.map(() => '0/0'));
    expect(parts('leak_missed_calls', [counted])).toBe('1/1');
    // At the last moment of the period, and due after the day that is asked about: nobody is late yet.
    expect(parts('leak_missed_calls', [from('2025-02-28T15:00Z')], '2025-03-01T12:00Z')).toBe('0/0');
    expect(parts('leak_missed_calls', [from('2025-02-28T15:00Z')], '2025-03-04T12:00Z')).toBe('1/1');
  });

  it('follows up by the second business day after the loss, in words that go out; what the clinic cancelled is no loss', () => {
    const lost = (id: string, on = '2025-02-03') => aPerson(id).noShow(`${on}T10:00Z`, pt);
    const written = (person: APerson, at: string, direction: 'in' | 'out' = 'out') =>
      person.with('communication', { at, direction });
    const shown = (person: APerson) => parts('leak_no_follow_up', [person, written(aPerson('z'), '2025-02-05T10:00Z')]);
    // Monday; two business days are over when Wednesday opens.
    expect(shown(written(lost('a'), '2025-02-05T08:59Z'))).toBe('0/1');
    expect(shown(written(lost('a'), '2025-02-05T09:01Z'))).toBe('1/1');
    expect(shown(written(lost('a'), '2025-02-03T09:59Z'))).toBe('1/1');
    expect(shown(written(lost('a'), '2025-02-04T10:00Z', 'in'))).toBe('1/1');
    // Booked too late to be the answer to it.
    expect(shown(lost('a').booking('2025-03-20T10:00Z', pt, { createdAt: '2025-02-20T10:00Z' }))).toBe('1/1');
    expect(shown(lost('a').booking('2025-03-20T10:00Z', pt, { createdAt: '2025-02-05T08:00Z' }))).toBe('0/0');
    expect(shown(aPerson('a').cancel('2025-02-04T10:00Z', '2025-02-03T10:00Z', { ...pt, cancelledBy: 'clinic' }))).toBe(
      '0/0',
    );
    expect(shown(lost('a', '2024-02-05'))).toBe('0/0');
    // Lost on the last day of the period: nobody is late on the next.
    const late = [lost('a', '2025-02-28'), written(aPerson('z'), '2025-02-05T10:00Z')];
    expect(parts('leak_no_follow_up', late, '2025-03-01T12:00Z')).toBe('0/0');
    expect(parts('leak_no_follow_up', late, '2025-03-05T12:00Z')).toBe('1/1');
  });

  it('lost slots nobody followed up, and how many lie on the desk a day', () => {
    const lost = (id: string) => aPerson(id).noShow('2025-02-03T10:00Z', pt);
    const followed = lost('b').with('communication', { at: '2025-02-04T10:00Z', direction: 'out' });
    const booked = lost('c').booking('2025-03-20T10:00Z', pt, { createdAt: '2025-02-04T10:00Z' });
    const seen = aPerson('d').visit('2025-02-03T10:00Z', pt);
    expect(parts('leak_no_follow_up', [lost('a'), followed, booked, seen])).toBe('1/2');
    // Who writes down no message going out may have called everybody.
    const heard = aPerson('e').with('communication', { at: '2025-02-04T10:00Z', direction: 'in' });
    expect(itemOf('leak_no_follow_up', [lost('a'), heard]).says).toContain('No data');
    expect(itemOf('leak_unanswered_per_day', [lost('a'), followed, booked, seen])).toMatchObject({
      numerator: 2,
      denominator: 1,
      value: 2,
      unit: 'average',
    });
  });

  it('no-shows and late cancels', () => {
    const persons = [
      aPerson('a').noShow('2025-02-03T10:00Z', pt).cancel('2025-02-10T10:00Z', '2025-02-09T10:01Z', pt),
      aPerson('b').cancel('2025-02-10T10:00Z', '2025-02-09T10:00Z', pt).visit('2025-02-11T10:00Z', pt),
    ];
    expect(parts('leak_no_shows', persons)).toBe('1/4');
    expect(parts('leak_late_cancels', persons)).toBe('1/4');
    // Neither a year earlier nor what is still to come, nor where nobody was expected.
    const beside = aPerson('c')
      .noShow('2024-02-05T10:00Z', pt)
      .booking('2025-03-20T10:00Z', pt)
      .visit('2025-02-12T10:00Z', { ...pt, walkIn: true });
    expect(parts('leak_no_shows', [...persons, beside])).toBe('1/4');
  });

  it('uneven conversion between practitioners, with its interval', () => {
    const consults = (who: string, converted: number) =>
      Array.from({ length: 6 }, (_, index) => {
        const person = aPerson(`${who}${index}`).visit('2025-02-03T10:00Z', {
          serviceId: who === 'dr3' ? 'exam' : 'consult',
          practitionerId: who,
        });
        return index < converted ? person.visit('2025-02-06T10:00Z', { ...pt, practitionerId: who }) : person;
      });
    // Another line of care is another matter.
    const persons = [...consults('dr1', 6), ...consults('dr2', 1), ...consults('dr3', 0)];
    const spread = itemOf('leak_uneven_conversion.pt', persons);
    expect(spread.value).toBeCloseTo(5 / 6, 10);
    expect(spread.says).toMatch(/^6 of 6 against 1 of 6; 95 %: 2\d/);
    expect(parts('leak_conversion_of.pt-dr2', persons)).toBe('1/6');
    expect(itemOf('leak_uneven_conversion', consults('dr1', 6)).says).toMatch(/^No data: needs consultations of two/);
  });

  it('people handed around, and growth that rests on new ones', () => {
    const visits = (id: string, ...who: string[]) => {
      const person = aPerson(id);
      who.forEach((practitionerId, day) => person.visit(`2025-02-0${day + 1}T10:00Z`, { ...pt, practitionerId }));
      return person;
    };
    const persons = [
      visits('a', 'dr1', 'dr2', 'dr3', 'dr1'),
      visits('b', 'dr1', 'dr1', 'dr2', 'dr1'),
      visits('c', 'dr1', 'dr2', 'dr3').visit('2023-02-01T10:00Z', pt),
    ];
    expect(parts('leak_many_hands', persons)).toBe('1/2');
    expect(parts('leak_growth_on_new', persons)).toBe('2/3');
  });

  it('says what it needs where nobody writes down calls and messages', () => {
    const none = [aPerson('a').visit('2025-02-03T10:00Z', pt)];
    expect(itemOf('leak_missed_calls', none)).toMatchObject({
      value: null,
      says: 'No data: needs calls with needs_reply.',
    });
    expect(itemOf('leak_no_follow_up', none).says).toContain('No data');
  });
});

describe('S4-22 S1-13 engagement, and whether it tells who stays', () => {
  /** So many visit days from a day on, a day apart. */
  const visited = (id: string, from: string, count: number) => {
    const person = aPerson(id);
    for (let day = 0; day < count; day += 1)
      person.visit(new Date(at(`${from}T10:00Z`) + day * 86_400_000).toISOString(), pt);
    return person;
  };

  it('S4-22 puts everybody under care on a level by the days on which they came, booked or wrote', () => {
    const persons = () => [
      visited('a', '2025-02-01', 1),
      visited('b', '2025-02-01', 3).with('communication', { at: '2025-02-20T10:00Z', direction: 'in' }),
      visited('c', '2025-02-01', 9),
      visited('d', '2024-02-01', 9),
      aPerson('e').with('membership', { startedAt: '2024-01-01T00:00Z' }),
    ];
    const levels = ['low', 'middle', 'high'].map((level) => parts(`engagement_level.patients_${level}`, persons()));
    // 1 · 4 · 9 days, nobody of a year ago; members apart.
    expect(levels).toEqual(['1/3', '1/3', '1/3']);
    expect(itemOf('engagement_level.patients_high', persons()).says).toBe('9 days or more.');
    expect(itemOf('engagement_level.members_low', persons())).toMatchObject({ numerator: 1, denominator: 1 });
  });

  it('S1-13 shows who stayed by the engagement of 90 days before, and hears nothing of what came since', () => {
    // Ninety days before is 2024-12-07.
    const stays = (person: APerson) => person.visit('2025-02-01T10:00Z', pt);
    const persons = () => [
      visited('a', '2024-11-01', 1),
      visited('b', '2024-11-01', 1),
      visited('c', '2024-11-01', 5),
      stays(visited('d', '2024-11-01', 5)),
      stays(visited('e', '2024-11-01', 9)),
      stays(visited('f', '2024-11-01', 9)),
    ];
    const retained = (people: APerson[]) =>
      ['low', 'middle', 'high'].map((key) => parts(`engagement_retained.patients_${key}`, people));
    expect(retained(persons())).toEqual(['0/2', '1/2', '2/2']);
    expect(itemOf('engagement_retained.patients_high', persons()).says).toBe('95 %: 34.2 % to 100.0 %.');
    const busy = persons();
    for (let day = 0; day < 9; day += 1)
      busy[0]!.with('communication', { at: at('2024-12-08T10:00Z') + day * 86_400_000, direction: 'in' });
    expect(retained(busy)).toEqual(['0/2', '1/2', '2/2']);
  });

  it('S1-13 does not take whoever finished as planned for lost', () => {
    const planned = (id: string, prescribedVisits: number) =>
      visited(id, '2024-11-01', 2).plan({ line: 'pt', prescribedVisits, startedAt: '2024-10-01T00:00Z' });
    expect(parts('engagement_retained.patients_high', [planned('a', 2), planned('b', 3)])).toBe('1/2');
  });

  it('S1-13 takes a running or finished course for staying, an ended membership for leaving', () => {
    const member = (id: string, endsAt: string | null) =>
      aPerson(id).with('membership', { startedAt: '2024-01-01T00:00Z', endsAt });
    const persons = [
      member('a', null),
      member('b', '2025-01-10T00:00Z'),
      aPerson('c').with('program', {
        startedAt: '2024-08-01T00:00Z',
        endsAt: '2025-02-01T00:00Z',
        status: 'completed',
      }),
      aPerson('d').with('program', {
        startedAt: '2024-08-01T00:00Z',
        endsAt: '2025-01-01T00:00Z',
        status: 'cancelled',
      }),
    ];
    expect(parts('engagement_retained.members_low', persons)).toBe('2/4');
  });
});
