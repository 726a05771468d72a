import { recordTable } from './record-table.js';

export const consentTable = recordTable('consent', {
  patientId: 'reference',
  channel: 'text',
  purpose: 'text',
  state: 'text',
  at: 'instant',
  source: 'text',
});
