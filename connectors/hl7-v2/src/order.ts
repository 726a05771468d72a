import { patientNumbers } from './identity.js';
import type { Message } from './message.js';
import type { FeedSettings } from './settings.js';
import { bookingNumbers } from './booking-id.js';

/** Events that say that two persons, or two numbers, are one: what came before must be in place, and what follows waits. */
export const MERGES = ['A18', 'A30', 'A34', 'A36', 'A40', 'A47'];

/** Which messages must be applied one after the other (safety H-05). */
export function orderOf(message: Message, settings: FeedSettings): string[] | 'all' {
  const event = message.value(message.head, 9, 2) ?? message.value(message.first('EVN'), 1) ?? '';
  if (message.value(message.head, 9) === 'ADT' && MERGES.includes(event)) return 'all';
  const keys = new Set<string>();
  for (const pid of message.all('PID')) {
    for (const number of patientNumbers(message, pid, settings)) keys.add(`patient ${number}`);
  }
  for (const number of bookingNumbers(message, settings)) keys.add(`appointment ${number}`);
  return [...keys];
}
