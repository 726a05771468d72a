import { recordTable } from './record-table.js';

export const communicationTable = recordTable('communication', {
  patientId: 'reference',
  at: 'instant',
  direction: 'text',
  channel: 'text',
  needsReply: 'boolean',
  repliedAt: 'instant',
  kind: 'text',
});
