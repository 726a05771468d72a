import { HOUSE_HOURS } from './fixtures/contact-facts.js';
import { isInWindow } from './contact-window.js';
import { whereaboutsOf, type HoursTable, type WhereaboutsInput } from './whereabouts.js';

const hours: HoursTable = {
  strict: { ...HOUSE_HOURS, place: 'strict' },
  places: new Map([
    ['GB-ENG', { ...HOUSE_HOURS, zones: ['Europe/London'] }],
    ['IE', { ...HOUSE_HOURS, place: 'IE', zones: ['Europe/Dublin'] }],
    ['US-TN', { ...HOUSE_HOURS, place: 'US-TN', zones: ['America/Chicago', 'America/New_York'] }],
  ]),
};
const of = (more: Partial<WhereaboutsInput>) => {
  const {
    zones,
    place,
    hours: held,
  } = whereaboutsOf({
    statedZone: null,
    locationZone: null,
    practiceZone: 'Europe/London',
    place: 'GB-ENG',
    hours,
    holidays: [],
    ...more,
  });
  return [zones.map(({ zone, from }) => `${zone} ${from}`).join(' + '), place, held.place];
};

it('knows no quiet hour where nobody is reached: the simulated practice', () => {
  const input = {
    statedZone: null,
    locationZone: null,
    practiceZone: 'Europe/London',
    place: 'GB-ENG',
    hours,
    holidays: ['2026-12-25'],
  };
  const christmasNight = Date.parse('2026-12-25T03:00Z');
  expect(isInWindow(whereaboutsOf({ ...input, simulated: true }), christmasNight)).toBe(true);
  expect(isInWindow(whereaboutsOf(input), christmasNight)).toBe(false);
});

describe('where a patient is taken to be', () => {
  it.each<[string, Partial<WhereaboutsInput>, (string | null)[]]>([
    ['the practice', {}, ['Europe/London clinic', 'GB-ENG', 'GB-ENG']],
    [
      'the location before the practice',
      { locationZone: 'Europe/Dublin', place: 'IE' },
      ['Europe/Dublin clinic', 'IE', 'IE'],
    ],
    [
      'the address before the clinic',
      { addressZone: 'Europe/London', locationZone: 'Asia/Tokyo' },
      ['Europe/London address', 'GB-ENG', 'GB-ENG'],
    ],
    [
      'what is stated before all',
      { statedZone: 'Europe/London', addressZone: 'Asia/Tokyo' },
      ['Europe/London stated', 'GB-ENG', 'GB-ENG'],
    ],
    [
      'stated elsewhere: a place we know nothing of',
      { statedZone: 'Asia/Tokyo' },
      ['Asia/Tokyo stated', null, 'strict'],
    ],
    [
      'what is stated but is no zone says nothing',
      { statedZone: 'Mars/Base' },
      ['Europe/London clinic', 'GB-ENG', 'GB-ENG'],
    ],
    ['an unknown place', { place: null }, ['Europe/London clinic', null, 'strict']],
    ['a place without a row', { place: 'DE-BY' }, ['Europe/London clinic', null, 'strict']],
    [
      'a county of a country with one rule',
      { place: 'IE-D', locationZone: 'Europe/Dublin' },
      ['Europe/Dublin clinic', 'IE-D', 'IE'],
    ],
    [
      'a clinic in a place of two zones: both',
      { place: 'US-TN', locationZone: 'America/Chicago' },
      ['America/Chicago clinic + America/New_York clinic', 'US-TN', 'US-TN'],
    ],
    [
      'a patient there who stated one: that one',
      { place: 'US-TN', statedZone: 'America/New_York' },
      ['America/New_York stated', 'US-TN', 'US-TN'],
    ],
  ])('T-01 %s', (_title, input, expected) => {
    expect(of(input)).toEqual(expected);
  });

  it('T-01 an unusable zone of the practice itself is an error, not a guess', () => {
    expect(() => of({ practiceZone: 'Europe/Lundun' })).toThrow('"Europe/Lundun" is not a time zone');
  });
});
