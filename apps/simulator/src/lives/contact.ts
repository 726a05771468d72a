import { DAY, HOUR } from '../calendar.js';
import type { Person } from './person.js';

/** What they said about being written to, and the messages they sent. */
export function speak(person: Person): void {
  const { chart, random, patientId, place, newcomer } = person;
  const metAt = place.calendar.deskFrom(newcomer.firstContactAt);
  for (const channel of ['sms', 'email'] as const) {
    if (random.chance(0.12)) continue;
    chart.open('consent', metAt, {
      patientId,
      channel,
      purpose: 'service',
      state: random.chance(0.96) ? 'granted' : 'denied',
      at: metAt,
      source: 'registration form',
    });
  }
  if (random.chance(0.06)) {
    const at = place.calendar.deskFrom(metAt + random.between(1, 200) * DAY);
    chart.open('consent', at, {
      patientId,
      channel: 'any',
      purpose: 'marketing',
      state: 'denied',
      at,
      source: 'unsubscribe link',
    });
  }
  if (random.chance(0.12)) askSomething(person);
}

function askSomething(person: Person): void {
  const { chart, random, patientId, place, newcomer } = person;
  const at = Math.round((newcomer.firstContactAt + random.between(1, 300) * DAY) / 1000) * 1000;
  const message = chart.open('communication', at, {
    patientId,
    at,
    direction: 'in',
    channel: random.pick(['sms', 'email', 'call']),
    needsReply: true,
    repliedAt: null,
    kind: random.chance(0.08) ? 'complaint' : 'question',
  });
  if (random.chance(0.04)) return;
  chart.revise(message, place.calendar.deskFrom(at + random.between(0.2, 20) * HOUR), {}, 'repliedAt');
}
