import type { Instant } from '@keepwell/domain/records';
import type { Contacts, Persuasion } from './persuasion.js';
import type { Gap, Life } from './world.js';

/** What really happened, one by one, the future included. One line of events.jsonl; instants are ISO texts. */
export type TruthEvent = {
  at: string;
  patientId: string;
  /** Null: of the person as a whole. */
  line: string | null;
  planId: string | null;
} & (
  | { event: 'visited'; visits: number }
  | { event: 'nothing_booked' | 'booked' | 'closed' }
  | ({ event: 'off_track' } & Pick<Gap, 'cause' | 'afterVisits' | 'meantToLeave' | 'reason' | 'expectedRule'> & {
        committedUntil: string;
        agreedUntil: string;
        /** When they come back by themselves; null: not within the story. */
        comesBackAt: string | null;
        contact: Persuasion;
      })
  | { event: 'back' }
  | { event: 'excluded'; as: string }
);

const ORDER: TruthEvent['event'][] = ['visited', 'booked', 'back', 'nothing_booked', 'off_track', 'closed', 'excluded'];

/** In order of time. An event is `off_track` at `since` of its gap, which for some is later than the last commitment. */
export function truthEvents({ truth }: Life, contacts: Contacts): TruthEvent[] {
  const events: TruthEvent[] = [];
  const { patientId } = truth;
  for (const episode of truth.episodes) {
    const of = (at: Instant) => ({ at: iso(at), patientId, line: episode.line, planId: episode.planId });
    for (const [index, end] of episode.visitEnds.entries()) {
      events.push({ ...of(end), event: 'visited', visits: index + 1 });
    }
    for (const { from, until } of episode.pauses) {
      events.push({ ...of(from), event: 'nothing_booked' });
      if (until !== null) events.push({ ...of(until), event: 'booked' });
    }
    for (const gap of episode.gaps) {
      const { cause, afterVisits, meantToLeave, reason, expectedRule, endedAt } = gap;
      events.push({
        ...of(gap.since),
        event: 'off_track',
        ...{ cause, afterVisits, meantToLeave, reason, expectedRule },
        committedUntil: iso(gap.committedUntil),
        agreedUntil: iso(gap.agreedUntil),
        comesBackAt: endedAt === null ? null : iso(endedAt),
        contact: contacts.persuasionOf(patientId, gap),
      });
      if (endedAt !== null) events.push({ ...of(endedAt), event: 'back' });
    }
    if (episode.closedAt !== null) events.push({ ...of(episode.closedAt), event: 'closed' });
  }
  for (const { as, from } of truth.excluded) {
    events.push({ at: iso(from), patientId, line: null, planId: null, event: 'excluded', as });
  }
  return events.sort((one, other) =>
    one.at < other.at ? -1 : one.at > other.at ? 1 : ORDER.indexOf(one.event) - ORDER.indexOf(other.event),
  );
}

function iso(at: Instant): string {
  return new Date(at).toISOString();
}
