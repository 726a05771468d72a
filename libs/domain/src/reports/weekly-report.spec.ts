import fc from 'fast-check';
import { at } from '../testing/a-person.js';
import { vectorInput, vectorWeek } from '../testing/a-vector.js';
import { canonicalJson } from './canonical-json.js';
import { storyOf } from './case-flow.js';
import { CLOSINGS } from './list-sections.js';
import type { CaseEventFact } from './own-rows.js';
import type { WeeklyReport } from './report.js';
import { buildWeeklyReport, type WeeklyInput } from './weekly-report.js';

const asked = vectorWeek();
const HOUR = 3_600_000;
const build = (input: WeeklyInput, locationId: string | null = null) => buildWeeklyReport(input, asked, locationId);
const reportOf = (...lines: string[]) => build(vectorInput(lines)).report;
const numberIn = ({ sections }: WeeklyReport, id: string) =>
  sections.flatMap(({ numbers }) => numbers).find((number) => number.id === id);
const valueIn = (report: WeeklyReport, id: string) => numberIn(report, id)?.value;

const event = (at: number, kind: string, more: Partial<CaseEventFact> = {}): CaseEventFact => ({
  ...{ at, event: kind, personId: 'ada', rules: [], backlog: false, byHand: false, closing: null, because: null },
  ...more,
});

describe('a weekly report', () => {
  it('reconciles: start + in − out = end, whatever happened to the cases', () => {
    const kinds = ['opened', 'reopened', 'resolved', 'closed', 'undone', 'called', 'snoozed'];
    const anEvent = fc.record({
      at: fc.integer({ min: asked.week.from - 72 * HOUR, max: asked.week.to + 24 * HOUR }),
      event: fc.constantFrom(...kinds),
      personId: fc.constantFrom('ada', 'bea'),
      rules: fc.constantFrom([], ['R05'], ['R02', 'R10']),
      backlog: fc.boolean(),
      byHand: fc.boolean(),
      closing: fc.constantFrom(...CLOSINGS.filter((code) => code !== 'made_good')),
      because: fc.constantFrom(null, 'visited', 'paid'),
    });
    const cases = fc.array(fc.array(anEvent, { maxLength: 8 }), { maxLength: 6 });
    fc.assert(
      fc.property(cases, (stories) => {
        const input = vectorInput(['ada visit 2025-02-10T10:00', 'bea visit 2025-02-10T10:00']);
        const rows = stories.map((events, index) => ({
          caseId: `c${index}`,
          events: [...events].sort((one, other) => one.at - other.at),
        }));
        const report = build({ ...input, own: { ...input.own, cases: rows } }).report;
        const of = (id: string) => valueIn(report, id) ?? 0;
        const cameIn = of('opened.week') + of('opened_backlog.week') + of('reopened.week');
        const left = of('booked.week') + CLOSINGS.reduce((sum, code) => sum + of(`closed.${code}.week`), 0);
        expect(of('off_track_start.start') + cameIn - left).toBe(of('off_track_end.end'));
        const byClass = ['S1', 'S2', 'S3', 'S4'].reduce((sum, each) => sum + of(`opened_by_class.${each}.week`), 0);
        expect(byClass).toBeLessThanOrEqual(cameIn);
      }),
      { numRuns: 100 },
    );
  });

  it('K23 counts a case by its most urgent reason, whichever of them leads', () => {
    const input = vectorInput(['ada visit 2025-02-10T10:00']);
    const opened = event(asked.week.from + HOUR, 'opened', { rules: ['R02', 'R04', 'R05', 'R06'] });
    const { report } = build({ ...input, own: { ...input.own, cases: [{ caseId: 'c', events: [opened] }] } });
    const counted = ['class.S1', 'class.S3', 'rule.R05'].map((key) => valueIn(report, `opened_by_${key}.week`));
    expect(counted).toEqual([1, 0, 1]);
    expect(numberIn(report, 'opened_by_rule.R04.week')).toBeUndefined();
  });

  it('takes a closing that was taken back for none, and leaves one by the records alone', () => {
    const closed = { closing: 'declined' };
    const opened = event(1, 'opened');
    const byHand = [opened, event(2, 'closed', { ...closed, byHand: true }), event(3, 'undone', { byHand: true })];
    expect(storyOf({ caseId: 'c', events: byHand }, 10)).toMatchObject({
      closings: [],
      moves: [{}, {}, { what: 'reopened' }],
    });
    const byRecords = [opened, event(2, 'closed', closed), event(3, 'undone', { byHand: true })];
    expect(storyOf({ caseId: 'c', events: byRecords }, 10)?.closings).toHaveLength(1);
  });

  it('Q101 counts no return where a case was made good without a visit', () => {
    const closing = { closing: 'returned' };
    const story = (because: string) =>
      storyOf({ caseId: 'c', events: [event(1, 'opened'), event(2, 'closed', { ...closing, because })] }, 10);
    expect(story('visited')).toMatchObject({ closings: [{ closing: 'returned' }], returns: [{ closedAt: 2 }] });
    expect(story('paid')).toMatchObject({
      closings: [{ closing: 'made_good' }],
      returns: [],
      moves: [{}, { what: 'made_good' }],
    });
  });

  it('S0-26 ranks coordinators by conversations, however often another one dialled', () => {
    const attempts = Array.from({ length: 9 }, (_, hour) => `ada call by zoe 2025-03-04T1${hour}:00 missed`);
    const { coordinators } = reportOf(
      ...attempts,
      'ada call by zoe 2025-03-05T09:00 talked reason',
      'bea call by ann 2025-03-05T10:00 talked booked',
      'bea call by ann 2025-03-06T10:00 talked touchpoint',
    );
    expect(coordinators).toEqual([
      { userId: 'ann', conversations: 2, attempts: 2, nextBooked: { numerator: 2, denominator: 2, value: 1 } },
      { userId: 'zoe', conversations: 1, attempts: 10, nextBooked: { numerator: 0, denominator: 1, value: 0 } },
    ]);
  });

  it('S0-11 counts a conversation as ended well when the next visit or talk is booked', () => {
    const report = reportOf(
      'ada call by ann 2025-03-05T09:00 talked booked',
      'ada call by ann 2025-03-05T10:00 talked touchpoint',
      'ada call by ann 2025-03-05T11:00 talked reason',
      'ada call by ann 2025-03-05T12:00 missed',
    );
    expect(numberIn(report, 'next_booked_rate.week')).toMatchObject({ numerator: 2, denominator: 3, value: 2 / 3 });
  });

  it('S2-02 S2-20 quotes the baseline beside the last twelve weeks, with the difference', () => {
    const input = vectorInput(['ada visit 2025-03-04T10:00', 'bea no_show 2025-03-05T10:00']);
    const period = { from: '2024-03-01T00:00:00.000Z', to: '2025-03-01T00:00:00.000Z' };
    const metric = { id: 'arrival_rate', variant: 'live', period, numerator: 8, denominator: 10, value: 0.8 };
    const takenAt = '2025-03-01T09:00:00.000Z';
    const { baseline, notes } = build({ ...input, baseline: { takenAt, metrics: [metric] } }).report;
    expect(baseline).toEqual({
      takenAt,
      comparisons: [
        {
          ...{ metric: 'arrival_rate', label: 'Slots that became visits (show rate)', unit: 'share' },
          baseline: { numerator: 8, denominator: 10, value: 0.8 },
          now: { numerator: 1, denominator: 2, value: 0.5 },
          difference: -0.3,
        },
      ],
    });
    expect(notes.join()).not.toContain('baseline');
    expect(build(input).report.notes).toContain('No baseline was taken, so that there is nothing to compare with.');
  });

  it('S2-22 ties recovered revenue to the kept visit, each payment once, and says when sources have none', () => {
    const story = [
      'ada case opened 2025-02-20T09:00 R05',
      'ada visit 2025-03-06T10:00',
      'ada case closed returned 2025-03-06T11:00',
    ];
    const paid = reportOf(...story, 'ada paid 30.00 2025-03-06T09:00', 'ada paid 99.00 2025-03-05T23:59');
    expect(numberIn(paid, 'recovered_revenue.week')).toMatchObject({ value: 3000, unit: 'money' });
    const without = numberIn(reportOf(...story), 'recovered_revenue.week');
    expect(without).toMatchObject({
      value: null,
      says: expect.stringContaining('No connected source tells of payments'),
    });
  });

  it('S2-21 shows plan completion and outcome scores beside retention', () => {
    const report = reportOf('ada plan of 1 ended 2025-03-05T10:00', 'ada visit 2025-03-04T10:00');
    expect(numberIn(report, 'plan_completion.week')).toMatchObject({ numerator: 1, denominator: 1 });
    expect(numberIn(report, 'outcome_improved.weeks_12')?.says).toContain('No outcome scores');
  });

  it('S3-43 has the curve of where people leave, as it was known at the end of the week', () => {
    expect(reportOf('ada visit 2025-01-10T10:00').dropOff).toEqual([
      { visit: 1, atRisk: 1, dropped: 1, discharged: 0, cumulativeDropOff: 1 },
    ]);
  });

  it('keeps apart who is behind a number, sorted', () => {
    const { people } = build(
      vectorInput(['bea visit 2025-03-04T10:00', 'ada visit 2025-03-04T10:00', 'cai no_show 2025-03-05T10:00']),
    );
    expect(people['arrival_rate.week']).toEqual({ numerator: ['ada', 'bea'], denominator: ['ada', 'bea', 'cai'] });
  });

  it('counts a location’s own people, and all of them in the whole', () => {
    const input = vectorInput([
      'ada visit 2025-03-04T10:00',
      'bea visit 2025-03-04T10:00',
      'ada call by ann 2025-03-05T09:00 missed',
    ]);
    const [patient] = input.known.records.patient ?? [];
    patient!.data.locationId = 'main';
    const of = (locationId: string | null) => {
      const { report } = build(input, locationId);
      return [valueIn(report, 'first_visits.week'), valueIn(report, 'attempts.week')];
    };
    expect([of(null), of('main')]).toEqual([
      [2, 1],
      [1, 1],
    ]);
  });

  it('X09 does not hear of what became known after the week, and depends on no order', () => {
    const lines = ['ada visit 2025-03-04T10:00', 'bea visit 2025-03-05T10:00', 'ada case opened 2025-03-06T09:00 R05'];
    const later = [
      'ada case closed declined 2025-03-10T00:00',
      'ada call by ann 2025-03-10T00:00 missed',
      'ada reply 2025-03-10T00:00',
    ];
    const input = vectorInput(lines);
    const more = vectorInput([...lines, ...later]);
    const bytes = (each: WeeklyInput) => canonicalJson(build(each));
    expect(bytes({ ...more, known: input.known })).toBe(bytes(input));
    const turned = { ...input.known.records, patient: [...(input.known.records.patient ?? [])].reverse() };
    expect(bytes({ ...input, known: { ...input.known, records: turned } })).toBe(bytes(input));
  });

  it('X04 shows returns by arm as assigned, contacted or not, where people are held back', () => {
    const lines = ['ada', 'bea', 'cai', 'dee'].flatMap((name) => [
      `${name} visit 2025-01-10T10:00`,
      `${name} case opened 2025-01-20T09:00 R05`,
    ]);
    const input = vectorInput([...lines, 'ada visit 2025-02-01T10:00', 'cai visit 2025-02-01T10:00']);
    const [{ at } = event(0, 'opened')] = input.own.cases[0]!.events;
    const assigned = ['contact', 'contact', 'held_back'].map((arm, place) => ({
      ...{ arm, at, personId: ['ada', 'bea', 'cai'][place]! },
    }));
    const { report, people } = build({ ...input, own: { ...input.own, assigned } });
    const parts = ['all', 'contact', 'held_back'].map((arm) => {
      const number = numberIn(report, `returned_in_time.${arm}.weeks_12`);
      return `${number?.label}: ${number?.numerator}/${number?.denominator}`;
    });
    expect(parts).toEqual([
      'Flagged patients who came in time: on the list: 2/4',
      'Flagged patients who came in time: contact: 1/2',
      'Flagged patients who came in time: held back: 1/1',
    ]);
    expect(people['returned_in_time.held_back.weeks_12']).toBeUndefined();
    expect(numberIn(build(input).report, 'returned_in_time.all.weeks_12')?.says).toContain('Nobody was held back');
  });

  it('S1-11 counts members who were on the list before they asked to leave, not after', () => {
    const member = 'ada member since 2024-06-01T00:00 until 2025-03-05T00:00 asked 2025-02-20T09:00';
    const shares = (when: string, rule: string) => {
      const report = reportOf(member, `ada case opened ${when} ${rule}`);
      return ['flags_before_cancellation', 'cancellations_flagged'].map((metric) => {
        const number = numberIn(report, `${metric}.weeks_12`);
        return `${number?.numerator}/${number?.denominator}`;
      });
    };
    expect(shares('2025-02-20T08:59', 'R23')).toEqual(['1/1', '1/1']);
    expect(shares('2025-02-20T09:00', 'R24')).toEqual(['0/1', '0/1']);
    expect(shares('2025-02-10T09:00', 'R05')).toEqual(['0/0', '0/1']);
    const added = reportOf(
      member,
      'ada case opened 2025-02-10T09:00 R05',
      'ada case reason_added 2025-02-11T09:00 R23',
    );
    expect(numberIn(added, 'flags_before_cancellation.weeks_12')).toMatchObject({ numerator: 1, denominator: 1 });
  });

  it('K10 a back-dated edit changes what is live, and nothing that is locked', () => {
    const lines = ['ada no_show 2025-03-04T10:00', 'ada visit 2025-02-20T10:00', 'bea visit 2025-03-05T10:00'];
    const input = vectorInput(lines);
    const edited = vectorInput(lines);
    const [missed] = edited.known.records.appointment ?? [];
    // Written on the Wednesday after: she had come. The edit says nothing of when.
    edited.known.records.appointment?.push({
      ...missed!,
      ...{ updatedAt: at('2025-03-12T09:00Z'), recordedAt: at('2025-03-12T09:00Z'), sequence: missed!.sequence + 1 },
      data: { ...missed!.data, status: 'completed' },
    });
    const locked = (each: WeeklyInput) => canonicalJson(build(each));
    expect(locked(edited)).toBe(locked(input));
    const live = (each: WeeklyInput) => {
      const now = { ...asked, variant: 'live' as const, asOf: at('2025-03-17T00:00Z') };
      const { report } = buildWeeklyReport(each, now, null);
      return ['arrival_rate.week', 'cancel_no_show_rate.week', 'any_miss_share.week'].map((id) => {
        const number = numberIn(report, id);
        return `${number?.variant} ${number?.numerator}/${number?.denominator}`;
      });
    };
    expect(live(input)).toEqual(['live 1/2', 'live 1/2', 'live 1/2']);
    expect(live(edited)).toEqual(['live 2/2', 'live 0/2', 'live 0/2']);
  });

  it('K10 a kind of record that first came after the week leaves what is locked as it was', () => {
    const input = vectorInput(['ada visit 2025-03-04T10:00']);
    const later = vectorInput(['ada visit 2025-03-04T10:00', 'ada program from 2025-03-12T09:00']);
    expect(canonicalJson(build(later))).toBe(canonicalJson(build(input)));
  });

  it('says what it cannot say', () => {
    const input = vectorInput(['ada visit 2025-03-04T10:00']);
    const before = build({ ...input, liveSince: asked.week.to }).report;
    expect(before.notes.join(' ')).toContain('connected after this week');
    expect(numberIn(before, 'off_track_start.start')).toMatchObject({
      value: null,
      says: expect.stringContaining('not connected yet'),
    });
    expect([valueIn(before, 'at_risk_end.end'), valueIn(before, 'first_visits.week')]).toEqual([0, 1]);
    expect(build({ ...input, liveSince: asked.week.from + HOUR }).report.notes.join(' ')).toContain('from then on');
    expect(build(vectorInput([])).report.notes.join(' ')).toContain('nothing below says that all is well');
  });
});
