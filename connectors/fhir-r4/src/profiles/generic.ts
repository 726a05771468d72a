import { each, OF_A_PATIENT, OPEN, type ServerProfile } from './profile.js';

/** Any server: its CapabilityStatement is believed. */
export const generic: ServerProfile = {
  ...OPEN,
  id: 'generic',
  name: 'The FHIR server',
  choice: 'Another server: believe what it says of itself',
  software: null,
};

/** Any server that refuses questions which name no patient. */
export const byPatient: ServerProfile = {
  ...OPEN,
  id: 'by-patient',
  name: 'The FHIR server',
  choice: 'Another server that answers for one patient at a time',
  software: null,
  asks: each(OF_A_PATIENT, { by: 'patient', atOnce: 1 }),
  patientsFrom: ['group', 'ids', 'search'],
  sorts: false,
  counts: false,
};
