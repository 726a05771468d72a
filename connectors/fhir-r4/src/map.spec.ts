import { fieldsBeyond, recordProblems } from '@keepwell/connector-sdk';
import type { SourceRecord } from '@keepwell/domain/records';
import { dataOf, map, resource } from '../test/mapped.js';
import { anAppointment, anEncounter, aPatient, STAMP } from '../test/resources.js';
import { fhirR4 } from './connector.js';

describe('the rest', () => {
  it('reads places with their hours', () => {
    const location = resource('Location', {
      name: 'North',
      extension: [{ url: 'http://hl7.org/fhir/StructureDefinition/timezone', valueCode: 'America/New_York' }],
      hoursOfOperation: [
        { daysOfWeek: ['sat'], openingTime: '10:00:00' },
        { daysOfWeek: ['mon', 'wed'], openingTime: '08:30:00' },
      ],
      availabilityExceptions: 'Closed 2026-12-25 and 2026-02-31',
    });
    expect(dataOf(location, 'location')).toEqual({
      name: 'North',
      timezone: 'America/New_York',
      openDays: [1, 3, 6],
      opensAt: '08:30',
      closedOn: ['2026-12-25'],
    });
    expect(dataOf(resource('Location', {}), 'location')).toMatchObject({
      timezone: 'Europe/London',
      openDays: [1, 2, 3, 4, 5],
    });
  });

  it('reads an invoice, a marketing consent, a message without its body, a score', () => {
    const subject = { reference: 'Patient/p1' };
    const invoice = { status: 'balanced', subject, date: '2026-01-05', totalGross: { value: 80.5, currency: 'EUR' } };
    expect(dataOf(resource('Invoice', invoice), 'invoice')).toMatchObject({
      totalMinor: 8050,
      balanceMinor: 0,
      status: 'paid',
    });
    const provision = { type: 'deny', purpose: [{ code: 'HMARKT' }] };
    const consent = resource('Consent', { status: 'active', patient: subject, dateTime: '2026-01-05', provision });
    expect(dataOf(consent, 'consent')).toMatchObject({ channel: 'any', purpose: 'marketing', state: 'denied' });
    expect(map({ ...consent, provision: { type: 'permit', purpose: [{ code: 'TREAT' }] } }).ignored).toBe(1);
    const message = { status: 'completed', sender: subject, sent: STAMP, payload: [{ contentString: 'I am in pain' }] };
    expect(dataOf(resource('Communication', message), 'communication')).toMatchObject({
      direction: 'in',
      patientId: 'p1',
    });
    const score = {
      status: 'final',
      subject,
      code: { coding: [{ system: 'http://loinc.org', code: '44261-6' }] },
      effectiveDateTime: STAMP,
      valueQuantity: { value: 12 },
    };
    expect(dataOf(resource('Observation', score), 'score')).toMatchObject({ instrument: 'PHQ-9', value: 12 });
    expect(map(resource('Observation', { ...score, code: { coding: [{ code: '718-7' }] } })).ignored).toBe(1);
  });

  it('says the same of any resource: sound records, nothing beyond what is kept, or put aside (S3-62)', () => {
    const canaries = ['divorce', 'knee', 'Secret Street', 'in pain'];
    const all = [
      aPatient('p1', { address: [{ line: ['1 Secret Street'] }] }),
      anAppointment('a1', { reasonCode: [{ text: 'knee' }], description: 'divorce', patientInstruction: 'knee' }),
      anEncounter('e1', { reasonCode: [{ text: 'knee' }], type: [{ text: 'Check up' }] }),
      resource('Communication', {
        status: 'completed',
        subject: { reference: 'Patient/p1' },
        sent: STAMP,
        payload: [{ contentString: 'in pain' }],
      }),
    ];
    const records: SourceRecord[] = all.flatMap((one) => map(one).records);
    expect(records.length).toBeGreaterThan(4);
    for (const record of records) {
      expect(recordProblems(record)).toEqual([]);
      expect(fieldsBeyond(fhirR4.keeps, record)).toEqual([]);
    }
    expect(canaries.filter((word) => JSON.stringify(records).includes(word))).toEqual([]);
  });

  it('puts aside a resource without an id, and ignores what retention does not need', () => {
    expect(map({ resourceType: 'Patient' }).unreadable).toEqual([
      expect.objectContaining({ code: 'id_missing', id: null }),
    ]);
    expect(map(resource('Condition', { code: { text: 'knee' } }))).toEqual({ records: [], unreadable: [], ignored: 1 });
  });
});
