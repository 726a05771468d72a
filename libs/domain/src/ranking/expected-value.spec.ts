import { contactEffect, contactValue, valueScale, type MeasuredEffect } from './expected-value.js';

const GBP = (amountMinor: number) => ({ amountMinor, currency: 'GBP' });

const measured = (n: number, effect: number): MeasuredEffect => ({
  ...{ n, effect, low: -1, high: 1, asOf: 1_000 },
  ...{ contact: { hits: 0, of: n / 2 }, heldBack: { hits: 0, of: n / 2 } },
});

describe('what a contact is worth (RC 7)', () => {
  it('RC 7 tau is the assumed 0.05 until something is measured, and says so', () => {
    expect(contactEffect(null)).toEqual({ tau: 0.05, assumed: true });
    expect(contactEffect(measured(0, 0.9))).toEqual({ tau: 0.05, assumed: true });
  });

  it('RC 7 a measured tau is drawn towards the assumed one with the weight of 200 people', () => {
    expect(contactEffect(measured(200, 0.15))).toEqual({
      ...{ tau: expect.closeTo(0.1, 12) as number, assumed: false, households: 200 },
    });
    expect(contactEffect(measured(50, -0.05)).tau).toBeCloseTo((50 * -0.05 + 200 * 0.05) / 250, 12);
    expect(contactEffect(measured(1_000_000, 0.2)).tau).toBeCloseTo(0.2, 3);
  });

  it('RC 7 the value is capped at the 95th centile of the practice', () => {
    const scale = valueScale(Array.from({ length: 100 }, (_, i) => GBP((i + 1) * 1_000)));
    expect(scale).toEqual({ currency: 'GBP', capMinor: 95_000, middleMinor: 50_000 });
    const of = (amount: number) => contactValue(GBP(amount), contactEffect(null), scale, 400);
    expect(of(100_000)).toEqual({
      ...{ tau: 0.05, assumed: true, valueMinor: 95_000, valueKnown: true, costMinor: 400, currency: 'GBP' },
      expectedMinor: 4_350,
    });
    expect(of(40_000)?.expectedMinor).toBe(1_600);
    expect(of(2_000)?.expectedMinor).toBe(-300);
  });

  it('an unknown value, or one in another currency, counts as the middle of the list and says that it is not known', () => {
    const scale = valueScale([GBP(10_000), GBP(20_000), GBP(90_000), { amountMinor: 1, currency: 'EUR' }]);
    expect(contactValue(null, contactEffect(null), scale, 400)).toMatchObject({
      valueMinor: 20_000,
      valueKnown: false,
      expectedMinor: 600,
    });
    const euros = contactValue({ amountMinor: 50_000, currency: 'EUR' }, contactEffect(null), scale, 400);
    expect(euros).toMatchObject({ valueMinor: 20_000, valueKnown: false, currency: 'GBP' });
  });

  it('says nothing where nobody’s value is known', () => {
    expect(valueScale([])).toBeNull();
    expect(contactValue(null, contactEffect(null), null, 400)).toBeNull();
  });
});
