import type { Instant, LocalDate, Specialty, ZoneId } from '../records.js';
import type { EvaluationSettings } from '../settings.js';
import { formatDate, parseDate, type EpochDay } from '../zones/calendar-date.js';
import { zoneOf, type Zone } from '../zones/zone.js';
import type { BacktestSideName } from './result.js';

/** What a backtest is asked. */
export interface BacktestAsk {
  /** First and last asked day, local dates of the practice. */
  from: LocalDate;
  to: LocalDate;
  /** Days from one asked day to the next; 1: every day. */
  every: number;
  /** Local hour at which is asked, 0 to 23: what came true at opening time counts for that day. */
  hour: number;
  timezone: ZoneId;
  /** Everything up to here is in the data; labels look no further. */
  dataEnd: Instant;
  sides: readonly { name: BacktestSideName; settings: EvaluationSettings }[];
  /** Only these rules, switched on or not; absent: all of them. */
  rules?: readonly string[];
}

export const DEFAULT_BACKTEST_HOUR = 12;

/** Horizon H of drop-off (RC 1.6), in days after the flag; a member's is that of R04, since nobody can be away from a subscription. */
export const LABEL_DAYS: Record<Specialty, number> = { PT: 30, PR: 21, MS: 60, DE: 90, MB: 60, DPC: 365 };
const UNKNOWN_SPECIALTY_DAYS = LABEL_DAYS.PT;

export function labelDays(specialty: Specialty | null): number {
  return specialty === null ? UNKNOWN_SPECIALTY_DAYS : LABEL_DAYS[specialty];
}

/** The period as it was asked for cannot be asked about. The sentence says what to do. */
export class BacktestAskWrong extends Error {
  override readonly name = 'BacktestAskWrong';
}

/** The instants at which is asked. */
export interface AskedDays {
  zone: Zone;
  /** The first is one step before the period: what stands there already is no alert of the period. */
  instants: readonly Instant[];
  days: readonly EpochDay[];
}

const MOST_ASKED_DAYS = 1100;

/** Why this period cannot be asked about, in a sentence; null: it can. */
export function backtestPeriodProblem(
  period: Pick<BacktestAsk, 'from' | 'to' | 'every' | 'timezone' | 'dataEnd'>,
): string | null {
  try {
    askedDays({ ...period, hour: DEFAULT_BACKTEST_HOUR, sides: [] });
    return null;
  } catch (error) {
    if (error instanceof BacktestAskWrong) return error.message;
    throw error;
  }
}

/** Throws `BacktestAskWrong`. */
export function askedDays({ from, to, every, hour, timezone, dataEnd }: BacktestAsk): AskedDays {
  const first = dayOf('from', from);
  const last = dayOf('to', to);
  if (!Number.isInteger(every) || every < 1 || every > 31)
    throw new BacktestAskWrong(`"every" is ${every}: ask every 1 to 31 days.`);
  if (!Number.isInteger(hour) || hour < 0 || hour > 23)
    throw new BacktestAskWrong(`"hour" is ${hour}: give a local hour from 0 to 23.`);
  if (last < first) throw new BacktestAskWrong(`The period ends on ${to}, before it begins on ${from}.`);
  const zone = zoneOf(timezone);
  const days: EpochDay[] = [];
  for (let day = first - every; day <= last; day += every) days.push(day);
  if (days.length - 1 > MOST_ASKED_DAYS)
    throw new BacktestAskWrong(
      `From ${from} to ${to} are ${days.length - 1} asked days, more than ${MOST_ASKED_DAYS}: choose a shorter period or ask every few days.`,
    );
  const instants = days.map((day) => zone.at(day, hour * 60));
  if (instants[1]! > dataEnd) {
    throw new BacktestAskWrong(
      `The data end on ${formatDate(zone.dayOf(dataEnd))}, before the period begins on ${from}: choose an earlier one.`,
    );
  }
  const within = instants.findLastIndex((instant) => instant <= dataEnd) + 1;
  return { zone, days: days.slice(0, within), instants: instants.slice(0, within) };
}

function dayOf(name: string, date: LocalDate): EpochDay {
  const day = parseDate(date);
  if (day === null) throw new BacktestAskWrong(`"${name}" is ${date}: write a date as in 2026-03-01.`);
  return day;
}
