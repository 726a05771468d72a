import { defaultSettings } from './prepared-practice.js';
import { reconcileCase } from './cases/reconcile.js';
import { aPerson, at, version } from './testing/a-person.js';
import { aPractice, evaluate, firing, onlyRules, type PracticeParts } from './testing/a-practice.js';

/**
 * The tricky cases of the rules catalogue that one person's records decide. Those that storing, merging, claiming or sending
 * decides are held where it happens, under the same ids. Monday, 3 March 2025; the clinic opens on weekdays at 09:00 UTC.
 */
const practice = aPractice();
const PT = { serviceId: 'pt' };
const NOON = '2025-03-06T12:00Z';
const seen = () => aPerson().visit('2025-02-25T10:00Z', PT);
const only = (rule: string, parts: PracticeParts = {}) =>
  aPractice({ ...parts, settings: { ...onlyRules(rule), ...parts.settings } });
/** Who was known when: nothing before the instant named. */
const made = (createdAt: string) => ({ createdAt, updatedAt: createdAt });
const context = { now: at(NOON), warmUp: false, backlog: false };

describe('K01 a group class', () => {
  const seat = { ...PT, classId: 'class1' };
  const start = '2025-03-04T10:00Z';

  it('K01 cancelled by the clinic is its own doing for everybody in it; leaving one seat is a cancel of that one', () => {
    const byClinic = (id: string) =>
      aPerson(id)
        .visit('2025-02-25T10:00Z', PT)
        .cancel(start, '2025-03-03T10:00Z', { ...seat, cancelledBy: 'clinic' });
    expect(['ada', 'bea'].map((id) => firing(only('R07'), byClinic(id), NOON))).toEqual(['R07', 'R07']);
    const left = aPerson('ada').visit('2025-02-25T10:00Z', PT).cancel(start, '2025-03-03T10:00Z', seat);
    const stays = aPerson('bea').visit('2025-02-25T10:00Z', PT).visit(start, seat);
    expect([left, stays].map((person) => firing(only('R05'), person, NOON))).toEqual(['R05', '']);
  });

  it('K01 attendance is each attendee’s: one came, one did not', () => {
    const came = aPerson('ada').visit(start, seat);
    const missed = aPerson('bea').visit('2025-02-25T10:00Z', PT).noShow(start, seat);
    expect([came, missed].map((person) => firing(only('R06'), person, NOON))).toEqual(['', 'R06']);
    expect([came, missed].map((person) => evaluate(practice, person, NOON).lastVisitOn)).toEqual([
      '2025-03-04',
      '2025-02-25',
    ]);
  });
});

it('K04 a possible duplicate whose twin has a booking is not listed, and is told to be one', () => {
  const who = { birthDate: '1980-01-01', givenName: 'Ada', familyName: 'Example' };
  const one = aPerson('one', who).visit('2025-02-25T10:00Z', PT);
  const twin = aPerson('two', who).booking('2025-03-10T10:00Z', PT);
  expect(evaluate(practice, one, NOON).state).toBe('off_track');
  const answer = evaluate(practice, one, NOON, [twin]);
  expect([answer.state, answer.findings, answer.exclusions[0]?.id]).toEqual(['excluded', [], 'E10']);
  expect(answer.exclusions[0]?.says).toContain('duplicate');
  expect(
    evaluate(practice, one, NOON, [aPerson('two', { ...who, givenName: 'Bea' }).booking('2025-03-10T10:00Z', PT)])
      .state,
  ).toBe('off_track');
});

it('K06 a visit at 23:30 counts from its local date, though it is tomorrow in UTC', () => {
  const inNewYork = only('R04', { locations: { main: { timezone: 'America/New_York' } } });
  const late = aPerson().visit('2025-02-05T04:30Z', PT);
  expect(firing(inNewYork, late, '2025-03-06T04:59:59Z')).toBe('');
  expect(firing(inNewYork, late, '2025-03-06T05:00Z')).toBe('R04');
  expect(evaluate(inNewYork, late, NOON).lastVisitOn).toBe('2025-02-04');
});

describe('K08 rebooked in the same call', () => {
  const lost = () => seen().cancel('2025-03-04T10:00Z', '2025-03-03T10:00Z', PT);
  const from = (createdAt: string) => lost().booking('2025-06-20T10:00Z', PT, made(createdAt));

  it('K08 a new booking up to half an hour before the cancel was entered, or at any time after it, answers it', () => {
    expect(firing(only('R05'), from('2025-03-03T09:30Z'), NOON)).toBe('');
    expect(firing(only('R05'), from('2025-03-03T09:29:59Z'), NOON)).toBe('R05');
    expect(firing(only('R05'), from('2025-03-04T08:00Z'), NOON)).toBe('');
    // Made after the window: found until then, and no more from then on.
    expect(firing(only('R05'), from('2025-03-06T10:00Z'), '2025-03-06T09:59Z')).toBe('R05');
    expect(firing(only('R05'), from('2025-03-06T10:00Z'), NOON)).toBe('');
  });
});

it('K09 the same appointment at a later start is a move: no cancel, but too far when it goes too far', () => {
  const person = seen().plan({
    id: 'p',
    line: 'pt',
    startedAt: '2025-02-20T00:00Z',
    prescribedVisits: 10,
    intervalDays: 7,
  });
  const row = (startsAt: string, updatedAt: string) =>
    version(
      'appointment',
      'same',
      { ...aPerson().booking(startsAt, PT).facts.appointments[0]!.data, patientId: 'p1' },
      { createdAt: '2025-02-25T11:00Z', updatedAt },
    );
  person.facts.appointments.push(
    row('2025-03-04T10:00Z', '2025-02-25T11:00Z'),
    row('2025-03-28T10:00Z', '2025-03-03T10:00Z'),
  );
  expect(firing(practice, person, '2025-03-02T12:00Z')).not.toMatch(/R05|R09/);
  expect(firing(practice, person, NOON)).not.toContain('R05');
  expect(firing(practice, person, NOON)).toContain('R09');
});

it('K10 an outcome corrected afterwards ends what was found, and the case was a mistake', () => {
  const missed = () => seen().noShow('2025-03-03T10:00Z', { ...PT, id: 'x' }, made('2025-03-03T11:00Z'));
  const opening = reconcileCase(null, evaluate(practice, missed(), NOON), context);
  const corrected = missed().visit(
    '2025-03-03T10:00Z',
    { ...PT, id: 'x' },
    { createdAt: '2025-03-03T11:00Z', updatedAt: '2025-03-06T13:00Z' },
  );
  const after = evaluate(only('R06'), corrected, '2025-03-06T14:00Z');
  expect(after.findings).toEqual([]);
  expect(reconcileCase(opening.row, after, { ...context, now: at('2025-03-06T14:00Z') })).toMatchObject({
    change: 'close',
    because: 'data_corrected',
    row: { closing: 'wrong_data' },
  });
  // As of before the correction nothing has changed.
  expect(evaluate(only('R06'), corrected, NOON).findings).toHaveLength(1);
});

it('K11 a past appointment without an outcome is unknown: no visit, and no no-show either', () => {
  const unknown = seen().booking('2025-03-03T10:00Z', PT);
  expect(firing(only('R06'), unknown, NOON)).toBe('');
  expect(evaluate(practice, unknown, NOON).lastVisitOn).toBe('2025-02-25');
});

it('K12 out of order or told twice, the newest version counts, and the answer is the same byte for byte', () => {
  const rows = () => [
    ...seen().facts.appointments,
    version('appointment', 'x', aPerson().booking('2025-03-04T10:00Z', PT).facts.appointments[0]!.data, {
      ...made('2025-02-25T11:00Z'),
      sequence: 1,
    }),
    version(
      'appointment',
      'x',
      aPerson().cancel('2025-03-04T10:00Z', '2025-03-03T10:00Z', PT).facts.appointments[0]!.data,
      {
        ...{ createdAt: '2025-02-25T11:00Z', updatedAt: '2025-03-03T10:00Z', sequence: 2 },
      },
    ),
  ];
  const answer = (order: number[]) => {
    const person = aPerson();
    const known = rows();
    person.facts.appointments.push(...order.map((place) => known[place]!));
    return JSON.stringify(evaluate(practice, person, NOON));
  };
  const plain = answer([0, 1, 2]);
  expect(JSON.parse(plain)).toMatchObject({ findings: [{ rule: 'R05' }, { rule: 'R10' }] });
  expect([answer([2, 1, 0]), answer([1, 2, 0, 1, 2, 0]), answer([2, 0, 1, 1])]).toEqual([plain, plain, plain]);
});

describe('K13 a deleted appointment', () => {
  it('K13 is none; deleted and made anew within half an hour it is a booking again', () => {
    const deleted = () =>
      seen().booking('2025-03-10T10:00Z', { ...PT, deletedAt: '2025-03-03T10:00Z' }, made('2025-02-25T11:00Z'));
    expect(firing(only('R10'), deleted(), '2025-03-03T09:59Z')).toBe('');
    expect(firing(only('R10'), deleted(), NOON)).toBe('R10');
    const anew = deleted().booking('2025-03-10T11:00Z', PT, made('2025-03-03T10:20Z'));
    expect(evaluate(practice, anew, NOON).findings).toEqual([]);
  });
});

describe('K14 a recurring series', () => {
  const series = (...starts: string[]) =>
    starts.reduce((person, startsAt) => person.booking(startsAt, { ...PT, seriesId: 's' }), seen());

  it('K14 counts as a booking only inside the horizon', () => {
    expect(firing(only('R10'), series('2025-04-05T10:00Z', '2025-05-05T10:00Z'), NOON)).toBe('');
    expect(firing(only('R10'), series('2025-04-06T10:00Z', '2025-05-05T10:00Z'), NOON)).toBe('R10');
  });

  it('K14 ended at once it is one loss, not as many as it had dates', () => {
    const ended = ['09', '10', '11'].reduce(
      (person, hour) => person.cancel(`2025-03-04T${hour}:00Z`, '2025-03-03T12:00Z', { ...PT, seriesId: 's' }),
      seen(),
    );
    expect(evaluate(only('R05'), ended, NOON).findings).toHaveLength(1);
    expect(firing(only('R08'), ended, NOON)).toBe('');
  });
});

it('K15 a visit by video is a visit; one not joined is a no-show only when the system says so', () => {
  const video = { ...PT, telehealth: true };
  expect(evaluate(practice, seen().visit('2025-03-03T10:00Z', video), NOON).lastVisitOn).toBe('2025-03-03');
  expect(firing(only('R06'), seen().booking('2025-03-03T10:00Z', video), NOON)).toBe('');
  expect(firing(only('R06'), seen().noShow('2025-03-03T10:00Z', video), NOON)).toBe('R06');
});

it('K16 a walk-in is a visit and ends a loss; booked as one it answers nothing, and it is no miss', () => {
  const lost = () => seen().cancel('2025-03-04T10:00Z', '2025-03-03T10:00Z', PT);
  const walkIn = { ...PT, walkIn: true };
  expect(firing(only('R05'), lost().visit('2025-03-05T10:00Z', walkIn), NOON)).toBe('');
  const promised = lost().booking('2025-06-05T10:00Z', walkIn, made('2025-03-03T10:10Z'));
  expect(firing(only('R05'), promised, NOON)).toBe('R05');
  const missed = ['24', '26', '28'].reduce((person, day) => person.noShow(`2025-02-${day}T10:00Z`, walkIn), aPerson());
  expect(firing(only('R08'), missed, NOON)).toBe('');
});

it('K18 waiting list and tentative are no booking; a request is one for two business days', () => {
  const booked = (more: object, createdAt = '2025-03-04T10:00Z') =>
    seen().booking('2025-03-12T10:00Z', { ...PT, ...more }, made(createdAt));
  const waiting = [{ status: 'waitlist' }, { status: 'proposed' }, { status: 'pending' }] as const;
  expect(waiting.map((more) => firing(only('R10'), booked(more), NOON))).toEqual(['R10', 'R10', 'R10']);
  const request = booked({ status: 'pending', pendingRequest: true });
  expect(firing(only('R10'), request, '2025-03-06T08:59:59Z')).toBe('');
  expect(firing(only('R10'), request, '2025-03-06T09:00Z')).toBe('R10');
});

it('K19 a booking of another service line resolves nothing', () => {
  const dental = aPractice({
    services: {
      filling: { line: 'restorative', specialty: 'DE', kind: 'treatment' },
      scale: { line: 'hygiene', specialty: 'DE' },
    },
    settings: onlyRules('R05'),
  });
  const lost = () => aPerson().cancel('2025-02-20T10:00Z', '2025-02-19T10:00Z', { serviceId: 'filling' });
  expect(firing(dental, lost().booking('2025-03-20T10:00Z', { serviceId: 'scale' }), NOON)).toBe('R05');
  expect(firing(dental, lost().booking('2025-03-20T10:00Z', { serviceId: 'filling' }), NOON)).toBe('');
});

it('K20 days on which the clinic is shut do not count: nobody is listed on the morning it opens again', () => {
  const shut = ['2025-03-04', '2025-03-05', '2025-03-06', '2025-03-07', '2025-03-10'];
  const rule = only('R05', { locations: { main: { closedOn: shut } } });
  const lost = seen().cancel('2025-03-04T10:00Z', '2025-03-03T10:00Z', PT);
  expect(firing(rule, lost, '2025-03-11T09:00Z')).toBe('');
  expect(firing(rule, lost, '2025-03-12T08:59:59Z')).toBe('');
  expect(firing(rule, lost, '2025-03-12T09:00Z')).toBe('R05');
});

it('K21 two episodes are looked at apart: one case with two reasons, and the discharge of one leaves the other', () => {
  const lines = aPractice({
    services: {
      knee: { line: 'knee', specialty: 'PT', kind: 'treatment' },
      neck: { line: 'neck', specialty: 'PT', kind: 'treatment' },
    },
    settings: onlyRules('R01'),
  });
  const plan = (line: string, closedAt: string | null) => ({
    id: line,
    line,
    startedAt: '2025-02-01T00:00Z',
    prescribedVisits: 8,
    intervalDays: 7,
    closedAt,
  });
  const person = (closedAt: string | null) =>
    aPerson()
      .plan({ ...plan('knee', closedAt), status: closedAt === null ? 'open' : 'discharged' })
      .plan(plan('neck', null))
      .visit('2025-02-25T10:00Z', { serviceId: 'knee' })
      .visit('2025-02-26T10:00Z', { serviceId: 'neck' });
  const both = evaluate(lines, person(null), NOON);
  expect(both.findings.map(({ episode }) => episode)).toEqual(['knee', 'neck']);
  expect(reconcileCase(null, both, context)).toMatchObject({ change: 'open', row: { rules: ['R01'] } });
  const one = evaluate(lines, person('2025-03-05T10:00Z'), NOON);
  expect(one.findings.map(({ episode }) => episode)).toEqual(['neck']);
});

it('K22 without a plan on record the usual gaps of the line stand in, said to be inferred and one class lower', () => {
  const inferred = aPractice({ aggregates: { lineMedianDays: { pt: 9 } } });
  const { findings, verdicts } = evaluate(inferred, seen(), NOON);
  expect(findings.map(({ rule, class: weight }) => [rule, weight])).toEqual([['R10', 'S2']]);
  expect(findings[0]?.reason).toContain('usually every 9 days (inferred');
  expect(verdicts.filter(({ rule }) => rule === 'R11' || rule === 'R12').map(({ because }) => because)).toEqual([
    'not_applicable',
    'not_applicable',
  ]);
});

it('K23 several rules at once are one case, its reasons by class and then by rule', () => {
  const asked = seen()
    .cancel('2025-03-04T10:00Z', '2025-03-03T10:00Z', PT)
    .with('membership', { id: 'm', startedAt: '2024-01-01T00:00Z', cancelRequestedAt: '2025-03-05T10:00Z' });
  const evaluation = evaluate(practice, asked, NOON);
  expect(evaluation.findings.map(({ rule, class: weight }) => `${weight} ${rule}`)).toEqual([
    'S1 R24',
    'S2 R05',
    'S2 R10',
  ]);
  expect(reconcileCase(null, evaluation, context)).toMatchObject({
    change: 'open',
    row: { rules: ['R24', 'R05', 'R10'], class: 'S1' },
  });
});

it('K26 a status that flips within a quarter of an hour is waited for before anybody acts on it', () => {
  const told = (updatedAt: string) =>
    seen().noShow('2025-03-03T10:00Z', PT, { createdAt: '2025-02-25T11:00Z', updatedAt });
  expect(firing(only('R06'), told('2025-03-06T11:50Z'), '2025-03-06T12:04:59Z')).toBe('');
  expect(firing(only('R06'), told('2025-03-06T11:50Z'), '2025-03-06T12:05Z')).toBe('R06');
});

it('K28 months end where the calendar has no such day', () => {
  const recalls = aPractice({ services: { scale: { line: 'hygiene', specialty: 'DE' } }, settings: onlyRules('R17') });
  const person = aPerson()
    .visit('2024-08-31T10:00Z', { serviceId: 'scale' })
    .with('recall', { type: 'hygiene', intervalMonths: 6 });
  const [finding] = evaluate(recalls, person, '2025-03-20T12:00Z').findings;
  expect(finding?.reason).toContain('due 2025-02-28');
  const lapsed = only('R18');
  const leapling = aPerson().visit('2024-02-29T10:00Z', PT);
  expect(firing(lapsed, leapling, '2025-02-27T23:59:59Z')).toBe('');
  expect(firing(lapsed, leapling, '2025-02-28T00:00Z')).toBe('R18');
});

it('K29 two services on one day are one visit for the rhythm', () => {
  const twice = aPerson().visit('2025-02-25T10:00Z', PT).visit('2025-02-25T15:00Z', PT);
  const { findings, gaps } = evaluate(only('R10'), twice, NOON);
  expect(findings[0]?.reason).toContain('Seen 1 time');
  expect(gaps).toEqual([]);
});

it('K31 a loss during a snooze is recorded and wakes nobody, except what cannot wait', () => {
  const settings = { rules: defaultSettings('audit').rules };
  const lostAgain = seen().cancel('2025-03-04T10:00Z', '2025-03-03T10:00Z', PT);
  const opening = reconcileCase(null, evaluate(practice, seen(), '2025-02-28T12:00Z'), context);
  const snoozed = { ...opening.row!, state: 'snoozed' as const };
  expect(reconcileCase(snoozed, evaluate(practice, lostAgain, NOON), context)).toMatchObject({
    ...{
      row: { state: 'snoozed', rules: ['R05', 'R10'] },
      events: [{ event: 'reason_added', detail: { rule: 'R05' } }],
    },
  });
  const byClinic = seen().cancel('2025-03-04T10:00Z', '2025-03-03T10:00Z', { ...PT, cancelledBy: 'clinic' });
  expect(reconcileCase(snoozed, evaluate(aPractice({ settings }), byClinic, NOON), context).row?.state).toBe('open');
});
