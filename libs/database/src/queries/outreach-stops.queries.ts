import type { Transaction } from '../database.js';
import { tellPractice } from '../events.js';
import { CaseQueries } from './cases.queries.js';
import { namedRows } from './named-rows.js';

/** Why what ran for a person ended: kept with the enrolment and each of its messages. */
export type StopBecause =
  'booked' | 'replied' | 'opted_out' | 'case_closed' | 'snoozed' | 'staff' | 'undone' | 'excluded';

/** What one stop ended, by id, so that it can be told and, while nothing has left, taken back. */
export interface Stopped {
  personId: string;
  enrolmentIds: string[];
  messageIds: string[];
  touchpointIds: string[];
  snoozeId: string | null;
}

/** What a snooze ended by; null: it goes on. A booking may be lost again, and the rest that was agreed then still holds. */
const SNOOZE_ENDS: Record<StopBecause, string | null> = {
  booked: null,
  replied: 'reply',
  opted_out: 'closed',
  case_closed: 'closed',
  snoozed: 'staff',
  staff: 'staff',
  undone: 'undone',
  excluded: 'closed',
};

/** A message that is claimed has left our hands: it is not touched. The answer to a STOP goes out whatever else stops, but to nobody excluded. */
const STOP = `
  with asked as (select unnest($2::uuid[]) as person_id),
  e as (update enrolment x set state = 'stopped', stopped_because = $3, ended_at = $4 from asked
         where x.practice_id = $1 and x.person_id = asked.person_id and x.state in ('running', 'held')
         returning 'enrolment' as what, x.id, x.person_id),
  m as (update outbox_message x set state = 'cancelled', cancelled_because = $3, ended_at = $4 from asked
         where x.practice_id = $1 and x.person_id = asked.person_id and x.state in ('planned', 'due')
           and ($3 = 'excluded' or x.kind <> 'confirmation')
         returning 'message' as what, x.id, x.person_id),
  t as (update touchpoint x set state = 'cancelled', ended_at = $4 from asked
         where x.practice_id = $1 and x.person_id = asked.person_id and x.state = 'planned'
         returning 'touchpoint' as what, x.id, x.person_id),
  s as (update snooze x set ended_at = $4, ended_because = $5 from asked
         where x.practice_id = $1 and x.person_id = asked.person_id and x.ended_at is null and $5::text is not null
         returning 'snooze' as what, x.id, x.person_id),
  c as (update off_track_case x set wake_at = null, wake_because = null, outreach = null from asked
         where x.practice_id = $1 and x.person_id = asked.person_id
           and (x.wake_at is not null or x.wake_because is not null or x.outreach is not null)
         returning x.id),
  told as (insert into message_event (practice_id, id, message_id, at, event, detail)
           select $1, gen_random_uuid(), m.id, $4, 'cancelled', jsonb_build_object('because', $3::text, 'byUserId', $6::text) from m
           returning id)
  select what, id, person_id from e union all select what, id, person_id from m
  union all select what, id, person_id from t union all select what, id, person_id from s
  order by 2`;

/** Live windows are told of these many messages one by one; past it they read their page anew. */
const MOST_TOLD = 50;

/**
 * Ends whatever runs for these persons, in the transaction of the change that ends it (K27): running enrolments, messages nobody
 * has claimed, planned touchpoints, the snooze, and what their cases wait for. The cases' states are the caller's business.
 * Locks: lock the case row first (CaseQueries.standing, CaseWorkQueries.find), then call this.
 */
export class OutreachStops {
  private readonly cases = new CaseQueries();

  /** Answers one entry for each person of whom anything was stopped. */
  async stop(
    tx: Transaction,
    practiceId: string,
    personIds: string[],
    because: StopBecause,
    at: Date,
    byUserId: string | null = null,
  ): Promise<Stopped[]> {
    if (personIds.length === 0) return [];
    const rows = await namedRows<['enrolment' | 'message' | 'touchpoint' | 'snooze', string, string]>(
      tx,
      'stop-outreach',
      STOP,
      [practiceId, [...new Set(personIds)].sort(), because, at, SNOOZE_ENDS[because], byUserId],
    );
    const byPerson = new Map<string, Stopped>();
    for (const [what, id, personId] of rows) {
      const stopped = byPerson.get(personId) ?? nothingOf(personId);
      byPerson.set(personId, stopped);
      if (what === 'enrolment') stopped.enrolmentIds.push(id);
      else if (what === 'message') stopped.messageIds.push(id);
      else if (what === 'touchpoint') stopped.touchpointIds.push(id);
      else stopped.snoozeId = id;
    }
    const stopped = [...byPerson.values()];
    await this.tell(tx, practiceId, stopped, because, at, byUserId);
    return stopped;
  }

  private async tell(
    tx: Transaction,
    practiceId: string,
    stopped: Stopped[],
    because: StopBecause,
    at: Date,
    byUserId: string | null,
  ): Promise<void> {
    if (stopped.length === 0) return;
    const caseIds = await latestCases(
      tx,
      practiceId,
      stopped.map(({ personId }) => personId),
    );
    const events = stopped.flatMap(({ personId, enrolmentIds, messageIds, touchpointIds, snoozeId }) => {
      const caseId = caseIds.get(personId);
      if (caseId === undefined) return [];
      const detail = {
        because,
        enrolments: enrolmentIds.length,
        messages: messageIds.length,
        touchpoints: touchpointIds.length,
        snooze: snoozeId !== null,
      };
      return [{ caseId, event: { event: 'outreach_stopped' as const, at: at.getTime(), detail }, byUserId }];
    });
    await this.cases.append(tx, practiceId, events);
    const messageIds = stopped.flatMap((each) => each.messageIds);
    for (const messageId of messageIds.slice(0, MOST_TOLD)) {
      await tellPractice(tx, { practiceId, type: 'outbox', messageId, state: 'cancelled' });
    }
  }
}

function nothingOf(personId: string): Stopped {
  return { personId, enrolmentIds: [], messageIds: [], touchpointIds: [], snoozeId: null };
}

/** The case that is not closed, else the one closed last. */
async function latestCases(tx: Transaction, practiceId: string, personIds: string[]): Promise<Map<string, string>> {
  const rows = await namedRows<[string, string]>(
    tx,
    'latest-cases',
    `select distinct on (person_id) person_id, id from off_track_case where practice_id = $1 and person_id = any($2::uuid[])
      order by person_id, state = 'closed', first_opened_at desc, id desc`,
    [practiceId, personIds],
  );
  return new Map(rows);
}
