import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { theRule } from '../../../../test/support/a-rule.js';
import { runs } from '../../../../test/support/long-form.js';
import { aPerson } from '../testing/a-person.js';

/** More with PROPERTY_RUNS, for a night. */
const RUNS = runs(60);
const MINUTE_MS = 60_000;

/** Local dates on which clocks change in 2025; Kathmandu, 45 minutes off the hour, has none. Lord Howe moves by half an hour. */
const CHANGES: Record<string, string[]> = {
  'Europe/London': ['2025-03-30', '2025-10-26'],
  'America/New_York': ['2025-03-09', '2025-11-02'],
  'Australia/Lord_Howe': ['2025-04-06', '2025-10-05'],
  'Asia/Kathmandu': ['2025-03-30', '2025-10-26'],
};
const aChange = fc.constantFrom(
  ...Object.entries(CHANGES).flatMap(([zone, dates]) => dates.map((date) => ({ zone, date }))),
);
const aClock = fc.integer({ min: 0, max: 24 * 60 - 1 });
/** Opens within the hours that are skipped or come twice. */
const anOpening = fc.integer({ min: 30, max: 4 * 60 });

const clockText = (minutes: number) =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
/** As the calendar of another library has it: a skipped time moves forward by the gap, of two the earlier (K07). */
const instantOf = (zone: string, date: Temporal.PlainDate, minutes: number) =>
  date.toZonedDateTime({ timeZone: zone, plainTime: Temporal.PlainTime.from(clockText(minutes)) }).epochMilliseconds;
const startOf = (zone: string, date: Temporal.PlainDate) => date.toZonedDateTime(zone).epochMilliseconds;
const dateOf = (zone: string, instant: number) =>
  Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone).toPlainDate();
const text = (instant: number) => new Date(instant).toISOString();
const isWeekday = (date: Temporal.PlainDate) => date.dayOfWeek <= 5;

const at = (zone: string, opensAt = '09:00', openDays = [1, 2, 3, 4, 5]) => ({
  locations: { main: { timezone: zone, opensAt, openDays } },
});

describe('around a change of the clocks', () => {
  it('K05 K06 K07 thirty days are thirty local dates, whatever an hour was worth, and end with the first instant of the date', () => {
    fc.assert(
      fc.property(aChange, fc.integer({ min: -31, max: 1 }), aClock, ({ zone, date }, days, clock) => {
        const visit = instantOf(zone, Temporal.PlainDate.from(date).add({ days }), clock);
        const end = startOf(zone, dateOf(zone, visit).add({ days: 30 }));
        theRule('R04', at(zone)).expectFrom(aPerson().visit(text(visit), { serviceId: 'pt' }), text(end));
      }),
      { numRuns: RUNS },
    );
  });

  it('K05 K07 K20 a business day ends when the clinic opens, also at an hour that is skipped or comes twice', () => {
    fc.assert(
      fc.property(aChange, fc.integer({ min: -3, max: 1 }), aClock, anOpening, ({ zone, date }, days, clock, opens) => {
        const missed = instantOf(zone, Temporal.PlainDate.from(date).add({ days }), clock);
        const opening = instantOf(zone, dateOf(zone, missed).add({ days: 1 }), opens);
        const rule = theRule('R06', at(zone, clockText(opens), [1, 2, 3, 4, 5, 6, 7]));
        rule.expectFrom(aPerson().noShow(text(missed), { serviceId: 'pt' }), text(opening));
      }),
      { numRuns: RUNS },
    );
  });

  it('K07 24 hours are 24 hours that have passed, and on a closed day the next opening counts', () => {
    fc.assert(
      fc.property(aChange, fc.integer({ min: -3, max: 1 }), aClock, anOpening, ({ zone, date }, days, clock, opens) => {
        const enrolled = instantOf(zone, Temporal.PlainDate.from(date).add({ days }), clock);
        const passed = enrolled + 24 * 60 * MINUTE_MS;
        let day = dateOf(zone, passed);
        const isOpen = isWeekday(day);
        while (!isWeekday(day)) day = day.add({ days: 1 });
        const deadline = isOpen ? passed : instantOf(zone, day, opens);
        const program = aPerson().with('program', { startedAt: text(enrolled) });
        theRule('R27', at(zone, clockText(opens))).expectFrom(program, text(deadline));
      }),
      { numRuns: RUNS },
    );
  });

  it('K05 K06 a visit late in the evening belongs to its local date in every zone', () => {
    fc.assert(
      fc.property(aChange, fc.integer({ min: -2, max: 2 }), ({ zone, date }, days) => {
        const local = Temporal.PlainDate.from(date).add({ days });
        const visit = instantOf(zone, local, 23 * 60 + 30);
        const asOf = text(startOf(zone, local.add({ days: 40 })));
        const [finding] = theRule('R04', at(zone)).findings(aPerson().visit(text(visit), { serviceId: 'pt' }), asOf);
        expect(finding?.reason).toContain(`last ${local.toString()}`);
      }),
      { numRuns: RUNS },
    );
  });
});
