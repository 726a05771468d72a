export const WORKLIST_TABS = [
  'today',
  'waiting',
  'in_outreach',
  'snoozed',
  'backlog',
  'at_risk',
  'lapsed',
  'resolved',
  'all',
] as const;
export type WorklistTab = (typeof WORKLIST_TABS)[number];

/** Tabs of people without a case: those whose latest answer puts them in this state. */
const STATE_OF_TAB = { at_risk: 'watch', lapsed: 'lapsed' } as const;
export type PersonTab = keyof typeof STATE_OF_TAB;
export type CaseTab = Exclude<WorklistTab, PersonTab>;

export const isPersonTab = (tab: WorklistTab): tab is PersonTab => tab in STATE_OF_TAB;

export const personStateOf = (tab: WorklistTab): 'watch' | 'lapsed' | null =>
  tab in STATE_OF_TAB ? STATE_OF_TAB[tab as PersonTab] : null;

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
export const ON_SHELF = ['c.held_back = false', 'c.state = shelf.state', 'c.backlog = shelf.backlog', 'c.waiting = shelf.waiting'];

export function shelvesOf(tab: CaseTab, state: WorklistState | null): Shelf[] {
  return WORKLIST_STATES.filter((each) => state === null || each === state)
    .flatMap((each) => [
      { state: each, backlog: false, waiting: false },
      ...(each === 'open' ? [{ state: each, backlog: false, waiting: true }] : []),
      { state: each, backlog: true, waiting: false },
    ])
    .filter(ON_TAB[tab]);
}
