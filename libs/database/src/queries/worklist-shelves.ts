export const WORKLIST_TABS = [
  'today',
  'waiting',
  'in_outreach',
  'snoozed',
  'backlog',
  'at_risk',
  'lapsed',
  'tasks',
  'resolved',
  'all',
] as const;
export type WorklistTab = (typeof WORKLIST_TABS)[number];

/** Tabs of people as their latest answer has them, whether they have a case or not. */
const PERSON_TABS = ['at_risk', 'lapsed', 'tasks'] as const;
export type PersonTab = (typeof PERSON_TABS)[number];
export type CaseTab = Exclude<WorklistTab, PersonTab>;

export const isPersonTab = (tab: WorklistTab): tab is PersonTab => (PERSON_TABS as readonly string[]).includes(tab);

export const WORKLIST_STATES = ['open', 'in_outreach', 'snoozed', 'resolved', 'closed'] as const;
export type WorklistState = (typeof WORKLIST_STATES)[number];

/** One range of each index of the list: the rows of a tab are those of a few shelves, each already in order. */
export interface Shelf {
  state: WorklistState;
  backlog: boolean;
  /** Open, without a place in the team's day. */
  waiting: boolean;
}

const ON_TAB: Record<CaseTab, (shelf: Shelf) => boolean> = {
  today: ({ state, backlog, waiting }) => !backlog && !waiting && state === 'open',
  waiting: ({ waiting }) => waiting,
  in_outreach: ({ state }) => state === 'in_outreach',
  snoozed: ({ state }) => state === 'snoozed',
  backlog: ({ state, backlog }) => backlog && state === 'open',
  resolved: ({ state }) => state === 'resolved',
  all: () => true,
};

/** The columns by which the indexes of the list begin, as conditions on a case `c`; what is held back lies on no shelf (E11). */
export const ON_SHELF = [
  'c.held_back = false',
  'c.state = shelf.state',
  'c.backlog = shelf.backlog',
  'c.waiting = shelf.waiting',
];

export function shelvesOf(tab: CaseTab, state: WorklistState | null): Shelf[] {
  return WORKLIST_STATES.filter((each) => state === null || each === state)
    .flatMap((each) => [
      { state: each, backlog: false, waiting: false },
      ...(each === 'open' ? [{ state: each, backlog: false, waiting: true }] : []),
      { state: each, backlog: true, waiting: false },
    ])
    .filter(ON_TAB[tab]);
}
