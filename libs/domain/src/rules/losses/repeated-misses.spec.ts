import { aPerson, at, type APerson } from '../../testing/a-person.js';
import { aPractice, evaluate, onlyRules } from '../../testing/a-practice.js';
import { theRule } from '../../../../../test/support/a-rule.js';

const pt = { serviceId: 'pt' };
const R08 = theRule('R08');

/** Two no-shows and two visits in February 2025. */
const twice = (): APerson =>
  aPerson()
    .visit('2025-02-03T10:00Z', pt)
    .noShow('2025-02-10T10:00Z', pt)
    .visit('2025-02-12T10:00Z', pt)
    .noShow('2025-02-17T10:00Z', pt);

describe('R08 REPEATED_MISSES (Q51)', () => {
  it('fires with the third miss among the last five bookings', () => {
    R08.expectFrom(twice().noShow('2025-02-24T10:00Z', pt), '2025-02-24T10:00Z');
  });

  it('a cancel less than 24 hours before counts, one of 24 hours does not', () => {
    R08.expectFrom(twice().cancel('2025-02-24T10:00Z', '2025-02-23T10:00:00.001Z', pt), '2025-02-23T10:00:00.001Z');
    expect(R08.fires(twice().cancel('2025-02-24T10:00Z', '2025-02-23T10:00Z', pt), '2025-02-25T10:00Z')).toBe('');
    const late = twice().with('appointment', {
      startsAt: '2025-02-24T10:00Z',
      status: 'late_cancelled',
      cancelledAt: '2025-02-20T10:00Z',
      ...pt,
    });
    expect(R08.fires(late, '2025-02-25T10:00Z')).toBe('pt');
  });

  it('the clinic’s cancels, walk-ins and the waiting list are not looked at', () => {
    const person = twice()
      .cancel('2025-02-24T10:00Z', '2025-02-24T09:00Z', { ...pt, cancelledBy: 'clinic' })
      .visit('2025-02-25T10:00Z', { ...pt, walkIn: true })
      .visit('2025-02-26T10:00Z', { ...pt, walkIn: true })
      .noShow('2025-02-27T10:00Z', pt);
    expect(R08.fires(person, '2025-02-28T10:00Z')).toBe('pt');
  });

  it('two visits in a row end it; a live booking does not', () => {
    const missed = () => twice().noShow('2025-02-24T10:00Z', pt).booking('2025-03-03T10:00Z', pt);
    expect(R08.fires(missed(), '2025-02-25T10:00Z')).toBe('pt');
    const came = missed().visit('2025-02-26T10:00Z', pt).visit('2025-02-27T10:00Z', pt);
    expect(R08.silence(came, '2025-02-28T10:00Z')).toBe('answered');
  });

  it('looks back sixty local days', () => {
    const person = twice().noShow('2025-02-24T10:00Z', pt);
    expect(R08.fires(person, '2025-04-11T23:59Z')).toBe('pt');
    // The first no-show of 10 February is past sixty days: two misses are left.
    expect(R08.fires(person, '2025-04-12T00:00Z')).toBe('');
  });

  it('K14 a series ended in one go is one loss', () => {
    const series = { ...pt, seriesId: 's1' };
    const person = aPerson()
      .visit('2025-02-03T10:00Z', pt)
      .cancel('2025-02-10T10:00Z', '2025-02-09T20:00Z', series)
      .cancel('2025-02-17T10:00Z', '2025-02-09T20:00Z', { ...series, status: 'late_cancelled' })
      .cancel('2025-02-24T10:00Z', '2025-02-09T20:10Z', { ...series, status: 'late_cancelled' });
    expect(R08.fires(person, '2025-02-10T10:00Z')).toBe('');
  });

  it('K09 a booking moved twice counts, moves being seen between versions', () => {
    const moved =
      (id: string, starts: string[]): ((person: APerson) => APerson) =>
      (person) => {
        for (const [index, startsAt] of starts.entries()) {
          person.booking(
            startsAt,
            { ...pt, id },
            { createdAt: '2025-02-01T08:00Z', updatedAt: `2025-02-0${index + 2}T08:00Z` },
          );
        }
        return person;
      };
    const person = moved('m1', ['2025-02-05T10:00Z', '2025-02-06T10:00Z', '2025-02-07T10:00Z'])(
      aPerson().noShow('2025-02-10T10:00Z', pt).noShow('2025-02-12T10:00Z', pt),
    );
    expect(R08.fires(person, '2025-02-13T10:00Z')).toBe('pt');
    const once = moved('m1', ['2025-02-05T10:00Z', '2025-02-07T10:00Z'])(
      aPerson().noShow('2025-02-10T10:00Z', pt).noShow('2025-02-12T10:00Z', pt),
    );
    expect(R08.fires(once, '2025-02-13T10:00Z')).toBe('');
  });

  it('a cancel that does not say when is none before its start (Q26), and a move twice none before it', () => {
    const cancelled = twice().with('appointment', { startsAt: '2025-02-24T10:00Z', status: 'cancelled', ...pt });
    R08.expectFrom(cancelled, '2025-02-24T10:00Z');
    const moved = twice();
    for (const [day, startsAt] of ['2025-02-24T10:00Z', '2025-02-26T10:00Z', '2025-02-25T10:00Z'].entries()) {
      const clocks = { createdAt: '2025-02-18T10:00Z', updatedAt: `2025-02-${18 + day}T10:00Z` };
      moved.booking(startsAt, { ...pt, id: 'm1' }, clocks);
    }
    R08.expectFrom(moved, '2025-02-25T10:00Z');
  });

  it('a booking of an unknown line counts in every line and names none (Q29)', () => {
    const person = twice().noShow('2025-02-24T10:00Z');
    expect(R08.fires(person, '2025-02-25T10:00Z')).toBe('- pt');
  });

  it('each line by itself, and not for a plan that is closed (E03)', () => {
    const person = aPerson()
      .noShow('2025-02-10T10:00Z', pt)
      .noShow('2025-02-12T10:00Z', { serviceId: 'ms' })
      .noShow('2025-02-14T10:00Z', { serviceId: 'de' });
    expect(R08.fires(person, '2025-02-15T10:00Z')).toBe('');
    const planned = { ...pt, planId: 'k' };
    const closed = aPerson()
      .plan({ id: 'k', line: 'pt', startedAt: '2025-02-01T08:00Z', closedAt: '2025-02-20T08:00Z', specialty: 'PT' })
      .noShow('2025-02-10T10:00Z', planned)
      .noShow('2025-02-12T10:00Z', planned)
      .noShow('2025-02-14T10:00Z', planned);
    expect(R08.fires(closed, '2025-02-19T10:00Z')).toBe('k');
    expect(R08.silence(closed, '2025-02-20T10:00Z')).toBe('closed');
  });

  it('of somebody who has missed too little on record it waits for no day', () => {
    const asked = (person: APerson, asOf: string) => {
      const { verdicts } = evaluate(aPractice({ settings: onlyRules('R08') }), person, asOf);
      return verdicts.find(({ rule }) => rule === 'R08');
    };
    expect(asked(twice(), '2025-02-25T10:00Z')).toMatchObject({
      because: 'not_applicable',
      says: 'Fewer than 3 bookings on record were cancelled or missed.',
    });
    // All that is still to come is that they lapse (R18), a year after the last visit.
    expect(asked(twice(), '2025-02-25T10:00Z')?.nextChangeAt).toBe(at('2026-02-12T00:00Z'));
    expect(asked(aPerson(), '2025-02-25T10:00Z')?.because).toBe('no_data');
  });
});
