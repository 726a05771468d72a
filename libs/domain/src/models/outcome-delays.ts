import type { RecordVersion } from '../facts.js';
import type { AppointmentStatus, Instant } from '../records.js';
import { locationKey } from '../settings.js';
import { LEAST_OUTCOME_DAYS, MOST_OUTCOME_DAYS } from '../timeline/outcome-missing.js';
import type { Timeline } from '../timeline/timeline.js';
import { versionsByRecord } from '../timeline/versions.js';
import type { OpeningDays } from '../zones/opening-days.js';

const OUTCOMES: ReadonlySet<AppointmentStatus> = new Set(['arrived', 'in_progress', 'completed', 'no_show']);
const CENTILE = 0.95;
/** Fewer outcomes than this say nothing of a place. */
const FEWEST_OUTCOMES = 30;
const DAY_MS = 86_400_000;
/** How far back a place's habit is looked for. */
const LOOKED_BACK_MS = 180 * DAY_MS;
/** What took place later may still be entered later than usual: only the quick ones would be counted. */
const SETTLED_MS = 30 * DAY_MS;

/**
 * How long a place usually takes to enter what became of an appointment, learned person after person (K11). Only appointments that were known
 * before they took place, and that took place after the source had been read once: of the others nobody saw when the outcome came (K25).
 */
export class OutcomeDelays {
  /** By source, and by place of it: open days until the outcome → how many. */
  private readonly counts = new Map<string, Map<number, number>>();

  constructor(
    private readonly asOf: Instant,
    private readonly liveSince: ReadonlyMap<string, Instant | null>,
  ) {}

  /** The timeline as of the instant, with every version of its appointments. */
  add({ person, practice, patient }: Timeline): void {
    for (const versions of versionsByRecord(person.appointments)) {
      const { source, data } = versions[0]!;
      const locationId = data.locationId ?? patient.locationId;
      const days = this.openDaysUntilOutcome(versions, practice.openingDays(source, locationId, null));
      if (days === null) continue;
      this.count(source, days);
      if (locationId !== null) this.count(locationKey(source, locationId), days);
    }
  }

  /** The 95th centile in open days, between two and ten, by source and by `locationKey`; where too little was seen there is none. */
  usual(): Record<string, number> {
    const usual: [string, number][] = [];
    for (const [place, counts] of this.counts) {
      const days = centileOf(counts);
      if (days !== null) usual.push([place, Math.min(Math.max(days, LEAST_OUTCOME_DAYS), MOST_OUTCOME_DAYS)]);
    }
    return Object.fromEntries(usual.sort(([one], [other]) => (one < other ? -1 : 1)));
  }

  /** On how many outcomes each of these rests. */
  seen(): Record<string, number> {
    const places = Object.keys(this.usual());
    return Object.fromEntries(places.map((place) => [place, totalOf(this.counts.get(place) ?? new Map())]));
  }

  /** Null: it says nothing of how long it takes. */
  private openDaysUntilOutcome(versions: readonly RecordVersion<'appointment'>[], opening: OpeningDays): number | null {
    const known = versions
      .filter(({ recordedAt }) => recordedAt !== null && recordedAt <= this.asOf)
      .sort((one, other) => one.recordedAt! - other.recordedAt! || one.sequence - other.sequence);
    const told = known.find(({ data }) => OUTCOMES.has(data.status));
    if (told === undefined) return null;
    const { source, createdAt, recordedAt, data } = told;
    const { startsAt } = data;
    const liveSince = this.liveSince.get(source) ?? null;
    if (liveSince === null || startsAt < Math.max(liveSince, this.asOf - LOOKED_BACK_MS)) return null;
    if (startsAt > this.asOf - SETTLED_MS) return null;
    if (Math.min(createdAt ?? Infinity, known[0]!.recordedAt!) > startsAt) return null;
    const day = opening.zone.dayOf(startsAt);
    for (let days = 1; days < MOST_OUTCOME_DAYS; days += 1) {
      const end = opening.endOfBusinessDays(day, days);
      if (end === null || recordedAt! < end) return days;
    }
    return MOST_OUTCOME_DAYS;
  }

  private count(place: string, days: number): void {
    const counts = this.counts.get(place) ?? new Map<number, number>();
    this.counts.set(place, counts.set(days, (counts.get(days) ?? 0) + 1));
  }
}

function totalOf(counts: ReadonlyMap<number, number>): number {
  return [...counts.values()].reduce((sum, count) => sum + count, 0);
}

function centileOf(counts: ReadonlyMap<number, number>): number | null {
  const total = totalOf(counts);
  if (total < FEWEST_OUTCOMES) return null;
  const wanted = Math.ceil(CENTILE * total);
  let passed = 0;
  for (const [days, count] of [...counts].sort(([one], [other]) => one - other)) {
    passed += count;
    if (passed >= wanted) return days;
  }
  return null;
}
