import { OPEN, type ServerProfile } from './profile.js';

/** OpenEMR: systems sign in with a registered key; lists over the whole site, by `_lastUpdated`, in no order that one may ask for. */
export const openemr: ServerProfile = {
  ...OPEN,
  id: 'openemr',
  name: 'OpenEMR',
  choice: 'OpenEMR',
  software: /openemr/i,
  signIn: ['smart_backend'],
  mayBeOpen: false,
  scope: 'system/*.rs',
  mostPerPage: 200,
  sorts: false,
  counts: false,
  bulk: 'system',
  pushes: null,
  lacks: [
    'OpenEMR gives no invoices over FHIR: bills and payments come from elsewhere.',
    'In OpenEMR the date of change of an encounter is that of its main form: an outcome may come with the next full read only.',
  ],
};
