import { createHash, randomBytes } from 'node:crypto';
import { UnsubscribeLink, type OutboxTask, type PracticeCard, type Transaction } from '@keepwell/database';
import type { Instant, MergedFact } from '@keepwell/domain';
import {
  checkOutgoing,
  lintTemplate,
  mailHtml,
  mailText,
  smsSegments,
  unsubscribeHeaders,
  withOptOutLine,
  type OutgoingMessage,
} from '@keepwell/messaging';

const OPT_OUT_EVERY_MS = 30 * 86_400_000;
const TOKEN_BYTES = 32;

/** The text as it stands frozen, and what may be known of it at the claim. */
export interface FrozenText {
  template: { state: string; language: string; body: string; subject: string | null; purpose: string } | null;
  facts: MergedFact[];
  /** When this person last had the line that says how to opt out; null: never. */
  lastOptOutLineAt: Instant | null;
  practiceName: string;
}

export async function readText(tx: Transaction, practiceId: string, task: OutboxTask): Promise<FrozenText> {
  const [row] = await tx.query<(FrozenText & { lastOptOutLineAt: number | null })[]>(
    `select m.facts, coalesce(nullif(btrim(p.settings ->> 'senderName'), ''), p.name) as "practiceName",
            (select json_build_object('state', t.state, 'language', t.language, 'body', t.body, 'subject', t.subject, 'purpose', t.purpose)
               from message_template t where t.practice_id = $1 and t.id = m.template_id) as template,
            (select round(date_part('epoch', max(o.claimed_at)) * 1000) from outbox_message o
              where o.practice_id = $1 and o.person_id = m.person_id and o.channel = 'sms' and o.id <> m.id
                and o.state in ('sending', 'unknown', 'review', 'accepted', 'sent', 'delivered')
                and (o.decision->'text'->>'optOutLine')::boolean) as "lastOptOutLineAt"
       from outbox_message m join practice p on p.id = $1 where m.practice_id = $1 and m.id = $2`,
    [practiceId, task.id],
  );
  if (row === undefined) throw new Error(`There is no message ${task.id}`);
  return row;
}

/**
 * What keeps this text from leaving although it was read and approved once (M-01 "again at send", C-12): its template was taken back
 * since, or no longer passes. Sentences without values; empty: it may leave. A confirmation has a locked wording and no template.
 */
export function textProblems(task: OutboxTask, { template, facts, practiceName }: FrozenText): string[] {
  if (task.kind === 'confirmation') return [];
  if (template === null) return ['The template of this text is gone.'];
  if (template.state !== 'approved') return ['The template of this text is no longer approved.'];
  const channel = task.channel === 'email' ? 'email' : 'sms';
  const purpose = task.purpose;
  return [
    ...lintTemplate({ channel, purpose, language: template.language, subject: template.subject, body: template.body }),
    ...checkOutgoing({ channel, subject: task.subject, text: task.body, facts, practiceName }),
  ];
}

/** In the first message and at least every thirtieth day (C-13); a confirmation speaks of it anyhow. */
export function needsOptOutLine(task: OutboxTask, { lastOptOutLineAt }: FrozenText, at: Instant): boolean {
  if (task.channel !== 'sms' || task.kind === 'confirmation') return false;
  return lastOptOutLineAt === null || at - lastOptOutLineAt >= OPT_OUT_EVERY_MS;
}

export interface Outgoing {
  message: OutgoingMessage;
  /** Kept with the decision: what was added to the frozen text, and the hash of what left. */
  text: { optOutLine: boolean; language: string; sha256: string; segments: number | null; from: string | null };
}

/** What leaves. In the claim's transaction, because a mail's link to unsubscribe must work for as long as the mail exists (C-14). */
export async function outgoingOf(
  tx: Transaction,
  practice: PracticeCard,
  task: OutboxTask,
  frozen: FrozenText,
  given: { attemptId: string; to: string; at: Instant; publicUrl: string },
): Promise<Outgoing> {
  const { attemptId, to, at, publicUrl } = given;
  const language = frozen.template?.language ?? 'en';
  const optOutLine = needsOptOutLine(task, frozen, at);
  const base = {
    ...{ messageId: task.id, attemptId, practiceId: practice.id, to, from: null, subject: task.subject },
    // A provider is told how long the message is worth delivering; it may not promise a year.
    validitySeconds:
      task.latestAt === null ? null : Math.max(60, Math.min(36_000, Math.floor((task.latestAt - at) / 1000))),
  };
  if (task.channel !== 'email') {
    const text = optOutLine ? withOptOutLine(task.body, language) : task.body;
    const statusCallbackUrl = publicUrl.startsWith('https:')
      ? `${publicUrl}/api/hooks/twilio/${practice.id}/status?attempt=${attemptId}`
      : null;
    const message = { ...base, channel: 'sms' as const, text, html: null, headers: {}, statusCallbackUrl };
    const { segments } = smsSegments(text);
    return { message, text: { optOutLine, language, sha256: sha256(text), segments, from: null } };
  }
  const url = await unsubscribeUrl(tx, practice.id, task, to, publicUrl);
  const content = {
    ...{ text: task.body, practice: { name: practice.settings.senderName ?? practice.name } },
    ...{ postalAddress: practice.settings.postalAddress ?? '', unsubscribeUrl: url },
  };
  const message = {
    ...base,
    ...{ channel: 'email' as const, text: mailText(content), html: mailHtml(content) },
    ...{ headers: unsubscribeHeaders(url), statusCallbackUrl: null, validitySeconds: null },
  };
  return { message, text: { optOutLine: false, language, sha256: sha256(message.text), segments: null, from: null } };
}

/** The same text again, for looking a message up: all but a mail's link, which is known to its hash alone. */
export function textToLookUp(body: string, text: Partial<Outgoing['text']>): string {
  return text.optOutLine === true ? withOptOutLine(body, text.language ?? 'en') : body;
}

async function unsubscribeUrl(
  tx: Transaction,
  practiceId: string,
  task: OutboxTask,
  address: string,
  publicUrl: string,
): Promise<string> {
  const token = randomBytes(TOKEN_BYTES).toString('base64url');
  const tokenHash = createHash('sha256').update(token).digest();
  await tx.insert(UnsubscribeLink, { practiceId, tokenHash, personId: task.personId, address, messageId: task.id });
  return `${publicUrl}/u/${practiceId}/${token}`;
}

function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}
