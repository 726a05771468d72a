import { newId } from '@keepwell/database';
import type { TestDatabase } from './database.js';

/** What there is of outreach in one practice, to be named in addresses and bodies. */
export interface OutreachThings {
  personId: string;
  caseId: string;
  messageId: string;
  reviewedMessageId: string;
  sentMessageId: string;
  inboundId: string;
  holdId: string;
  sequenceId: string;
  draftSequenceId: string;
  draftTemplateId: string;
  enrolmentId: string;
  suppressionId: string;
}

export const unknownOutreach = (): Omit<OutreachThings, 'personId'> => ({
  caseId: newId(),
  messageId: newId(),
  reviewedMessageId: newId(),
  sentMessageId: newId(),
  inboundId: newId(),
  holdId: newId(),
  sequenceId: newId(),
  draftSequenceId: newId(),
  draftTemplateId: newId(),
  enrolmentId: newId(),
  suppressionId: newId(),
});

/** Rows as the sender and the hooks leave them, for one person who has a case. */
export async function outreachThings(
  database: TestDatabase,
  practiceId: string,
  userId: string,
): Promise<OutreachThings> {
  const run = (sql: string, values: unknown[]) => database.asSuperuser(sql, values);
  const [found, other] = await database.asSuperuser<{ personId: string; caseId: string }>(
    `select person_id as "personId", id as "caseId" from off_track_case where practice_id = $1 and state = 'open' and not backlog order by id limit 2`,
    [practiceId],
  );
  const { personId, caseId } = found ?? { personId: '', caseId: '' };
  const things = { ...unknownOutreach(), personId, caseId };
  await run(
    `insert into message_template (practice_id, id, key, version, channel, purpose, name, body, state, origin, digest)
     values ($1, $2, 'hello', 1, 'sms', 'service', 'Hello', 'Hello from {{ practice.name }}', 'draft', 'practice', '\\x00')`,
    [practiceId, things.draftTemplateId],
  );
  const steps = JSON.stringify([{ afterDays: 0, afterHours: 0, channel: 'call', template: null, expiresAfterDays: 3 }]);
  for (const [id, key, state] of [
    [things.sequenceId, 'ring', 'approved'],
    [things.draftSequenceId, 'ring-again', 'draft'],
  ] as const) {
    await run(
      `insert into sequence (practice_id, id, key, version, name, purpose, steps, state, origin) values ($1, $2, $3, 1, 'Ring', 'service', $4, $5, 'practice')`,
      [practiceId, id, key, steps, state],
    );
  }
  await run(
    `insert into enrolment (practice_id, id, person_id, case_id, sequence_id, state, started_at, started_by_user_id, preview_digest)
     values ($1, $2, $3, $4, $5, 'running', now(), $6, '\\x00')`,
    [practiceId, things.enrolmentId, other?.personId, other?.caseId, things.sequenceId, userId],
  );
  for (const [id, step, state] of [
    [things.messageId, 0, 'planned'],
    [things.reviewedMessageId, 1, 'review'],
    [things.sentMessageId, 2, 'accepted'],
  ] as const) {
    await run(
      `insert into outbox_message (practice_id, id, origin_id, kind, enrolment_id, person_id, case_id, household, step, channel, purpose, to_address, body,
         state, due_at, provider, accepted_at)
       values ($1, $2, $3, 'sequence', $3, $4::uuid, $5, 'p:' || $4::text, $6, 'sms', 'service', '+442079460018', 'Hello', $7, now(),
         case when $7 = 'planned' then null else 'local' end, case when $7 = 'accepted' then now() end)`,
      [practiceId, id, things.enrolmentId, personId, caseId, step, state],
    );
  }
  await run(
    `insert into inbound_message (practice_id, id, channel, provider, provider_id, from_address, body, at, person_id, intent, needs_review)
     values ($1, $2, 'sms', 'local', 'in-1', '+442079460018', 'Please call me', now(), $3, 'reply', true)`,
    [practiceId, things.inboundId, personId],
  );
  await run(
    `insert into sending_hold (practice_id, id, reason, says, at) values ($1, $2, 'blast_radius', 'Too many at once.', now())`,
    [practiceId, things.holdId],
  );
  await run(
    `insert into suppression (practice_id, id, address_hash, channel, scope, reason, person_id, set_at, keep_until)
     values ($1, $2, '\\x01', 'sms', 'channel', 'staff', $3, now(), now() + interval '10 years')`,
    [practiceId, things.suppressionId, personId],
  );
  // Owed already, so that asking for it again adds no row.
  await run(
    `insert into job (practice_id, id, kind, subject_id, due_at) values ($1::uuid, $2, 'outreach', $1::uuid, now() + interval '1 day') on conflict do nothing`,
    [practiceId, newId()],
  );
  return things;
}

interface Sample {
  path?: (things: OutreachThings) => Record<string, string>;
  query?: (things: OutreachThings) => Record<string, string>;
  body?: (things: OutreachThings) => unknown;
  status?: number;
  foreign?: number;
}

/** One line for each operation of outreach: how it is called, and what a member of the practice gets. */
export const OUTREACH_SAMPLES: Record<string, Sample> = {
  getContact: { path: ({ personId }) => ({ personId }) },
  addConsent: {
    path: ({ personId }) => ({ personId }),
    body: () => ({ channel: 'email', purpose: 'marketing', state: 'denied', source: 'patient_call' }),
    status: 201,
  },
  addSuppression: {
    path: ({ personId }) => ({ personId }),
    body: () => ({ channel: 'email', reason: 'staff' }),
    status: 201,
  },
  liftSuppression: {
    path: ({ personId, suppressionId }) => ({ personId, id: suppressionId }),
    body: () => ({ because: 'It was set on the wrong person.' }),
    status: 204,
  },
  listSequences: { query: ({ caseId }) => ({ caseId }), foreign: 404 },
  // Whoever calls has not claimed the case: told so, and nothing of it.
  previewSequence: {
    path: ({ caseId }) => ({ caseId }),
    body: ({ sequenceId }) => ({ sequenceId }),
    status: 409,
    foreign: 404,
  },
  startSequence: {
    path: ({ caseId }) => ({ caseId }),
    body: ({ sequenceId }) => ({ sequenceId, digest: '0'.repeat(64) }),
    status: 409,
    foreign: 404,
  },
  stopSequence: { path: ({ enrolmentId }) => ({ id: enrolmentId }), status: 204 },
  listOutbox: { query: ({ personId }) => ({ personId, limit: '5' }) },
  getMessage: { path: ({ messageId }) => ({ id: messageId }) },
  cancelMessage: { path: ({ messageId }) => ({ id: messageId }) },
  resolveMessage: { path: ({ reviewedMessageId }) => ({ id: reviewedMessageId }), body: () => ({ as: 'left' }) },
  simulateReply: { path: ({ sentMessageId }) => ({ id: sentMessageId }), body: () => ({ text: 'Yes' }), status: 201 },
  getPlaybook: {},
  listInterventions: { query: () => ({ stage: 'in_care', rule: 'R05' }) },
  approveTemplate: { path: ({ draftTemplateId }) => ({ id: draftTemplateId }), status: 204 },
  approveSequence: { path: ({ draftSequenceId }) => ({ id: draftSequenceId }), status: 204 },
  listInbound: {},
  reviewInbound: { path: ({ inboundId }) => ({ id: inboundId }), status: 204 },
  getSending: {},
  changeSending: { body: () => ({ enabled: false }) },
  holdSending: { body: () => ({ because: 'The line is down.' }), status: 201 },
  releaseHold: { path: ({ holdId }) => ({ id: holdId }), body: () => ({ because: 'All of them are right.' }) },
  listChannels: {},
  putChannel: { path: () => ({ channel: 'sms' }), body: () => ({ provider: 'local' }), foreign: 200 },
  getPractice: {},
  changePractice: { body: () => ({ attributionDays: 90 }) },
};
/** Called by nobody of a practice: they have tests of their own. */
export const OUTREACH_ELSEWHERE: string[] = ['takeStatus', 'takeInbound', 'showUnsubscribe', 'unsubscribe'];
