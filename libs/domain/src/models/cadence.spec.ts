import { cadenceOf, duePointDays, Z_95 } from './cadence.js';

/** The check printed in the catalogue, section 6.1. */
describe('personal cadence', () => {
  it('shrinks three gaps towards the planned interval', () => {
    const cadence = cadenceOf([7, 7, 14], 10);
    expect(cadence.usualDays).toBeCloseTo(9.3912, 4);
    expect(cadence.spread).toBeCloseTo(0.40998, 5);
    expect(duePointDays(cadence, 0.8416212335729143)).toBeCloseTo(13.261, 3);
    expect(duePointDays(cadence, Z_95)).toBeCloseTo(18.433, 3);
  });

  it('is the plan with some room where there is no gap yet', () => {
    const cadence = cadenceOf([], 10);
    expect(duePointDays(cadence, 0.8416212335729143)).toBeCloseTo(14.604, 3);
    expect(duePointDays(cadence, Z_95)).toBeCloseTo(20.963, 3);
  });
});
