import { armOf, newcombe, type Share } from '@keepwell/domain';
import { bothOutcomes, Contacts } from '@keepwell/simulator';
import { DAY_MS } from './days.js';
import type { Judged } from './score.js';

/** How often an interval of the effect of contact holds the effect itself. */
export interface UpliftCoverage {
  seeds: number;
  /** Intervals that hold the true effect. */
  covered: number;
  cases: number;
  /** Of all seeds: the true effect and the estimate, on average. */
  trueEffect: number;
  estimate: number;
  width: number;
}

const HELD_BACK = 0.2;
const HORIZON_DAYS = 30;

/**
 * Draws the effects of contact anew for every seed, assigns households by hash, lets each show the outcome of its arm alone, and asks
 * whether Newcombe's interval holds the difference that both outcomes together make. Cases must be those of one world or several.
 */
export function upliftCoverage(all: readonly Judged[], seeds: number): UpliftCoverage {
  const judged = firstOfEachHousehold(all);
  const sum = { covered: 0, trueEffect: 0, estimate: 0, width: 0 };
  for (let seed = 1; seed <= seeds; seed++) {
    const { interval, effect } = oneTrial(judged, `uplift ${seed}`);
    if (interval.low <= effect && effect <= interval.high) sum.covered += 1;
    sum.trueEffect += effect / seeds;
    sum.estimate += interval.difference / seeds;
    sum.width += (interval.high - interval.low) / seeds;
  }
  return { seeds, cases: judged.length, ...sum };
}

/** The household is what was assigned: it counts once, with its first case, or the interval would take one chance for several. */
function firstOfEachHousehold(judged: readonly Judged[]): Judged[] {
  const first = new Map<string, Judged>();
  for (const each of judged) {
    const household = householdOf(each);
    const known = first.get(household);
    if (known === undefined || each.listed.from < known.listed.from) first.set(household, each);
  }
  return [...first.values()];
}

/** Ids are unique within a practice only. */
function householdOf({ listed, practice }: Judged): string {
  const { householdId, patientId } = listed.life.truth;
  return `${practice} ${householdId ?? patientId}`;
}

function oneTrial(judged: readonly Judged[], seed: string) {
  const contacts = new Contacts(seed);
  const contacted = { hits: 0, of: 0 };
  const heldBack = { hits: 0, of: 0 };
  let both = 0;
  for (const each of judged) {
    const { alone, withContact } = outcomesOf(each, contacts);
    both += Number(withContact) - Number(alone);
    if (armOf(keyOf(seed), householdOf(each), HELD_BACK) === 'held_back') add(heldBack, alone);
    else add(contacted, withContact);
  }
  return { interval: newcombe(contacted, heldBack), effect: both / judged.length };
}

const keyOf = (seed: string) => ({ practiceId: 'simulated', experimentId: 'bench detection', salt: seed });

function add(share: Share, hit: boolean): void {
  share.of += 1;
  if (hit) share.hits += 1;
}

/** Back within the horizon of the first morning listed, left alone and if contacted on that day; who was listed wrongly comes either way. */
function outcomesOf({ listed, span, practice }: Judged, contacts: Contacts): { alone: boolean; withContact: boolean } {
  if (span === null) return { alone: true, withContact: true };
  const { alone, contacted } = bothOutcomes(
    span.gap,
    contacts.persuasionOf(`${practice} ${listed.life.patientId}`, span.gap),
    listed.from,
  );
  const isBack = (at: number | null): boolean => at !== null && at <= listed.from + HORIZON_DAYS * DAY_MS;
  return { alone: isBack(alone), withContact: isBack(contacted) };
}
