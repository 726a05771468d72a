import type {
  ChannelSetting,
  InboundRow,
  MessageState,
  OutboxMessage,
  OutboxPage,
  OutboxRow,
  PlaybookSequence,
  PlaybookTemplate,
  Practice,
  Sending,
} from '../src/api.outreach.types.js';
import type { Report, ReportNumber, ReportRow, WeeklyReport } from '../src/api.reports.types.js';
import type { ContractServer } from './contract-server.js';

/** Answers of outreach and reports with defaults; a test states only what matters to it. */

export const aSending = (changes: Partial<Sending> = {}): Sending => ({
  enabled: true,
  resendUnknown: false,
  holds: [],
  counts: {},
  providers: { sms: 'local', email: 'local' },
  ...changes,
});

export const aMessageRow = (id: string, changes: Partial<OutboxRow> = {}): OutboxRow => ({
  id,
  personId: `person-${id}`,
  patientName: `Patient ${id}`,
  caseId: `case-${id}`,
  channel: 'sms',
  purpose: 'service',
  state: 'planned',
  step: 0,
  sequenceName: 'Missed visit',
  dueAt: new Date(Date.now() + 3_600_000).toISOString(),
  at: new Date(Date.now() - 3_600_000).toISOString(),
  provider: null,
  errorSays: null,
  cancelledBecause: null,
  kind: 'sequence',
  ...changes,
});

export const aMessage = (id: string, changes: Partial<OutboxMessage> = {}): OutboxMessage => ({
  ...aMessageRow(id),
  to: '+44 ••• ••• 0123',
  subject: null,
  text: 'Hello Ana, we missed you on 18 Nov. Call us on 0131 496 0000.',
  html: null,
  segments: 1,
  facts: [],
  latestAt: null,
  attempts: 0,
  acceptedAt: null,
  sentAt: null,
  deliveredAt: null,
  endedAt: null,
  providerId: null,
  providerStatus: null,
  errorCode: null,
  template: null,
  started: null,
  decision: null,
  events: [],
  canSimulateReply: false,
  ...changes,
});

/** The outbox answers each state with its rows. */
export function outboxOf(server: ContractServer, rows: OutboxRow[]): ContractServer {
  const counts: Record<string, number> = {};
  for (const { state } of rows) counts[state] = (counts[state] ?? 0) + 1;
  const lately = new Date(Date.now() - 14 * 86_400_000).toISOString();
  counts['failed_lately'] = rows.filter(({ state, at }) => state === 'failed' && at >= lately).length;
  return server.answer('GET', '/sending', { body: aSending({ counts }) }).answer('GET', '/outbox', ({ query }) => {
    const state = query.get('state') as MessageState | null;
    const channel = query.get('channel');
    const since = query.get('since') ?? '';
    const items = rows.filter(
      (row) =>
        (state === null || row.state === state) && (channel === null || row.channel === channel) && row.at >= since,
    );
    const body: OutboxPage = { items, nextCursor: null, counts };
    return { body };
  });
}

export const aReply = (id: string, changes: Partial<InboundRow> = {}): InboundRow => ({
  id,
  personId: `person-${id}`,
  patientName: `Patient ${id}`,
  caseId: null,
  channel: 'sms',
  at: new Date(Date.now() - 120_000).toISOString(),
  body: 'Could you ring me tomorrow?',
  intent: 'reply',
  needsReview: false,
  reviewedAt: null,
  reviewedByName: null,
  inReplyTo: null,
  ...changes,
});

export const aTemplate = (key: string, changes: Partial<PlaybookTemplate> = {}): PlaybookTemplate => ({
  id: `t-${key}`,
  key,
  version: 1,
  channel: 'sms',
  language: 'en',
  purpose: 'service',
  name: `Text ${key}`,
  subject: null,
  body: 'Hello {{ patient.firstName }}, we kept a place for you.',
  state: 'draft',
  origin: 'pack',
  authorName: 'Sam Doe',
  approvedByName: null,
  approvedAt: null,
  problems: [],
  ...changes,
});

export const aSequence = (key: string, changes: Partial<PlaybookSequence> = {}): PlaybookSequence => ({
  id: `s-${key}`,
  key,
  version: 1,
  name: `Sequence ${key}`,
  purpose: 'service',
  specialties: [],
  rules: [],
  steps: [],
  state: 'draft',
  origin: 'pack',
  authorName: null,
  approvedByName: null,
  approvedAt: null,
  ...changes,
});

export const aPractice = (changes: Partial<Practice> = {}): Practice => ({
  id: 'p1',
  name: 'Northside Physiotherapy',
  timezone: 'Europe/London',
  currency: 'GBP',
  demo: true,
  place: 'GB-SCT',
  senderName: 'Northside',
  postalAddress: '1 Leith Walk, Edinburgh',
  phone: '0131 496 0000',
  reportRecipients: [],
  attributionDays: 90,
  claimMinutes: 10,
  specialty: 'PT',
  dayCapacity: null,
  contactCostMinor: null,
  ...changes,
});

export const aChannel = (changes: Partial<ChannelSetting> = {}): ChannelSetting => ({
  channel: 'sms',
  provider: 'local',
  settings: {},
  secretsSet: [],
  changedAt: null,
  hooks: null,
  ...changes,
});

export const aNumber = (id: string, changes: Partial<ReportNumber> = {}): ReportNumber => {
  const [metric = id, span = 'week'] = id.split('.');
  return {
    id,
    metric,
    label: metric,
    variant: 'locked',
    span: span as ReportNumber['span'],
    numerator: 3,
    denominator: null,
    value: 3,
    unit: 'count',
    says: null,
    ...changes,
  };
};

export const aWeek = (changes: Partial<WeeklyReport> = {}): WeeklyReport => ({
  variant: 'locked',
  locationId: null,
  timezone: 'Europe/London',
  currency: 'GBP',
  period: {
    from: '2026-11-09T00:00:00.000Z',
    to: '2026-11-16T00:00:00.000Z',
    firstDay: '2026-11-09',
    lastDay: '2026-11-15',
    hours: 168,
  },
  asOf: '2026-11-16T00:00:00.000Z',
  knownBy: '2026-11-16T00:00:00.000Z',
  attributionDays: 90,
  sections: [],
  coordinators: [],
  dropOff: [],
  baseline: null,
  notes: [],
  ...changes,
});

export const aReport = (changes: Partial<Report> = {}): Report => ({
  id: 'r1',
  location: null,
  builtAt: '2026-11-16T06:00:04.000Z',
  hash: 'ab12cd34',
  report: aWeek(),
  deliveries: [],
  ...changes,
});

export const aReportRow = (changes: Partial<ReportRow> = {}): ReportRow => ({
  id: 'r1',
  location: null,
  firstDay: '2026-11-09',
  lastDay: '2026-11-15',
  builtAt: '2026-11-16T06:00:04.000Z',
  hash: 'ab12cd34',
  currency: 'GBP',
  headline: {
    offTrackStart: 40,
    cameOn: 12,
    booked: 7,
    returned: 5,
    offTrackEnd: 44,
    conversations: 21,
    recoveredMinor: 54_000,
  },
  ...changes,
});
