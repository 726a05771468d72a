import { recordTable } from './record-table.js';

export const locationTable = recordTable('location', {
  name: 'text',
  timezone: 'text',
  openDays: 'integers',
  opensAt: 'text',
  closedOn: 'texts',
});
