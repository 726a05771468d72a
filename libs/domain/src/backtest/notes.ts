import { formatDate, parseDate } from '../zones/calendar-date.js';
import type { AskedDays } from './ask.js';
import type { BacktestResult } from './result.js';

const MUCH = 0.5;
const FEW = 30;

/** What a reader must know before they believe the figures, in sentences. */
export function backtestNotes(result: Omit<BacktestResult, 'notes'>, asked: AskedDays): string[] {
  const { sides, dropOffs } = result;
  const notes = [...endNotes(result, asked), ...recordNotes(result)];
  const labels = sides.map(({ pack }) => pack.labels);
  const alerts = sides.reduce((sum, { pack }) => sum + pack.alerts, 0);
  const judged = labels.reduce((sum, each) => sum + each.judged, 0);
  const contacted = labels.reduce((sum, each) => sum + each.contacted, 0);
  if (alerts > 0 && judged === 0)
    notes.push('No alert of the pack can be judged yet: choose an earlier period, or wait.');
  else if (alerts > 0 && judged < FEW * sides.length)
    notes.push(`Only ${judged} alerts of the pack could be judged: look at the intervals, not at the figures.`);
  if (contacted > 0)
    notes.push(
      `${contacted} alerts are of people who were contacted through Keepwell around that time. They are left out of the shares: who came because of a call would count as a false alert.`,
    );
  if (sides.some(({ rules }) => rules.some(({ rule, isOn }) => rule === 'R34' && isOn)))
    notes.push('R34 says nothing about the past: the models of today know what came later.');
  if (dropOffs === 0)
    notes.push(
      'Nobody left an unfinished course of care in the period as far as is known: there is no recall to speak of.',
    );
  return notes;
}

function endNotes(
  { period, dataEnd, horizons }: Pick<BacktestResult, 'period' | 'dataEnd' | 'horizons'>,
  asked: AskedDays,
): string[] {
  const notes: string[] = [];
  const end = asked.zone.dayOf(Date.parse(dataEnd));
  const last = parseDate(period.to) ?? end;
  if (last > end) notes.push(`The data end on ${formatDate(end)}: the days of the period after that were not asked.`);
  const short = horizons.filter(({ days }) => Math.min(last, end) + days > end);
  if (short.length > 0) {
    const parts = short.map(({ specialty, days }) => `${specialty} ${days} days, so after ${formatDate(end - days)}`);
    notes.push(
      `Alerts late in the period are not judged, since the data end on ${formatDate(end)}, before it is known who came back: ${parts.join('; ')}.`,
    );
  }
  return notes;
}

function recordNotes({ records }: Pick<BacktestResult, 'records'>): string[] {
  const { records: all, oneVersion, withoutClock } = records;
  const notes: string[] = [];
  if (all > 0 && oneVersion / all >= MUCH)
    notes.push(
      `${oneVersion} of ${all} appointments, plans and patients have a single version. What such a record said earlier is guessed from its own dates (Q01): bookings that were moved look as if they had always stood where they stood last, and the figures are a little too good or too bad without one knowing which.`,
    );
  if (withoutClock > 0)
    notes.push(
      `${withoutClock} of ${all} say neither when they were made nor when they were changed; they are taken as known from the dates they carry, or always (Q02).`,
    );
  return notes;
}
