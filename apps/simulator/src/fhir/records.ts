import type { Communication, Consent, Instant, Invoice, Score } from '@keepwell/domain/records';
import { concept, given, isoInstant, reference, type Content } from './resource.js';

const INVOICE_STATUS = {
  draft: 'draft',
  open: 'issued',
  partial: 'issued',
  paid: 'balanced',
  void: 'cancelled',
  uncollectible: 'issued',
} as const;

/** Minor units to the decimal of FHIR's Money; the simulated currencies have two places. */
const money = (minor: number, currency: string | null) => ({ value: minor / 100, currency: currency ?? undefined });

export function invoiceContent(id: string, it: Invoice): Content {
  return {
    resourceType: 'Invoice',
    id,
    status: INVOICE_STATUS[it.status ?? 'open'],
    subject: reference('Patient', it.patientId),
    date: given(it.issuedAt, isoInstant),
    totalGross: given(it.totalMinor, (minor) => money(minor, it.currency)),
  };
}

export function consentContent(id: string, it: Consent): Content {
  return {
    resourceType: 'Consent',
    id,
    status: 'active',
    scope: concept('Privacy Consent', {
      system: 'http://terminology.hl7.org/CodeSystem/consentscope',
      code: 'patient-privacy',
    }),
    category: [concept(`${it.channel ?? 'any'} ${it.purpose ?? 'any'}`)],
    patient: reference('Patient', it.patientId),
    dateTime: given(it.at, isoInstant),
    provision: {
      type: it.state === 'denied' ? 'deny' : 'permit',
      code: [concept(it.channel ?? 'any')],
      purpose: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-ActReason', code: PURPOSE[it.purpose ?? 'any'] }],
    },
  };
}

const PURPOSE = { service: 'TREAT', marketing: 'HMARKT', any: 'HOPERAT' } as const;

export function communicationContent(id: string, it: Communication): Content {
  const patient = reference('Patient', it.patientId);
  return {
    resourceType: 'Communication',
    id,
    status: 'completed',
    category: given(it.kind, (kind) => [concept(kind)]),
    medium: given(it.channel, (channel) => [concept(channel)]),
    subject: patient,
    sent: isoInstant(it.at),
    received: it.direction === 'in' ? isoInstant(it.at) : undefined,
    ...(it.direction === 'in' ? { sender: patient } : { recipient: [patient] }),
  };
}

export function scoreContent(id: string, it: Score, createdAt: Instant): Content {
  return {
    resourceType: 'Observation',
    id,
    status: 'final',
    category: [
      concept('Survey', { system: 'http://terminology.hl7.org/CodeSystem/observation-category', code: 'survey' }),
    ],
    // PROMIS-29, physical function.
    code: concept(it.instrument ?? 'score', { system: 'http://loinc.org', code: '71959-1' }),
    subject: reference('Patient', it.patientId),
    effectiveDateTime: isoInstant(it.takenAt ?? createdAt),
    valueQuantity: given(it.value, (value) => ({ value, unit: '{score}', system: 'http://unitsofmeasure.org' })),
  };
}
