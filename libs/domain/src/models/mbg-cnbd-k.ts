import { lnAdd, lnBeta, lnGamma } from './ln-gamma.js';
import { minimise } from './nelder-mead.js';
import type { CountedHistory, VisitHistory } from './visit-history.js';

const { exp, log } = Math;

/**
 * MBG/CNBD-k (Platzer and Reutterer 2016; k = 1: Batislam, Denizel and Filiztekin 2007): while somebody keeps coming, their gaps are
 * Erlang-k with a rate that differs from person to person as a gamma(`r`, `alpha`); after each visit, the first included, they stop for
 * good with a chance that differs as a beta(`a`, `b`). `alpha` is in weeks, the others have no unit. The larger `k`, the more regular the
 * visits. Everything is computed as logarithms, so that long histories neither overflow nor vanish.
 */
export interface ReturnParameters {
  k: number;
  r: number;
  alpha: number;
  a: number;
  b: number;
}

/** `bg`: nobody stops before their first repeat visit (Fader, Hardie and Lee 2005 for k = 1). */
export type StopsFrom = 'mbg' | 'bg';

export const HIGHEST_K = 6;

interface Weights {
  alive: number;
  dead: number;
}

/** ln of the likelihood of the visits, and of nothing more for `ahead` weeks, of somebody who still comes and of one who has stopped. */
function lnWeights(
  { k, r, alpha, a, b }: ReturnParameters,
  { repeats: x, last, until, logGaps }: VisitHistory,
  ahead: number,
  stops: StopsFrom,
): Weights {
  const shape = r + k * x;
  const common = r * log(alpha) - lnGamma(r) + (k - 1) * logGaps - x * lnGamma(k);
  const chances = lnBeta(a, b);
  const survived = stops === 'mbg' ? lnBeta(a, b + x + 1) : lnBeta(a, b + x);
  const lnQuiet = log(until + ahead - last);
  const lnRate = log(alpha + until + ahead);
  let open = lnGamma(shape) - shape * lnRate;
  for (let passed = 1, lnFactorial = 0; passed < k; passed += 1) {
    lnFactorial += log(passed);
    open = lnAdd(open, passed * lnQuiet - lnFactorial + lnGamma(shape + passed) - (shape + passed) * lnRate);
  }
  return {
    alive: survived - chances + common + open,
    dead: lnStopped(stops, a, b, x) - chances + common + lnGamma(shape) - shape * log(alpha + last),
  };
}

function lnStopped(stops: StopsFrom, a: number, b: number, x: number): number {
  if (stops === 'mbg') return lnBeta(a + 1, b + x);
  return x === 0 ? Number.NEGATIVE_INFINITY : lnBeta(a + 1, b + x - 1);
}

/** ln of the likelihood of one history. */
export function lnLikelihood(parameters: ReturnParameters, history: VisitHistory, stops: StopsFrom = 'mbg'): number {
  const { alive, dead } = lnWeights(parameters, history, 0, stops);
  return lnAdd(alive, dead);
}

/** The chance, 0 to 1, that the person has not stopped for good. */
export function chanceAlive(parameters: ReturnParameters, history: VisitHistory, stops: StopsFrom = 'mbg'): number {
  const { alive, dead } = lnWeights(parameters, history, 0, stops);
  return exp(alive - lnAdd(alive, dead));
}

/** The chance, 0 to 1, of at least one visit within the next `weeks`. */
export function chanceOfReturn(
  parameters: ReturnParameters,
  history: VisitHistory,
  weeks: number,
  stops: StopsFrom = 'mbg',
): number {
  const { alive, dead } = lnWeights(parameters, history, 0, stops);
  const later = lnWeights(parameters, history, weeks, stops).alive;
  const all = lnAdd(alive, dead);
  return Math.max(0, exp(alive - all) - exp(later - all));
}

/** Histories as columns: a fit goes over them some hundred times, and plain numbers side by side are read ten times faster. */
interface Columns {
  repeats: Int32Array;
  last: Float64Array;
  until: Float64Array;
  logGaps: Float64Array;
  count: Float64Array;
  most: number;
}

function columnsOf(histories: readonly CountedHistory[]): Columns {
  const size = histories.length;
  const columns = {
    repeats: new Int32Array(size),
    last: new Float64Array(size),
    until: new Float64Array(size),
    logGaps: new Float64Array(size),
    count: new Float64Array(size),
  };
  let most = 0;
  for (let row = 0; row < size; row += 1) {
    const { repeats, last, until, logGaps, count } = histories[row]!;
    columns.repeats[row] = repeats;
    columns.last[row] = last;
    columns.until[row] = until;
    columns.logGaps[row] = logGaps;
    columns.count[row] = count;
    if (repeats > most) most = repeats;
  }
  return { ...columns, most };
}

/** Sum of the logarithms of the likelihoods of all histories. */
export function totalLnLikelihood(
  parameters: ReturnParameters,
  histories: readonly CountedHistory[],
  stops: StopsFrom = 'mbg',
): number {
  return lnLikelihoodOf(parameters, columnsOf(histories), stops);
}

/** The gamma functions depend on the number of repeats alone: they are computed once per number, not once per person. */
function lnLikelihoodOf({ k, r, alpha, a, b }: ReturnParameters, columns: Columns, stops: StopsFrom): number {
  const lead = r * log(alpha) - lnGamma(r);
  const perRepeat = lnGamma(k);
  const { alive, dead, terms } = tablesFor({ k, r, alpha, a, b }, columns.most, stops);
  const { repeats, last, until, logGaps, count } = columns;
  let total = 0;
  for (let row = 0; row < repeats.length; row += 1) {
    const x = repeats[row]!;
    const rate = alpha + until[row]!;
    const ratio = (until[row]! - last[row]!) / rate;
    // Relative to the first term, which is never zero; the later ones are.
    let sum = 1;
    for (let passed = 1, power = ratio; passed < k; passed += 1, power *= ratio) sum += power * terms[x * k + passed]!;
    const shape = r + k * x;
    const open = alive[x]! - shape * log(rate) + log(sum);
    const stopped = dead[x]! - shape * log(alpha + last[row]!);
    total += count[row]! * (lead + (k - 1) * logGaps[row]! - x * perRepeat + lnAdd(open, stopped));
  }
  return total;
}

/** By number of repeats: ln of what stands before the powers of time, and the Erlang terms relative to the first. */
function tablesFor(
  { k, r, a, b }: ReturnParameters,
  most: number,
  stops: StopsFrom,
): { alive: Float64Array; dead: Float64Array; terms: Float64Array } {
  const alive = new Float64Array(most + 1);
  const dead = new Float64Array(most + 1);
  const terms = new Float64Array((most + 1) * k);
  const chances = lnBeta(a, b);
  for (let x = 0; x <= most; x += 1) {
    const shape = r + k * x;
    const first = lnGamma(shape);
    alive[x] = (stops === 'mbg' ? lnBeta(a, b + x + 1) : lnBeta(a, b + x)) - chances + first;
    dead[x] = lnStopped(stops, a, b, x) - chances + first;
    // gamma(shape + j) / (gamma(shape) j!), from one to the next
    for (let passed = 1, term = 1; passed < k; passed += 1) {
      term *= (shape + passed - 1) / passed;
      terms[x * k + passed] = term;
    }
  }
  return { alive, dead, terms };
}

/** Persons with the very same history counted once: a practice of many has few different ones among those seen once. */
export function countHistories(histories: readonly VisitHistory[]): CountedHistory[] {
  const counted = new Map<string, CountedHistory>();
  for (const history of histories) {
    const key = `${history.repeats} ${history.last} ${history.until} ${history.logGaps}`;
    const same = counted.get(key);
    if (same === undefined) counted.set(key, { ...history, count: 1 });
    else same.count += 1;
  }
  return [...counted.values()];
}

export interface FittedReturn {
  parameters: ReturnParameters;
  lnLikelihood: number;
}

/** Added to the log-likelihood of the parameters' logarithms: what is known beforehand. */
export type LnPrior = (logs: readonly number[], k: number) => number;

export const logsOf = ({ r, alpha, a, b }: ReturnParameters): number[] => [r, alpha, a, b].map(log);

export function parametersOf(logs: readonly number[], k: number): ReturnParameters {
  const [r, alpha, a, b] = logs.map(exp) as [number, number, number, number];
  return { k, r, alpha, a, b };
}

const START = { r: 1, a: 0.8, b: 2.5 };
/** Logarithms beyond this are no parameters of anything: the likelihood is flat there. */
const FURTHEST = 12;

/** The most likely parameters for one `k`, on the logarithms of the four. */
export function fitReturn(
  histories: readonly CountedHistory[],
  k: number,
  { stops = 'mbg', prior = () => 0, from }: { stops?: StopsFrom; prior?: LnPrior; from?: readonly number[] } = {},
): FittedReturn {
  const columns = columnsOf(histories);
  const start = from ?? logsOf({ ...START, k, alpha: startingAlpha(histories, k) });
  const { at } = minimise((logs) => {
    if (logs.some((log) => Math.abs(log) > FURTHEST)) return Number.POSITIVE_INFINITY;
    return -lnLikelihoodOf(parametersOf(logs, k), columns, stops) - prior(logs, k);
  }, start);
  const parameters = parametersOf(at, k);
  return { parameters, lnLikelihood: lnLikelihoodOf(parameters, columns, stops) };
}

/** The usual gap over k: where a search may begin. */
function startingAlpha(histories: readonly CountedHistory[], k: number): number {
  let [weeks, repeats] = [0, 0];
  for (const { last, repeats: x, count } of histories) {
    weeks += last * count;
    repeats += x * count;
  }
  return repeats === 0 || weeks === 0 ? 4 / k : weeks / repeats / k;
}

/** The `k` in 1 to 6 under which the visits are most likely, with its parameters; it stops at the first that is worse. */
export function fitBestK(
  histories: readonly CountedHistory[],
  { prior = () => 0, from }: { prior?: LnPrior; from?: (k: number) => readonly number[] } = {},
): FittedReturn {
  let best: { fitted: FittedReturn; score: number } | null = null;
  for (let k = 1; k <= HIGHEST_K; k += 1) {
    const fitted = fitReturn(histories, k, { prior, ...(from === undefined ? {} : { from: from(k) }) });
    const score = fitted.lnLikelihood + prior(logsOf(fitted.parameters), k);
    if (best !== null && score <= best.score) break;
    best = { fitted, score };
  }
  return best!.fitted;
}
