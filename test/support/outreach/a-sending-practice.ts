import {
  Connection,
  type ContactReader,
  type Database,
  Enrolment,
  MessageTemplate,
  newId,
  OffTrackCase,
  OutboxMessage,
  type PracticeSettings,
  type SecretStore,
  Sequence,
  type Transaction,
} from '@keepwell/database';
import { whereaboutsOf, type ContactHours, type HoursTable, type Instant } from '@keepwell/domain';
import { normaliseEmail, normalisePhone } from '@keepwell/messaging';
import { aPractice } from '../builders.js';

/** A practice that may send, with one approved text, and patients whom nothing keeps it from writing to. */
export interface SendingPractice {
  id: string;
  connectionId: string;
  templateId: string;
  sequenceId: string;
}

const daytime = { from: 9 * 60, to: 20 * 60 };
const HOURS: ContactHours = {
  place: 'GB-ENG',
  days: { 1: daytime, 2: daytime, 3: daytime, 4: daytime, 5: daytime, 6: daytime, 7: null },
  notOnHolidays: true,
};
const HOURS_TABLE: HoursTable = {
  places: new Map([['GB-ENG', { ...HOURS, zones: ['Europe/London'] }]]),
  strict: HOURS,
};
/** For tests that are about something else and run at any hour. */
const wholeDay = { from: 0, to: 24 * 60 };
const ALWAYS: ContactHours = {
  place: 'GB-ENG',
  days: { 1: wholeDay, 2: wholeDay, 3: wholeDay, 4: wholeDay, 5: wholeDay, 6: wholeDay, 7: wholeDay },
  notOnHolidays: false,
};
const ALWAYS_TABLE: HoursTable = {
  places: new Map([['GB-ENG', { ...ALWAYS, zones: ['Europe/London'] }]]),
  strict: ALWAYS,
};

export type Hours = 'daytime' | 'always';

export const whereaboutsAt =
  (hours: Hours): ContactReader['whereabouts'] =>
  (question) =>
    whereaboutsOf({ ...question, hours: hours === 'always' ? ALWAYS_TABLE : HOURS_TABLE, holidays: [] });

export async function contactReader(
  tx: Transaction,
  practiceId: string,
  secrets: SecretStore,
  hours: Hours = 'daytime',
): Promise<ContactReader> {
  return {
    addressHash: await secrets.addressHasher(tx, practiceId),
    phone: normalisePhone,
    email: normaliseEmail,
    whereabouts: whereaboutsAt(hours),
  };
}

export async function aSendingPractice(
  db: Database,
  { at, settings = {} }: { at: Instant; settings?: PracticeSettings },
): Promise<SendingPractice> {
  const sending = { enabled: true, resendUnknown: false };
  const { id } = await aPractice(db, {
    settings: { place: 'GB-ENG', sending, senderName: 'Harbour Physio', postalAddress: '1 Quay Street', ...settings },
  });
  const practice = { id, connectionId: newId(), templateId: newId(), sequenceId: newId() };
  await db.inPractice(id, async (tx) => {
    await tx.save(Connection, {
      ...{ practiceId: id, id: practice.connectionId, connector: 'csv', name: 'Front desk', settings: {} },
      ...{ pollSeconds: 900, firstReadDoneAt: new Date(0), agreedPolls: 2, lastSuccessAt: new Date(at - 60_000) },
    });
    await tx.insert(MessageTemplate, {
      ...{ practiceId: id, id: practice.templateId, key: 'hello', version: 1, channel: 'sms', purpose: 'service' },
      ...{
        name: 'Hello',
        body: '{{ practice.name }}: we kept your place. Call us.',
        state: 'approved',
        origin: 'test',
      },
      digest: Buffer.alloc(32),
    });
    await tx.insert(Sequence, {
      ...{ practiceId: id, id: practice.sequenceId, key: 'back', version: 1, name: 'Back', purpose: 'service' },
      ...{ steps: [], state: 'approved', origin: 'test' },
    });
  });
  return practice;
}

export interface ReachablePatient {
  personId: string;
  caseId: string;
  enrolmentId: string;
  household: string;
  /** A message of this patient's enrolment; due at once unless something else is said. Answers its id. */
  message(given?: Omit<Partial<OutboxMessage>, 'facts' | 'decision'>): Promise<string>;
  book(given: { startsAt: Instant; status: string }): Promise<void>;
}

let count = 0;

export async function aReachablePatient(
  db: Database,
  practice: SendingPractice,
  given: { at: Instant; phone?: string; email?: string; householdId?: string; birthDate?: string; enrolled?: boolean },
): Promise<ReachablePatient> {
  const { at, phone = '+447700900123', email = 'robin@example.org', householdId = null } = given;
  const [practiceId, personId, caseId, enrolmentId] = [practice.id, newId(), newId(), newId()];
  const household = householdId === null ? `p:${personId}` : `h:${practice.connectionId}:${householdId}`;
  const record = 'practice_id, id, connection_id, stream, source_id, observed_at, sequence, content_hash';
  count += 1;
  const sourceId = `S${count}`;
  await db.inPractice(practiceId, async (tx) => {
    await tx.query(
      `insert into patient (${record}, person_id, given_name, family_name, birth_date, phone, email, household_id)
       values ($1, $2, $3, 'all', $4, $5, 1, '\\x00', $2, 'Robin', 'Reed', $6, $7, $8, $9)`,
      [
        ...[practiceId, personId, practice.connectionId, sourceId, new Date(at - 90 * 86_400_000)],
        ...[given.birthDate ?? '1980-01-01', phone, email, householdId],
      ],
    );
    await tx.insert(OffTrackCase, {
      ...{ practiceId, id: caseId, personId, state: 'in_outreach', outreach: 'sequence', class: 'S2', rules: ['R05'] },
      ...{ reason: 'Nothing is booked.', since: new Date(at - 86_400_000), firstOpenedAt: new Date(at - 86_400_000) },
    });
    if (given.enrolled === false) return;
    await tx.insert(Enrolment, {
      ...{ practiceId, id: enrolmentId, personId, caseId, sequenceId: practice.sequenceId, state: 'running' },
      ...{ startedAt: new Date(at - 60_000), startedByUserId: newId(), previewDigest: Buffer.alloc(32) },
    });
  });
  return {
    ...{ personId, caseId, enrolmentId, household },
    message: async (more = {}) => {
      const id = newId();
      await db.inPractice(practiceId, (tx) =>
        tx.insert(OutboxMessage, {
          ...{ practiceId, id, originId: enrolmentId, kind: 'sequence', enrolmentId, personId, caseId, household },
          ...{ step: 0, channel: 'sms', purpose: 'service', templateId: practice.templateId, toAddress: phone },
          ...{ body: 'Harbour Physio: we kept your place. Call us.', segments: 1, state: 'due' },
          ...{ dueAt: new Date(at), latestAt: new Date(at + 3 * 86_400_000) },
          ...more,
        }),
      );
      return id;
    },
    book: async ({ startsAt, status }) => {
      await db.inPractice(practiceId, (tx) =>
        tx.query(
          `insert into appointment (${record}, patient_source_id, patient_id, starts_at, status)
           values ($1, $2::uuid, $3, 'all', $2::uuid::text, $4, 1, '\\x00', $5, $6, $7, $8)`,
          [
            ...[practiceId, newId(), practice.connectionId, new Date(at), sourceId, personId],
            ...[new Date(startsAt), status],
          ],
        ),
      );
    },
  };
}
