import type { Instant } from '@keepwell/domain/records';

export const WRITE_KINDS = ['log_contact', 'book', 'cancel'] as const;
export type WriteKind = (typeof WRITE_KINDS)[number];

/** Ids are the other side's own. */
export interface LogContact {
  kind: 'log_contact';
  /** Ours, the same at each try: put where the other side keeps text, so that it can be found again. */
  key: string;
  patientId: string;
  at: Instant;
  channel: 'call' | 'sms' | 'email';
  direction: 'out' | 'in';
  /** One line, as it is to stand in the patient's record there. */
  text: string;
}

export interface Book {
  kind: 'book';
  key: string;
  patientId: string;
  startsAt: Instant;
  endsAt: Instant;
  practitionerId: string | null;
  locationId: string | null;
  serviceId: string | null;
  note: string | null;
  /** A booking of the same patient that goes once this one stands: it may be in the way, and is never taken for this one. */
  replacesId?: string | null;
}

export interface Cancel {
  kind: 'cancel';
  key: string;
  appointmentId: string;
  /** A code of the other side, or free text where it has none. */
  reason: string | null;
}

export type WriteOperation = LogContact | Book | Cancel;

export type WriteAnswer =
  /** It stands there. */
  | { state: 'confirmed'; ref: string }
  /** Taken on; `findWritten` says later whether it stands. */
  | { state: 'accepted'; ref: string | null }
  /** The other side will not: a sentence for the person who asked. */
  | { state: 'refused'; says: string };
