import { fieldsBeyond, recordProblems } from '@keepwell/connector-sdk';
import type { RecordData, RecordKind, SourceRecord, SourceUpsert } from '@keepwell/domain/records';
import { aPatient, anAppointment, anEncounter, STAMP } from '../test/resources.js';
import { fhirR4 } from './connector.js';
import type { Resource } from './element.js';
import { mapResource } from './map.js';
import { appointmentStatuses } from './map/appointment.js';
import { outcomeOf, withOutcomes } from './map/encounter.js';
import type { Mapping } from './map/mapping.js';
import { locateBelow } from './references.js';

const mapping: Mapping = {
  zone: 'Europe/London',
  specialty: null,
  locate: locateBelow('https://ehr.example/fhir'),
  statuses: appointmentStatuses(),
};

const map = (resource: Resource) => mapResource(resource, mapping, 'somewhere');
const only = <K extends RecordKind>(resource: Resource, kind: K): SourceUpsert<K> => {
  const found = map(resource).records.filter((record) => record.kind === kind && record.op === 'upsert');
  expect(found).toHaveLength(1);
  return found[0] as unknown as SourceUpsert<K>;
};
const dataOf = <K extends RecordKind>(resource: Resource, kind: K): RecordData[K] => only(resource, kind).data;
const resource = (resourceType: string, body: Record<string, unknown>): Resource => ({
  resourceType,
  id: 'x1',
  meta: { lastUpdated: STAMP, versionId: '7' },
  ...body,
});

describe('Patient', () => {
  it('keeps who they are and how to reach them', () => {
    const patient = aPatient('p1', {
      name: [
        { use: 'old', family: 'Before' },
        { use: 'usual', family: 'Nick' },
        { use: 'official', family: 'Fixture', given: ['Anna', 'B'] },
      ],
      telecom: [
        { system: 'phone', value: 'old', use: 'old' },
        { system: 'phone', value: 'home', use: 'home', rank: 1 },
        { system: 'phone', value: 'mobile', use: 'mobile', rank: 5 },
        { system: 'email', value: 'ended', period: { end: '2020-01-01' } },
        { system: 'email', value: 'a@example.org' },
      ],
      communication: [
        { language: { coding: [{ code: 'fr' }] } },
        { language: { coding: [{ code: 'en' }] }, preferred: true },
      ],
      generalPractitioner: [{ reference: 'Organization/o' }, { reference: 'Practitioner/d1' }],
      maritalStatus: { text: 'divorced' },
      address: [{ line: ['1 Secret Street'] }],
    });
    expect(only(patient, 'patient')).toMatchObject({
      id: 'p1',
      updatedAt: Date.parse(STAMP),
      versionId: '1',
      data: {
        givenName: 'Anna B',
        familyName: 'Fixture',
        birthDate: '1980-02-03',
        phone: 'mobile',
        email: 'a@example.org',
        language: 'en',
        practitionerId: 'd1',
        archivedAt: null,
        movedAwayAt: null,
        testRecord: null,
      },
    });
  });

  it.each([
    [{ deceasedDateTime: '2026-01-02T03:04:05Z' }, Date.parse('2026-01-02T03:04:05Z')],
    [{ deceasedDateTime: '2026-01-02' }, Date.parse('2026-01-02T00:00:00Z')],
    [{ deceasedBoolean: true }, Date.parse(STAMP)],
    [{ deceasedDateTime: '2019' }, Date.parse(STAMP)],
    [{ deceasedBoolean: false }, null],
  ])('never takes a deceased patient for a living one: %j', (body, deceasedAt) => {
    expect(dataOf(aPatient('p1', body), 'patient').deceasedAt).toBe(deceasedAt);
  });

  it('follows a replacement, and archives what is inactive without one', () => {
    const link = [{ type: 'replaced-by', other: { reference: 'https://ehr.example/fhir/Patient/p2' } }];
    expect(dataOf(aPatient('p1', { active: false, link }), 'patient')).toMatchObject({
      mergedInto: 'p2',
      archivedAt: null,
    });
    expect(dataOf(aPatient('p1', { active: false }), 'patient')).toMatchObject({
      mergedInto: null,
      archivedAt: Date.parse(STAMP),
    });
  });

  it('knows test records and people who moved away', () => {
    const meta = { lastUpdated: STAMP, security: [{ code: 'HTEST' }] };
    expect(dataOf(aPatient('p1', { meta }), 'patient').testRecord).toBe(true);
    const address = [{ use: 'old', period: { end: '2026-02-01' } }];
    expect(dataOf(aPatient('p1', { address }), 'patient').movedAwayAt).toBe(Date.parse('2026-02-01T00:00:00Z'));
  });

  it('survives wrong types', () => {
    const odd = aPatient('p1', { name: 'Anna', telecom: { system: 3 }, birthDate: 19800203, link: [null], address: 5 });
    expect(recordProblems(only(odd, 'patient'))).toEqual([]);
  });
});

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

describe('Q100 plans and recalls', () => {
  const timing = (count: number | null, period: number, unit = 'd') => ({
    repeat: { count, period, periodUnit: unit, frequency: 1 },
  });
  const activity = (scheduledTiming: unknown) => ({ detail: { code: { text: 'Physiotherapy' }, scheduledTiming } });

  it('Q100 a CarePlan that schedules visits is a plan', () => {
    const plan = resource('CarePlan', {
      status: 'active',
      subject: { reference: 'Patient/p1' },
      period: { start: '2026-01-01', end: '2026-03-01' },
      activity: [activity(timing(10, 1, 'wk'))],
      note: [{ text: 'very anxious' }],
    });
    expect(dataOf(plan, 'plan')).toMatchObject({
      line: 'Physiotherapy',
      prescribedVisits: 10,
      intervalDays: 7,
      phases: null,
      status: 'open',
      startedAt: Date.parse('2026-01-01T00:00:00Z'),
      endsAt: Date.parse('2026-03-01T00:00:00Z'),
      closedAt: null,
    });
    expect(dataOf({ ...plan, status: 'revoked' }, 'plan')).toMatchObject({
      status: 'cancelled',
      closedAt: Date.parse('2026-03-01T00:00:00Z'),
    });
    expect(map({ ...plan, status: 'entered-in-error' }).records).toEqual([
      expect.objectContaining({ op: 'delete', kind: 'plan' }),
    ]);
  });

  it('Q100 several scheduled activities are phases', () => {
    const plan = resource('CarePlan', {
      status: 'active',
      subject: { reference: 'Patient/p1' },
      activity: [activity(timing(6, 3)), activity(timing(4, 7))],
    });
    expect(dataOf(plan, 'plan')).toMatchObject({
      prescribedVisits: 10,
      intervalDays: 3,
      phases: [
        { visits: 6, days: 3 },
        { visits: 4, days: 7 },
      ],
    });
  });

  it('Q100 a CarePlan without a schedule is a clinical document', () => {
    const plan = {
      status: 'active',
      subject: { reference: 'Patient/p1' },
      activity: [{ detail: { code: { text: 'Rest' } } }],
    };
    expect(map(resource('CarePlan', plan)).ignored).toBe(1);
  });

  it('Q100 a ServiceRequest with a date is a recall, with a rhythm a plan', () => {
    const order = { status: 'active', subject: { reference: 'Patient/p1' }, code: { text: 'Hygiene' } };
    const recall = resource('ServiceRequest', { ...order, occurrenceDateTime: '2026-06-30T23:30:00Z' });
    expect(only(recall, 'recall')).toMatchObject({
      id: 'ServiceRequest/x1',
      data: { type: 'Hygiene', dueOn: '2026-07-01', doneAt: null },
    });
    expect(dataOf({ ...recall, status: 'completed' }, 'recall').doneAt).toBe(Date.parse(STAMP));
    expect(map({ ...recall, status: 'revoked' }).records[0]).toMatchObject({ op: 'delete', id: 'ServiceRequest/x1' });
    expect(map({ ...recall, category: [{ coding: [{ code: '108252007' }] }] }).ignored).toBe(1);
    const rhythm = resource('ServiceRequest', {
      ...order,
      occurrenceTiming: timing(null, 2, 'wk'),
      authoredOn: '2026-01-05',
    });
    expect(only(rhythm, 'plan')).toMatchObject({
      id: 'ServiceRequest/x1',
      data: { prescribedVisits: null, intervalDays: 14, startedAt: Date.parse('2026-01-05T00:00:00Z') },
    });
  });

  it('Q100 a Task that is due is a recall', () => {
    const task = resource('Task', {
      status: 'requested',
      for: { reference: 'Patient/p1' },
      code: { text: 'Review' },
      restriction: { period: { end: '2026-05-01' } },
    });
    expect(only(task, 'recall')).toMatchObject({
      id: 'Task/x1',
      data: { dueOn: '2026-05-01', type: 'Review', doneAt: null },
    });
    expect(map({ ...task, status: 'cancelled' }).records[0]).toMatchObject({ op: 'delete', id: 'Task/x1' });
  });
});

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
