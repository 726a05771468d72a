import { randomUUID } from 'node:crypto';
import { SecretStore, type ContactReader, type Database } from '@keepwell/database';
import type { Instant } from '@keepwell/domain';
import type { GuardedHttp, GuardedSockets } from '@keepwell/outbound';
import type { WorkerLog } from '../log.js';
import { ClaimMaker } from './claim.js';
import type { Faults } from './fault-points.js';
import type { LastLook } from './last-look.js';
import { MessageSender } from './message-sender.js';
import { OutreachRunner } from './outreach-runner.js';
import { checkTimes, OUTREACH_TIMES, type OutreachTimes } from './outreach-times.js';
import { Providers } from './providers.js';
import { Reconciler } from './reconciler.js';

export interface OutreachSettings {
  database: Database;
  masterKey: Buffer;
  http: GuardedHttp;
  sockets: GuardedSockets;
  log: WorkerLog;
  whereabouts: ContactReader['whereabouts'];
  /** Where patients reach the pages that their mails name. */
  publicUrl: string;
  times?: OutreachTimes;
  twilioUrl?: string;
  faults?: Faults;
  now?: () => Instant;
  atOnce?: number;
  lastLook?: Pick<LastLook, 'take'>;
}

export interface OutreachSystem {
  runner: OutreachRunner;
  sender: MessageSender;
  reconciler: Reconciler;
}

/** Everything that sends, put together. Throws `OutreachTimesWrong` before anything is sent in a wrong order. */
export function outreachSystem(settings: OutreachSettings): OutreachSystem {
  const { database, masterKey, http, sockets, log, whereabouts, faults, now, twilioUrl, atOnce } = settings;
  const times = checkTimes(settings.times ?? OUTREACH_TIMES);
  const secrets = new SecretStore(masterKey);
  const publicUrl = settings.publicUrl.replace(/\/+$/, '');
  const providers = new Providers({
    ...{ database, secrets, http, sockets, timeoutMs: times.providerTimeoutMs },
    ...(twilioUrl === undefined ? {} : { twilioUrl }),
    ...(now === undefined ? {} : { now }),
  });
  const claims = new ClaimMaker({ secrets, providers, whereabouts, times, publicUrl, holder: randomUUID() });
  const more = { ...(faults === undefined ? {} : { faults }), ...(now === undefined ? {} : { now }) };
  const { lastLook } = settings;
  const looks = lastLook === undefined ? {} : { lastLook };
  const sender = new MessageSender({ database, secrets, claims, times, log, ...more, ...looks });
  const reconciler = new Reconciler({ database, providers, times, log, ...more });
  const concurrency = atOnce === undefined ? {} : { atOnce };
  const runner = new OutreachRunner({ database, sender, reconciler, times, log, ...more, ...concurrency });
  return { runner, sender, reconciler };
}
