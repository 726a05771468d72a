import { recordTable } from './record-table.js';

export const planTable = recordTable(
  'plan',
  {
    patientId: 'reference',
    line: 'text',
    prescribedVisits: 'float',
    intervalDays: 'float',
    phases: 'json',
    startedAt: 'instant',
    endsAt: 'instant',
    status: 'text',
    closedAt: 'instant',
    closeReason: 'text',
    specialty: 'text',
  },
  [{ name: 'plan_specialty', columns: ['practiceId', 'specialty'], where: 'specialty is not null' }],
);
