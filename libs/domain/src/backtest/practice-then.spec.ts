import { defaultSettings } from '../prepared-practice.js';
import { aPerson, at, type APerson } from '../testing/a-person.js';
import { practiceFacts } from '../testing/a-practice.js';
import { AsOf } from '../timeline/as-of.js';
import { askedDays } from './ask.js';
import { peopleThen, recordsOf, type PeopleThen } from './people-then.js';
import { PracticeThen } from './practice-then.js';

/** What answers take from the practice as a whole is known no earlier than it was recorded (RC 1.1). */

const settings = defaultSettings('live');
const asked = askedDays({
  ...{ from: '2025-03-03', to: '2025-03-31', every: 1, hour: 12, timezone: 'UTC' },
  ...{ dataEnd: at('2025-08-01T00:00Z'), sides: [] },
});
const told = (day: string, recorded = day) => ({ createdAt: '2025-02-01T09:00Z', updatedAt: `${recorded}T12:00Z` });

function practiceOf(...people: APerson[]) {
  const practice = new PracticeThen(practiceFacts(), asked);
  const all = people.map(({ facts }) => peopleThen(recordsOf(facts)));
  for (const each of all) practice.learn(each);
  practice.settle();
  for (const each of all) practice.measure(each, settings);
  practice.settleMedians();
  const indexOf = (day: string) => asked.instants.indexOf(at(`${day}T12:00Z`));
  return {
    view: (day: string) => {
      const moment = new AsOf(at(`${day}T12:00Z`));
      return practice.preparedAt(settings, indexOf(day)).viewAt(moment);
    },
    next: (day: string, nextChangeAt: string | null, lines: string[]) => {
      const index = practice.nextIndex(indexOf(day), nextChangeAt === null ? null : at(nextChangeAt), lines);
      return asked.instants[index] === undefined ? null : new Date(asked.instants[index]).toISOString().slice(0, 10);
    },
  };
}

describe('the practice as it was known', () => {
  const pt = { serviceId: 'pt' };
  const { view, next } = practiceOf(
    aPerson('weekly')
      .visit('2025-03-04T10:00Z', pt, told('2025-03-04'))
      .visit('2025-03-11T10:00Z', pt, told('2025-03-11'))
      // Held on the 14th and entered on the 20th.
      .visit('2025-03-14T10:00Z', pt, told('2025-03-14', '2025-03-20')),
  );

  it('X03 has the medians of the day, and not those of the end', () => {
    const medians = ['2025-03-10', '2025-03-11', '2025-03-19', '2025-03-20'].map((day) => view(day).medianOfLine('pt'));
    expect(medians).toEqual([null, 7, 7, 5]);
  });

  it('X03 has an answer asked again when a median that it rests on has moved', () => {
    expect(next('2025-03-05', null, ['pt'])).toBe('2025-03-11');
    expect(next('2025-03-11', null, ['pt'])).toBe('2025-03-20');
    expect(next('2025-03-11', '2025-03-15T09:00Z', ['pt'])).toBe('2025-03-15');
    expect(next('2025-03-20', null, ['pt'])).toBeNull();
    expect(next('2025-03-11', null, ['de'])).toBeNull();
  });

  it('X03 Q28 does not know that a source keeps outcomes before the first one is on record', () => {
    expect([view('2025-03-03').keepsNoOutcome(''), view('2025-03-04').keepsNoOutcome('')]).toEqual([true, false]);
    expect(next('2025-03-03', null, [])).toBe('2025-03-04');
  });

  it('X03 Q95 does not know that a source keeps outcomes from rows of a patient who is not known yet', () => {
    const stranger = aPerson('p2', {}, { createdAt: '2025-03-20T09:00Z', updatedAt: '2025-03-20T12:00Z' }).visit(
      '2025-03-05T10:00Z',
      pt,
      told('2025-03-05'),
    );
    const { view: known } = practiceOf(stranger);
    expect(known('2025-03-14').keepsNoOutcome('')).toBe(true);
    expect(known('2025-03-24').keepsNoOutcome('')).toBe(false);
  });

  it('X03 Q31 does not know of a specialty before a plan names it', () => {
    const odd = practiceOf(aPerson('p').plan({ specialty: 'PT', startedAt: '2025-03-12T09:00Z' }, told('2025-03-12')));
    expect(odd.next('2025-03-04', null, [])).toBeNull();
    const late = practiceOf(
      aPerson('p').plan(
        { specialty: 'PT', startedAt: '2025-03-12T09:00Z' },
        { createdAt: '2025-03-12T09:00Z', updatedAt: '2025-03-12T09:00Z' },
      ),
    );
    expect(late.next('2025-03-04', null, [])).toBe('2025-03-12');
  });
});

describe('people whose rows changed hands', () => {
  it('X03 know when a score is due before anything of it was recorded, as everybody else does (Q02)', () => {
    const due = { instrument: 'odi', dueAt: '2025-03-10T09:00Z', takenAt: '2025-03-12T09:00Z' };
    const person = aPerson('p1').with('score', due);
    const alone = recordsOf(person.facts);
    const other = recordsOf(aPerson('p2').facts);
    const together = peopleThen({ ...alone, patient: [...(alone.patient ?? []), ...(other.patient ?? [])] });
    const moment = new AsOf(at('2025-03-11T12:00Z'));
    const scoresIn = (people: PeopleThen) => people.at(moment).flatMap(({ scores }) => scores.map(({ id }) => id));
    expect(scoresIn(together)).toEqual(scoresIn(peopleThen(alone)));
    expect(scoresIn(together)).toHaveLength(1);
  });
});
