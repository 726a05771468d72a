import { SecretStore } from '@keepwell/database';
import { createGuardedSockets } from '@keepwell/outbound';
import type { JobWork } from '../dispatch/job-work.js';
import type { WorkerOptions } from '../options.js';
import { Providers } from '../outreach/providers.js';
import { ReportBuilder } from './report-builder.js';
import { ReportMailer } from './report-mailer.js';
import { ReportWork } from './report.work.js';

const MAIL_TIMEOUT_MS = 10_000;
const MAIL_PORTS = [465, 587];

/** The jobs of this subject: see docs/decisions/0005-the-loop.md. */
export function reportWorks({ database, masterKey, http, sockets, publicUrl, log, now }: WorkerOptions): JobWork[] {
  const providers = new Providers({
    ...{ database, http, secrets: new SecretStore(masterKey), timeoutMs: MAIL_TIMEOUT_MS },
    sockets: sockets ?? createGuardedSockets({ exceptions: [], ports: MAIL_PORTS }),
    ...(now === undefined ? {} : { now }),
  });
  const mailer = new ReportMailer({
    ...{ database, log, publicUrl: publicUrl ?? null },
    provider: (tx, practiceId) => providers.of(tx, practiceId, 'email'),
  });
  return [new ReportWork(database, new ReportBuilder(database), mailer, log, now)];
}
