import { recordTable } from './record-table.js';

export const membershipTable = recordTable('membership', {
  patientId: 'reference',
  name: 'text',
  tier: 'text',
  status: 'text',
  startedAt: 'instant',
  renewsAt: 'instant',
  endsAt: 'instant',
  pausedUntil: 'instant',
  cancelRequestedAt: 'instant',
  priceMinor: 'minor',
  currency: 'text',
  cardExpiresOn: 'date',
  specialty: 'text',
});
