import { recordTable } from './record-table.js';

export const scoreTable = recordTable('score', {
  patientId: 'reference',
  instrument: 'text',
  domain: 'text',
  value: 'float',
  takenAt: 'instant',
  dueAt: 'instant',
  direction: 'text',
  detectableChange: 'float',
});
