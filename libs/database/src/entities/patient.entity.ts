import { recordTable } from './record-table.js';

/** `person_id` is the row's own id, or the survivor's after a merge: timelines are read by it. */
export const patientTable = recordTable(
  'patient',
  {
    givenName: 'text',
    familyName: 'text',
    birthDate: 'date',
    email: 'text',
    phone: 'text',
    language: 'text',
    timezone: 'text',
    deceasedAt: 'instant',
    archivedAt: 'instant',
    movedAwayAt: 'instant',
    doNotContact: 'boolean',
    hold: 'text',
    testRecord: 'boolean',
    locationId: 'reference',
    practitionerId: 'reference',
    householdId: 'text',
    mergedInto: 'text',
    referralSource: 'text',
  },
  [
    { name: 'patient_of_person', columns: ['practiceId', 'personId'] },
    { name: 'patient_merged_away', columns: ['practiceId', 'personId'], where: 'id <> person_id' },
    { name: 'patient_same_name', columns: ['practiceId', 'plainName', 'birthDate'] },
    { name: 'patient_same_phone', columns: ['practiceId', 'phoneDigits', 'birthDate'] },
    { name: 'patient_of_household', columns: ['practiceId', 'householdId'], where: 'household_id is not null' },
    { name: 'patient_merged', columns: ['practiceId', 'connectionId', 'mergedInto'], where: 'merged_into is not null' },
  ],
);
