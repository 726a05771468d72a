import type {
  DraftPerson,
  GoLive,
  RecommendedPack,
  Rule,
  RuleDraft,
  ShadowFinding,
  ShadowFindings,
  ShadowWeek,
} from '../src/api.rules.types.js';

/** Answers about rules, their changes and going live, with defaults; a test states only what matters to it. */

export const nobodyListed: Rule['listedOn'] = {
  today: 0,
  waiting: 0,
  in_outreach: 0,
  snoozed: 0,
  backlog: 0,
  at_risk: 0,
  lapsed: 0,
};

export const aRule = (rule: string, changes: Partial<Rule> = {}): Rule => ({
  rule,
  name: 'NO_SHOW_NOT_REBOOKED',
  kind: 'O',
  class: 'S1',
  says: 'Did not come and has nothing booked.',
  version: 1,
  mode: 'on',
  parameters: { PT: '3 BD', DE: '2 BD' },
  thresholds: [
    { name: 'PT', value: '3 BD', default: '1 BD', specialty: 'PT', unit: 'BD', says: 'Time to rebook after a no-show' },
    { name: 'DE', value: '2 BD', default: '2 BD', specialty: 'DE', unit: 'BD', says: 'Time to rebook after a no-show' },
  ],
  locations: [],
  precision: { right: 0, wrong: 0, share: null, low: 0, high: 1, days: 60 },
  floor: 0.7,
  paused: null,
  trial: { now: 0, lastWeek: 0 },
  listed: 0,
  listedOn: nobodyListed,
  median: null,
  leadDays: null,
  ...changes,
});

export const aDraft = (id: string, changes: Partial<RuleDraft> = {}): RuleDraft => ({
  id,
  state: 'ready',
  author: { id: 'u9', name: 'Sam Doe' },
  reason: 'Three open days are too long here.',
  changes: [{ rule: 'R06', name: 'NO_SHOW_NOT_REBOOKED', location: null, mode: 'on', parameters: { PT: '2 BD' } }],
  preview: {
    asOf: '2026-11-21T19:06:00.000Z',
    asked: 812,
    listedNow: 40,
    listedThen: 43,
    enters: 4,
    leaves: 1,
    changes: 0,
    elsewhere: 0,
    byRule: [{ rule: 'R06', name: 'NO_SHOW_NOT_REBOOKED', enters: 4, leaves: 1 }],
  },
  progress: null,
  approval: { allowed: true, says: 'You may approve it.' },
  endedBy: null,
  endedAt: null,
  createdAt: '2026-11-21T19:00:00.000Z',
  ...changes,
});

export const aDraftPerson = (personId: string, changes: Partial<DraftPerson> = {}): DraftPerson => ({
  personId,
  patientName: `Patient ${personId}`,
  sourceIds: [],
  move: 'enters',
  from: null,
  to: 'off_track',
  rule: 'R06',
  class: 'S1',
  rules: [{ rule: 'R06', name: 'NO_SHOW_NOT_REBOOKED', kind: 'O', class: 'S1' }],
  reason: 'No show on 18 Nov 09:30; nothing booked as of 21 Nov 19:10.',
  silence: null,
  since: '2026-11-20T09:00:00.000Z',
  caseId: null,
  state: null,
  personState: 'on_track',
  lastVisitOn: '2026-11-05',
  nextBookingAt: null,
  valueAtRisk: null,
  location: { id: 'l1', name: 'Leith Walk' },
  practitioner: null,
  ...changes,
});

const DAY_MS = 86_400_000;

export const aShadowWeek = (changes: Partial<ShadowWeek> = {}): GoLive => ({
  state: 'shadow',
  week: {
    since: new Date(Date.now() - 2.5 * DAY_MS).toISOString(),
    weekEndsAt: new Date(Date.now() + 4.5 * DAY_MS).toISOString(),
    agreedPrecision: 0.9,
    fewestMarks: 30,
    reason: 'Agreed with the clinic.',
    byName: 'Maya Chen',
    judged: { right: 11, wrong: 1, share: 11 / 12, low: 0.646, high: 0.985 },
    missing: ['The week is not over: 5 days are left.', '12 of 30 cases have been judged.'],
    ...changes,
  },
});

export const aShadowHold = {
  id: 'h1',
  reason: 'shadow_week',
  says: 'Agreed with the clinic.',
  numbers: {},
  at: new Date(Date.now() - 2.5 * DAY_MS).toISOString(),
  byName: 'Maya Chen',
};

export const aRecommendedPack = (changes: Partial<RecommendedPack> = {}): RecommendedPack => ({
  specialties: ['PT', 'DE'],
  switchOn: [
    { rule: 'R17', name: 'RECALL_OVERDUE', says: 'A recall is overdue and nothing is booked.', mode: 'off' },
    { rule: 'R33', name: 'CARE_TEAM_CHANGE', says: 'Their practitioner has left.', mode: 'shadow' },
  ],
  on: [{ rule: 'R06', name: 'NO_SHOW_NOT_REBOOKED', says: 'Did not come and has nothing booked.', mode: 'on' }],
  leftOut: [{ rule: 'R08', name: 'REPEATED_MISSES', why: 'It speaks, truly, of patients who still come.' }],
  measured: [
    {
      ...{ specialty: null, world: 'six specialties, untidy files', cases: 1236, precision: 0.935 },
      ...{ dropOffs: 249, recall: 0.996, delayDays: 3.7 },
    },
  ],
  measuredIn: 'docs/detection.md',
  ...changes,
});

export const aShadowFinding = (id: string, changes: Partial<ShadowFinding> = {}): ShadowFinding => ({
  id,
  personId: `p-${id}`,
  patientName: `Patient ${id}`,
  sourceIds: [],
  class: 'S2',
  reason: 'Recall due 3 Nov; nothing booked as of 21 Nov 19:10.',
  facts: ['Recall r1, due 3 Nov 2026'],
  clearsWhen: 'A visit is booked.',
  since: '2026-03-02T09:00:00.000Z',
  foundAt: '2026-11-17T09:05:00.000Z',
  endedAt: null,
  caseId: null,
  lastVisitOn: '2026-05-03',
  nextBookingAt: null,
  location: { id: 'l1', name: 'Leith Walk' },
  practitioner: null,
  verdict: null,
  ...changes,
});

export const someTrialCounts = (changes: Partial<ShadowFindings['counts']> = {}): ShadowFindings['counts'] => ({
  toJudge: 2,
  standing: 12,
  people: 12,
  judgedLately: 10,
  judged: { right: 9, wrong: 1, share: 0.9, low: 0.596, high: 0.982, days: 60 },
  ...changes,
});
