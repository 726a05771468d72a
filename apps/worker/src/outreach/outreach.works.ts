import { join } from 'node:path';
import { findConnector } from '@keepwell/connectors';
import { SecretStore } from '@keepwell/database';
import { CONFIG_DIR } from '@keepwell/env';
import { readContactHours, whereaboutsBy } from '@keepwell/messaging';
import { createGuardedSockets } from '@keepwell/outbound';
import type { JobWork } from '../dispatch/job-work.js';
import type { WorkerOptions } from '../options.js';
import type { Pace } from '../pace/pace.js';
import { Sources } from '../pace/sources.js';
import { LastLook } from './last-look.js';
import type { OutreachRunner } from './outreach-runner.js';
import { outreachSystem } from './outreach-system.js';
import { checkTimes, OUTREACH_TIMES } from './outreach-times.js';
import { OutreachWork } from './outreach.work.js';

/** Ports of mail submission; any other must be an exception of the operator's. */
const MAIL_PORTS = [465, 587];

/** The jobs of this subject: see docs/decisions/0005-the-loop.md. Throws `OutreachTimesWrong`: nothing may send then (O-05). */
export function outreachWorks(options: WorkerOptions, pace: Pace): JobWork[] {
  const { database, masterKey, http, log, now, folders, connectors } = options;
  const times = checkTimes(options.outreachTimes ?? OUTREACH_TIMES);
  const sockets = options.sockets ?? createGuardedSockets({ exceptions: [], ports: MAIL_PORTS });
  const secrets = new SecretStore(masterKey);
  const findIt = (id: string) =>
    connectors === undefined ? findConnector(id) : connectors.find((each) => each.id === id);
  const clock = now ?? Date.now;
  const sources = new Sources({ ...{ database, secrets, folders, log, pace, now: clock }, findConnector: findIt });
  const lastLook = new LastLook({ database, secrets, sources, log, now: clock });
  const start = async (): Promise<OutreachRunner> => {
    const hours = await readContactHours(join(CONFIG_DIR, 'contact-hours.yaml'));
    const system = outreachSystem({
      ...{ database, masterKey, http, sockets, log, times, whereabouts: whereaboutsBy(hours) },
      lastLook,
      publicUrl: options.publicUrl ?? 'http://localhost:3000',
      ...(now === undefined ? {} : { now }),
    });
    return system.runner;
  };
  let runner: Promise<OutreachRunner> | null = null;
  return [
    new OutreachWork(() => {
      // A file that cannot be read is tried again with the next job, not remembered as broken.
      runner ??= start().catch((error: unknown) => {
        runner = null;
        throw error;
      });
      return runner;
    }, log),
  ];
}
