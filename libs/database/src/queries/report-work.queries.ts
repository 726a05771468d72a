import type { CaseFact, Instant, OwnRows } from '@keepwell/domain';
import type { Transaction } from '../database.js';

const ms = (column: string): string => `round(date_part('epoch', ${column}) * 1000)`;

/** A merge moves what was done; a report counts it for whom it was written. */
const WRITTEN = 'coalesce(written_person_id, person_id)';

/**
 * What became of a message counts from when it was learned, not from when it happened: a look-up, a person or a provider may say of Sunday
 * on Tuesday, and by then the week is closed. The history of a message is only added to; its row moves on.
 */
const TELLS_LEFT = `event = 'accepted' or (event = 'callback' and detail->>'state' in ('accepted', 'sent', 'delivered'))
  or (event = 'looked_up' and detail->>'found' = 'found') or (event = 'resolved' and detail->>'as' = 'left')`;
const TELLS_FAILED = `event = 'failed' or (event = 'callback' and detail->>'state' = 'failed') or (event = 'resolved' and detail->>'as' = 'did_not_leave')`;
const HAS_HISTORY = 'exists (select from message_event v where v.practice_id = $1 and v.message_id = m.id)';
const ACCEPTED_AT = `coalesce(told.left_at, case when not ${HAS_HISTORY} then m.accepted_at end)`;
const FAILED_AT = `coalesce(told.failed_at, case when m.state = 'failed' and not ${HAS_HISTORY} then m.ended_at end)`;

/** What happened to a case while nobody saw it counts from when it was shown (E11); what is still hidden is not seen here at all. */
const SEEN_AT = 'greatest(e.at, x.shown_at)';

/** How a patient says that they want no more messages; what staff or a provider decided is something else. */
const OPT_OUTS = ['stop', 'plain_language', 'unsubscribe', 'complaint'];

/** What Keepwell's people and jobs wrote, for a report: everything before an instant. */
export class ReportWorkQueries {
  async before(tx: Transaction, practiceId: string, asOf: Instant): Promise<OwnRows> {
    const values = [practiceId, new Date(asOf)];
    return {
      cases: await this.cases(tx, values),
      // Planned talks are no attempts, and neither is what was called off.
      touchpoints: await tx.query(
        `select id, ${WRITTEN} as "personId", by_user_id as "byUserId", ${ms('recorded_at')} as at, ${ms('undone_at')} as "undoneAt",
                is_conversation as "isConversation", next_kind as "nextKind"
           from touchpoint where practice_id = $1 and outcome is not null and recorded_at < $2
          order by recorded_at, id`,
        values,
      ),
      messages: await tx.query(
        `select m.id, ${WRITTEN} as "personId", ${ms(ACCEPTED_AT)} as "acceptedAt", ${ms('m.delivered_at')} as "deliveredAt",
                ${ms(FAILED_AT)} as "failedAt"
           from outbox_message m
           left join (select message_id, min(at) filter (where ${TELLS_LEFT}) as left_at, min(at) filter (where ${TELLS_FAILED}) as failed_at
                        from message_event where practice_id = $1 and at < $2 group by message_id) told on told.message_id = m.id
          where m.practice_id = $1 and m.channel <> 'call' and (${ACCEPTED_AT} < $2 or ${FAILED_AT} < $2)
          order by m.id`,
        values,
      ),
      replies: await tx.query(
        `select id, person_id as "personId", ${ms('at')} as at from inbound_message where practice_id = $1 and at < $2 order by id`,
        values,
      ),
      optOuts: await tx.query(
        `select id, person_id as "personId", ${ms('set_at')} as at from suppression
          where practice_id = $1 and set_at < $2 and reason = any($3) order by id`,
        [...values, OPT_OUTS],
      ),
      assigned: await tx.query(
        `select person_id as "personId", arm, ${ms('opened_at')} as at from experiment_case
          where practice_id = $1 and opened_at < $2 order by opened_at, case_id`,
        values,
      ),
      days: await tx.query(
        `select day::text as day, ${ms('planned_at')} as at, unserved from day_list where practice_id = $1 and planned_at < $2 order by day`,
        values,
      ),
      snoozes: await tx.query(
        `select id, ${WRITTEN} as "personId", ${ms('at')} as at, ${ms('ended_at')} as "endedAt" from snooze
          where practice_id = $1 and at < $2 order by id`,
        values,
      ),
    };
  }

  private async cases(tx: Transaction, values: unknown[]): Promise<CaseFact[]> {
    type Row = CaseFact['events'][number] & { caseId: string };
    const rows: Row[] = await tx.query(
      `select e.case_id as "caseId", coalesce(e.person_id, c.person_id) as "personId", ${ms(SEEN_AT)} as at, e.event,
              coalesce(e.detail->'rules', case when e.event = 'reason_added' then jsonb_build_array(e.detail->'rule') end, '[]') as rules, coalesce((e.detail->>'backlog')::boolean, false) as backlog,
              e.actor_user_id is not null as "byHand", e.detail->>'closing' as closing, e.detail->>'because' as because
         from case_event e join off_track_case c on c.practice_id = e.practice_id and c.id = e.case_id
         left join lateral (select max(h.shown_at) as shown_at from experiment_case h
                             where h.practice_id = $1 and h.case_id = e.case_id and h.arm = 'held_back') x on true
        where e.practice_id = $1 and ${SEEN_AT} < $2
          and e.event in ('opened', 'reason_added', 'reopened', 'resolved', 'closed', 'undone')
        order by e.case_id, ${SEEN_AT}, e.at, e.id`,
      values,
    );
    const byCase = new Map<string, Row[]>();
    for (const row of rows) {
      const known = byCase.get(row.caseId);
      if (known === undefined) byCase.set(row.caseId, [row]);
      else known.push(row);
    }
    return [...byCase].map(([caseId, events]) => ({
      caseId,
      events: events.map(({ caseId: _whose, ...event }) => event),
    }));
  }
}
