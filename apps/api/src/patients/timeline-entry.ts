import { currencyDecimals } from '@keepwell/connector-sdk';
import type { Finding } from '@keepwell/domain';
import type { TimelineKind, TimelineRow } from '@keepwell/database';
import type { EarlierVersionDto, TimelineEntryDto } from './dto/timeline.dto.js';

type Columns = Record<string, unknown>;

/** What a fact is called, how it stands, and what else is worth a glance. */
interface Words {
  title: string;
  status: string | null;
  detail: string | null;
}

const WORDS: Record<TimelineKind, (columns: Columns, row: TimelineRow) => Words> = {
  appointment: (c, row) => ({
    title: row.service ?? 'Appointment',
    status: text(c.status),
    detail: joined(
      row.practitioner,
      row.location,
      cancelled(c),
      bool(c.telehealth, 'by video'),
      bool(c.walk_in, 'walked in'),
      isPlaceholder(c) ? 'placeholder: nobody has agreed to it' : null,
    ),
  }),
  plan: (c) => ({
    title: text(c.line) ?? 'Plan of care',
    status: text(c.status),
    detail: joined(counted(c.prescribed_visits, 'visits'), every(c.interval_days, 'days'), text(c.close_reason)),
  }),
  recall: (c) => ({
    title: text(c.type) ?? 'Recall',
    status: c.done_at === null ? 'due' : 'done',
    detail: joined(every(c.interval_months, 'months'), dated('off until', c.disabled_until)),
  }),
  package: (c) => ({
    title: text(c.name) ?? 'Package',
    status: text(c.status),
    detail: joined(used(c.units_used, c.units_total), money(c.price_minor, c.currency), dated('expires', c.expires_on)),
  }),
  membership: (c) => ({
    title: text(c.name) ?? 'Membership',
    status: text(c.status),
    detail: joined(
      text(c.tier),
      money(c.price_minor, c.currency),
      dated('renews', c.renews_at),
      dated('cancel asked', c.cancel_requested_at),
    ),
  }),
  program: (c) => ({
    title: text(c.name) ?? 'Program',
    status: text(c.status),
    detail: joined(dated('ends', c.ends_at)),
  }),
  invoice: (c) => ({
    title: 'Invoice',
    status: text(c.status),
    detail: joined(
      money(c.total_minor, c.currency),
      c.balance_minor === null ? null : `${money(c.balance_minor, c.currency) ?? ''} open`,
    ),
  }),
  payment: (c) => ({
    title: text(c.kind) ?? 'Payment',
    status: text(c.status),
    detail: joined(money(c.amount_minor, c.currency), text(c.failure_code), dated('next try', c.next_attempt_at)),
  }),
  score: (c) => ({
    title: text(c.instrument) ?? 'Score',
    status: c.value === null ? 'due' : 'taken',
    detail: joined(text(c.domain), text(c.value)),
  }),
  consent: (c) => ({
    title: 'Consent',
    status: text(c.state),
    detail: joined(text(c.channel), text(c.purpose), text(c.source)),
  }),
  communication: (c) => ({
    title: text(c.kind) ?? 'Message',
    status: c.needs_reply === true && c.replied_at === null ? 'needs reply' : text(c.direction),
    detail: joined(text(c.channel), dated('answered', c.replied_at)),
  }),
};

export function timelineEntry(row: TimelineRow, findings: readonly Finding[]): TimelineEntryDto {
  const { title, status, detail } = WORDS[row.kind](row.columns, row);
  return {
    kind: row.kind,
    id: row.id,
    sourceId: row.sourceId,
    connection: row.connection,
    connectionId: row.connectionId,
    effectiveAt: row.effectiveAt,
    recordedAt: row.recordedAt,
    observedAt: row.observedAt,
    title,
    status,
    detail,
    deleted: row.gone,
    versions: row.versions.map(earlierVersion),
    evidenceFor: [...new Set(findings.filter((finding) => restsOn(finding, row)).map(({ rule }) => rule))],
  };
}

function restsOn(finding: Finding, row: TimelineRow): boolean {
  return finding.facts.some(
    (fact) => fact.kind === row.kind && fact.id === row.sourceId && fact.source === row.connectionId,
  );
}

/** Superseded versions are stored as records.ts has them: camelCase, instants in milliseconds. */
function earlierVersion({ recordedAt, data }: TimelineRow['versions'][number]): EarlierVersionDto {
  const { startsAt } = data;
  return {
    recordedAt,
    status: text(data.status),
    startsAt: typeof startsAt === 'number' ? new Date(startsAt).toISOString() : null,
  };
}

function text(value: unknown): string | null {
  if (typeof value === 'string') return value === '' ? null : value;
  return typeof value === 'number' ? String(value) : null;
}

function bool(value: unknown, word: string): string | null {
  return value === true ? word : null;
}

function counted(value: unknown, unit: string): string | null {
  return typeof value === 'number' ? `${value} ${unit}` : null;
}

function every(value: unknown, unit: string): string | null {
  return typeof value === 'number' ? `every ${value} ${unit}` : null;
}

function used(part: unknown, whole: unknown): string | null {
  return typeof part === 'number' || typeof whole === 'number'
    ? `${text(part) ?? '?'} of ${text(whole) ?? '?'} used`
    : null;
}

function dated(word: string, value: unknown): string | null {
  return typeof value === 'string' ? `${word} ${value.slice(0, 10)}` : null;
}

function cancelled(columns: Columns): string | null {
  const by = text(columns.cancelled_by);
  const why = text(columns.cancel_reason);
  if (by === null && why === null) return null;
  return `cancelled${by === null ? '' : ` by ${by}`}${why === null ? '' : `: ${why}`}`;
}

/** Whoever came has come, whatever the slot was called before. */
function isPlaceholder({ placeholder, status }: Columns): boolean {
  return placeholder === true && !['arrived', 'in_progress', 'completed'].includes(text(status) ?? '');
}

function money(minor: unknown, currency: unknown): string | null {
  if (typeof minor !== 'number') return null;
  const decimals = currencyDecimals(text(currency));
  return `${(minor / 10 ** decimals).toFixed(decimals)}${text(currency) === null ? '' : ` ${String(currency)}`}`;
}

function joined(...parts: (string | null)[]): string | null {
  const said = parts.filter((part) => part !== null && part !== '');
  return said.length === 0 ? null : said.join(' · ');
}
