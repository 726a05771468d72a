import { newId } from '@keepwell/database';
import type { Practice } from '@keepwell/database';
import type { ApiUnderTest, Browser } from './api-under-test.js';
import { fillWorklist } from './worklist-rows.js';

const DAY_MS = 86_400_000;

/** The next Tuesday, 11:00 in London in winter: within every place's hours of contact. */
export function nextTuesday(after = Date.now()): number {
  const midnight = Math.floor(after / DAY_MS) * DAY_MS;
  const days = (2 - new Date(midnight).getUTCDay() + 7) % 7 || 7;
  return midnight + days * DAY_MS + 11 * 3_600_000;
}

export interface OutreachCase {
  caseId: string;
  personId: string;
  name: string;
  phone: string;
  email: string;
}

export interface OutreachPractice {
  practice: Practice;
  connectionId: string;
  cases: OutreachCase[];
  /** An approved sequence: SMS at once, e-mail after three days, a call after six. */
  sequenceId: string;
  templateIds: { sms: string; email: string };
}

/** A practice that may send, with open cases of reachable people and an approved sequence. Its clock is the API's. */
export async function outreachPractice(
  api: ApiUnderTest,
  { cases: count = 8, smsBody }: { cases?: number; smsBody?: string } = {},
): Promise<OutreachPractice> {
  const practice = await api.practice({
    settings: {
      place: 'GB-ENG',
      sending: { enabled: true, resendUnknown: false },
      senderName: 'Harbour Physio',
      postalAddress: '1 Harbour Street, Simulated Town',
      phone: '020 7946 0100',
    },
  });
  const run = (sql: string, values: unknown[]) => api.database.asSuperuser(sql, values);
  const { connectionId } = await fillWorklist(api.database, practice.id, { cases: count, now: api.clock.now });
  // The last two digits tell them apart; numbers that nobody has.
  await run(
    `update patient set phone = '020 7946 ' || lpad((substring(given_name from 6)::int)::text, 4, '0') where practice_id = $1`,
    [practice.id],
  );
  await run(`update off_track_case set backlog = false, state = 'open', closing = null where practice_id = $1`, [
    practice.id,
  ]);
  const rows = await api.database.asSuperuser<OutreachCase>(
    `select c.id as "caseId", c.person_id as "personId", p.given_name as name, p.email,
            '+44207946' || lpad((substring(p.given_name from 6)::int)::text, 4, '0') as phone
       from off_track_case c join patient p on p.practice_id = c.practice_id and p.id = c.person_id
      where c.practice_id = $1 order by substring(p.given_name from 6)::int`,
    [practice.id],
  );
  const templateIds = { sms: newId(), email: newId() };
  const body = smsBody ?? 'Hello {{ patient.givenName }}, it is {{ practice.name }}. Shall we find you a new time?';
  for (const [channel, subject, text] of [
    ['sms', null, body],
    ['email', 'A new time at {{ practice.name }}', body],
  ] as const) {
    await run(
      `insert into message_template (practice_id, id, key, version, channel, purpose, name, subject, body, state, origin, digest)
       values ($1, $2, 'new-time', 1, $3, 'service', 'A new time', $4, $5, 'approved', 'playbook', '\\x00')`,
      [practice.id, templateIds[channel], channel, subject, text],
    );
  }
  const sequenceId = newId();
  const step = (afterDays: number, channel: string) => ({
    ...{ afterDays, afterHours: 0, channel, template: channel === 'call' ? null : 'new-time', expiresAfterDays: 3 },
  });
  await run(
    `insert into sequence (practice_id, id, key, version, name, purpose, steps, state, origin)
     values ($1, $2, 'gentle', 1, 'Gentle reminder', 'service', $3, 'approved', 'playbook')`,
    [practice.id, sequenceId, JSON.stringify([step(0, 'sms'), step(3, 'email'), step(6, 'call')])],
  );
  return { practice, connectionId, cases: rows, sequenceId, templateIds };
}

/** Puts the household of a case in the caller's hand, as a claim leaves it. */
export async function takeInHand(
  api: ApiUnderTest,
  practiceId: string,
  userId: string,
  { caseId, personId }: Pick<OutreachCase, 'caseId' | 'personId'>,
): Promise<void> {
  await api.database.asSuperuser(
    `insert into case_lease (practice_id, household, case_id, person_id, holder_user_id, claimed_at, until)
     values ($1, 'p:' || $3::text, $2, $3::uuid, $4, now(), now() + interval '10 minutes')
     on conflict (practice_id, household) do update set holder_user_id = excluded.holder_user_id, until = excluded.until`,
    [practiceId, caseId, personId, userId],
  );
}

/** Preview, then start: the enrolment's id. */
export async function startSequence(browser: Browser, caseId: string, sequenceId: string): Promise<string> {
  const preview = await browser.post<{ digest: string }>(`/api/v1/cases/${caseId}/preview`, { sequenceId });
  const started = await browser.post<{ enrolmentId: string }>(`/api/v1/cases/${caseId}/enrolments`, {
    sequenceId,
    digest: preview.body.digest,
  });
  if (started.status !== 201) throw new Error(`Starting answered ${started.status}: ${started.text}`);
  return started.body.enrolmentId;
}
