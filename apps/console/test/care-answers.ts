import type {
  CareExpectation,
  CareTemplates,
  HeldCases,
  Intervention,
  InterventionAct,
  PatientCare,
  PatientInterventions,
  Preferences,
  ProgramCard,
  TierCard,
} from '../src/api.care.js';

/** Answers about what patients are promised and what they wish; a test states only what matters to it. */

export const anExpectation = (changes: Partial<CareExpectation> = {}): CareExpectation => ({
  id: 'labs',
  name: 'Quarterly labs',
  every: '3 months',
  at: [],
  state: 'overdue',
  points: [
    {
      due: '2026-07-10',
      state: 'done',
      by: { kind: 'appointment', id: 'APT-77', source: 'c1', on: '2026-07-08' },
    },
    { due: '2026-10-10', state: 'overdue', by: null },
    { due: '2027-01-10', state: 'upcoming', by: null },
  ],
  ...changes,
});

export const aTierCard = (changes: Partial<TierCard> = {}): TierCard => ({
  membershipId: 'M-1',
  source: 'c1',
  name: 'Gold plus',
  standing: 'active',
  since: '2026-01-10',
  tier: { id: 'gold', name: 'Gold', pattern: 'mid' },
  includes: [
    { id: 'visits', name: 'Visits', per: 'month', units: 2, isCounted: true, since: '2026-11-01', used: 1, booked: 1 },
    {
      id: 'talk',
      name: 'Coaching',
      per: 'quarter',
      units: 1,
      isCounted: true,
      since: '2026-10-01',
      used: 2,
      booked: 0,
    },
    {
      id: 'msg',
      name: 'Messages',
      per: 'month',
      units: null,
      isCounted: false,
      since: '2026-11-01',
      used: 0,
      booked: 0,
    },
  ],
  covers: [
    { service: 'Blood panel', coveredBy: null },
    { service: 'Office visit', coveredBy: 'Visits' },
  ],
  followUp: { every: '1 month', last: '2026-09-05', due: '2026-10-05', booked: null, isLate: true },
  expectations: [anExpectation()],
  ...changes,
});

export const aProgramCard = (changes: Partial<ProgramCard> = {}): ProgramCard => ({
  programId: 'G-1',
  source: 'c1',
  name: 'Reset',
  template: { id: 'six', name: 'Six months' },
  from: '2026-06-05',
  until: '2026-12-05',
  milestones: [
    anExpectation({ id: 'msq', name: 'MSQ', every: null, at: ['0 d', '3 months'], state: 'done' }),
    anExpectation({
      ...{ id: 'review', name: 'Review', every: null, at: ['3 months', '5 months'], state: 'upcoming' },
      points: [
        { due: '2027-03-05', state: 'upcoming', by: null },
        { due: '2027-05-05', state: 'upcoming', by: null },
      ],
    }),
    anExpectation({
      ...{ id: 'coaching', name: 'Coaching', every: '2 weeks', state: 'unseen' },
      points: [{ due: '2026-11-20', state: 'unseen', by: null }],
    }),
  ],
  leadsTo: { tier: { id: 'gold', name: 'Gold' }, membershipId: null },
  ...changes,
});

export const aCare = (changes: Partial<PatientCare> = {}): PatientCare => ({
  personId: 'a',
  asOf: '2026-11-21T19:06:00.000Z',
  programs: [aProgramCard()],
  memberships: [aTierCard()],
  ...changes,
});

export const somePreferences = (changes: Partial<Preferences> = {}): Preferences => ({
  intervalDays: 90,
  line: 'hygiene',
  interests: ['whitening'],
  by: 'Maya Chen',
  at: '2026-09-01T10:00:00.000Z',
  ...changes,
});

export const nothingSaid: Preferences = { intervalDays: null, line: null, interests: [], by: null, at: null };

export const someHeld = (changes: Partial<HeldCases> = {}): HeldCases => ({
  cases: 37,
  since: '2026-11-21T10:00:00.000Z',
  upTo: '2026-11-21T10:04:00.000Z',
  rules: [
    { rule: 'R01', cases: 36 },
    { rule: 'R04', cases: 5 },
  ],
  people: [
    { personId: 'a', name: 'Patient a', rules: ['R01', 'R04'], reason: 'Last visit on 1 Oct; nothing booked.' },
    { personId: 'b', name: 'Patient b', rules: ['R01'], reason: 'Last visit on 2 Oct; nothing booked.' },
  ],
  ...changes,
});

export const anIntervention = (changes: Partial<Intervention> = {}): Intervention => ({
  ...{ kind: 'handoff', version: 1, stages: ['in_care'], owner: 'front_desk', place: 'in_clinic' },
  ...{ key: 'ask_easier', title: 'Ask what would make the visits easier to keep', specialty: 'any' },
  ...{ channels: ['in_person'], rules: ['R06'], does: [] },
  ...changes,
});

export const anAct = (changes: Partial<InterventionAct> = {}): InterventionAct => ({
  ...{ id: 'act-1', kind: 'handoff', key: 'ask_easier', version: 1, outcome: 'done', reason: null, reasonLabel: null },
  ...{ title: 'Ask what would make the visits easier to keep', note: null, byName: 'Maya Chen' },
  ...{ at: '2026-09-01T10:00:00.000Z', undone: false, undoUntil: null },
  ...changes,
});

export const nothingDone: PatientInterventions = {
  ...{ acts: [], lastTalk: null, sequences: [] },
  skipReasons: [
    { code: 'not_here', label: 'They did not come in' },
    { code: 'other', label: 'Another reason (see the note)' },
  ],
};

export const someTemplates = (changes: Partial<CareTemplates> = {}): CareTemplates => ({
  version: 3,
  programs: [
    {
      ...{ id: 'six', name: 'Six months', specialty: 'PR', names: [], months: 6, leadsTo: 'gold' },
      expectations: [
        { id: 'msq', name: 'MSQ', visit: null, score: 'MSQ', at: ['0 d', '3 months'], every: null, grace: '14 d' },
      ],
    },
  ],
  tiers: [
    {
      ...{ id: 'gold', name: 'Gold', specialty: 'MB', pattern: 'mid', names: ['Gold plus'], expectations: [] },
      includes: [
        {
          ...{ id: 'visits', name: 'Visits', units: 2, per: 'month' },
          visit: { kinds: ['treatment', 'class'], lines: ['massage'], services: [] },
        },
        { id: 'messages', name: 'Messages', visit: null, units: null, per: 'month' },
      ],
      followUp: { visit: { kinds: ['treatment'], lines: [], services: [] }, every: '4 weeks', grace: '7 d' },
    },
  ],
  history: [
    {
      ...{ version: 3, author: { id: 'u2', name: 'Rosa Lind' } },
      ...{ reason: 'Two visits a month', createdAt: '2026-10-01T09:00:00.000Z' },
    },
    { version: 1, author: null, reason: null, createdAt: '2026-01-01T09:00:00.000Z' },
  ],
  ...changes,
});
