import { databaseForThisFile, type TestDatabase } from '../../../../test/support/database.js';
import { aPushedPractice } from '../../../../test/support/pushed-practice.js';
import { PushingVendor } from '../../../../test/support/pushing-vendor.js';
import { record } from '../../../../test/support/source-records.js';

let test: TestDatabase;
let vendor: PushingVendor;
beforeAll(async () => {
  test = await databaseForThisFile();
});
afterAll(() => test.close());
beforeEach(async () => {
  vendor = await new PushingVendor().open();
  vendor.patients.set('p1', { id: 'p1', version: 1 });
  vendor.bookings.set('b1', {
    id: 'b1',
    version: 1,
    patientId: 'p1',
    startsAt: Date.UTC(2026, 6, 1, 10),
    status: 'booked',
  });
});
afterEach(() => vendor.close());

const states = (items: { state: string }[]) => items.map(({ state }) => state);

describe('the inbox applied', () => {
  it('reads again what a hint names, and the patient it met for the first time', async () => {
    const at = await aPushedPractice(test, vendor);
    await at.push('appointment', 'b1');
    expect(await at.apply()).toEqual({ counts: { applied: 1 }, nextAt: null });
    expect(await at.rows('appointment')).toEqual([
      { sourceId: 'b1', stream: 'appointments', gone: false, status: 'booked' },
    ]);
    expect(await at.rows('patient')).toMatchObject([{ sourceId: 'p1', stream: 'patients' }]);
    const owed = await test.asSuperuser(`select from job where practice_id = $1 and kind = 'evaluate'`, [
      at.practiceId,
    ]);
    expect(owed).toHaveLength(1);
    await at.close();
  });

  it('asks once for a record that a hundred hints name', async () => {
    const at = await aPushedPractice(test, vendor);
    for (let n = 0; n < 100; n += 1) await at.push('patient', 'p1');
    expect((await at.apply()).counts).toEqual({ applied: 100 });
    expect(vendor.asked.filter(({ path }) => path === '/patients/p1')).toHaveLength(1);
    await at.close();
  });

  it('takes a record that is not there any more for deleted', async () => {
    const at = await aPushedPractice(test, vendor);
    await at.push('appointment', 'b1');
    await at.apply();
    vendor.bookings.delete('b1');
    at.clock.now += 1_000;
    await at.push('appointment', 'b1');
    await at.apply();
    expect(await at.rows('appointment')).toMatchObject([{ sourceId: 'b1', gone: true }]);
    await at.close();
  });

  it('stores what a signature proves without asking, and lets nothing older overwrite it', async () => {
    const at = await aPushedPractice(test, vendor);
    const booking = (status: 'booked' | 'cancelled', updated: number) =>
      record('appointment', 'b9', { patientId: 'p1', startsAt: Date.UTC(2026, 6, 2), status }, { updated });
    await at.push('appointment', '', [record('patient', 'p1', {}, { updated: 1 }), booking('cancelled', 9)]);
    await at.push('appointment', '', [booking('booked', 5)]);
    await at.apply();
    expect(vendor.asked).toEqual([]);
    expect(await at.rows('appointment')).toMatchObject([{ sourceId: 'b9', status: 'cancelled' }]);
    await at.close();
  });

  it('tries again later what the other side did not answer, loses nothing, and gives up to a person at last', async () => {
    const at = await aPushedPractice(test, vendor);
    vendor.habit = ({ url }) => (url === '/bookings/b1' ? { status: 500 } : null);
    await at.push('appointment', 'b1');
    await at.push('patient', 'p1');
    await at.apply();
    expect(states(await at.items())).toEqual(['received', 'applied']);
    for (let round = 0; round < 40 && (await at.items())[0]?.state === 'received'; round += 1) {
      at.clock.now += 3_600_000;
      await at.apply();
    }
    const [given] = await at.items();
    expect(given).toMatchObject({ state: 'quarantined', reason: expect.stringContaining('12 times in vain') });
    await at.close();
  });

  it('goes on by itself when a vendor that was away comes back', async () => {
    const at = await aPushedPractice(test, vendor);
    for (let n = 0; n < 10; n += 1) {
      vendor.patients.set(`q${n}`, { id: `q${n}`, version: 1 });
      await at.push('patient', `q${n}`);
    }
    vendor.habit = () => ({ status: 503 });
    const { nextAt } = await at.apply();
    expect(nextAt!.getTime()).toBeGreaterThan(at.clock.now);
    vendor.habit = () => null;
    for (let round = 0; round < 10; round += 1) {
      at.clock.now += 400_000;
      await at.apply();
    }
    expect(new Set(states(await at.items()))).toEqual(new Set(['applied']));
    expect(await at.rows('patient')).toHaveLength(10);
    await at.close();
  });

  it('V-04 stops and tells a person when the key is refused; what waits is applied once they have mended it', async () => {
    const at = await aPushedPractice(test, vendor);
    await at.push('patient', 'p1');
    vendor.key = 'another key';
    await at.apply();
    await at.apply();
    const [connection] = await test.asSuperuser<{ state: string; problem: string }>(
      'select state, problem from connection where id = $1',
      [at.connectionId],
    );
    expect(connection).toEqual({ state: 'needs_attention', problem: 'The vendor does not take this key.' });
    expect(vendor.asked.length).toBe(1);
    vendor.key = 'first key';
    await test.asSuperuser(`update connection set state = 'ready' where id = $1`, [at.connectionId]);
    await at.apply();
    expect(states(await at.items())).toEqual(['applied']);
    await at.close();
  });
});
