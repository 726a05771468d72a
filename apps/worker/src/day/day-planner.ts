import {
  DayQueries,
  ExperimentQueries,
  RankingQueries,
  tellWorklist,
  type Database,
  type DayCase,
  type DayPlace,
  type RankingContext,
  type Transaction,
} from '@keepwell/database';
import {
  canonicalJson,
  defaultOpeningDays,
  ESTIMATE_RULE,
  listDay,
  localDay,
  openingDaysOf,
  planDay,
  valueScale,
  zoneOf,
  type DayStanding,
  type Instant,
  type ListDay,
} from '@keepwell/domain';
import { caseValue } from './case-value.js';

/** Why a case came back that was agreed with somebody: it has a place before all that was not. */
const PROMISED: ReadonlySet<string> = new Set(['call_back', 'reply', 'escalated']);

export interface DayOutcome {
  /** Rows of the list that moved. */
  moved: number;
  /** Cases without a place; 0 where the list has no end. */
  unserved: number;
  nextDueAt: Instant;
}

/**
 * Gives the places of the day (RC 7). At the opening of a day everybody is ranked anew; between openings what has a place keeps it, and only what
 * is urgent or was promised comes in. Doing it twice changes nothing.
 */
export class DayPlanner {
  private readonly days = new DayQueries();
  private readonly ranking = new RankingQueries();
  private readonly experiments = new ExperimentQueries();

  constructor(private readonly database: Database) {}

  async run(practiceId: string, now: Instant): Promise<DayOutcome> {
    await this.database.inPractice(practiceId, (tx) => this.showLeft(tx, practiceId, now), {
      ...{ byIndex: true, seesHeldBack: true },
    });
    return this.database.inPractice(practiceId, (tx) => this.plan(tx, practiceId, now), { byIndex: true });
  }

  /** No experiment hides anybody for longer than it runs (E11). */
  private async showLeft(tx: Transaction, practiceId: string, now: Instant): Promise<void> {
    await tellWorklist(tx, practiceId, await this.experiments.showLeft(tx, practiceId, new Date(now)));
  }

  private async plan(tx: Transaction, practiceId: string, now: Instant): Promise<DayOutcome> {
    const { timezone, locations } = await this.days.openings(tx, practiceId);
    const openings = locations.length > 0 ? locations.map(openingDaysOf) : [defaultOpeningDays(timezone)];
    const day = listDay(openings, zoneOf(timezone), now);
    const context = await this.context(tx, practiceId, day, now);
    const { dayCapacity } = context;
    const open = (await this.days.openCases(tx, practiceId)).map((each) => ({
      ...each,
      worth: caseValue(each, context),
    }));
    const places: DayPlace[] = [];
    let unserved = 0;
    if (dayCapacity === null) {
      for (const { id, waiting, worth } of open)
        places.push({ id, wasWaiting: waiting, waiting: false, dayOn: null, dayPlace: null, contactValue: worth });
    } else {
      const used = await this.days.workedOff(tx, practiceId, day.day);
      const candidates = open.map((each) => ({
        ...{ id: each.id, class: each.class, sortPriority: each.sortPriority },
        ...{ expectedMinor: each.worth?.expectedMinor ?? null, standing: standingOf(each, day) },
        isEstimate: each.rules.join() === ESTIMATE_RULE,
      }));
      const plan = planDay(candidates, { capacity: dayCapacity, used });
      const placeOf = new Map(plan.today.map((id, place) => [id, place + 1]));
      for (const { id, waiting, dayOn, worth } of open) {
        const dayPlace = placeOf.get(id) ?? null;
        const waits = dayPlace === null;
        const on = waits ? (dayOn === day.day ? null : dayOn) : day.day;
        places.push({ id, wasWaiting: waiting, waiting: waits, dayOn: on, dayPlace, contactValue: worth });
      }
      unserved = plan.waiting.length;
      const given = used.places + plan.today.length;
      const saved = { day: day.day, capacity: dayCapacity, places: given, unserved: plan.unserved };
      const isOver = day.day !== localDay(timezone, now);
      await this.days.save(tx, practiceId, saved, { at: new Date(now), isOver });
    }
    const before = new Map(open.map((each) => [each.id, each]));
    const changed = places.filter((place) => isMoved(before.get(place.id), place));
    const moved = await this.days.place(tx, practiceId, changed);
    await tellWorklist(tx, practiceId, moved);
    return { moved: moved.length, unserved, nextDueAt: day.until };
  }

  /** What is typical of the list's values is looked at once a day, so that a case keeps what it is worth while the day lasts. */
  private async context(tx: Transaction, practiceId: string, day: ListDay, now: Instant): Promise<RankingContext> {
    const context = await this.ranking.context(tx, practiceId);
    if (context.scale !== null && (context.computedAt ?? 0) >= day.from) return context;
    const scale = valueScale(await this.days.values(tx, practiceId));
    await this.ranking.saveScale(tx, practiceId, scale, new Date(now));
    return { ...context, scale };
  }
}

function standingOf({ waiting, dayOn, inHand, wakeBecause }: DayCase, { day }: ListDay): DayStanding {
  const hasPlace = !waiting && dayOn === day;
  if (inHand && hasPlace) return 'in_hand';
  if (wakeBecause !== null && PROMISED.has(wakeBecause)) return 'promised';
  return hasPlace ? 'placed' : 'waiting';
}

function isMoved(before: DayCase | undefined, after: DayPlace): boolean {
  if (before === undefined) return false;
  if (before.waiting !== after.waiting || before.dayOn !== after.dayOn || before.dayPlace !== after.dayPlace)
    return true;
  return canonicalJson(before.contactValue) !== canonicalJson(after.contactValue);
}
