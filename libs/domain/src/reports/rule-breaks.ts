import { isWithin, type Period } from '../audit/period.js';
import type { Instant } from '../records.js';
import { ruleNamed } from '../rule-settings.js';
import type { RuleMode, RuleParameters } from '../settings.js';
import { compareText } from '../timeline/versions.js';
import { formatDate } from '../zones/calendar-date.js';
import type { Zone } from '../zones/zone.js';

/** A rule that was set otherwise, in a practice or at a location of it. */
export interface RuleChangeFact {
  at: Instant;
  rule: string;
  /** Ours; null: the whole practice. */
  locationId: string | null;
  /** Null: nothing had been set there. */
  before: SetTo | null;
  after: SetTo;
}

export interface SetTo {
  /** `as_practice`: the location follows the practice. */
  mode: RuleMode | 'as_practice';
  /** What differs from what would be without it. */
  parameters: RuleParameters;
}

/** What a report says of rules that changed in its week: numbers of before and after are not the same measure (K32). */
export interface RuleBreaks {
  /** One whole sentence; null: nothing changed that decides who is listed. */
  note: string | null;
  /** By rule: what stands beside a number of it. */
  byRule: ReadonlyMap<string, string>;
}

/** Oldest first. `locationId`: of whose report it is; one place hears of its own changes and of the practice's. */
export function ruleBreaks(
  changes: readonly RuleChangeFact[],
  week: Period,
  zone: Zone,
  locationId: string | null,
): RuleBreaks {
  const inWeek = changes
    .filter(
      ({ at, locationId: where }) =>
        isWithin(week, at) && (locationId === null || (where ?? locationId) === locationId),
    )
    .filter(changesTheList)
    .sort((one, other) => one.at - other.at || compareText(one.rule, other.rule));
  const told = new Map<string, string[]>();
  for (const change of inWeek) {
    const says = `${whatChanged(change)}${placeOf(change, locationId)} (${formatDate(zone.dayOf(change.at))})`;
    told.set(change.rule, [...new Set([...(told.get(change.rule) ?? []), says])]);
  }
  const each = [...told].map(([rule, says]) => `${rule} ${words(rule)}: ${says.join(', then ')}`);
  return {
    note:
      each.length === 0
        ? null
        : `Rules were set otherwise in this week, and numbers by rule are not to be compared across it: ${each.join('; ')}.`,
    byRule: new Map(
      [...told].map(([rule, says]) => [rule, `Not to be compared with the weeks before: ${says.join(', then ')}.`]),
    ),
  };
}

/** A rule that listed nobody before and lists nobody after is no break; a location that had nothing of its own had the practice's. */
function changesTheList({ rule, locationId, before, after }: RuleChangeFact): boolean {
  if (locationId !== null) return true;
  return modeBefore(rule, before) === 'on' || after.mode === 'on';
}

function modeBefore(rule: string, before: SetTo | null): SetTo['mode'] {
  return before?.mode ?? (ruleNamed(rule)?.startsOff === true ? 'off' : 'on');
}

const MODES: Record<SetTo['mode'], string> = {
  on: 'switched on',
  shadow: 'put on trial',
  off: 'switched off',
  as_practice: 'set as in the whole practice',
};

function whatChanged({ rule, locationId, before, after }: RuleChangeFact): string {
  const isSwitched = after.mode !== (locationId === null ? modeBefore(rule, before) : before?.mode);
  const moved = after.mode === 'on' ? movedParameters(rule, before?.parameters ?? {}, after.parameters) : [];
  if (isSwitched) return moved.length === 0 ? MODES[after.mode] : `${MODES[after.mode]} with ${moved.join(', ')}`;
  return moved.length === 0 ? 'set anew' : `set to ${moved.join(', ')}`;
}

/** "PT 3 BD instead of 2 BD" */
function movedParameters(rule: string, before: RuleParameters, after: RuleParameters): string[] {
  const defaults = ruleNamed(rule)?.defaults ?? {};
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort(compareText);
  return names.flatMap((name) => {
    const [was, is] = [before[name] ?? defaults[name], after[name] ?? defaults[name]];
    if (was === is || is === undefined) return [];
    return [`${name} ${is}${was === undefined ? '' : ` instead of ${was}`}`];
  });
}

function placeOf({ locationId }: RuleChangeFact, asked: string | null): string {
  if (locationId === null) return '';
  return asked === null ? ' at one location' : ' here';
}

function words(rule: string): string {
  return (ruleNamed(rule)?.name ?? '').toLowerCase().replaceAll('_', ' ');
}
