import { outcomeSoFar } from '../audit/drop-off.js';
import type { Instant, Specialty } from '../records.js';
import { AsOf } from '../timeline/as-of.js';
import type { Timeline } from '../timeline/timeline.js';
import type { EpochDay } from '../zones/calendar-date.js';
import type { DropOffTally } from './drop-off-curve.js';
import { historyOf, stintsOf, type Stint } from './histories.js';
import { returnDays } from './return-model.js';
import type { VisitHistory } from './visit-history.js';

/**
 * What a fit keeps of a practice: small rows, person after person, so that the facts themselves need not be held. A model is fitted on what
 * was known at a cut, and judged at later instants, a horizon after the cut and each a horizon from the end; the final one is fitted on all.
 */
export interface ReturnInstants {
  horizonDays: number;
  cut: Instant;
  tests: Instant[];
}

const DAY_MS = 86_400_000;
/** Long horizons leave room for one look only. */
const SHORT_DAYS = 100;

/** cut, gap of a horizon, looks a horizon apart, the last one a horizon before the end. */
export function returnInstants(specialty: Specialty | null, asOf: Instant): ReturnInstants {
  const horizonDays = returnDays(specialty);
  const looks = horizonDays <= SHORT_DAYS ? 2 : 1;
  const back = (horizons: number): Instant => asOf - horizons * horizonDays * DAY_MS;
  return { horizonDays, cut: back(looks + 1), tests: Array.from({ length: looks }, (_, look) => back(looks - look)) };
}

/** Somebody as they were at a look, and whether they came within the horizon after it. */
export interface Looked {
  household: string;
  history: VisitHistory;
  came: boolean;
}

export interface LineSample {
  line: string;
  lineName: string | null;
  specialty: Specialty | null;
  firstVisitOn: EpochDay;
  now: VisitHistory[];
  atCut: VisitHistory[];
  looked: Looked[];
  dropOff: Map<number, DropOffTally>;
  persons: number;
}

export interface SampledPerson {
  /** Stays and falls together when data are split. */
  household: string;
  /** As known at an instant; null: not known then. */
  at: (instant: Instant) => Timeline | null;
  /** When we first spoke with them: what they did from then on says nothing about being left alone (RC 6.7). */
  contactedAt: Instant | null;
}

export class ReturnSamples {
  readonly lines = new Map<string, LineSample>();

  constructor(private readonly asOf: Instant) {}

  add({ household, at, contactedAt }: SampledPerson): void {
    const timeline = at(this.asOf);
    if (timeline === null || timeline.patients.some(({ row }) => row.data.testRecord === true)) return;
    this.countDropOff(timeline);
    const known = new Map<Instant, Map<string, Stint[]>>();
    const stintsAt = (instant: Instant, line: string): Stint[] => {
      let byLine = known.get(instant);
      if (byLine === undefined) {
        const then = instant === this.asOf ? timeline : at(instant);
        byLine = groupByLine(then === null ? [] : stintsOf(then));
        known.set(instant, byLine);
      }
      return byLine.get(line) ?? [];
    };
    const until = contactedAt === null ? this.asOf : Math.min(contactedAt, this.asOf);
    for (const [line, stints] of groupByLine(stintsOf(timeline))) {
      const sample = this.lineOf(line, stints);
      const { zone } = timeline.opening;
      sample.persons += 1;
      sample.now.push(...historiesUntil(stints, zone.dayOf(until)));
      const { cut, tests, horizonDays } = returnInstants(sample.specialty, this.asOf);
      sample.atCut.push(...historiesUntil(stintsAt(cut, line), zone.dayOf(Math.min(cut, until))));
      for (const look of tests) {
        if (look + horizonDays * DAY_MS > until) continue;
        const today = zone.dayOf(look);
        const open = stintsAt(look, line).at(-1);
        if (open === undefined || open.endedOn !== null) continue;
        const days = stints.flatMap(({ visitDays }) => visitDays.map(({ day }) => day));
        const came = days.some((day) => day > today && day <= today + horizonDays);
        sample.looked.push({ household, history: historyOf(open, today), came });
      }
    }
  }

  private lineOf(line: string, stints: readonly Stint[]): LineSample {
    const firstVisitOn = stints[0]!.visitDays[0]!.day;
    const { lineName, specialty } = stints.at(-1)!;
    let sample = this.lines.get(line);
    if (sample === undefined) {
      sample = {
        line,
        lineName,
        specialty,
        firstVisitOn,
        now: [],
        atCut: [],
        looked: [],
        dropOff: new Map(),
        persons: 0,
      };
      this.lines.set(line, sample);
    }
    sample.specialty ??= specialty;
    sample.firstVisitOn = Math.min(sample.firstVisitOn, firstVisitOn);
    return sample;
  }

  private countDropOff(timeline: Timeline): void {
    const moment = new AsOf(this.asOf);
    for (const episode of timeline.episodes) {
      const outcome = outcomeSoFar(timeline, episode, moment);
      if (outcome === null) continue;
      const stint = groupByLine(stintsOf(timeline)).get(episode.line);
      if (stint === undefined) continue;
      const { dropOff } = this.lineOf(episode.line, stint);
      const visit = episode.visitDays.length;
      const row = dropOff.get(visit) ?? { visit, dropped: 0, discharged: 0, active: 0 };
      row[outcome] += 1;
      dropOff.set(visit, row);
    }
  }
}

/** Stints begun after the day were not known; visits after it are cut off. */
function historiesUntil(stints: readonly Stint[], day: EpochDay): VisitHistory[] {
  return stints.flatMap(({ visitDays, endedOn }) => {
    const seen = visitDays.filter((visit) => visit.day <= day);
    if (seen.length === 0) return [];
    const end = endedOn !== null && endedOn <= day ? endedOn : null;
    return [historyOf({ visitDays: seen, endedOn: end }, day)];
  });
}

function groupByLine(stints: readonly Stint[]): Map<string, Stint[]> {
  const byLine = new Map<string, Stint[]>();
  for (const stint of stints) {
    const own = byLine.get(stint.line);
    if (own === undefined) byLine.set(stint.line, [stint]);
    else own.push(stint);
  }
  return byLine;
}
