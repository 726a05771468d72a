import type { WriteOperation } from '../src/api.sources.types.js';
import type {
  BookingRoom,
  Brief,
  CaseInHand,
  ContactPage,
  ContactVerdict,
  Preview,
  SequenceOffer,
} from '../src/api.types.js';
import type { ContractServer } from './contract-server.js';

/** Answers about a case in hand; a test states only what matters to it. */

export const aVerdict = (changes: Partial<ContactVerdict> = {}): ContactVerdict => ({
  allowed: true,
  because: [],
  cautions: [],
  nextAllowedAt: null,
  window: '08:00–20:00',
  ...changes,
});

export const aBrief = (changes: Partial<Brief> = {}): Brief => ({
  says: ['No show on 18 Nov 09:30; nothing booked since.', 'Last visit 5 Nov, visit 4 of 10.'],
  recommended: { route: 'call', sequenceId: null, because: ['It is for today.'] },
  talkTrack: {
    title: 'After a missed visit',
    steps: [
      { key: 'open', title: 'Open warmly', says: ['We missed you on Wednesday.'], asks: ['Is everything all right?'] },
      { key: 'book', title: 'Offer two times', says: [], asks: ['Would Tuesday or Thursday suit you?'] },
    ],
  },
  outcomes: [
    { code: 'no_answer', label: 'No answer', key: 'a', isConversation: false, needs: [], nextKinds: [] },
    { code: 'booked', label: 'Booked', key: 'b', isConversation: true, needs: ['next'], nextKinds: ['booked'] },
    {
      code: 'call_back',
      label: 'Call back later',
      key: 'r',
      isConversation: true,
      needs: ['next', 'when'],
      nextKinds: ['touchpoint'],
    },
    {
      code: 'not_now',
      label: 'Not now',
      key: 'l',
      isConversation: true,
      needs: ['next', 'date'],
      nextKinds: ['reason', 'touchpoint'],
    },
    { code: 'declined', label: 'Declined', key: 'd', isConversation: true, needs: ['reason'], nextKinds: ['reason'] },
    { code: 'escalate', label: 'Clinical concern', key: 'e', isConversation: true, needs: [], nextKinds: [] },
  ],
  nextReasons: [{ code: 'travelling', label: 'Travelling' }],
  declineReasons: [{ code: 'cost', label: 'Cost' }],
  closeReasons: [{ closing: 'lost', reasons: [{ code: 'cannot_reach', label: 'Cannot be reached' }] }],
  snoozePresets: [
    { key: 'week', label: '1 week', wakeOn: '2026-11-28', wakesAt: '2026-11-30T08:00:00.000Z' },
    { key: 'month', label: '1 month', wakeOn: '2026-12-21', wakesAt: '2026-12-21T08:00:00.000Z' },
    { key: 'quarter', label: '3 months', wakeOn: '2027-02-21', wakesAt: '2027-02-22T08:00:00.000Z' },
    { key: 'half_year', label: '6 months', wakeOn: '2027-05-21', wakesAt: '2027-05-21T07:00:00.000Z' },
  ],
  snoozeReasons: [
    { code: 'travelling', label: 'Travelling' },
    { code: 'asked_later', label: 'Asked to be contacted later' },
  ],
  sentiments: [{ code: 'warm', label: 'Warm' }],
  readiness: [{ code: 'ready', label: 'Ready to book' }],
  verdicts: { sms: aVerdict(), email: aVerdict(), call: aVerdict() },
  ...changes,
});

export const aCaseInHand = (changes: Partial<CaseInHand> = {}): CaseInHand => ({
  case: {
    caseId: 'case-a',
    personId: 'a',
    state: 'open',
    closing: null,
    wakeAt: null,
    wakeBecause: null,
    attempts: 0,
    conversations: 0,
    lastContactAt: null,
    lastOutcome: null,
  },
  lease: { until: new Date(Date.now() + 600_000).toISOString(), seconds: 600 },
  contact: {
    phone: '+44 131 496 0123',
    phoneHref: 'tel:+441314960123',
    email: 'ana@patient.example',
    guardian: null,
    household: [],
  },
  brief: aBrief(),
  ...changes,
});

export const aContactPage = (changes: Partial<ContactPage> = {}): ContactPage => ({
  channels: {
    sms: { verdict: aVerdict(), address: '•••• 0123' },
    email: {
      verdict: aVerdict({ allowed: false, because: [{ code: 'no_address', says: 'No address.', until: null }] }),
      address: null,
    },
    call: { verdict: aVerdict(), address: '•••• 0123' },
  },
  consents: [],
  suppressions: [],
  stops: [],
  ...changes,
});

export const aSequence = (changes: Partial<SequenceOffer> = {}): SequenceOffer => ({
  id: 'seq-1',
  name: 'After a missed visit',
  version: 1,
  purpose: 'service',
  recommended: true,
  problems: [],
  steps: [{ channel: 'sms', afterDays: 0, afterHours: 1, templateName: 'missed visit' }],
  ...changes,
});

export const aPreview = (changes: Partial<Preview> = {}): Preview => ({
  sequence: { id: 'seq-1', name: 'After a missed visit', version: 1 },
  steps: [
    {
      step: 0,
      channel: 'sms',
      dueAt: '2026-11-23T10:00:00.000Z',
      latestAt: '2026-11-25T10:00:00.000Z',
      templateName: 'missed visit',
      leftOut: false,
      subject: null,
      text: 'Hello Ana, we missed you on Wednesday 18 November. Shall we find a new time?',
      html: null,
      segments: 1,
      facts: [{ field: 'patient.first_name', value: 'Ana', class: 1, source: 'patient', recordId: 'PT-1000' }],
      verdict: aVerdict(),
      problems: [],
    },
  ],
  canStart: true,
  because: [],
  digest: 'd'.repeat(64),
  ...changes,
});

export const standing = (state: CaseInHand['case']['state']) => ({ ...aCaseInHand().case, state });

export const aWrite = (id: string, changes: Partial<WriteOperation> = {}): WriteOperation => ({
  id,
  connectionId: 'c1',
  connectionName: 'Northside PMS',
  kind: 'book',
  state: 'confirmed',
  says: null,
  ref: null,
  personId: 'a',
  caseId: 'case-a',
  afterId: null,
  shown: { startsAt: '2026-11-25T09:00:00.000Z', practitionerName: 'J. Lee', serviceName: 'Knee' },
  attempts: 1,
  askedByName: 'Maya Chen',
  askedAt: '2026-11-21T19:00:00.000Z',
  sentAt: null,
  endedAt: null,
  steps: [],
  ...changes,
});

export const aBookingRoom = (changes: Partial<BookingRoom> = {}): BookingRoom => ({
  systems: [],
  upcoming: [],
  operations: [],
  problems: [],
  ...changes,
});

/** Everything the working side of Ana's page asks for. */
export function withWork(server: ContractServer): ContractServer {
  return server
    .answer('GET', '/leases', { body: { items: [] } })
    .answer('GET', '/patients/a/history', { body: { items: [] } })
    .answer('GET', '/patients/a/contact', { body: aContactPage() })
    .answer('GET', '/cases/case-a/write-back', { body: aBookingRoom() })
    .answer('POST', '/cases/case-a/claim', { body: aCaseInHand() })
    .answer('POST', '/cases/case-a/lease', { body: { until: new Date(Date.now() + 600_000).toISOString() } })
    .answer('DELETE', '/cases/case-a/lease', { status: 204 })
    .answer('GET', '/worklist/my-day', { body: { conversations: 3 } })
    .answer('GET', '/sequences', { body: { items: [aSequence()] } })
    .answer('POST', '/cases/case-a/preview', { body: aPreview() })
    .answer('POST', '/worklist/next', { status: 204 });
}
