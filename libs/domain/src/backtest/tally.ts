import { wilson } from '../proof/proportions.js';
import type { Instant } from '../records.js';
import { countsForLine } from '../timeline/booking.js';
import { formatDate } from '../zones/calendar-date.js';
import { labelDays, type AskedDays } from './ask.js';
import { HouseholdDraws, round, type Drawn } from './household-draws.js';
import type { Outlook } from './outlook.js';
import type { BacktestDay, BacktestFigures, BacktestLabels, BacktestLeadWeek, BacktestShare } from './result.js';
import { addSparse, sparse, type Sparse } from './sparse.js';
import type { DropOff, Spell } from './walk.js';

const DAY_MS = 86_400_000;
/** Days. */
const WEEK = 7;
/** A talk shortly before the flag may still have its effect. */
const CONTACT_DAYS_BEFORE = 14;

type Count = Pick<BacktestShare, 'hits' | 'of'>;
const none = (): Count => ({ hits: 0, of: 0 });

type Leads = [household: number, days: number][];

/** What was counted, as plain data; households by their place among those that were met. */
export interface TallyPiece {
  alerts: Sparse;
  moves: Sparse;
  alertsBy: Sparse;
  standingBy: Sparse;
  people: number;
  standingBefore: number;
  labels: BacktestLabels;
  shares: Record<'once' | 'half' | 'twice' | 'unfinished' | 'recall', Count>;
  flaggedLate: number;
  leads: Record<'over60' | 'over90' | 'toDropOff', Leads>;
}

/** What is counted of one rule, of the pack, or of a fixed gap. */
export class Tally {
  private readonly alerts: Int32Array;
  private readonly moves: Int32Array;
  private readonly alertsBy = new Map<number, number>();
  private readonly standingBy = new Map<number, number>();
  private people = 0;
  private standingBefore = 0;
  private readonly labels: BacktestLabels = {
    judged: 0,
    stayedAway: 0,
    finished: 0,
    notYetKnown: 0,
    contacted: 0,
  };
  private readonly shares = { once: none(), half: none(), twice: none(), unfinished: none(), recall: none() };
  private flaggedLate = 0;
  private readonly leadsOf = { over60: [] as Drawn[], over90: [] as Drawn[], toDropOff: [] as Drawn[] };

  constructor(
    private readonly asked: AskedDays,
    /** Whether what became of the patient says whether it was right. */
    private readonly isJudged: boolean,
  ) {
    this.alerts = new Int32Array(asked.instants.length);
    this.moves = new Int32Array(asked.instants.length + 1);
  }

  /** How long it stood. */
  stand({ from, until }: Spell, household: number): void {
    this.moves[from]! += 1;
    this.moves[until]! -= 1;
    const days = until - Math.max(from, 1);
    if (days > 0) this.standingBy.set(household, (this.standingBy.get(household) ?? 0) + days);
  }

  flag(spell: Spell, outlook: Outlook, household: number, contacts: readonly Instant[]): void {
    const { from, personId, target } = spell;
    if (from === 0) {
      this.standingBefore += 1;
      return;
    }
    this.alerts[from]! += 1;
    this.alertsBy.set(household, (this.alertsBy.get(household) ?? 0) + 1);
    if (!this.isJudged) return;
    const at = this.asked.instants[from]!;
    const days = labelDays(target.specialty);
    const isContacted = contacts.some(
      (contact) => contact >= at - CONTACT_DAYS_BEFORE * DAY_MS && contact <= at + days * DAY_MS,
    );
    if (isContacted) {
      this.labels.contacted += 1;
      return;
    }
    const stayed = outlook.stayedAway(personId, target, at, days);
    if (stayed === null) this.labels.notYetKnown += 1;
    else {
      this.labels.judged += 1;
      const isFinished = stayed && outlook.isFinishedBy(personId, target, at + days * DAY_MS);
      if (stayed) this.labels.stayedAway += 1;
      if (isFinished) this.labels.finished += 1;
      add(this.shares.unfinished, stayed && !isFinished);
    }
    add(this.shares.once, stayed);
    add(this.shares.half, outlook.stayedAway(personId, target, at, days / 2));
    add(this.shares.twice, outlook.stayedAway(personId, target, at, days * 2));
    for (const [leads, gap] of [
      [this.leadsOf.over60, 60],
      [this.leadsOf.over90, 90],
    ] as const) {
      const speaks = outlook.fixedGapDay(personId, at, gap);
      if (speaks !== null) leads.push({ household, value: speaks - this.asked.days[from]! });
    }
  }

  flagged(people: number): void {
    this.people += people;
  }

  /** Was this drop-off flagged, and how long before? `spells`: all of this tally about the person. */
  dropOff({ at, lastVisitAt, line }: DropOff, spells: readonly Spell[], household: number): void {
    const { instants } = this.asked;
    this.shares.recall.of += 1;
    const telling = spells.filter(
      ({ target, until }) => countsForLine(target.line, line) && instants[until - 1]! >= lastVisitAt,
    );
    const first = telling.find(({ from }) => instants[from]! < at);
    if (first === undefined) {
      if (telling.length > 0) this.flaggedLate += 1;
      return;
    }
    this.shares.recall.hits += 1;
    // What stood before the period began may have been there for long.
    if (first.from === 0) return;
    const flaggedAt = Math.max(instants[first.from]!, lastVisitAt);
    this.leadsOf.toDropOff.push({ household, value: Math.floor((at - flaggedAt) / DAY_MS) });
  }

  written(): TallyPiece {
    const { once, half, twice, unfinished, recall } = this.shares;
    const { over60, over90, toDropOff } = this.leadsOf;
    return {
      ...{ alerts: sparse(this.alerts), moves: sparse(this.moves) },
      ...{ alertsBy: [...this.alertsBy], standingBy: [...this.standingBy] },
      ...{ people: this.people, standingBefore: this.standingBefore, labels: { ...this.labels } },
      shares: {
        once: { ...once },
        half: { ...half },
        twice: { ...twice },
        unfinished: { ...unfinished },
        recall: { ...recall },
      },
      flaggedLate: this.flaggedLate,
      leads: { over60: over60.map(leadOf), over90: over90.map(leadOf), toDropOff: toDropOff.map(leadOf) },
    };
  }

  /** What was counted of others; `places`: where their households stand here. */
  add(piece: TallyPiece, places: readonly number[]): void {
    addSparse(this.alerts, piece.alerts);
    addSparse(this.moves, piece.moves);
    addBy(this.alertsBy, piece.alertsBy, places);
    addBy(this.standingBy, piece.standingBy, places);
    this.people += piece.people;
    this.standingBefore += piece.standingBefore;
    for (const label of LABELS) this.labels[label] += piece.labels[label];
    for (const share of SHARES) {
      this.shares[share].hits += piece.shares[share].hits;
      this.shares[share].of += piece.shares[share].of;
    }
    this.flaggedLate += piece.flaggedLate;
    for (const lead of LEADS)
      for (const [place, value] of piece.leads[lead]) this.leadsOf[lead].push({ household: places[place]!, value });
  }

  /** `standing`: what stands counts from another tally, for a pack from its list of people. */
  figures(
    draws: HouseholdDraws,
    { people, calendarDays }: { people: number; calendarDays: number },
    standing: Tally = this,
  ): BacktestFigures {
    const askedDays = this.asked.instants.length - 1;
    const alertsBy = drawnOf(this.alertsBy);
    const alerts = alertsBy.reduce((sum, { value }) => sum + value, 0);
    const share = (counted: Count) => (this.isJudged ? shareOf(counted) : null);
    return {
      ...{ alerts, people: this.people, standingBefore: this.standingBefore, labels: { ...this.labels } },
      ...{
        precision: share(this.shares.once),
        precisionHalf: share(this.shares.half),
        precisionTwice: share(this.shares.twice),
        precisionUnfinished: share(this.shares.unfinished),
      },
      ...{ recall: shareOf(this.shares.recall), flaggedLate: this.flaggedLate },
      leadOver60: draws.median(this.leadsOf.over60),
      leadOver90: draws.median(this.leadsOf.over90),
      leadToDropOff: draws.median(this.leadsOf.toDropOff),
      perDay: draws.sum(alertsBy, 1 / calendarDays, calendarDays),
      perDayP95: p95([...this.alerts.subarray(1)]),
      perThousandAWeek: draws.sum(
        alertsBy,
        people === 0 ? Number.NaN : (7 * 1000) / (calendarDays * people),
        calendarDays,
      ),
      standing: draws.sum(drawnOf(standing.standingBy), 1 / askedDays, askedDays),
      standingP95: p95(standing.standings().slice(1)),
    };
  }

  days(standing: Tally): BacktestDay[] {
    const stands = standing.standings();
    return this.asked.days.slice(1).map((day, position) => ({
      ...{ on: formatDate(day), alerts: this.alerts[position + 1]!, standing: stands[position + 1]! },
    }));
  }

  /** Leads over the fixed gaps by weeks. */
  leads(): BacktestLeadWeek[] {
    const week = ({ value }: Drawn) => Math.floor(value / WEEK) * WEEK;
    const all = [...this.leadsOf.over60, ...this.leadsOf.over90].map(week);
    const shortest = all.reduce((least, from) => Math.min(least, from), Infinity);
    const longest = all.reduce((most, from) => Math.max(most, from), -Infinity);
    const weeks = all.length === 0 ? 0 : (longest - shortest) / WEEK + 1;
    const bins = Array.from({ length: weeks }, (_, place) => ({ from: shortest + place * WEEK, over60: 0, over90: 0 }));
    for (const lead of this.leadsOf.over60) bins[(week(lead) - shortest) / WEEK]!.over60 += 1;
    for (const lead of this.leadsOf.over90) bins[(week(lead) - shortest) / WEEK]!.over90 += 1;
    return bins;
  }

  private standings(): number[] {
    let standing = 0;
    return Array.from(this.moves.subarray(0, this.asked.instants.length), (move) => (standing += move));
  }
}

const LABELS = [
  'judged',
  'stayedAway',
  'finished',
  'notYetKnown',
  'contacted',
] as const satisfies (keyof BacktestLabels)[];
const SHARES = ['once', 'half', 'twice', 'unfinished', 'recall'] as const;
const LEADS = ['over60', 'over90', 'toDropOff'] as const;

function leadOf({ household, value }: Drawn): [number, number] {
  return [household, value];
}

function addBy(by: Map<number, number>, piece: Sparse, places: readonly number[]): void {
  for (const [place, value] of piece) by.set(places[place]!, (by.get(places[place]!) ?? 0) + value);
}

function add(count: Count, stayed: boolean | null): void {
  if (stayed === null) return;
  count.of += 1;
  if (stayed) count.hits += 1;
}

function shareOf(count: Count): BacktestShare {
  const { low, high } = wilson(count);
  const value = count.of === 0 ? null : round(count.hits / count.of);
  return { ...count, value, low: round(low), high: round(high) };
}

function drawnOf(by: ReadonlyMap<number, number>): Drawn[] {
  return [...by].map(([household, value]) => ({ household, value }));
}

/** By nearest rank. */
function p95(values: number[]): number {
  if (values.length === 0) return 0;
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.ceil(0.95 * sorted.length) - 1]!;
}
