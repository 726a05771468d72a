import type { Instant } from '@keepwell/domain/records';
import type { Segment } from '../message.js';
import { durationMs } from '../times.js';
import type { Reading } from './reading.js';

export interface ScheduledTime {
  startsAt: Instant | null;
  endsAt: Instant | null;
}

/** Where a resource says its own start, its distance from the appointment's and its length (v2.5.1, chapter 10). */
const RESOURCES = [
  { name: 'AIS', start: 4, duration: 7 },
  { name: 'AIP', start: 6, duration: 9 },
  { name: 'AIL', start: 6, duration: 9 },
  { name: 'AIG', start: 8, duration: 11 },
];

/** When a booking is: TQ1, then SCH-11, then its resources; the end from its length where it is not said. */
export function scheduledTime(reading: Reading, id: string, sch: Segment): ScheduledTime {
  const { message } = reading;
  const tq1 = message.first('TQ1');
  const timing = message.repetitions(sch.field(11))[0] ?? '';
  const inTiming = (n: number) => message.said(message.subcomponent(message.component(timing, n), 1)) ?? null;
  const spans: (() => { start: string | null; end: string | null; where: string })[] = [
    () => ({ start: message.value(tq1, 7), end: message.value(tq1, 8), where: 'TQ1-7' }),
    () => ({ start: inTiming(4), end: inTiming(5), where: 'SCH-11.4' }),
    ...RESOURCES.map(({ name, start }) => () => {
      const resource = message.all(name).find((segment) => message.value(segment, start) !== null) ?? null;
      return { start: message.value(resource, start), end: null, where: `${name}-${start}` };
    }),
  ];
  for (const span of spans) {
    const { start, end, where } = span();
    if (start === null) continue;
    const startsAt = reading.instant('appointment', id, where, start);
    if (startsAt === null) continue;
    const endsAt = reading.instant('appointment', id, where, end);
    return { startsAt, endsAt: endsAt ?? endByLength(reading, sch, startsAt) };
  }
  return { startsAt: null, endsAt: null };
}

function endByLength({ message }: Reading, sch: Segment, startsAt: Instant): Instant | null {
  const lengths = [durationMs(message.value(sch, 9), message.value(sch, 10))];
  for (const { name, duration } of RESOURCES) {
    for (const segment of message.all(name)) {
      lengths.push(durationMs(message.value(segment, duration), message.value(segment, duration + 1)));
    }
  }
  const length = lengths.find((ms) => ms !== null) ?? null;
  return length === null ? null : startsAt + length;
}
