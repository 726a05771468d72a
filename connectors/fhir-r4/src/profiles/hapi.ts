import { OPEN, type ServerProfile } from './profile.js';

/** HAPI FHIR: everything by `_lastUpdated`; its pages lie in a result that it forgets after about an hour. */
export const hapi: ServerProfile = {
  ...OPEN,
  id: 'hapi',
  name: 'HAPI FHIR',
  choice: 'HAPI FHIR',
  software: /hapi/i,
  mostPerPage: 500,
  bulk: 'system',
  pushes: 'criteria',
};
