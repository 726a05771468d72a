import { aPerson } from '../testing/a-person.js';
import { knownPatients } from './known-rows.js';

describe('rows of a person of whom one patient record is not known yet (Q95)', () => {
  const [first, second] = ['a', 'b'].map((id) => aPerson(id).facts.patients[0]!);
  const records = [first!, second!].map((versions) => versions.map((row) => ({ ...row, source: 'bookings' })));
  const person = { ...aPerson('a').facts, patients: records };
  const isKnown = knownPatients(person, [{ row: records[0]![0]!, asCreated: false } as never]);
  const row = (source: string, patientId: string | null) => ({ source, data: { patientId } });

  it('count where they name the one that is known', () => {
    expect(isKnown(row('bookings', 'a'))).toBe(true);
    expect(isKnown(row('bookings', 'b'))).toBe(false);
    expect(isKnown(row('bookings', null))).toBe(true);
  });

  it('count in the same way where another source names these patients, or a payer (S4-06)', () => {
    expect(isKnown(row('payments', 'a'))).toBe(true);
    expect(isKnown(row('payments', 'b'))).toBe(false);
    expect(isKnown(row('payments', 'payer:cus_1'))).toBe(true);
  });
});
