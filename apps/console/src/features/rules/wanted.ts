import type { Parameters, Rule, Threshold, WantedChange, WantedMode } from '../../api.rules.types.js';

/** What somebody is about to propose for one rule in one place. */
export interface Wanted {
  /** Null: the whole practice. */
  locationId: string | null;
  mode: WantedMode;
  /** By name; one that is taken out does not stand here. */
  values: Parameters;
}

type RuleAsSet = Pick<Rule, 'rule' | 'mode' | 'thresholds' | 'locations' | 'parameters'>;

/** How the rule stands in a place: `isOwn` where the place says so itself. */
export function standing(rule: RuleAsSet, locationId: string | null) {
  const own = rule.locations.find(({ location }) => location.id === locationId);
  const { mode, thresholds } = own ?? rule;
  return { mode, thresholds, isOwn: own !== undefined };
}

export const asItStands = (rule: RuleAsSet, locationId: string | null): Wanted => {
  const { mode, thresholds } = standing(rule, locationId);
  return { locationId, mode, values: Object.fromEntries(thresholds.map(({ name, value }) => [name, value])) };
};

/** Whether it says anything that does not hold already. */
export function isChange(rule: RuleAsSet, wanted: Wanted): boolean {
  const now = asItStands(rule, wanted.locationId);
  const names = new Set([...Object.keys(now.values), ...Object.keys(wanted.values)]);
  return (
    wanted.mode !== now.mode ||
    (wanted.mode !== 'as_practice' && [...names].some((name) => wanted.values[name] !== now.values[name]))
  );
}

/** As the API takes it: only the thresholds that differ from what would hold without. */
export function changeOf(rule: RuleAsSet, { locationId, mode, values }: Wanted): WantedChange {
  const place = { rule: rule.rule, ...(locationId === null ? {} : { locationId }), mode };
  if (mode === 'as_practice') return place;
  const without =
    locationId === null
      ? Object.fromEntries(rule.thresholds.map((threshold) => [threshold.name, threshold.default]))
      : rule.parameters;
  const parameters = Object.fromEntries(Object.entries(values).filter(([name, value]) => value !== without[name]));
  return { ...place, parameters };
}

/** The sentence of a refused change, by the threshold it is about; `null` as a name: about the whole. */
export function problemAt(field: string | null): string | null {
  return /^changes\.\d+\.parameters\.(.+)$/.exec(field ?? '')?.[1] ?? null;
}

const SPECIALTIES = ['PT', 'DE', 'MS', 'PR', 'MB', 'DPC'] as const;

/** Specialties for which the rule has no threshold and could have one; none where it does not go by specialty. */
export function specialtiesToAdd(thresholds: readonly Threshold[], values: Parameters): string[] {
  const goesBySpecialty = thresholds.some(({ name }) => SPECIALTIES.some((specialty) => specialty === name));
  return goesBySpecialty ? SPECIALTIES.filter((specialty) => values[specialty] === undefined) : [];
}
