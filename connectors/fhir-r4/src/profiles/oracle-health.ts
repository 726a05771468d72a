import { each, OF_A_PATIENT, OPEN, scopeOf, type ServerProfile } from './profile.js';

/** Oracle Health Millennium (Cerner): every search needs an id, a patient, a place or the like; appointments a pair of dates as well. */
export const oracleHealth: ServerProfile = {
  ...OPEN,
  id: 'oracle-health',
  name: 'Oracle Health',
  choice: 'Oracle Health (Cerner Millennium)',
  software: /oracle|cerner|millennium/i,
  signIn: ['smart_backend', 'client_secret'],
  mayBeOpen: false,
  scope: scopeOf('read', ['HealthcareService', 'Task', 'Group']),
  asks: {
    ...each(OF_A_PATIENT, { by: 'patient', atOnce: 1 }),
    // With `date`, what is only proposed stays hidden.
    Appointment: { by: 'patient', atOnce: 10, range: '-date-or-req-period' },
    Patient: { by: 'birthdate' },
    Practitioner: { by: 'practice', query: { active: 'true' } },
    Location: { by: 'reference' },
  },
  patientsFrom: ['bookings', 'ids', 'birthdate'],
  mostPerPage: 100,
  sorts: false,
  counts: false,
  tooMany: [],
  bulk: 'group',
  pushes: null,
  lacks: [
    'Oracle Health says of no appointment when it was changed: the whole window of dates is read each time.',
    'Patients without a date of birth are not found by windows of birth dates: name the places (place_ids) to find those with bookings.',
    'Its $export carries no appointments.',
    'Invoices are not read from Oracle Health: bills and payments come from elsewhere.',
  ],
};
