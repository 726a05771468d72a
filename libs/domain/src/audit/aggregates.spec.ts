import { aPerson, at, type APerson } from '../testing/a-person.js';
import { practiceFacts } from '../testing/a-practice.js';
import { aggregatesOf, lineMedianDays } from './aggregates.js';

const facts = practiceFacts();
const AS_OF = at('2025-03-31T00:00Z');
const visits = (id: string, days: number[], serviceId = 'pt') =>
  days.reduce(
    (person, day) => person.visit(`2025-03-${String(day).padStart(2, '0')}T10:00Z`, { serviceId }),
    aPerson(id),
  );
const of = (...persons: APerson[]) =>
  aggregatesOf(
    persons.map((person) => person.facts),
    facts,
    AS_OF,
  );

describe('practice-wide aggregates', () => {
  it('the median of all gaps of a line over all persons, the mean of the middle two (Q10)', () => {
    // Gaps 2, 2 and 7, 4: sorted 2 2 4 7.
    expect(of(visits('a', [1, 3, 5]), visits('b', [1, 8, 12]), visits('c', [4])).lineMedianDays).toEqual({ pt: 3 });
  });

  it('several visits on one day make no gap (Q34)', () => {
    expect(of(visits('a', [1, 1, 6])).lineMedianDays).toEqual({ pt: 5 });
  });

  it('each line by itself, the unknown one too (Q29)', () => {
    const both = visits('a', [1, 3, 10]).visit('2025-03-02T10:00Z').visit('2025-03-12T10:00Z');
    expect(of(both).lineMedianDays).toEqual({ '': 10, pt: 4.5 });
  });

  it('knows no more than what was known (Q10: as of T)', () => {
    const person = visits('a', [1, 3]).visit(
      '2025-03-20T10:00Z',
      { serviceId: 'pt' },
      { createdAt: '2025-04-01T00:00Z' },
    );
    expect(of(person).lineMedianDays).toEqual({ pt: 2 });
  });

  it('the histogram of the live product gives the same number', () => {
    const histogram = new Map([
      [
        'pt',
        new Map([
          [7, 1],
          [2, 2],
          [4, 1],
          [9, 0],
        ]),
      ],
      ['empty', new Map<number, number>()],
    ]);
    expect(lineMedianDays(histogram)).toEqual({ pt: 3 });
  });

  it('a source keeps no outcome when none of its appointments ever has one (Q28)', () => {
    const silent = aPerson('a')
      .booking('2025-03-01T10:00Z', {}, { source: 'silent' })
      .booking('2025-03-02T10:00Z', { status: 'cancelled' }, { source: 'silent' });
    const telling = aPerson('b')
      .booking('2025-03-01T10:00Z', {}, { source: 'telling' })
      .noShow('2025-03-02T10:00Z', {}, { source: 'telling' });
    expect(of(silent, telling).sourcesWithoutOutcomes).toEqual(['silent']);
  });

  it('names every specialty that a plan names (Q31)', () => {
    expect(of(aPerson('a').plan({ specialty: 'PT' }).plan({ specialty: 'DE' }).plan({})).planSpecialties).toEqual([
      'DE',
      'PT',
    ]);
  });
});
