import { recordTable } from './record-table.js';

export const programTable = recordTable('program', {
  patientId: 'reference',
  name: 'text',
  startedAt: 'instant',
  endsAt: 'instant',
  coordinator: 'text',
  status: 'text',
  handoffAt: 'instant',
});
