import type { Transaction } from '../database.js';
import { isoInstant } from './json-sql.js';

/** One thing done or come back, before words. `detail` holds what its kind has, by column. */
export interface HistoryRow {
  kind:
    | 'call'
    | 'touchpoint'
    | 'message'
    | 'reply'
    | 'snooze'
    | 'note'
    | 'intervention'
    | 'consent'
    | 'suppression'
    | 'case';
  id: string;
  at: string;
  /** `state`, `event` or `intent` of the row. */
  state: string;
  byName: string | null;
  undone: boolean;
  detail: Record<string, unknown>;
}

const BY = (column: string): string =>
  `case when ${column} is null then null else coalesce((select u.display_name from app_user u where u.id = ${column}), 'former user') end`;
const MINE = (column: string): string => `${column} in (select r.id from patient r where r.person_id = $1)`;
const row = (
  kind: string,
  at: string,
  state: string,
  by: string,
  undone: string,
  detail: string,
  from: string,
): string =>
  `select '${kind}' as kind, x.id, ${at} as at, ${state} as state, ${by} as "byName", ${undone} as undone, json_build_object(${detail}) as detail from ${from}`;

/** What happened to a case by the records, beside what people did: the acts themselves have lines of their own. */
const OF_THE_RECORDS = `('opened', 'reason_added', 'reason_gone', 'resolved', 'reopened', 'closed', 'woken', 'outreach_stopped', 'enrolled')`;

const ALL = [
  row(
    `call`,
    'x.recorded_at',
    'x.state',
    BY('x.by_user_id'),
    'x.undone_at is not null',
    `'outcome', x.outcome, 'conversation', x.is_conversation, 'nextKind', x.next_kind, 'nextBookedFor', x.next_booked_for, 'nextReason', x.next_reason,
     'sentiment', x.sentiment, 'readiness', x.readiness, 'valueGiven', x.value_given, 'recommendedStep', x.recommended_step, 'note', x.note,
     'nextAt', (select ${isoInstant('n.planned_for')} from touchpoint n where n.id = x.next_touchpoint_id)`,
    `touchpoint x where ${MINE('x.person_id')} and x.outcome is not null`,
  ),
  row(
    'touchpoint',
    'x.planned_for',
    'x.state',
    BY('x.owner_user_id'),
    'x.undone_at is not null',
    `'channel', x.channel, 'isPast', x.planned_for <= $2`,
    `touchpoint x where ${MINE('x.person_id')} and x.outcome is null and x.state in ('planned', 'undone')`,
  ),
  row(
    'message',
    `coalesce(x.accepted_at, x.claimed_at, case when x.state in ('planned', 'due') then x.due_at else x.ended_at end, x.due_at)`,
    'x.state',
    BY('e.started_by_user_id'),
    'false',
    `'channel', x.channel, 'subject', x.subject, 'body', x.body, 'kind', x.kind, 'step', x.step, 'because', x.cancelled_because, 'errorSays', x.error_says`,
    `outbox_message x left join enrolment e on e.id = x.enrolment_id where ${MINE('x.person_id')} and x.channel <> 'call'`,
  ),
  row(
    'reply',
    'x.at',
    'x.intent',
    'null',
    'false',
    `'channel', x.channel, 'body', x.body, 'needsReview', x.needs_review and x.reviewed_at is null`,
    `inbound_message x where ${MINE('x.person_id')}`,
  ),
  row(
    'snooze',
    'x.at',
    `coalesce(x.ended_because, 'running')`,
    BY('x.by_user_id'),
    `coalesce(x.ended_because = 'undone', false)`,
    `'wakeOn', x.wake_on, 'reason', x.reason, 'note', x.note, 'endedAt', ${isoInstant('x.ended_at')}`,
    `snooze x where ${MINE('x.person_id')}`,
  ),
  row(
    'note',
    'x.at',
    `'written'`,
    BY('x.by_user_id'),
    'x.undone_at is not null',
    `'text', x.text`,
    `staff_note x where ${MINE('x.person_id')}`,
  ),
  row(
    'intervention',
    'x.at',
    'x.outcome',
    BY('x.by_user_id'),
    'x.undone_at is not null',
    `'title', x.title, 'reason', x.reason, 'note', x.note`,
    `intervention_act x where ${MINE('x.person_id')}`,
  ),
  row(
    'consent',
    'x.at',
    'x.state',
    BY('x.actor_user_id'),
    'false',
    `'channel', x.channel, 'purpose', x.purpose, 'source', x.source`,
    `consent_entry x where ${MINE('x.person_id')}`,
  ),
  row(
    'suppression',
    'x.set_at',
    `case when x.lifted_at is null then 'stands' else 'lifted' end`,
    BY('x.set_by_user_id'),
    `coalesce(x.lifted_because = 'undone', false)`,
    `'channel', x.channel, 'scope', x.scope, 'reason', x.reason`,
    `suppression x where ${MINE('x.person_id')}`,
  ),
  row(
    'case',
    'x.at',
    'x.event',
    BY('x.actor_user_id'),
    'false',
    `'detail', x.detail`,
    `case_event x join off_track_case c on c.id = x.case_id where ${MINE('c.person_id')} and x.event in ${OF_THE_RECORDS}`,
  ),
].join('\nunion all\n');

/** Everything that was done about a patient and that came back, of all records that are this person. */
export class HistoryQueries {
  /** Newest first. */
  async of(tx: Transaction, personId: string, at: Date, limit: number): Promise<HistoryRow[]> {
    return tx.query<HistoryRow[]>(
      `select h.kind, h.id, ${isoInstant('h.at')} as at, h.state, h."byName", h.undone, h.detail::json as detail
         from (select kind, id, at, state, "byName", undone, detail::text as detail from (${ALL}) a) h
        order by h.at desc, h.id desc limit $3`,
      [personId, at, limit],
    );
  }
}
