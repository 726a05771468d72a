import { aPerson, type APerson } from '../../testing/a-person.js';
import { theRule } from '../../../../../test/support/a-rule.js';

/** 2025-03-03 is a Monday. */
const pt = { serviceId: 'pt' };

describe('R28 CHECKPOINT_MISSED (Q70)', () => {
  const R28 = theRule('R28');
  const due = (more = {}): APerson =>
    aPerson().with('score', { instrument: 'ODI', dueAt: '2025-03-03T00:00Z', ...more });

  it('fourteen days after it was due', () => {
    R28.expectFrom(due(), '2025-03-17T00:00Z');
  });

  it('one of the instrument taken up to fourteen days before it is due does', () => {
    const taken = (day: string, instrument = 'ODI') =>
      due().with('score', { instrument, takenAt: `${day}T10:00Z`, value: 20 });
    expect(R28.silence(taken('2025-02-17'), '2025-03-20T00:00Z')).toBe('answered');
    expect(R28.fires(taken('2025-02-16'), '2025-03-20T00:00Z')).toBe('ODI');
    expect(R28.fires(taken('2025-03-04', 'NPRS'), '2025-03-20T00:00Z')).toBe('ODI');
  });

  it('the next one that falls due takes its place', () => {
    const next = due().with('score', { instrument: 'ODI', dueAt: '2025-04-03T00:00Z' });
    expect(R28.fires(next, '2025-04-02T23:00Z')).toBe('ODI');
    expect(R28.silence(next, '2025-04-03T00:00Z')).toBe('waiting');
    expect(R28.fires(next, '2025-04-17T00:00Z')).toBe('ODI');
  });

  it('that it is due is known before it is taken (Q02)', () => {
    expect(R28.fires(due({ takenAt: '2025-03-25T10:00Z', value: 20 }), '2025-03-20T00:00Z')).toBe('ODI');
    expect(R28.silence(due({ takenAt: '2025-03-25T10:00Z', value: 20 }), '2025-03-25T10:00Z')).toBe('answered');
  });
});

describe('R30 OUTCOME_STALL (Q72)', () => {
  const R30 = theRule('R30');
  const scored = (last: number, more = {}, plan = {}): APerson =>
    aPerson()
      .plan({ id: 'k', line: 'pt', startedAt: '2025-03-03T08:00Z', specialty: 'PT', ...plan })
      .with('score', {
        instrument: 'ODI',
        takenAt: '2025-03-03T09:00Z',
        value: 40,
        direction: 'lower_better',
        detectableChange: 10,
      })
      .with('score', {
        instrument: 'ODI',
        takenAt: '2025-03-24T09:00Z',
        value: last,
        direction: 'lower_better',
        detectableChange: 10,
        ...more,
      });

  it('worse by the detectable change: at once', () => {
    R30.expectFrom(scored(50), '2025-03-24T09:00Z');
    expect(R30.fires(scored(49), '2025-03-25T00:00Z')).toBe('');
  });

  it('no better by it: after four visits, or ninety days', () => {
    R30.expectFrom(scored(31), '2025-06-01T00:00Z');
    const visited = ['03-04', '03-06', '03-10', '03-26'].reduce(
      (person, day) => person.visit(`2025-${day}T10:00Z`, pt),
      scored(31),
    );
    R30.expectFrom(visited, '2025-03-26T10:00Z');
    expect(R30.silence(scored(30), '2025-07-01T00:00Z')).toBe('answered');
  });

  it('the other way round where more is better', () => {
    const more = { direction: 'higher_better' } as const;
    expect(R30.silence(scored(50, more), '2025-07-01T00:00Z')).toBe('answered');
    expect(R30.fires(scored(30, more), '2025-03-25T00:00Z')).toBe('ODI');
  });

  it('needs two scores 21 days apart, a detectable change, and a plan or program that is open', () => {
    expect(R30.silence(scored(50, { takenAt: '2025-03-23T09:00Z' }), '2025-07-01T00:00Z')).toBe('waiting');
    const unsaid = aPerson()
      .plan({ id: 'k', line: 'pt', startedAt: '2025-03-03T08:00Z', specialty: 'PT' })
      .with('score', { instrument: 'ODI', takenAt: '2025-03-03T09:00Z', value: 40, direction: 'lower_better' })
      .with('score', { instrument: 'ODI', takenAt: '2025-03-24T09:00Z', value: 60, direction: 'lower_better' });
    expect(R30.silence(unsaid, '2025-07-01T00:00Z')).toBe('no_data');
    expect(R30.silence(scored(50, {}, { closedAt: '2025-03-20T08:00Z' }), '2025-03-25T00:00Z')).toBe('closed');
  });
});

describe('R31 UNANSWERED_INBOUND (Q73)', () => {
  const R31 = theRule('R31');
  const asked = (more = {}): APerson =>
    aPerson().with('communication', { at: '2025-03-07T16:00Z', direction: 'in', needsReply: true, ...more });

  it('one open day after it came', () => {
    R31.expectFrom(asked(), '2025-03-10T09:00Z');
  });

  it('a reply ends it, a message of ours does not', () => {
    expect(R31.silence(asked({ repliedAt: '2025-03-10T10:00Z' }), '2025-03-10T10:00Z')).toBe('not_applicable');
    expect(
      R31.fires(asked().with('communication', { at: '2025-03-08T10:00Z', direction: 'out' }), '2025-03-10T10:00Z'),
    ).toBe('-');
  });

  it('what needs no reply waits for none', () => {
    expect(R31.fires(asked({ needsReply: null }), '2025-03-20T00:00Z')).toBe('');
    expect(R31.fires(asked({ direction: 'out' }), '2025-03-20T00:00Z')).toBe('');
  });
});

describe('R32 BAD_EXPERIENCE (Q74)', () => {
  const R32 = theRule('R32');
  const complained = () =>
    aPerson().visit('2025-02-24T10:00Z', pt).with('communication', { at: '2025-03-03T10:00Z', kind: 'complaint' });

  it('a complaint with nothing booked, for thirty days', () => {
    R32.expectFrom(complained(), '2025-03-03T10:00Z');
    expect(R32.fires(complained(), '2025-04-02T23:00Z')).toBe('-');
    expect(R32.fires(complained(), '2025-04-03T00:00Z')).toBe('');
  });

  it('with a booking only when one was lost within fourteen days after it', () => {
    const booked = () => complained().booking('2025-03-20T10:00Z', pt);
    expect(R32.silence(booked(), '2025-03-04T00:00Z')).toBe('live_booking');
    expect(R32.fires(booked().cancel('2025-03-19T10:00Z', '2025-03-17T10:00Z', pt), '2025-03-18T00:00Z')).toBe('-');
    expect(R32.fires(booked().cancel('2025-03-19T10:00Z', '2025-03-18T10:00Z', pt), '2025-03-19T00:00Z')).toBe('');
    expect(R32.fires(booked().cancel('2025-03-19T10:00Z', '2025-03-02T10:00Z', pt), '2025-03-04T00:00Z')).toBe('');
  });

  it('a cancel that does not say when is no loss before its start (Q26)', () => {
    const person = complained().booking('2025-03-20T10:00Z', pt);
    person.with('appointment', { startsAt: '2025-03-12T10:00Z', status: 'cancelled', ...pt });
    R32.expectFrom(person, '2025-03-12T10:00Z');
  });

  it('a survey of six or less is a bad one', () => {
    const survey = (value: number) =>
      aPerson().with('score', { instrument: 'NPS', domain: 'Experience', takenAt: '2025-03-03T10:00Z', value });
    expect(R32.fires(survey(6), '2025-03-04T00:00Z')).toBe('-');
    expect(R32.fires(survey(7), '2025-03-04T00:00Z')).toBe('');
  });
});

describe('R33 CARE_TEAM_CHANGE (Q45, Q75)', () => {
  const gone = { practitioners: { lee: { leftAt: Date.parse('2025-03-20T17:00Z') }, kim: { active: true } } };
  const R33 = theRule('R33', gone);
  const lee = { ...pt, practitionerId: 'lee' };
  const kim = { ...pt, practitionerId: 'kim' };
  const seen = (...who: (typeof lee)[]) =>
    who.reduce((person, by, index) => person.visit(`2025-03-0${index + 3}T10:00Z`, by), aPerson());

  it('from the day the practitioner of three in five visits leaves', () => {
    R33.expectFrom(seen(lee, kim, lee, kim, lee), '2025-03-20T17:00Z');
    expect(R33.fires(seen(lee, kim, lee, kim, kim), '2025-03-21T00:00Z')).toBe('');
    expect(R33.fires(seen(lee, lee), '2025-03-21T00:00Z')).toBe('');
  });

  it('only the newest five count', () => {
    expect(R33.fires(seen(lee, lee, kim, kim, kim, lee, lee), '2025-03-21T00:00Z')).toBe('');
  });

  it('a booking with another silences it, one with the leaver does not', () => {
    expect(R33.silence(seen(lee, lee, lee).booking('2025-04-01T10:00Z', kim), '2025-03-21T00:00Z')).toBe(
      'live_booking',
    );
    expect(R33.fires(seen(lee, lee, lee).booking('2025-04-01T10:00Z', lee), '2025-03-21T00:00Z')).toBe('pt');
  });

  it('one who is no longer active has left', () => {
    const inactive = theRule('R33', { practitioners: { lee: { active: false } } });
    expect(inactive.fires(seen(lee, lee, lee), '2025-03-21T00:00Z')).toBe('pt');
  });

  it('E03: a closed or finished plan ends it', () => {
    const plan = { id: 'k', line: 'pt', startedAt: '2025-03-01T08:00Z', specialty: 'PT' } as const;
    expect(R33.fires(seen(lee, lee, lee).plan(plan), '2025-03-21T00:00Z')).toBe('k');
    expect(R33.silence(seen(lee, lee, lee).plan({ ...plan, closedAt: '2025-03-19T08:00Z' }), '2025-03-21T00:00Z')).toBe(
      'closed',
    );
    expect(R33.silence(seen(lee, lee, lee).plan({ ...plan, prescribedVisits: 3 }), '2025-03-21T00:00Z')).toBe('closed');
  });
});
