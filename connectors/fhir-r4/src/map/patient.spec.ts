import { recordProblems } from '@keepwell/connector-sdk';
import { dataOf, only } from '../../test/mapped.js';
import { aPatient, STAMP } from '../../test/resources.js';

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
