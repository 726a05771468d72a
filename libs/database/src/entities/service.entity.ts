import { recordTable } from './record-table.js';

export const serviceTable = recordTable('service', {
  name: 'text',
  line: 'text',
  kind: 'text',
  intervalDays: 'float',
  specialty: 'text',
});
