import { recordTable } from './record-table.js';

export const paymentTable = recordTable(
  'payment',
  {
    patientId: 'reference',
    invoiceId: 'reference',
    membershipId: 'reference',
    at: 'instant',
    amountMinor: 'minor',
    currency: 'text',
    kind: 'text',
    status: 'text',
    failureCode: 'text',
    attempt: 'float',
    nextAttemptAt: 'instant',
  },
  [{ name: 'payment_unmatched', columns: ['practiceId', 'id'], where: 'patient_id is null and gone_at is null' }],
);
