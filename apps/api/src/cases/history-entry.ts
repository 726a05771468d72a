import type { HistoryRow } from '@keepwell/database';
import {
  CALL_OUTCOMES,
  CLOSE_REASONS,
  DECLINE_REASONS,
  INTERVENTION_SKIP_REASONS,
  NEXT_REASONS,
  READINESS,
  SENTIMENTS,
  SNOOZE_REASONS,
} from '@keepwell/domain';
import type { HistoryEntryDto } from './dto/history.dto.js';

type Words = Pick<HistoryEntryDto, 'title' | 'says' | 'tone'>;
type Detail = Record<string, unknown>;

const LABELS = new Map<string, string>(
  [
    ...CALL_OUTCOMES,
    ...NEXT_REASONS,
    ...DECLINE_REASONS,
    ...Object.values(CLOSE_REASONS).flat(),
    ...SNOOZE_REASONS,
    ...SENTIMENTS,
    ...READINESS,
  ].map(({ code, label }) => [code, label]),
);
/** Apart from the others: some share a code with them and mean something else. */
const SKIP_LABELS = new Map<string, string>(INTERVENTION_SKIP_REASONS.map(({ code, label }) => [code, label]));
const CHANNELS: Record<string, string> = {
  sms: 'Text message',
  email: 'E-mail',
  call: 'Call',
  visit: 'Visit',
  video: 'Video call',
};

const WORDS: Record<HistoryRow['kind'], (row: HistoryRow) => Words> = {
  call: ({ detail }) => ({
    title: `Call: ${label(detail.outcome)}`,
    says: joined(
      next(detail),
      quoted(detail.note),
      felt(detail),
      text(detail.valueGiven),
      text(detail.recommendedStep),
    ),
    tone: detail.conversation === true ? 'done' : 'neutral',
  }),
  touchpoint: ({ detail, state }) => ({
    title: `${channel(detail.channel)} planned`,
    says: '',
    tone: state === 'planned' && detail.isPast === true ? 'overdue' : 'waiting',
  }),
  message: ({ detail, state }) => ({
    title: `${channel(detail.channel)} ${MESSAGE_STATES[state]?.[0] ?? state}`,
    says: joined(text(detail.subject), text(detail.body), because(detail.because), text(detail.errorSays)),
    tone: MESSAGE_STATES[state]?.[1] ?? 'neutral',
  }),
  reply: ({ detail, state }) => ({
    title: state === 'stop' || state === 'plain_opt_out' ? 'Asked not to be written to' : 'Reply',
    says: text(detail.body) ?? '',
    tone: detail.needsReview === true ? 'overdue' : 'done',
  }),
  snooze: ({ detail, state }) => ({
    title: `Snoozed until ${text(detail.wakeOn) ?? ''}`,
    says: joined(label(detail.reason), quoted(detail.note)),
    tone: state === 'running' ? 'waiting' : 'neutral',
  }),
  note: ({ detail }) => ({ title: 'Note', says: text(detail.text) ?? '', tone: 'neutral' }),
  intervention: ({ detail, state }) => ({
    title: `${state === 'done' ? 'Done' : 'Left out'}: ${text(detail.title) ?? ''}`,
    says: joined(skipReason(detail.reason), quoted(detail.note)),
    tone: state === 'done' ? 'done' : 'neutral',
  }),
  consent: ({ detail, state }) => ({
    title: state === 'granted' ? 'Consent given' : 'Consent refused',
    says: joined(channel(detail.channel), text(detail.purpose), text(detail.source)),
    tone: 'neutral',
  }),
  suppression: ({ detail, state }) => ({
    title: state === 'lifted' ? 'Contact stopped, and allowed again' : 'Contact stopped',
    says: joined(detail.scope === 'channel' ? channel(detail.channel) : 'Every way', words(detail.reason)),
    tone: 'neutral',
  }),
  case: ({ detail, state }) => caseWords(state, (detail.detail ?? {}) as Detail),
};

const MESSAGE_STATES: Record<string, [string, HistoryEntryDto['tone']]> = {
  planned: ['planned', 'waiting'],
  due: ['due', 'waiting'],
  sending: ['on its way', 'waiting'],
  unknown: ['may have left', 'waiting'],
  review: ['may have left: look at it', 'overdue'],
  accepted: ['sent', 'done'],
  sent: ['sent', 'done'],
  delivered: ['delivered', 'done'],
  failed: ['failed', 'failed'],
  cancelled: ['cancelled', 'neutral'],
  expired: ['not sent in time', 'neutral'],
};

const EVENTS: Record<string, string> = {
  opened: 'Off-track',
  reason_added: 'A reason was added',
  reason_gone: 'A reason is gone',
  resolved: 'Booked',
  reopened: 'Off-track again',
  closed: 'Case closed',
  woken: 'Back on the list',
  outreach_stopped: 'What ran was stopped',
  enrolled: 'Sequence started',
};

export function historyEntry(row: HistoryRow): HistoryEntryDto {
  const { at, kind, byName, undone, id } = row;
  return { at, kind, ...WORDS[kind](row), byName, messageId: kind === 'message' ? id : null, undone };
}

function caseWords(event: string, detail: Detail): Words {
  const rules = Array.isArray(detail.rules) ? detail.rules.join(', ') : text(detail.rule);
  const isGood = event === 'resolved' || (event === 'closed' && detail.closing === 'returned');
  return {
    title: EVENTS[event] ?? words(event),
    says: joined(rules, because(detail.because), detail.closing === undefined ? null : `as ${words(detail.closing)}`),
    tone: isGood ? 'done' : 'neutral',
  };
}

function next({ nextKind, nextBookedFor, nextAt, nextReason }: Detail): string | null {
  if (nextKind === 'booked') return `Next: booked${text(nextBookedFor) === null ? '' : ` for ${text(nextBookedFor)}`}`;
  if (nextKind === 'touchpoint')
    return `Next: to talk again${text(nextAt) === null ? '' : ` on ${text(nextAt)?.slice(0, 10)}`}`;
  return nextKind === 'reason' ? label(nextReason) : null;
}

function felt({ sentiment, readiness }: Detail): string | null {
  const said = [sentiment, readiness].filter((code) => typeof code === 'string').map(label);
  return said.length === 0 ? null : said.join(', ').toLowerCase();
}

function because(value: unknown): string | null {
  const code = text(value);
  return code === null ? null : words(code.replace(/^excluded:.*/, 'excluded'));
}

function label(code: unknown): string {
  const known = text(code) ?? '';
  return LABELS.get(known) ?? words(known);
}

function skipReason(code: unknown): string | null {
  const known = text(code);
  return known === null ? null : (SKIP_LABELS.get(known) ?? words(known));
}

function channel(code: unknown): string {
  return CHANNELS[text(code) ?? ''] ?? words(code);
}

function words(code: unknown): string {
  return (text(code) ?? '').replaceAll('_', ' ');
}

function quoted(value: unknown): string | null {
  return text(value) === null ? null : `“${text(value)}”`;
}

function text(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

function joined(...parts: (string | null)[]): string {
  return parts.filter((part) => part !== null && part !== '').join(' · ');
}
