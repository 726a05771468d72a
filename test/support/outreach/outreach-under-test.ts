import { ChannelQueries, type OutboxMessage, SecretStore } from '@keepwell/database';
import type { Instant } from '@keepwell/domain';
import { createGuardedHttp, createGuardedSockets } from '@keepwell/outbound';
import { pino } from 'pino';
import type { Faults } from '../../../apps/worker/src/outreach/fault-points.js';
import {
  outreachSystem,
  type OutreachSettings,
  type OutreachSystem,
} from '../../../apps/worker/src/outreach/outreach-system.js';
import { OUTREACH_TIMES, shortened, type OutreachTimes } from '../../../apps/worker/src/outreach/outreach-times.js';
import type { TestDatabase } from '../database.js';
import { whereaboutsAt, type Hours } from './a-sending-practice.js';
import { ACCOUNT } from './fake-twilio.js';

/** A hundred times shorter, in the same proportions; only where a provider looks is as wide as ever: its clock has whole seconds. */
export const SHORT_TIMES: OutreachTimes = {
  ...shortened(OUTREACH_TIMES, 100),
  lookUpBeforeMs: OUTREACH_TIMES.lookUpBeforeMs,
  lookUpAfterMs: OUTREACH_TIMES.lookUpAfterMs,
};

export interface UnderTest extends OutreachSystem {
  logged: { level: number; msg: string }[];
  close(): Promise<void>;
}

export function outreachUnderTest(
  test: Pick<TestDatabase, 'db' | 'masterKey'>,
  given: {
    hours?: Hours;
    now?: () => Instant;
    times?: OutreachTimes;
    twilioUrl?: string;
    faults?: Faults;
    atOnce?: number;
    lastLook?: OutreachSettings['lastLook'];
  } = {},
): UnderTest {
  const { hours = 'always', ...more } = given;
  const exceptions = given.twilioUrl === undefined ? [] : [new URL(given.twilioUrl).origin];
  const http = createGuardedHttp({ exceptions });
  const logged: UnderTest['logged'] = [];
  const log = pino({ level: 'debug' }, { write: (line: string) => void logged.push(JSON.parse(line)) });
  const system = outreachSystem({
    ...{ database: test.db, masterKey: test.masterKey, http, sockets: createGuardedSockets({ exceptions, ports: [] }) },
    ...{ log, whereabouts: whereaboutsAt(hours), publicUrl: 'https://clinic.example' },
    ...more,
  });
  return { ...system, logged, close: () => http.close() };
}

/** From now on the practice's texts go by Twilio. */
export async function sendByTwilio({ db, masterKey }: TestDatabase, practiceId: string): Promise<void> {
  const channels = new ChannelQueries();
  const settings = { accountSid: ACCOUNT, from: '+441632960100' };
  await db.inPractice(practiceId, async (tx) => {
    await channels.put(
      tx,
      practiceId,
      { channel: 'sms', provider: 'twilio', settings },
      { byUserId: null, at: new Date() },
    );
    await channels.putSecrets(tx, practiceId, 'sms', { authToken: 'f'.repeat(32) }, new SecretStore(masterKey));
  });
}

export async function messageOf(test: TestDatabase, id: string): Promise<OutboxMessage & Record<string, unknown>> {
  const [row] = await test.asSuperuser<OutboxMessage & Record<string, unknown>>(
    `select *, cancelled_because as "cancelledBecause", due_at as "dueAt", provider_id as "providerId", error_says as "errorSays",
            attempt_id as "attemptId", to_address as "toAddress" from outbox_message where id = $1`,
    [id],
  );
  if (row === undefined) throw new Error(`There is no message ${id}`);
  return row;
}

export async function eventsOf(test: TestDatabase, id: string): Promise<string[]> {
  const rows = await test.asSuperuser<{ event: string }>(
    'select event from message_event where message_id = $1 order by at, id',
    [id],
  );
  return rows.map(({ event }) => event);
}
