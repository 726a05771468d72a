import { each, OF_A_PATIENT, OPEN, scopeOf, type ServerProfile } from './profile.js';

/**
 * athenahealth lists no appointments over FHIR: one can be read whose id is known. Encounters alone are not read either, since a person
 * of whom only past visits are known seems to have no next one.
 */
export const athenahealth: ServerProfile = {
  ...OPEN,
  id: 'athenahealth',
  name: 'athenahealth',
  choice: 'athenahealth',
  software: /athena/i,
  signIn: ['client_secret', 'smart_backend'],
  mayBeOpen: false,
  scope: scopeOf('read', ['HealthcareService', 'Task', 'Consent', 'Communication']),
  asks: {
    ...each(OF_A_PATIENT, { by: 'patient', atOnce: 1 }),
    Appointment: {
      by: 'nobody',
      says: 'athenahealth lists no appointments over FHIR, only one whose id is known: its own interface (athenaOne v1) or an export is needed for bookings.',
    },
    Practitioner: { by: 'reference' },
    Location: { by: 'reference' },
  },
  patientsFrom: ['search'],
  practiceParameter: 'ah-practice',
  mostPerPage: 100,
  sorts: false,
  counts: false,
  bulk: 'group',
  pushes: 'topics',
  lacks: ['Bills and payments are not read from athenahealth’s FHIR.'],
};
