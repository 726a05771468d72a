import { OPEN, type ServerProfile } from './profile.js';

/** Medplum offers what FHIR R4 knows, over the whole project. */
export const medplum: ServerProfile = {
  ...OPEN,
  id: 'medplum',
  name: 'Medplum',
  choice: 'Medplum',
  software: /medplum/i,
  signIn: ['client_secret', 'smart_backend'],
  mayBeOpen: false,
  scope: 'system/*.read',
  mostPerPage: 1000,
  bulk: 'system',
  pushes: 'criteria',
};
