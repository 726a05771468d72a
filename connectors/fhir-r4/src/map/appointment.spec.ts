import { dataOf, map, mapping, only } from '../../test/mapped.js';
import { anAppointment, anEncounter } from '../../test/resources.js';
import { mapResource } from '../map.js';
import { appointmentStatuses } from './appointment.js';
import { outcomeOf, withOutcomes } from './encounter.js';

describe('Appointment', () => {
  it.each([
    ['proposed', 'proposed'],
    ['pending', 'pending'],
    ['booked', 'booked'],
    ['arrived', 'arrived'],
    ['checked-in', 'arrived'],
    ['fulfilled', 'completed'],
    ['cancelled', 'cancelled'],
    ['noshow', 'no_show'],
    ['entered-in-error', 'void'],
    ['waitlist', 'waitlist'],
    ['teleported', 'unknown'],
  ])('Q99 reads status %s as %s', (rawStatus, status) => {
    expect(dataOf(anAppointment('a1', { status: rawStatus }), 'appointment')).toMatchObject({ status, rawStatus });
  });

  it('counts a status word that FHIR does not know', () => {
    const statuses = appointmentStatuses();
    mapResource(anAppointment('a1', { status: 'teleported' }), { ...mapping, statuses }, null);
    expect(statuses.unknownWords()).toEqual({ teleported: 1 });
  });

  it('keeps who, when, where, for what and since when', () => {
    const { records } = map(anAppointment('a1', { supportingInformation: [{ reference: 'CarePlan/c1' }] }));
    expect(records).toEqual([
      expect.objectContaining({
        kind: 'service',
        id: 'type/PHY',
        updatedAt: null,
        data: { name: 'Physiotherapy', line: 'Physiotherapy', kind: null, intervalDays: null, specialty: 'PT' },
      }),
      expect.objectContaining({
        kind: 'appointment',
        id: 'a1',
        createdAt: Date.parse('2026-02-20T08:00:00Z'),
        data: expect.objectContaining({
          patientId: 'p1',
          practitionerId: 'd1',
          locationId: 'l1',
          serviceId: 'type/PHY',
          planId: 'c1',
          startsAt: Date.parse('2026-03-02T09:00:00Z'),
          walkIn: null,
          pendingRequest: null,
        }),
      }),
    ]);
  });

  it.each([
    ['pat', 'patient'],
    ['pat-cpp', 'patient'],
    ['prov-pers', 'clinic'],
    ['maint', 'clinic'],
    ['oth-weath', 'unknown'],
    ['patience', 'unknown'],
  ])('reads cancellation %s as one by %s, keeping the code and no text', (code, cancelledBy) => {
    const cancelationReason = { coding: [{ code }], text: 'Anna is in hospital' };
    const url = 'http://hl7.org/fhir/5.0/StructureDefinition/extension-Appointment.cancellationDate';
    const extension = [{ url, valueDateTime: '2026-03-01T08:00:00Z' }];
    expect(
      dataOf(anAppointment('a1', { status: 'cancelled', cancelationReason, extension }), 'appointment'),
    ).toMatchObject({
      cancelledBy,
      cancelReason: code,
      cancelledAt: Date.parse('2026-03-01T08:00:00Z'),
    });
  });

  it('makes one record of each patient of a class', () => {
    const participant = [{ actor: { reference: 'Patient/p1' } }, { actor: { reference: 'Patient/p2' } }];
    const made = map(anAppointment('a1', { participant, serviceType: undefined })).records;
    expect(made.map(({ id }) => id)).toEqual(['a1', 'a1:p2']);
    expect(made).toEqual(
      [0, 1].map(() => expect.objectContaining({ data: expect.objectContaining({ classId: 'a1' }) })),
    );
  });

  it('ignores blocks and wishes without a time, and puts aside a booking without one', () => {
    expect(map(anAppointment('a1', { participant: [{ actor: { reference: 'Practitioner/d1' } }] })).ignored).toBe(1);
    expect(map(anAppointment('a1', { status: 'proposed', start: undefined })).ignored).toBe(1);
    const aside = map(anAppointment('a1', { start: undefined }));
    expect(aside.unreadable).toEqual([
      expect.objectContaining({ id: 'a1', code: 'start_missing', where: 'somewhere' }),
    ]);
    expect(aside.unreadable[0]!.raw).toContain('"a1"');
    expect(aside.unreadable[0]!.reason).not.toContain('knee');
  });

  it('takes a request of the patient for one', () => {
    expect(dataOf(anAppointment('a1', { status: 'pending' }), 'appointment').pendingRequest).toBe(true);
    const participant = [{ actor: { reference: 'Patient/p1' }, status: 'needs-action' }];
    expect(dataOf(anAppointment('a1', { status: 'pending', participant }), 'appointment').pendingRequest).toBe(false);
  });
});

describe('Q99 Encounter', () => {
  const appointment = (status: string) => only(anAppointment('a1', { status }), 'appointment');
  const said = (status: string, id = 'e1', lastUpdated = '2026-03-02T10:00:00Z') =>
    outcomeOf(anEncounter(id, { status }, lastUpdated), mapping);

  it.each([
    ['booked', 'finished', 'completed', 'booked + finished'],
    ['booked', 'in-progress', 'in_progress', 'booked + in-progress'],
    ['booked', 'arrived', 'arrived', 'booked + arrived'],
    ['noshow', 'finished', 'completed', 'noshow + finished'],
    ['cancelled', 'finished', 'completed', 'cancelled + finished'],
    ['fulfilled', 'arrived', 'completed', 'fulfilled'],
    ['booked', 'planned', 'booked', 'booked'],
    ['booked', 'cancelled', 'booked', 'booked'],
    ['entered-in-error', 'finished', 'void', 'entered-in-error'],
  ])('Q99 an appointment %s with an encounter %s is %s', (own, encounter, status, rawStatus) => {
    const joined = withOutcomes(appointment(own), [said(encounter)]);
    expect(joined.data).toMatchObject({ status, rawStatus });
    expect(joined.updatedAt).toBe(Date.parse('2026-03-02T10:00:00Z'));
  });

  it('Q99 several encounters give the strongest outcome, in any order', () => {
    const outcomes = [said('arrived', 'e1', '2026-03-02T11:00:00Z'), said('finished', 'e2'), said('planned', 'e3')];
    const one = withOutcomes(appointment('booked'), outcomes);
    const other = withOutcomes(appointment('booked'), outcomes.toReversed());
    expect(one).toEqual(other);
    expect(one.data.status).toBe('completed');
    expect(one.updatedAt).toBe(Date.parse('2026-03-02T11:00:00Z'));
  });

  it('Q99 gives the outcome to the patient it is about', () => {
    const anothers = { ...said('finished'), patientId: 'p2' };
    expect(withOutcomes(appointment('booked'), [anothers]).data.status).toBe('booked');
  });

  it('Q99 without an appointment it is a walk-in with its own id', () => {
    expect(only(anEncounter('e9', { type: [{ text: 'Check up' }] }), 'appointment')).toMatchObject({
      id: 'e9',
      data: { patientId: 'p1', status: 'completed', rawStatus: 'finished', walkIn: true, serviceId: 'type/check up' },
    });
    expect(dataOf(anEncounter('e9', { status: 'entered-in-error' }), 'appointment').status).toBe('void');
    expect(map(anEncounter('e9', { status: 'planned' })).ignored).toBe(1);
    expect(dataOf(anEncounter('e9', { class: { code: 'VR' } }), 'appointment').telehealth).toBe(true);
  });
});
