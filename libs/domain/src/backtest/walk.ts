import { dropOffAt } from '../audit/drop-off.js';
import { decideTimeline } from '../decide-person.js';
import { once } from '../evaluate-person.js';
import type { Decided, PersonDecision } from '../evaluation.js';
import type { Instant, Specialty } from '../records.js';
import type { EvaluationSettings } from '../settings.js';
import { AsOf } from '../timeline/as-of.js';
import { episodeKey } from '../timeline/episode.js';
import { ANY_LINE } from '../timeline/horizon.js';
import { timelineOf, type Timeline } from '../timeline/timeline.js';
import type { EpochDay } from '../zones/calendar-date.js';
import type { AskedDays } from './ask.js';
import type { PeopleThen } from './people-then.js';
import type { PracticeThen } from './practice-then.js';
import { targetOf, type Target } from './target.js';

/** The pack taken together, and what most people would use instead. */
export const PACK = 'pack';
export const LIST = 'list';
export const FIXED_GAPS = { fixed_60: 60, fixed_90: 90 } as const;

/** Somebody to be asked about, and whoever their answer may look at (E05, Q42). */
export interface BacktestUnit {
  people: PeopleThen;
  related: readonly PeopleThen[];
  /** Whose answers hang together in the intervals. */
  household: string;
  /** When Keepwell contacted them; empty before go-live. */
  contacts: readonly Instant[];
  /** When what their own sources tell ends, where that is before the end of the data: nothing is asked or judged about them afterwards. */
  end?: Instant;
}

/** A flag and the asked days on which it stood, the last one not included. */
export interface Spell {
  /** Rule id, `pack` (person and episode), `list` (person), or a fixed gap. */
  of: string;
  personId: string;
  episode: string | null;
  from: number;
  until: number;
  target: Target;
}

/** An unfinished course of care that somebody left. */
export interface DropOff {
  personId: string;
  episode: string | null;
  line: string;
  specialty: Specialty | null;
  /** The asked day on which it counted as such for the first time. */
  index: number;
  /** When it did: H after it was left. */
  at: Instant;
  lastVisitAt: Instant;
  lastVisitDay: EpochDay;
  /** May not be listed whatever the rules say. */
  isExcluded: boolean;
}

export interface Walked {
  spells: Spell[];
  dropOffs: DropOff[];
  /** Asked days on which each person was on record. */
  known: Map<string, { from: number; until: number }[]>;
}

export interface WalkOptions {
  asked: AskedDays;
  practice: PracticeThen;
  settings: EvaluationSettings;
  /** Rules that the pack is made of; null: those of kind O that list people. */
  only: ReadonlySet<string> | null;
  /** Asks also on days on which the answer cannot have changed: the same by the longest way. */
  everyDay?: boolean;
}

interface Standing {
  of: string;
  personId: string;
  episode: string | null;
  target: Target;
}

/** Asks one unit on every asked day on which its answer can have changed, as long as its sources tell. Nothing recorded later is looked at. */
export function walk({ people, related, end }: BacktestUnit, options: WalkOptions): Walked {
  const { asked, practice, settings, everyDay = false } = options;
  const open = new Map<string, Spell>();
  const walked: Walked = { spells: [], dropOffs: [], known: new Map() };
  const dropped = new Set<string>();
  const until =
    end === undefined ? asked.instants.length : asked.instants.findLastIndex((instant) => instant <= end) + 1;
  for (let index = 0; index < until;) {
    const moment = new AsOf(asked.instants[index]!, false);
    const prepared = practice.preparedAt(settings, index);
    const view = prepared.viewAt(moment);
    const persons = people.at(moment);
    const lines = new Set<string>();
    const now = new Map<string, Standing>();
    const there: string[] = [];
    for (const person of persons) {
      const timeline = timelineOf(person, view, moment);
      if (timeline === null) continue;
      there.push(person.personId);
      const relatives = once(() =>
        [...persons.filter((other) => other !== person), ...related.flatMap((others) => others.at(moment))].flatMap(
          (other) => timelineOf(other, view, moment) ?? [],
        ),
      );
      const decision = decideTimeline(prepared, timeline, relatives, moment);
      for (const standing of standingOf(timeline, decision, moment, options.only)) {
        const key = `${standing.of} ${standing.personId} ${standing.episode ?? ''}`;
        if (!now.has(key)) now.set(key, standing);
      }
      noteDropOffs(walked.dropOffs, dropped, timeline, { index, moment, isExcluded: decision.exclusions.length > 0 });
      for (const line of timeline.medianLines.sorted()) lines.add(line);
    }
    const next = Math.min(until, everyDay ? index + 1 : practice.nextIndex(index, moment.nextChangeAt, lines));
    for (const [key, spell] of open) {
      if (now.has(key)) continue;
      walked.spells.push({ ...spell, until: index });
      open.delete(key);
    }
    for (const [key, standing] of now) if (!open.has(key)) open.set(key, { ...standing, from: index, until: index });
    for (const id of there) noteKnown(walked.known, id, index, next);
    index = next;
  }
  for (const spell of open.values()) walked.spells.push({ ...spell, until });
  walked.spells.sort(byBeginning);
  return walked;
}

function byBeginning(one: Spell, other: Spell): number {
  const [first, second] = [
    `${one.of} ${one.personId} ${one.episode ?? ''}`,
    `${other.of} ${other.personId} ${other.episode ?? ''}`,
  ];
  if (one.from !== other.from) return one.from - other.from;
  return first < second ? -1 : 1;
}

/** What stands about a person: every rule's finding, the pack by episode, the list, the fixed gaps. */
function standingOf(
  timeline: Timeline,
  { findings, shadow, exclusions }: PersonDecision,
  moment: AsOf,
  only: ReadonlySet<string> | null,
): Standing[] {
  const { personId } = timeline.person;
  const targets = new Map<Decided, Target>();
  const target = (finding: Decided): Target => {
    let found = targets.get(finding);
    if (found === undefined) targets.set(finding, (found = targetOf(timeline, finding, moment)));
    return found;
  };
  const standing: Standing[] = [...findings, ...shadow]
    .filter(({ rule }) => only === null || only.has(rule))
    .map((finding) => ({ of: finding.rule, personId, episode: finding.episode, target: target(finding) }));
  const listing =
    only === null
      ? findings.filter(({ kind }) => kind === 'O')
      : [...findings, ...shadow].filter(({ rule, kind }) => kind !== 'V' && only.has(rule));
  for (const finding of listing) {
    standing.push({ of: PACK, personId, episode: finding.episode, target: target(finding) });
  }
  const [strongest] = listing;
  if (strongest !== undefined) standing.push({ of: LIST, personId, episode: null, target: target(strongest) });
  if (exclusions.length > 0) return standing;
  const last = timeline.visits.at(-1);
  if (last === undefined || timeline.live.length > 0) return standing;
  for (const [of, days] of Object.entries(FIXED_GAPS)) {
    if (!moment.reached(last.opening.zone.startOf(last.day + days))) continue;
    const whole: Target = { line: ANY_LINE, specialty: last.specialty, planId: null, membershipId: null };
    standing.push({ of, personId, episode: null, target: whole });
  }
  return standing;
}

function noteDropOffs(
  dropOffs: DropOff[],
  dropped: Set<string>,
  timeline: Timeline,
  { index, moment, isExcluded }: { index: number; moment: AsOf; isExcluded: boolean },
): void {
  const { personId } = timeline.person;
  for (const episode of timeline.episodes) {
    const last = episode.visitDays.at(-1);
    const at = dropOffAt(timeline, episode, moment);
    if (at === null || last === undefined) continue;
    const key = episodeKey(episode.plan, episode.lineName);
    const once = `${personId} ${key ?? ''} ${last.day}`;
    if (dropped.has(once)) continue;
    dropped.add(once);
    dropOffs.push({
      ...{ personId, episode: key, line: episode.line, specialty: episode.specialty, index, at, isExcluded },
      ...{ lastVisitAt: last.startsAt, lastVisitDay: last.day },
    });
  }
}

function noteKnown(known: Walked['known'], id: string, from: number, until: number): void {
  const stretches = known.get(id);
  const last = stretches?.at(-1);
  if (stretches === undefined) known.set(id, [{ from, until }]);
  else if (last !== undefined && last.until === from) last.until = until;
  else stretches.push({ from, until });
}
