import type { Channel, LocalDate, MergedFact, Purpose, SequenceStep } from '@keepwell/domain';
import type { Transaction } from '../database.js';
import { newId } from '../ids.js';
import { householdSql } from './household-sql.js';

export interface SequenceToRun {
  id: string;
  key: string;
  version: number;
  name: string;
  purpose: Purpose;
  specialties: string[];
  rules: string[];
  steps: SequenceStep[];
  state: 'draft' | 'approved' | 'retired';
}

export interface TemplateToRender {
  id: string;
  key: string;
  version: number;
  channel: 'sms' | 'email';
  language: string;
  purpose: Purpose;
  name: string;
  subject: string | null;
  body: string;
}

/** A value and the record it stands in. */
interface Stated {
  value: string | null;
  recordId: string | null;
}

/** What a text may say of one person. Dates are local to where the visit was. */
export interface PersonFacts {
  language: string | null;
  household: string;
  givenName: Stated;
  familyName: Stated;
  locationName: Stated;
  practitionerName: Stated;
  coordinatorName: Stated;
  lastVisitOn: { value: LocalDate | null; recordId: string | null };
  /** The last visit that did not take place, when none has since. */
  lostOn: { value: LocalDate | null; recordId: string | null };
}

export interface NewEnrolment {
  personId: string;
  caseId: string;
  sequenceId: string;
  household: string;
  startedAt: Date;
  byUserId: string;
  digest: Buffer;
  messages: {
    step: number;
    channel: Channel;
    purpose: Purpose;
    templateId: string | null;
    toAddress: string | null;
    subject: string | null;
    body: string;
    facts: MergedFact[];
    segments: number | null;
    dueAt: Date;
    latestAt: Date;
  }[];
}

const stated = (value: string, id: string): string => `json_build_object('value', ${value}, 'recordId', ${id})`;

/** One person going through one sequence: what it needs to be written, and the rows it begins with. */
export class EnrolmentQueries {
  /** The newest approved version of each. */
  async approvedSequences(tx: Transaction): Promise<SequenceToRun[]> {
    return tx.query<SequenceToRun[]>(
      `select distinct on (key) id, key, version, name, purpose, specialties, rules, steps, state from sequence
        where state = 'approved' order by key, version desc`,
    );
  }

  async sequence(tx: Transaction, id: string): Promise<SequenceToRun | null> {
    const [row] = await tx.query<SequenceToRun[]>(
      'select id, key, version, name, purpose, specialties, rules, steps, state from sequence where id = $1',
      [id],
    );
    return row ?? null;
  }

  /** Newest approved versions by key and channel: in this language, else its first part, else English. */
  async approvedTemplates(tx: Transaction, keys: string[], language: string): Promise<TemplateToRender[]> {
    return tx.query<TemplateToRender[]>(
      `select distinct on (key, channel) id, key, version, channel, language, purpose, name, subject, body from message_template
        where state = 'approved' and key = any($1::text[]) and language in ($2, split_part($2, '-', 1), 'en')
        order by key, channel, language = $2 desc, language = split_part($2, '-', 1) desc, version desc`,
      [keys, language],
    );
  }

  /** Null: no record is left of this person. */
  async personFacts(
    tx: Transaction,
    { personId, caseId, userId }: { personId: string; caseId: string; userId: string },
  ): Promise<PersonFacts | null> {
    const [row] = await tx.query<{ facts: PersonFacts }[]>(
      `with records as (select id, connection_id from patient where person_id = $1 and gone_at is null),
       place as (select k.location_id, k.practitioner_id from off_track_case k where k.id = $2),
       visits as (
         select a.id, a.status, a.starts_at, (a.starts_at at time zone coalesce(l.timezone, pr.timezone))::date as day
           from records r join appointment a on a.patient_id = r.id
           cross join practice pr
           left join location l on l.connection_id = a.connection_id and l.source_id = a.location_source_id
          where a.gone_at is null and a.starts_at is not null and a.starts_at < now() + interval '1 day'),
       kept as (select id, day, starts_at from visits where status = 'completed' order by starts_at desc, id limit 1),
       lost as (
         select v.id, v.day from visits v
          where v.status in ('cancelled', 'late_cancelled', 'no_show')
            and v.starts_at > coalesce((select starts_at from kept), '-infinity')
          order by v.starts_at desc, v.id limit 1)
       select json_build_object('language', p.language, 'household', ${householdSql('p')},
                'givenName', ${stated('p.given_name', 'p.id')}, 'familyName', ${stated('p.family_name', 'p.id')},
                'locationName', ${stated('l.name', 'l.id')}, 'practitionerName', ${stated('t.name', 't.id')},
                'coordinatorName', ${stated('u.display_name', 'u.id')},
                'lastVisitOn', ${stated('kept.day', 'kept.id')}, 'lostOn', ${stated('lost.day', 'lost.id')}) as facts
         from patient p
         left join place on true
         left join location l on l.id = coalesce(place.location_id,
           (select o.id from location o where o.connection_id = p.connection_id and o.source_id = p.location_source_id))
         left join practitioner t on t.id = coalesce(place.practitioner_id,
           (select o.id from practitioner o where o.connection_id = p.connection_id and o.source_id = p.practitioner_source_id))
         left join app_user u on u.id = $3
         left join kept on true left join lost on true
        where p.id = $1 and p.person_id = p.id and p.gone_at is null`,
      [personId, caseId, userId],
    );
    return row?.facts ?? null;
  }

  async givenNameOf(tx: Transaction, personId: string): Promise<string | null> {
    const [row] = await tx.query<{ name: string | null }[]>('select given_name as name from patient where id = $1', [
      personId,
    ]);
    return row?.name ?? null;
  }

  /** When the line that says how to opt out last went to this person; null: never. */
  async lastOptOutLineAt(tx: Transaction, personId: string): Promise<Date | null> {
    const [row] = await tx.query<{ at: Date | null }[]>(
      `select max(claimed_at) as at from outbox_message
        where person_id = $1 and channel = 'sms' and state in ('sending', 'unknown', 'review', 'accepted', 'sent', 'delivered')
          and (decision->'text'->>'optOutLine')::boolean`,
      [personId],
    );
    return row?.at ?? null;
  }

  /** Who of the household has messages waiting or is in a sequence. */
  async runningIn(tx: Transaction, household: string): Promise<string[]> {
    const rows = await tx.query<{ personId: string }[]>(
      `select distinct e.person_id as "personId" from enrolment e join patient p on p.id = e.person_id
        where e.state in ('running', 'held') and ${householdSql('p')} = $1`,
      [household],
    );
    return rows.map(({ personId }) => personId);
  }

  /** Answers the enrolment's id. One runs per person: the index refuses a second. */
  async start(tx: Transaction, practiceId: string, given: NewEnrolment): Promise<string> {
    const id = newId();
    await tx.query(
      `insert into enrolment (practice_id, id, person_id, case_id, sequence_id, state, started_at, started_by_user_id, preview_digest)
       values ($1, $2, $3, $4, $5, 'running', $6, $7, $8)`,
      [practiceId, id, given.personId, given.caseId, given.sequenceId, given.startedAt, given.byUserId, given.digest],
    );
    const rows = given.messages.map((message) => ({ id: newId(), ...message }));
    await tx.query(
      `insert into outbox_message (practice_id, id, origin_id, kind, enrolment_id, person_id, case_id, household, step, channel, purpose, template_id,
         to_address, subject, body, facts, segments, state, due_at, latest_at)
       select $1, r.id, $2, 'sequence', $2, $3, $4, $5, r.step, r.channel, r.purpose, r."templateId", r."toAddress", r.subject, r.body, r.facts,
              r.segments, 'planned', r."dueAt", r."latestAt"
         from jsonb_to_recordset($6::jsonb) as r (id uuid, step integer, channel text, purpose text, "templateId" uuid, "toAddress" text,
              subject text, body text, facts jsonb, segments integer, "dueAt" timestamptz, "latestAt" timestamptz)`,
      [practiceId, id, given.personId, given.caseId, given.household, JSON.stringify(rows)],
    );
    await tx.query(
      `insert into message_event (practice_id, id, message_id, at, event, detail)
       select $1, gen_random_uuid(), m.id, $3, 'planned', jsonb_build_object('byUserId', $4::text)
         from outbox_message m where m.practice_id = $1 and m.enrolment_id = $2`,
      [practiceId, id, given.startedAt, given.byUserId],
    );
    return id;
  }

  async find(
    tx: Transaction,
    id: string,
  ): Promise<{ personId: string; caseId: string; state: 'running' | 'held' | 'finished' | 'stopped' } | null> {
    const [row] = await tx.query<
      { personId: string; caseId: string; state: 'running' | 'held' | 'finished' | 'stopped' }[]
    >('select person_id as "personId", case_id as "caseId", state from enrolment where id = $1', [id]);
    return row ?? null;
  }
}
