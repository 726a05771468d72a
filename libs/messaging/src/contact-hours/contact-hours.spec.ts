import { isInWindow, whereaboutsOf, zoneOf, type HoursTable } from '@keepwell/domain';
import { holidaysOf } from './holidays.js';
import { parseContactHours, readContactHours } from './read-contact-hours.js';

const FILE = new URL('../../../../config/contact-hours.yaml', import.meta.url).pathname;
const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
type Edges = [from: string, to: string] | null;

const minutes = (clock: string): number => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3));

/** What C-09 and C-10 come to, written out apart from the file: the default, and what is narrower than it. */
const DAY: Edges = ['09:00', '20:00'];
const HOUSE = { week: DAY, sat: DAY };
const NARROWER: Record<string, { week: Edges; sat: Edges }> = {
  'US-KY': { week: ['10:00', '20:00'], sat: ['10:00', '20:00'] },
  'US-RI': { week: ['09:00', '18:00'], sat: ['10:00', '17:00'] },
};
const CANADA = { week: DAY, sat: ['10:00', '18:00'] as Edges };
const AUSTRALIA = { week: DAY, sat: ['09:00', '17:00'] as Edges };
const STRICT = { week: ['10:00', '18:00'] as Edges, sat: ['10:00', '17:00'] as Edges };

const US =
  'AL AK AZ AR CA CO CT DE DC FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK OR PA RI SC SD TN TX UT VT VA WA WV WI WY';
const CA = 'AB BC MB NB NL NS NT NU ON PE QC SK YT';
const AU = 'ACT NSW NT QLD SA TAS VIC WA';
const under = (country: string, states: string): string[] => states.split(' ').map((state) => `${country}-${state}`);
const PLACES = [
  ...under('US', US),
  ...under('CA', CA),
  ...under('GB', 'ENG SCT WLS NIR'),
  ...under('AU', AU),
  'IE',
  'NZ',
];

const expectedOf = (place: string): { week: Edges; sat: Edges } => {
  if (place.startsWith('CA-')) return CANADA;
  if (place.startsWith('AU-')) return AUSTRALIA;
  return NARROWER[place] ?? HOUSE;
};

/** Each minute before, at and after opening and closing on every day of an ordinary week, by the patient's own clock. */
function wrongEdges(
  table: HoursTable,
  place: string | null,
  zone: string,
  expected: { week: Edges; sat: Edges },
): string[] {
  const whereabouts = whereaboutsOf({
    statedZone: zone,
    locationZone: null,
    practiceZone: 'UTC',
    place,
    hours: table,
    holidays: [],
  });
  const monday = Date.parse('2026-06-08') / 86_400_000;
  return WEEKDAYS.flatMap((name, index) => {
    const edges = name === 'sun' ? null : name === 'sat' ? expected.sat : expected.week;
    const from = edges === null ? -1 : minutes(edges[0]);
    const to = edges === null ? -1 : minutes(edges[1]);
    const asked = [8, 9, 10, 12, 17, 18, 20, 21].flatMap((hour) => [hour * 60 - 1, hour * 60, hour * 60 + 1]);
    return [...asked, from - 1, from, from + 1, to - 1, to, to + 1]
      .filter((clock) => clock >= 0)
      .filter(
        (clock) => isInWindow(whereabouts, zoneOf(zone).at(monday + index, clock)) !== (clock >= from && clock < to),
      )
      .map((clock) => `${place} ${name} ${clock}`);
  });
}

describe('hours of contact', () => {
  it('C-09 there are at least 60 jurisdictions, and each opens and closes to the minute on every day', async () => {
    const table = await readContactHours(FILE);
    expect(PLACES.length).toBeGreaterThanOrEqual(60);
    const wrong = PLACES.flatMap((place) => {
      const row = table.places.get(place);
      return row === undefined ? [`${place} is missing`] : wrongEdges(table, place, row.zones[0]!, expectedOf(place));
    });
    expect(wrong).toEqual([]);
  });

  it('C-09 where the place is unknown the strict hours hold', async () => {
    const table = await readContactHours(FILE);
    expect(wrongEdges(table, null, 'Europe/London', STRICT)).toEqual([]);
    expect(wrongEdges(table, 'DE-BY', 'Europe/Berlin', STRICT)).toEqual([]);
    expect(wrongEdges(table, 'US', 'America/New_York', STRICT)).toEqual([]);
  });

  it.each([
    ['US-KY', 'mon', ['10:00', '20:00']],
    ['US-CT', 'sat', ['09:00', '20:00']],
    ['US-NV', 'mon', ['09:00', '20:00']],
    ['US-FL', 'mon', ['09:00', '20:00']],
    ['US-AL', 'sun', null],
    ['US-LA', 'sun', null],
    ['US-MS', 'sun', null],
    ['US-MN', 'mon', ['09:00', '20:00']],
    ['US-RI', 'fri', ['09:00', '18:00']],
    ['US-RI', 'sat', ['10:00', '17:00']],
    ['US-TX', 'mon', ['09:00', '20:00']],
    ['US-TX', 'sun', null],
    ['AU-WA', 'sat', ['09:00', '17:00']],
    ['AU-NSW', 'sun', null],
  ] as const)('C-10 %s on %s', async (place, name, hours) => {
    const { places } = await readContactHours(FILE);
    const day = (WEEKDAYS.indexOf(name) + 1) as 1;
    expect(places.get(place)!.days[day]).toEqual(
      hours === null ? null : { from: minutes(hours[0]), to: minutes(hours[1]) },
    );
  });

  it('C-10 a law can only narrow: no row is wider than the house, whatever it says', () => {
    const wide = parseContactHours(
      `
default: { days: { mon-sat: '09:00-20:00', sun: none }, onHolidays: none }
strict: { days: { mon-fri: '10:00-18:00', sat-sun: none }, onHolidays: none }
places:
  - { place: XX, zones: [UTC], days: { mon-sun: '06:00-23:00' }, source: s, checkedOn: null, checkedBy: null, verified: false }`,
      'hours.yaml',
    );
    expect(wide.places.get('XX')).toMatchObject({ days: { 1: { from: 540, to: 1200 }, 7: null }, notOnHolidays: true });
  });

  it.each([
    ['', 'hours.yaml: the whole file: needs default, strict and places'],
    ['a: [', 'hours.yaml: not YAML'],
    ['default: { days: { mon-fri: 9-5 } }', "default, mon-fri: write the hours as '09:00-20:00', or none"],
    ["default: { days: { mon-fri: '20:00-09:00' } }", 'the hours must end after they begin'],
    ["default: { days: { fri-mon: '09:00-20:00' } }", '"fri-mon" names no days'],
    ['default: { days: { mon: none, mon-tue: none } }', 'mon is given twice'],
    ["default: { days: { mon-fri: '09:00-20:00' }, onHolidays: none }", 'default: says nothing of sat, sun'],
  ])('a file that is %j is refused in a sentence', (text, says) => {
    expect(() => parseContactHours(text, 'hours.yaml')).toThrow(says);
  });

  it.each([
    ['place: Kentucky', 'place is an ISO 3166 code'],
    ['place: XX, zones: []', 'XX: zones lists the time zones'],
    ['place: XX, zones: [Mars/Base]', '"Mars/Base" is not a time zone'],
    ['place: XX, zones: [UTC], hours: 9', '"hours" is not known here'],
    ['place: XX, zones: [UTC], source: s, checkedOn: null, checkedBy: me, verified: false', 'both or neither'],
    [
      'place: XX, zones: [UTC], source: s, checkedOn: null, checkedBy: null, verified: true',
      'true only with checkedOn',
    ],
  ])('a place written %j is refused in a sentence', (row, says) => {
    const text = `
default: { days: { mon-sun: '09:00-20:00' }, onHolidays: none }
strict: { days: { mon-sun: none }, onHolidays: none }
places: [{ ${row} }]`;
    expect(() => parseContactHours(text, 'hours.yaml')).toThrow(says);
  });
});

describe('public holidays', () => {
  it.each([
    ['GB-ENG', 2026, '2026-12-28', true],
    ['GB-SCT', 2026, '2026-01-02', true],
    ['GB-ENG', 2026, '2026-01-02', false],
    ['US-TN', 2026, '2026-07-04', true],
    ['CA-ON', 2026, '2026-07-01', true],
    ['AU-VIC', 2026, '2026-01-26', true],
    ['IE', 2026, '2026-03-17', true],
    ['NZ', 2026, '2026-02-06', true],
    ['GB-ENG', 2026, '2026-06-03', false],
  ])('C-09 %s %i: %s is one: %s', (place, year, date, isOne) => {
    expect(holidaysOf(place, year).includes(date)).toBe(isOne);
  });

  it('C-09 a place without a calendar has those of its country, or none', () => {
    expect(holidaysOf('IE-D', 2026)).toEqual(holidaysOf('IE', 2026));
    expect(holidaysOf('XX', 2026)).toEqual([]);
    expect(holidaysOf('US-KY', 2027)).toBe(holidaysOf('US-KY', 2027));
  });
});
