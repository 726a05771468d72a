import { each, OF_A_PATIENT, OPEN, scopeOf, type ServerProfile } from './profile.js';

/**
 * Epic answers for patients one knows. Who they are it tells by a Group that the organisation makes for a client; its search for
 * patients wants an id or a whole identity.
 */
export const epic: ServerProfile = {
  ...OPEN,
  id: 'epic',
  name: 'Epic',
  choice: 'Epic',
  software: /^epic$/i,
  signIn: ['smart_backend'],
  mayBeOpen: false,
  scope: scopeOf('read', ['HealthcareService']),
  asks: {
    ...each(OF_A_PATIENT, { by: 'patient', atOnce: 1 }),
    Patient: { by: 'id', atOnce: 1 },
    Practitioner: { by: 'reference' },
    Location: { by: 'reference' },
  },
  patientsFrom: ['group', 'ids'],
  mostPerPage: 100,
  sorts: false,
  counts: false,
  tooMany: ['59133', '4127'],
  bulk: 'group',
  pushes: null,
  lacks: [
    'Epic says of no appointment when it was changed: the whole window of dates is read each time, patient by patient. Where bookings must be known at once, connect its HL7 v2 feed (SIU) too.',
    'Epic gives no invoices over FHIR: bills and payments come from elsewhere.',
  ],
};
