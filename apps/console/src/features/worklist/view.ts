import type { CaseState, WorklistSort, WorklistTab } from '../../api.types.js';
import { readAsOf } from '../as-of/as-of.js';
import { CASE_STATES, SORTS, TABS } from './words.js';

/**
 * What the list shows, as the address bar keeps it: tab, sort and ids of filters. The text somebody searches for is
 * perhaps a name, so it never enters the address; see `list-memory.tsx`.
 */
export interface View {
  tab: WorklistTab;
  sort: WorklistSort;
  rule?: string;
  locationId?: string;
  practitionerId?: string;
  state?: CaseState;
  /** What patients are interested in, in small letters: a word of the practice, never of a person. */
  interest?: string;
  /** A past moment, `2026-11-03T09:00Z`; absent: the present. */
  asOf?: string;
}

const known = <T extends string>(value: string | null, allowed: readonly T[]): T | undefined =>
  allowed.find((candidate) => candidate === value);

const ID = /^[\w-]{1,64}$/;
const asId = (value: string | null) => (value !== null && ID.test(value) ? value : undefined);

const LONGEST_INTEREST = 40;
function asInterest(value: string | null): string | undefined {
  const interest = value?.trim().toLowerCase() ?? '';
  return interest === '' || interest.length > LONGEST_INTEREST || /\p{C}/u.test(interest) ? undefined : interest;
}

export function readView(address: URLSearchParams): View {
  const view: View = {
    tab:
      known<WorklistTab>(
        address.get('tab'),
        TABS.map(({ tab }) => tab),
      ) ?? 'today',
    sort:
      known<WorklistSort>(
        address.get('sort'),
        SORTS.map(({ sort }) => sort),
      ) ?? 'priority',
  };
  const rule = asId(address.get('rule'));
  const locationId = asId(address.get('locationId'));
  const practitionerId = asId(address.get('practitionerId'));
  const state = known<CaseState>(
    address.get('state'),
    CASE_STATES.map((one) => one.state),
  );
  if (rule !== undefined) view.rule = rule;
  if (locationId !== undefined) view.locationId = locationId;
  if (practitionerId !== undefined) view.practitionerId = practitionerId;
  if (state !== undefined) view.state = state;
  const interest = asInterest(address.get('interest'));
  if (interest !== undefined) view.interest = interest;
  const asOf = readAsOf(address.get('asOf'));
  if (asOf !== null) view.asOf = asOf;
  return view;
}

/** The address of a view; what is usual is left out, so that one view has one address. */
export function writeView(view: View): URLSearchParams {
  const address = new URLSearchParams();
  if (view.tab !== 'today') address.set('tab', view.tab);
  if (view.sort !== 'priority') address.set('sort', view.sort);
  for (const name of ['rule', 'locationId', 'practitionerId', 'state', 'interest', 'asOf'] as const) {
    const value = view[name];
    if (value !== undefined) address.set(name, value);
  }
  return address;
}

export const viewAddress = (view: View) => {
  const address = writeView(view).toString();
  return address === '' ? '/worklist' : `/worklist?${address}`;
};

export const isNarrowed = (view: View, text: string) =>
  text !== '' ||
  view.rule !== undefined ||
  view.locationId !== undefined ||
  view.practitionerId !== undefined ||
  view.state !== undefined ||
  view.interest !== undefined;
