import { parseMoney } from '@keepwell/connector-sdk';
import type { Communication, Consent, Invoice, Score } from '@keepwell/domain/records';
import { codings, instant, many, number, one, text, words, type Element, type Resource } from '../element.js';
import { target, targets } from '../references.js';
import { records, upsert, withdrawn, type Mapped, type Mapping } from './mapping.js';

const INVOICE_STATUS: Record<string, Invoice['status']> = {
  draft: 'draft',
  issued: 'open',
  balanced: 'paid',
  cancelled: 'void',
  'entered-in-error': 'void',
};

export function mapInvoice(invoice: Resource, mapping: Mapping): Mapped {
  const subject = target(one(invoice, 'subject'), mapping.locate) ?? target(one(invoice, 'recipient'), mapping.locate);
  if (subject?.type !== 'Patient') return { ignored: 'an invoice for no patient' };
  const total = one(invoice, 'totalGross') ?? one(invoice, 'totalNet');
  const currency = /^[A-Z]{3}$/.exec(text(total, 'currency') ?? '')?.[0] ?? null;
  const value = number(total, 'value');
  const status = INVOICE_STATUS[text(invoice, 'status') ?? ''] ?? null;
  const data: Invoice = {
    patientId: subject.id,
    appointmentId: null,
    issuedAt: instant(invoice, 'date', mapping.zone),
    dueAt: null,
    totalMinor: value === null ? null : parseMoney(value, currency),
    // FHIR says whether it is settled, not how much is left.
    balanceMinor: status === 'paid' || status === 'void' ? 0 : null,
    currency,
    status,
  };
  return records(upsert('invoice', invoice, mapping, data));
}

const CHANNELS = ['sms', 'email', 'call', 'any'] as const;
/** v3-ActReason: what for. */
const PURPOSES: Record<string, Consent['purpose']> = { HMARKT: 'marketing', TREAT: 'service', HOPERAT: 'any' };

/**
 * Only what is about contact: a provision for marketing (HMARKT), or one whose code names a channel. Every other
 * consent is clinical or legal.
 */
export function mapConsent(consent: Resource, mapping: Mapping): Mapped {
  const patient = target(one(consent, 'patient'), mapping.locate);
  if (patient?.type !== 'Patient') return { ignored: 'a consent of no patient' };
  const provision = one(consent, 'provision');
  const told = [provision, ...many(provision, 'provision')].flatMap((entry) => {
    const code = many(entry, 'purpose').map((coding) => text(coding, 'code') ?? '');
    const purpose = code.map((word) => PURPOSES[word]).find((word) => word !== undefined) ?? null;
    const named = many(entry, 'code').map((concept) => words(concept)?.toLowerCase());
    const channel = CHANNELS.find((word) => named.includes(word)) ?? null;
    return channel === null && purpose !== 'marketing' ? [] : [{ channel, purpose, type: text(entry, 'type') }];
  });
  const [contact] = told;
  if (contact === undefined) return { ignored: 'a consent that is not about contact' };
  if (text(consent, 'status') !== 'active') return records(withdrawn('consent', consent, mapping));
  const data: Consent = {
    patientId: patient.id,
    channel: contact.channel ?? 'any',
    purpose: contact.purpose ?? 'any',
    state: contact.type === 'permit' ? 'granted' : contact.type === 'deny' ? 'denied' : null,
    at: instant(consent, 'dateTime', mapping.zone),
    source: null,
  };
  return records(upsert('consent', consent, mapping, data));
}

/** http://terminology.hl7.org/CodeSystem/v3-ParticipationMode */
const MEDIA: Record<string, string> = {
  PHONE: 'call',
  VIDEOCONF: 'video',
  SMSWRIT: 'sms',
  EMAILWRIT: 'email',
  MAILWRIT: 'letter',
  FAXWRIT: 'fax',
  PHYSICAL: 'in_person',
};

export function mapCommunication(communication: Resource, mapping: Mapping): Mapped {
  if (text(communication, 'status') !== 'completed') return { ignored: 'a communication that did not happen' };
  const sender = target(one(communication, 'sender'), mapping.locate);
  const [recipient] = targets(communication, 'recipient', 'Patient', mapping.locate);
  const subject = target(one(communication, 'subject'), mapping.locate);
  const inbound = sender?.type === 'Patient';
  const patientId = inbound ? sender.id : (recipient ?? (subject?.type === 'Patient' ? subject.id : null));
  if (patientId === null) return { ignored: 'a communication with no patient' };
  const at = instant(communication, 'sent', mapping.zone) ?? instant(communication, 'received', mapping.zone);
  if (at === null) return { ignored: 'a communication without a time' };
  const medium = codings(communication, 'medium').map((coding) => MEDIA[text(coding, 'code') ?? '']);
  const named = many(communication, 'medium').map((concept) => words(concept)?.toLowerCase());
  const data: Communication = {
    patientId,
    at,
    direction: inbound ? 'in' : recipient === undefined ? null : 'out',
    channel: medium.find((entry) => entry !== undefined) ?? CHANNELS.find((word) => named.includes(word)) ?? null,
    needsReply: null,
    repliedAt: null,
    kind: kindOf(communication),
  };
  return records(upsert('communication', communication, mapping, data));
}

/** The words that rules look for; of the rest the code only, since a category's text may say anything. */
const KINDS = ['complaint', 'cancel_request', 'pause_request', 'downgrade_request'];

function kindOf(communication: Element): string | null {
  const said = many(communication, 'category').map((concept) => words(concept) ?? '');
  const code = codings(communication, 'category').map((coding) => text(coding, 'code'));
  return said.find((word) => KINDS.includes(word)) ?? code.find((word) => word !== null) ?? null;
}

type Instrument = Pick<Score, 'instrument' | 'domain' | 'direction'>;
const promis = (domain: string, direction: Score['direction']): Instrument => ({
  instrument: 'PROMIS-29',
  domain,
  direction,
});

/** LOINC: PROMIS-29 T-scores (v1 and bank codes), PHQ-9, GAD-7, pain 0-10. */
export const INSTRUMENTS: Record<string, Instrument> = {
  '71959-1': promis('physical_function', 'higher_better'),
  '71967-4': promis('anxiety', 'lower_better'),
  '71965-8': promis('depression', 'lower_better'),
  '71963-3': promis('fatigue', 'lower_better'),
  '71955-9': promis('sleep_disturbance', 'lower_better'),
  '71957-5': promis('social_role', 'higher_better'),
  '77854-8': promis('social_role', 'higher_better'),
  '71961-7': promis('pain_interference', 'lower_better'),
  '44261-6': { instrument: 'PHQ-9', domain: null, direction: 'lower_better' },
  '70274-6': { instrument: 'GAD-7', domain: null, direction: 'lower_better' },
  '75262-6': { instrument: 'pain 0-10', domain: null, direction: 'lower_better' },
};

export function mapObservation(observation: Resource, mapping: Mapping): Mapped {
  const instrument = codings(observation, 'code').map((coding) => INSTRUMENTS[text(coding, 'code') ?? '']);
  const known = instrument.find((entry) => entry !== undefined);
  if (known === undefined) return { ignored: 'an observation that is no outcome score' };
  const subject = target(one(observation, 'subject'), mapping.locate);
  if (subject?.type !== 'Patient') return { ignored: 'a score of no patient' };
  const status = text(observation, 'status') ?? '';
  if (['cancelled', 'entered-in-error'].includes(status)) return records(withdrawn('score', observation, mapping));
  if (!['final', 'amended', 'corrected'].includes(status)) return { ignored: 'a score that is not final' };
  const data: Score = {
    patientId: subject.id,
    ...known,
    value: valueOf(observation),
    takenAt: instant(observation, 'effectiveDateTime', mapping.zone),
    dueAt: null,
    detectableChange: null,
  };
  return records(upsert('score', observation, mapping, data));
}

function valueOf(observation: Element): number | null {
  return number(one(observation, 'valueQuantity'), 'value') ?? number(observation, 'valueInteger');
}
