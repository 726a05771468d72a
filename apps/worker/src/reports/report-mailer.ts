import {
  newId,
  ReportDeliveryQueries,
  ReportQueries,
  type Database,
  type StoredReport,
  type Transaction,
} from '@keepwell/database';
import { reportMail } from '@keepwell/documents';
import type { Instant } from '@keepwell/domain';
import type { MessageProvider, OutgoingMessage } from '@keepwell/messaging';
import type { WorkerLog } from '../log.js';

/** An older report is no news any more; it stands in the console. */
const NEWS_MS = 3 * 86_400_000;

export interface ReportMailerOptions {
  database: Database;
  log: WorkerLog;
  /** By whom the practice sends mail. */
  provider: (tx: Transaction, practiceId: string) => Promise<MessageProvider>;
  /** Where the console is; null: unknown. */
  publicUrl: string | null;
}

/** A mail server asked for a pause: the job is tried again later, for those who have nothing yet. */
export class MailPutOff extends Error {
  override readonly name = 'MailPutOff';
  constructor(readonly afterMs: number | null) {
    super('The mail server asks to try again later.');
  }
}

/** Mails the newest closed week of the whole practice to its recipients, each at most once. */
export class ReportMailer {
  private readonly reports = new ReportQueries();
  private readonly deliveries = new ReportDeliveryQueries();

  constructor(private readonly options: ReportMailerOptions) {}

  /** Answers how many were sent now. */
  async mailNewest(practiceId: string, now: Instant, signal: AbortSignal): Promise<number> {
    const { database } = this.options;
    const owed = await database.inPractice(practiceId, async (tx) => {
      const practice = await this.reports.practice(tx, practiceId);
      const [newest] = await this.reports.list(tx, practiceId, { locationId: null, before: null, limit: 1 });
      const recipients = [...new Set((practice.settings.reportRecipients ?? []).map((to) => to.trim().toLowerCase()))];
      if (newest === undefined || recipients.length === 0 || !isNews(newest, now)) return null;
      return { newest, recipients, name: practice.name, provider: await this.options.provider(tx, practiceId) };
    });
    if (owed === null) return 0;
    let sent = 0;
    let putOff: MailPutOff | null = null;
    for (const to of owed.recipients) {
      signal.throwIfAborted();
      const outcome = await this.mail(practiceId, owed, to, now, signal);
      if (outcome === 'accepted') sent += 1;
      if (outcome instanceof MailPutOff) putOff = outcome;
    }
    if (putOff !== null) throw putOff;
    return sent;
  }

  /** The row first: whoever finds it does not send, so that a crash costs a mail and never doubles one. */
  private async mail(
    practiceId: string,
    { newest, name, provider }: { newest: StoredReport; name: string; provider: MessageProvider },
    to: string,
    now: Instant,
    signal: AbortSignal,
  ): Promise<string | MailPutOff> {
    const { database, log, publicUrl } = this.options;
    const at = new Date(now);
    const id = await database.inPractice(practiceId, (tx) =>
      this.deliveries.claim(tx, practiceId, { id: newId(), reportId: newest.id, toAddress: to, at }),
    );
    if (id === null) return 'sent before';
    const link = publicUrl === null ? null : `${publicUrl}/reports/${newest.id}`;
    const message = outgoing(practiceId, id, to, reportMail(newest.numbers, name, link));
    const outcome = await provider.send(message, () => {}, signal);
    const failed = outcome.is === 'failed' || outcome.is === 'unknown';
    const waits = outcome.is === 'try_later' || outcome.is === 'abandoned';
    const state = outcome.is === 'accepted' ? 'accepted' : waits ? 'waiting' : outcome.is;
    const says = 'says' in outcome ? outcome.says : null;
    await database.inPractice(practiceId, (tx) =>
      this.deliveries.settle(tx, practiceId, id, { state, errorSays: says }),
    );
    if (failed) log.warn({ practice: practiceId, report: newest.id, delivery: id, state }, 'a report was not mailed');
    return waits ? new MailPutOff(outcome.is === 'try_later' ? outcome.afterMs : null) : state;
  }
}

function isNews({ builtAt, numbers }: StoredReport, now: Instant): boolean {
  const isOfOurTime = numbers.liveSince !== null && Date.parse(numbers.liveSince) < Date.parse(numbers.period.to);
  return isOfOurTime && now - Date.parse(builtAt) < NEWS_MS;
}

function outgoing(
  practiceId: string,
  id: string,
  to: string,
  { subject, text, html }: ReturnType<typeof reportMail>,
): OutgoingMessage {
  return {
    ...{ messageId: id, attemptId: id, practiceId, channel: 'email', to, from: null, subject, text, html },
    headers: { 'Auto-Submitted': 'auto-generated' },
    ...{ statusCallbackUrl: null, validitySeconds: null },
  };
}
