import { householdSql } from './household-sql.js';
import { isPlaceholderSql } from './placeholders.queries.js';

/** Everything about one person that the verdict *may we contact* looks at, except what needs a keyed hash: one statement, one row. */

const ms = (column: string): string => `round(date_part('epoch', ${column}) * 1000)`;
const list = (columns: string, from: string): string =>
  `(select coalesce(json_agg(json_build_object(${columns})), '[]') from ${from})`;

/** What began longer ago is over, whatever its source still says of it. */
const LONGEST_VISIT = `interval '12 hours'`;

/** A source that was not read for so long is behind (E12): the same patience as the evaluation's. */
const PATIENCE = `greatest(2 * n.poll_seconds, 21600) * interval '1 second'`;

/**
 * Every record that is this person, merged ones and those that are gone included: what was said of one of them was said of the
 * person. The ledger keeps the id it was written with, so that a merge forgets nothing and an unmerge mixes nothing up.
 */
const idsOf = (person: string): string =>
  `(select i.id from patient i where i.practice_id = $1 and i.person_id = ${person})`;

/** What a person, a patient's household or a guardian has said, by record and by ledger. `person` names the person's id. */
const consentsOf = (person: string): string => `(
  select coalesce(json_agg(json_build_object('channel', c.channel, 'purpose', c.purpose, 'state', c.state, 'at', ${ms('c.at')},
           'expiresAt', ${ms('c.expires_at')}, 'source', c.source, 'id', c.id) order by c.at, c.id), '[]')
    from (select e.channel, e.purpose, e.state, e.at, e.expires_at, 'ledger' as source, e.id
            from consent_entry e where e.practice_id = $1 and e.person_id in ${idsOf(person)}
          union all
          select coalesce(r.channel, 'any'), coalesce(r.purpose, 'any'), r.state,
                 coalesce(r.at, r.source_updated_at, r.recorded_at, r.observed_at), null, r.connection_id::text, r.id
            from patient q join consent r on r.practice_id = $1 and r.patient_id = q.id
           where q.practice_id = $1 and q.person_id = ${person} and r.state in ('granted', 'denied') and r.gone_at is null) c)`;

/** What a person told staff and has not taken back. */
const stopsOf = (person: string): string =>
  list(
    `'kind', s.kind, 'until', ${ms('s.until')}`,
    `contact_stop s where s.practice_id = $1 and s.person_id in ${idsOf(person)} and s.lifted_at is null`,
  );

/** A hold on any of these records that is about more than money. */
const holdOf = (records: string): string =>
  `exists (select from ${records} r where btrim(coalesce(r.hold, '')) <> '' and lower(btrim(r.hold)) not in ('collections', 'dispute'))`;

/** E11: their case is hidden by an experiment, so that nobody may act on it, not on what was planned before either. */
const HELD_BACK = `(case when exists (select from experiment_case x where x.practice_id = $1 and x.person_id = $2 and x.arm = 'held_back' and x.shown_at is null)
                          and not exists (select from the_case k where k.state <> 'closed')
                         then '[{"id": "E11", "says": "Left alone to see who comes back by themselves."}]' else '[]' end)::jsonb`;

/** $1 practice, $2 person, $3 the instant asked about, $4 the case or null, $5 a message that is not counted or null, $6 who asks or null. */
export const CONTACT_FACTS = `
  with me as (
    select p.*, ${householdSql('p')} as household from patient p
     where p.practice_id = $1 and p.id = $2 and p.person_id = p.id and p.gone_at is null),
  records as (select r.* from patient r where r.practice_id = $1 and r.person_id = $2 and r.gone_at is null),
  the_case as (
    select k.* from off_track_case k where k.practice_id = $1 and k.person_id = $2 and ($4::uuid is null or k.id = $4::uuid)
     order by k.state = 'closed', k.first_opened_at desc, k.id desc limit 1),
  place as (
    select coalesce(own.timezone, theirs.timezone) as timezone from me
      left join location own on own.practice_id = $1 and own.connection_id = me.connection_id and own.source_id = me.location_source_id
      left join the_case k on true
      left join location theirs on theirs.practice_id = $1 and theirs.id = k.location_id),
  today as (select ($3::timestamptz at time zone coalesce(place.timezone, pr.timezone))::date as day,
                   make_interval(years => coalesce((pr.settings->>'majorityAge')::int, 18)) as majority
              from practice pr cross join place where pr.id = $1)
  select json_build_object(
    'timezone', pr.timezone, 'simulated', pr.demo, 'settings', pr.settings, 'household', me.household,
    'phone', me.phone, 'email', me.email, 'statedZone', me.timezone, 'locationZone', place.timezone,
    'isMinor', coalesce(me.birth_date + today.majority > today.day, false),
    'deceased', exists (select from records r where r.deceased_at <= $3),
    'doNotContact', exists (select from records r where r.do_not_contact),
    'hold', ${holdOf('records')},
    'guardians', case when me.birth_date + today.majority > today.day then
      ${list(
        `'personId', g.person_id, 'phone', g.phone, 'email', g.email, 'consents', ${consentsOf('g.person_id')},
         'stops', ${stopsOf('g.person_id')}, 'hold', ${holdOf(`(select r.* from patient r where r.practice_id = $1 and r.person_id = g.person_id and r.gone_at is null)`)}`,
        `(select * from patient o where o.practice_id = $1 and o.connection_id = me.connection_id and o.household_id = me.household_id
             and btrim(o.household_id) <> '' and o.person_id = o.id and o.id <> me.id and o.gone_at is null
             and not coalesce(o.birth_date + today.majority > today.day, false) and coalesce(o.deceased_at > $3, true)
             and o.do_not_contact is not true and o.test_record is not true order by o.birth_date, o.id) g`,
      )} else '[]' end,
    'exclusions', coalesce((select (select jsonb_agg(jsonb_build_object('id', x->'id', 'says', x->'says')) from jsonb_array_elements(e.answer->'exclusions') x)
                              from evaluation e where e.practice_id = $1 and e.person_id = $2), '[]') || ${HELD_BACK},
    'consents', ${consentsOf('$2')},
    'stops', ${stopsOf('$2')},
    'case', (select json_build_object('state', k.state, 'backlog', k.backlog, 'snoozedUntil', (
               select ${ms('max(z.until)')} from snooze z where z.practice_id = $1 and z.person_id = $2 and z.ended_at is null and z.until > $3))
               from the_case k),
    'nextBookingAt', (select ${ms('min(a.starts_at)')} from records r join appointment a on a.practice_id = $1 and a.patient_id = r.id
        left join the_case k on true
        left join service v on v.practice_id = $1 and v.connection_id = a.connection_id and v.source_id = a.service_source_id
       where a.gone_at is null and a.starts_at > $3::timestamptz - ${LONGEST_VISIT} and coalesce(a.deleted_at > $3, true)
         and (a.status in ('booked', 'confirmed', 'arrived', 'in_progress')
              -- They came since the case opened: what that means for it, the next evaluation says.
              or (a.status = 'completed' and (a.starts_at > $3 or k.id is null or a.starts_at > k.first_opened_at))
              or (a.status in ('proposed', 'pending') and a.pending_request and a.starts_at > $3
                  and a.source_created_at > $3::timestamptz - interval '4 days'))
         and not (a.status in ('booked', 'confirmed', 'proposed', 'pending') and ${isPlaceholderSql('a')})
         -- What stood already when the case opened, for another service, is not what the case is about.
         and (k.id is null or k.service is null or coalesce(v.name, '') in ('', k.service) or coalesce(v.line, '') in ('', k.service)
              or greatest(a.source_created_at, a.observed_at) > k.first_opened_at)),
    'staleSources', (select coalesce(json_agg(n.id), '[]') from connection n
       where n.practice_id = $1 and n.id in (select r.connection_id from records r)
         and (exists (select from stream_state w where w.practice_id = $1 and w.connection_id = n.id and w.doubtful_since is not null)
           or coalesce((select min(w.watermark) from stream_state w where w.practice_id = $1 and w.connection_id = n.id), n.last_success_at) + ${PATIENCE} < $3)),
    'contacts', (select coalesce(json_agg(json_build_object('personId', t.person_id, 'channel', t.channel, 'byHand', t.by_hand, 'at', ${ms('t.at')}) order by t.at), '[]')
       from (select o.person_id, o.channel, false as by_hand, coalesce(o.accepted_at, o.claimed_at) as at from outbox_message o
              where o.practice_id = $1 and (o.household = me.household or o.person_id in ${idsOf('$2')}) and o.kind = 'sequence' and o.channel <> 'call'
                and o.state in ('sending', 'unknown', 'review', 'accepted', 'sent', 'delivered') and o.id is distinct from $5::uuid
                and coalesce(o.accepted_at, o.claimed_at) > $3::timestamptz - interval '9 days'
             union all
             select c.person_id, c.channel, true, coalesce(c.started_at, c.recorded_at) from touchpoint c
              where c.practice_id = $1 and (c.household = me.household or c.person_id in ${idsOf('$2')}) and c.channel = 'call' and c.state = 'done'
                and c.recorded_at > $3::timestamptz - interval '9 days') t),
    'holds', (select coalesce(json_agg(h.reason order by h.reason), '[]') from sending_hold h where h.practice_id = $1 and h.released_at is null),
    'inHandOf', (select l.holder_user_id from case_lease l where l.practice_id = $1 and l.household = me.household
                    and l.until > clock_timestamp() and l.holder_user_id is distinct from $6::uuid))::text
    from me cross join place cross join today join practice pr on pr.id = $1`;

/** Reasons that are about the address itself: with another number the person may be reached again. */
const OF_THE_ADDRESS = `('wrong_number', 'landline', 'hard_bounce')`;

/** $1 practice, $2 hashes of every address in question, $3 the persons in question. */
export const SUPPRESSIONS = `
  select json_build_object('id', s.id, 'channel', s.channel, 'scope', s.scope, 'reason', s.reason, 'at', ${ms('s.set_at')})::text
    from suppression s
   where s.practice_id = $1 and s.lifted_at is null
     and (s.address_hash = any($2::bytea[])
       or (s.person_id in (select i.id from patient i where i.practice_id = $1 and i.person_id = any($3::uuid[])) and s.reason not in ${OF_THE_ADDRESS}))
   order by s.set_at, s.id`;
