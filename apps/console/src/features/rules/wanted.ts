import type { Parameters, Rule, Threshold, WantedChange, WantedMode } from '../../api.rules.types.js';

/** What somebody is about to propose for one rule in one place. */
export interface Wanted {
  /** Null: the whole practice. */
  locationId: string | null;
  mode: WantedMode;
  /** By name; one that is taken out does not stand here. */
  values: Parameters;
}

/** The same, of which rule: a draft changes one or several, each once in a place. */
export interface WantedRule extends Wanted {
  rule: string;
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

/** What a refusal is about: the change, by its place in the draft, and the threshold; null: about the whole. */
export function problemAt(field: string | null): { change: number | null; threshold: string | null } {
  const [, place, threshold] = /^changes\.(\d+)(?:\.parameters\.(.+)|\b.*)$/.exec(field ?? '') ?? [];
  return { change: place === undefined ? null : Number(place), threshold: threshold ?? null };
}

/** Where the rule is not changed by the draft yet: the practice first. Null: it is changed everywhere. */
export function freePlace(
  rule: string,
  wanted: readonly Pick<WantedRule, 'rule' | 'locationId'>[],
  locations: readonly string[],
): { locationId: string | null } | null {
  const isTaken = (locationId: string | null) =>
    wanted.some((one) => one.rule === rule && one.locationId === locationId);
  const free = [null, ...locations].find((locationId) => !isTaken(locationId));
  return free === undefined ? null : { locationId: free };
}

const SPECIALTIES = ['PT', 'DE', 'MS', 'PR', 'MB', 'DPC'] as const;

/** Specialties for which the rule has no threshold and could have one; none where it does not go by specialty. */
export function specialtiesToAdd(thresholds: readonly Threshold[], values: Parameters): string[] {
  const goesBySpecialty = thresholds.some(({ name }) => SPECIALTIES.some((specialty) => specialty === name));
  return goesBySpecialty ? SPECIALTIES.filter((specialty) => values[specialty] === undefined) : [];
}
