import type { PracticeFacts } from '../facts.js';
import { LIVE_RULES } from '../rules/live-versions.js';
import { SPECIALTIES } from '../records.js';
import type { PreparedPractice } from '../prepared-practice.js';
import type { EvaluationSettings } from '../settings.js';
import { askedDays, LABEL_DAYS, type AskedDays, type BacktestAsk } from './ask.js';
import { BacktestCounts } from './counts.js';
import { HouseholdDraws, round } from './household-draws.js';
import { backtestNotes } from './notes.js';
import { Outlook } from './outlook.js';
import type { BacktestPiece } from './piece.js';
import { PracticeThen } from './practice-then.js';
import type { BacktestBaseline, BacktestPack, BacktestResult, BacktestSide, BacktestSideName } from './result.js';
import type { Tally } from './tally.js';
import { isOnAnywhere, trialSettings } from './trial-settings.js';
import { FIXED_GAPS, LIST, PACK, walk, type BacktestUnit, type Spell, type Walked } from './walk.js';

interface Side {
  index: number;
  name: BacktestSideName;
  given: EvaluationSettings;
  trial: EvaluationSettings;
}

/** How often everybody has to be shown to a backtest: what the practice could tell, its medians, then the rules. */
export const BACKTEST_ROUNDS = 3;

/**
 * The rules asked as of past days, with what was recorded by then, and judged by what happened later. Everybody is shown to it
 * `BACKTEST_ROUNDS` times, unit by unit in the same order; between the rounds `nextRound`. Only counts are kept: the memory it takes does not grow
 * with the records. Pure: the same input gives the same bytes.
 *
 * What was counted can be taken out piece by piece (`take`); another that is told the same pieces in the same order (`add`) stands where this one stood.
 */
export class Backtest {
  private readonly asked: AskedDays;
  private readonly practice: PracticeThen;
  private readonly sides: Side[];
  private readonly only: ReadonlySet<string> | null;
  /** What was counted since it was last taken as a piece; and all that was taken. */
  private fresh: BacktestCounts;
  private readonly whole: BacktestCounts;
  private atEnd: PreparedPractice | null = null;
  private round = 0;

  /** Throws `BacktestAskWrong`, `RuleParameterWrong` and `ZoneUnknown`. `everyDay`: as in `walk`. */
  constructor(
    private readonly ask: BacktestAsk,
    facts: PracticeFacts,
    private readonly everyDay = false,
  ) {
    this.asked = askedDays(ask);
    this.only = ask.rules === undefined ? null : new Set(ask.rules);
    this.practice = new PracticeThen(facts, this.asked);
    this.sides = ask.sides.map(({ name, settings }, index) => ({
      ...{ index, name, given: settings, trial: trialSettings(settings, this.only) },
    }));
    this.fresh = this.nothingYet();
    this.whole = this.nothingYet();
    for (const { trial } of this.sides) this.practice.preparedAt(trial, 0);
  }

  /** One unit in the round that is on. */
  show(unit: BacktestUnit): void {
    const [first] = this.sides;
    if (first === undefined) return;
    if (this.round === 0) this.practice.learn(unit.people);
    else if (this.round === 1) this.practice.measure(unit.people, first.trial, this.everyDay);
    else this.judge(unit);
  }

  nextRound(): void {
    if (this.round === 0) this.practice.settle();
    if (this.round === 1) this.practice.settleMedians();
    this.round += 1;
  }

  /** What was counted of the round that is on since this was last asked. */
  take(): BacktestPiece {
    if (this.round === 0) return { round: 0, learned: this.practice.learned() };
    if (this.round === 1) return { round: 1, gaps: this.practice.takeGaps() };
    const counts = this.fresh.written();
    this.whole.add(counts);
    this.fresh = this.nothingYet();
    return { round: 2, counts };
  }

  /** All pieces of the round that is on, taken or added, as one. */
  taken(): BacktestPiece {
    if (this.round === 0) return { round: 0, learned: this.practice.learned() };
    if (this.round === 1) return { round: 1, gaps: this.practice.gaps() };
    return { round: 2, counts: this.whole.written() };
  }

  /** What was counted before, of others; the piece is of the round that is on. */
  add(piece: BacktestPiece): void {
    if (piece.round !== this.round)
      throw new Error(`A piece of round ${piece.round} cannot be added in round ${this.round}`);
    if (piece.round === 0) this.practice.addLearned(piece.learned);
    else if (piece.round === 1) this.practice.addGaps(piece.gaps);
    else this.whole.add(piece.counts);
  }

  private nothingYet(): BacktestCounts {
    return new BacktestCounts(this.asked, this.sides.length);
  }

  private judge(unit: BacktestUnit): void {
    this.fresh.records.add(unit.people.records);
    const household = this.fresh.household(unit.household);
    const end = Math.min(this.ask.dataEnd, unit.end ?? this.ask.dataEnd);
    const outlook = new Outlook(unit.people, this.preparedAtEnd(), end);
    for (const side of this.sides) {
      const walked = walk(unit, {
        ...{
          asked: this.asked,
          practice: this.practice,
          settings: side.trial,
          only: this.only,
          everyDay: this.everyDay,
        },
      });
      this.count(side, unit, { walked, outlook, household, isFirst: side.index === 0 });
    }
  }

  /** Labels rest on visits and bookings alone: whose settings they are read with plays no part. */
  private preparedAtEnd(): PreparedPractice {
    return (this.atEnd ??= this.practice.atEnd(this.sides[0]!.trial, this.ask.dataEnd));
  }

  private count(
    side: Side,
    unit: BacktestUnit,
    { walked, outlook, household, isFirst }: { walked: Walked; outlook: Outlook; household: number; isFirst: boolean },
  ): void {
    const { instants } = this.asked;
    const counts = this.fresh;
    const bySubject = bySubjectOf(walked.spells);
    for (const [of, spells] of bySubject) {
      const tally = counts.tally(side.index, of);
      tally.flagged(new Set(spells.filter(({ from }) => from > 0).map(({ personId }) => personId)).size);
      for (const spell of spells) {
        tally.stand(spell, household);
        if (of !== LIST) tally.flag(spell, outlook, household, unit.contacts);
        if (spell.target.specialty !== null) counts.specialties.add(spell.target.specialty);
      }
    }
    for (const dropOff of walked.dropOffs) {
      // What was left before the period began, and what later turned out to be a late entry.
      if (dropOff.index === 0 || dropOff.at <= instants[0]!) continue;
      if (outlook.hasVisitBetween(dropOff.personId, dropOff.line, dropOff.lastVisitAt, dropOff.at)) continue;
      if (dropOff.isExcluded) {
        if (isFirst) counts.dropOffsExcluded += 1;
        continue;
      }
      if (isFirst) counts.dropOffs += 1;
      const own = (of: string): Spell[] =>
        (bySubject.get(of) ?? []).filter(({ personId }) => personId === dropOff.personId);
      for (const of of this.subjects()) counts.tally(side.index, of).dropOff(dropOff, own(of), household);
    }
    if (!isFirst) return;
    for (const stretches of walked.known.values()) {
      for (const { from, until } of stretches) {
        counts.known[from]! += 1;
        counts.known[until]! -= 1;
      }
    }
  }

  private subjects(): string[] {
    return [...this.rulesAsked().map(({ id }) => id), PACK, ...Object.keys(FIXED_GAPS)];
  }

  private rulesAsked() {
    return LIVE_RULES.filter(({ id }) => this.only === null || this.only.has(id));
  }

  /** After the last round. */
  result(): BacktestResult {
    this.whole.add(this.fresh.written());
    this.fresh = this.nothingYet();
    const { ask, asked, sides, whole } = this;
    const tallyOf = ({ index }: Side, of: string): Tally => whole.tally(index, of);
    const draws = new HouseholdDraws(whole.households);
    const size = { people: this.meanPeople(), calendarDays: (asked.days.length - 1) * ask.every };
    const packOf = (side: Side, of: string, standing: string): BacktestPack => {
      const [tally, list] = [tallyOf(side, of), tallyOf(side, standing)];
      return { ...tally.figures(draws, size, list), days: tally.days(list), leads: tally.leads() };
    };
    const sideOf = (side: Side): BacktestSide => ({
      name: side.name,
      pack: packOf(side, PACK, LIST),
      rules: this.rulesAsked().map(({ id, name, version, kind, class: urgency }) => ({
        ...{ rule: id, name, version, kind, class: urgency, isOn: isOnAnywhere(side.given, id) },
        ...tallyOf(side, id).figures(draws, size),
      })),
    });
    const [first] = sides;
    const baselines = Object.entries(FIXED_GAPS).flatMap(([of, days]): BacktestBaseline[] =>
      first === undefined ? [] : [{ days60or90: days, ...packOf(first, of, of) }],
    );
    const counted: Omit<BacktestResult, 'notes'> = {
      schema: 1,
      period: {
        ...{ from: ask.from, to: ask.to, every: ask.every, hour: ask.hour },
        ...{ askedDays: asked.days.length - 1, timezone: ask.timezone },
      },
      dataEnd: new Date(ask.dataEnd).toISOString(),
      horizons: SPECIALTIES.filter((specialty) => whole.specialties.has(specialty)).map((specialty) => ({
        ...{ specialty, days: LABEL_DAYS[specialty] },
      })),
      records: whole.records.counts,
      ...{ people: size.people, households: whole.households },
      ...{ dropOffs: whole.dropOffs, dropOffsExcluded: whole.dropOffsExcluded },
      sides: sides.map(sideOf),
      baselines,
    };
    return { ...counted, notes: backtestNotes(counted, asked) };
  }

  private meanPeople(): number {
    const { known } = this.whole;
    let there = known[0]!;
    let sum = 0;
    for (let index = 1; index < this.asked.instants.length; index += 1) {
      there += known[index]!;
      sum += there;
    }
    return round(sum / Math.max(1, this.asked.instants.length - 1));
  }
}

function bySubjectOf(spells: readonly Spell[]): Map<string, Spell[]> {
  const subjects = new Map<string, Spell[]>();
  for (const spell of spells) {
    const own = subjects.get(spell.of);
    if (own === undefined) subjects.set(spell.of, [spell]);
    else own.push(spell);
  }
  return subjects;
}
