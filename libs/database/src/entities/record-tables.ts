import { RECORD_KINDS, type RecordKind } from '@keepwell/domain/records';
import { appointmentTable } from './appointment.entity.js';
import { communicationTable } from './communication.entity.js';
import { consentTable } from './consent.entity.js';
import { invoiceTable } from './invoice.entity.js';
import { locationTable } from './location.entity.js';
import { membershipTable } from './membership.entity.js';
import { packageTable } from './package.entity.js';
import { patientTable } from './patient.entity.js';
import { paymentTable } from './payment.entity.js';
import { planTable } from './plan.entity.js';
import { practitionerTable } from './practitioner.entity.js';
import { programTable } from './program.entity.js';
import { recallTable } from './recall.entity.js';
import type { RecordTable } from './record-table.js';
import { scoreTable } from './score.entity.js';
import { serviceTable } from './service.entity.js';

/** The table of each canonical kind. */
export const RECORD_TABLES: Record<RecordKind, RecordTable> = {
  location: locationTable,
  practitioner: practitionerTable,
  service: serviceTable,
  patient: patientTable,
  plan: planTable,
  appointment: appointmentTable,
  recall: recallTable,
  package: packageTable,
  membership: membershipTable,
  program: programTable,
  invoice: invoiceTable,
  payment: paymentTable,
  score: scoreTable,
  consent: consentTable,
  communication: communicationTable,
};

export const RECORD_ENTITIES = RECORD_KINDS.map((kind) => RECORD_TABLES[kind].entity);
