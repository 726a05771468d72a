import { recordTable } from './record-table.js';

export const appointmentTable = recordTable(
  'appointment',
  {
    patientId: 'reference',
    startsAt: 'instant',
    endsAt: 'instant',
    status: 'text',
    rawStatus: 'text',
    practitionerId: 'reference',
    locationId: 'reference',
    serviceId: 'reference',
    planId: 'reference',
    cancelledAt: 'instant',
    cancelledBy: 'text',
    cancelReason: 'text',
    deletedAt: 'instant',
    seriesId: 'text',
    classId: 'text',
    telehealth: 'boolean',
    walkIn: 'boolean',
    pendingRequest: 'boolean',
  },
  [
    { name: 'appointment_observed', columns: ['practiceId', 'connectionId', 'observedAt'] },
    { name: 'appointment_unknown', columns: ['practiceId', 'connectionId'], where: "status = 'unknown'" },
  ],
);
