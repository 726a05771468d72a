import type { RecordKind } from '@keepwell/domain/records';
import { squeeze } from './headings.js';

const listed = (table: Record<string, string>) =>
  new Map(
    Object.entries(table).flatMap(([ours, theirs]) => theirs.split(',').map((word) => [squeeze(word), ours] as const)),
  );

const YES_NO = listed({ true: 'true, yes, y, 1, on', false: 'false, no, n, 0, off' });

/** Words of other systems, by file and column of ours. */
const WORDS: Partial<Record<RecordKind, Record<string, ReadonlyMap<string, string>>>> = {
  appointment: {
    status: listed({
      proposed: 'proposed, requested, tentative',
      pending: 'pending, awaiting confirmation',
      booked: 'booked, scheduled, unconfirmed, active, planned, future',
      confirmed: 'confirmed, reconfirmed, reminder confirmed',
      arrived: 'arrived, checked in, here, in waiting room, waiting',
      in_progress: 'in progress, in surgery, in chair, in room, started, with practitioner, seated',
      completed: 'completed, complete, attended, seen, done, fulfilled, checked out, finished, departed, show, kept',
      cancelled: 'cancelled, canceled, cancelled by patient, cancelled by clinic',
      late_cancelled:
        'late cancelled, late canceled, late cancel, late cancellation, short notice cancellation, cancelled late, short notice',
      no_show:
        'no show, noshow, did not attend, did not arrive, dna, dns, fta, failed to attend, missed, absent, never arrived',
      rescheduled: 'rescheduled, moved, re scheduled',
      waitlist: 'waitlist, wait list, waiting list, waitlisted, asap list',
      void: 'void, voided, deleted, entered in error, error',
      unknown: 'unknown',
    }),
    cancelled_by: listed({
      patient: 'patient, client, customer',
      clinic: 'clinic, practice, practitioner, provider, staff, business',
      system: 'system, automatic',
    }),
    telehealth: YES_NO,
    walk_in: YES_NO,
    pending_request: YES_NO,
  },
  patient: { do_not_contact: YES_NO, test_record: YES_NO },
  practitioner: { active: YES_NO },
  plan: {
    status: listed({
      open: 'open, active, current, in progress',
      completed: 'completed, complete, finished',
      discharged: 'discharged, closed',
      cancelled: 'cancelled, canceled, abandoned',
    }),
  },
  membership: {
    status: listed({
      trialing: 'trialing, trial',
      active: 'active, current, live',
      past_due: 'past due, overdue, payment failed, declined',
      paused: 'paused, suspended, frozen, on hold',
      cancelled: 'cancelled, canceled, terminated',
      expired: 'expired, ended, completed',
    }),
  },
  invoice: {
    status: listed({
      draft: 'draft',
      open: 'open, unpaid, issued, sent, due, overdue',
      partial: 'partial, part paid, partially paid',
      paid: 'paid, closed, settled',
      void: 'void, voided, cancelled, canceled, deleted',
      uncollectible: 'uncollectible, written off, bad debt',
    }),
  },
  payment: {
    status: listed({
      succeeded: 'succeeded, success, successful, paid, approved, captured, completed, settled',
      failed: 'failed, declined, rejected, error',
      pending: 'pending, processing',
      cancelled: 'cancelled, canceled, void, voided',
      disputed: 'disputed, chargeback',
    }),
  },
  consent: {
    state: listed({
      granted: 'granted, yes, opted in, optin, true, allowed',
      denied: 'denied, no, opted out, optout, false, refused, unsubscribed',
    }),
    channel: listed({
      sms: 'sms, text, text message, mobile',
      email: 'email, e mail',
      call: 'call, phone, telephone, voice',
      any: 'any, all',
    }),
  },
  communication: {
    needs_reply: YES_NO,
    direction: listed({ in: 'in, inbound, incoming, received', out: 'out, outbound, outgoing, sent' }),
  },
};

/** What a word of theirs means in one of our columns; `undefined` where the column takes any word. */
export function knownWords(kind: RecordKind, column: string): ReadonlyMap<string, string> | undefined {
  return WORDS[kind]?.[column];
}

export const guessedColumns = (kind: RecordKind): string[] => Object.keys(WORDS[kind] ?? {});
