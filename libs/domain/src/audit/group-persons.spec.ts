import type { Patient } from '../records.js';
import { aPerson, at } from '../testing/a-person.js';
import { groupPersons, type RecordsByKind } from './group-persons.js';

const AS_OF = at('2025-03-01T00:00Z');
const patient = (id: string, mergedInto: string | null = null, clocks = {}, more: Partial<Patient> = {}) =>
  aPerson(id, { mergedInto, ...more }, clocks).facts.patients[0]![0]!;
const visitOf = (id: string, visit: string) =>
  aPerson(id).visit('2025-01-01T10:00Z', { id: visit }).facts.appointments[0]!;
const grouped = (records: RecordsByKind, asOf = AS_OF) =>
  groupPersons(records, asOf).map(({ personId, patients, appointments }) => ({
    personId,
    patients: patients.map(([first]) => first?.id),
    visits: appointments.map(({ id }) => id).sort(),
  }));

describe('persons of a folder', () => {
  it('a merged record gives its rows to the survivor, whatever the order (Q36, K03)', () => {
    const records = {
      patient: [patient('b', 'a'), patient('a'), patient('c')],
      appointment: [visitOf('b', 'v1'), visitOf('a', 'v2')],
    };
    expect(grouped(records)).toEqual([
      { personId: 'a', patients: ['a', 'b'], visits: ['v1', 'v2'] },
      { personId: 'c', patients: ['c'], visits: [] },
    ]);
  });

  it('follows a chain to its end (Q36)', () => {
    expect(grouped({ patient: [patient('a', 'b'), patient('b', 'c'), patient('c')] })).toMatchObject([
      { personId: 'c', patients: ['c', 'a', 'b'] },
    ]);
  });

  it('a loop or an unknown target is no merge (Q36)', () => {
    const ids = (records: RecordsByKind) => grouped(records).map(({ personId }) => personId);
    expect(ids({ patient: [patient('a', 'b'), patient('b', 'a')] })).toEqual(['a', 'b']);
    expect(ids({ patient: [patient('a', 'a')] })).toEqual(['a']);
    expect(ids({ patient: [patient('a', 'nobody'), patient('b', '')] })).toEqual(['a', 'b']);
  });

  it('a merge written later is not known yet (Q01)', () => {
    const records = {
      patient: [patient('a'), patient('b', 'a', { createdAt: '2025-01-01T00:00Z', updatedAt: '2025-02-01T00:00Z' })],
    };
    expect(grouped(records, at('2025-01-15T00:00Z'))).toHaveLength(2);
    expect(grouped(records, at('2025-02-15T00:00Z'))).toHaveLength(1);
  });

  it('rows of patients who are unknown, or not known yet, do not count (Q95)', () => {
    const records = {
      patient: [patient('a', null, { createdAt: '2025-04-01T00:00Z' })],
      appointment: [visitOf('a', 'v1'), visitOf('x', 'v2')],
    };
    expect(grouped(records)).toEqual([]);
  });

  it('an appointment put right from one patient to another belongs to whom it named at that instant (Q01)', () => {
    const clocks = { createdAt: '2025-01-01T00:00Z' };
    const of = (id: string, updatedAt: string) =>
      aPerson(id).visit('2025-01-01T10:00Z', { id: 'v' }, { ...clocks, updatedAt }).facts.appointments[0]!;
    const records = {
      patient: [patient('a'), patient('b')],
      appointment: [of('a', '2025-01-01T00:00Z'), of('b', '2025-02-01T00:00Z')],
    };
    const counts = (asOf: string) => grouped(records, at(asOf)).map(({ visits }) => visits.length);
    expect(counts('2025-01-15T00:00Z')).toEqual([2, 0]);
    expect(counts('2025-02-15T00:00Z')).toEqual([0, 2]);
  });

  it('a source that names the patients of another shares its rows out to those (S4-06)', () => {
    const records = {
      patient: [patient('a', null, { source: 'bookings' }), patient('a', null, { source: 'elsewhere' })],
      appointment: [{ ...visitOf('a', 'v1'), source: 'payments' }],
    };
    const persons = (from?: Map<string, string>) =>
      groupPersons(records, at('2025-03-01T00:00Z'), from).map(({ patients, appointments }) => [
        patients[0]![0]!.source,
        appointments.length,
      ]);
    expect(persons(new Map([['payments', 'bookings']]))).toEqual([
      ['bookings', 1],
      ['elsewhere', 0],
    ]);
    expect(persons()).toEqual([
      ['bookings', 0],
      ['elsewhere', 0],
    ]);
  });

  it('ids of two sources are told apart', () => {
    const north = patient('a', null, { source: 'north' });
    const south = patient('a', null, { source: 'south' });
    expect(grouped({ patient: [north, south] })).toHaveLength(2);
  });
});
