import { recordTable } from './record-table.js';

export const recallTable = recordTable('recall', {
  patientId: 'reference',
  type: 'text',
  dueOn: 'date',
  intervalMonths: 'float',
  disabledUntil: 'date',
  doneAt: 'instant',
});
