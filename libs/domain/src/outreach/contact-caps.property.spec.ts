import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { aPlace, someone } from './fixtures/contact-facts.js';
import type { PastContact } from './contact.js';
import { mayContact } from './may-contact.js';

const ZONES = ['Europe/London', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kathmandu', 'America/Nuuk'];
const DAY = 86_400_000;
const FROM = Date.parse('2026-03-01T00:00:00Z');

const zones = fc.uniqueArray(fc.constantFrom(...ZONES), { minLength: 1, maxLength: 2 });
const now = fc.integer({ min: FROM, max: FROM + 300 * DAY });
/** Often the day before, where the caps of a day bind, else some week. */
const agoMs = fc.oneof(fc.integer({ min: 0, max: 1.2 * DAY }), fc.integer({ min: 0, max: 10 * DAY }));
const pastContact = fc.record({
  personId: fc.constantFrom('p1', 'p1', 'sister'),
  channel: fc.constantFrom('sms' as const, 'email' as const, 'call' as const, 'call' as const),
  byHand: fc.boolean(),
  agoMs,
});
const question = fc.record({
  channel: fc.constantFrom('sms' as const, 'email' as const, 'call' as const),
  byHand: fc.boolean(),
});

/** Counted apart from the code under test, by calendar objects. */
const localDate = (at: number, zone: string): Temporal.PlainDate =>
  Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).toPlainDate();

describe('caps', () => {
  it('C-11 whatever was sent before: allowed means one a local day, three in seven, three calls in 24 hours', () => {
    let allowedOften = 0;
    fc.assert(
      fc.property(zones, now, fc.array(pastContact, { maxLength: 7 }), question, (ids, at, past, asked) => {
        const contacts: PastContact[] = past.map(({ agoMs: ago, ...rest }) => ({ ...rest, at: at - ago }));
        const facts = someone({ contacts, whereabouts: aPlace(ids) });
        const verdict = mayContact({ ...asked, purpose: 'service', at }, facts);
        if (!verdict.allowed) return;
        allowedOften += 1;
        if (asked.channel === 'call') {
          const calls = contacts.filter((one) => one.channel === 'call' && one.personId === 'p1' && at - one.at < DAY);
          expect(calls.length + 1).toBeLessThanOrEqual(3);
        }
        if (asked.byHand) return;
        const automated = [...contacts.filter(({ byHand }) => !byHand).map((one) => one.at), at];
        for (const id of ids) {
          const today = localDate(at, id);
          const daysAgo = automated.map((sentAt) => localDate(sentAt, id).until(today).days);
          expect(daysAgo.filter((days) => days === 0).length).toBeLessThanOrEqual(1);
          expect(daysAgo.filter((days) => days < 7).length).toBeLessThanOrEqual(3);
        }
      }),
      { numRuns: 4000 },
    );
    expect(allowedOften).toBeGreaterThan(200);
  });

  it('C-11 what it names as the next instant is allowed, and nothing in between is', () => {
    fc.assert(
      fc.property(
        zones.filter((ids) => ids.length === 1),
        now,
        fc.array(pastContact, { maxLength: 5 }),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        (ids, at, past, part) => {
          const contacts = past.map(({ agoMs: ago, ...rest }) => ({ ...rest, at: at - ago }));
          const facts = someone({ contacts, whereabouts: aPlace(ids) });
          const ask = (instant: number) =>
            mayContact({ channel: 'sms', byHand: false, purpose: 'service', at: instant }, facts);
          const { allowed, nextAllowedAt } = ask(at);
          if (allowed) return;
          expect(nextAllowedAt).toBeGreaterThan(at);
          expect(ask(nextAllowedAt!).allowed).toBe(true);
          expect(ask(at + Math.floor((nextAllowedAt! - at - 1) * part)).allowed).toBe(false);
        },
      ),
      { numRuns: 2000 },
    );
  });
});
