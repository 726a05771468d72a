import { recordTable } from './record-table.js';

export const packageTable = recordTable('package', {
  patientId: 'reference',
  name: 'text',
  line: 'text',
  unitsTotal: 'float',
  unitsUsed: 'float',
  purchasedAt: 'instant',
  expiresOn: 'date',
  status: 'text',
  priceMinor: 'minor',
  currency: 'text',
});
