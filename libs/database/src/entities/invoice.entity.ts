import { recordTable } from './record-table.js';

export const invoiceTable = recordTable('invoice', {
  patientId: 'reference',
  appointmentId: 'reference',
  issuedAt: 'instant',
  dueAt: 'instant',
  totalMinor: 'minor',
  balanceMinor: 'minor',
  currency: 'text',
  status: 'text',
});
