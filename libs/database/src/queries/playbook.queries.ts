import { createHash } from 'node:crypto';
import type { Purpose, SequenceStep, Specialty } from '@keepwell/domain';
import type { Transaction } from '../database.js';
import { newId } from '../ids.js';
import { isoInstant } from './json-sql.js';

/** What a playbook brings into a practice. */
export interface PlaybookSeed {
  specialty: Specialty | 'any';
  templates: SeedTemplate[];
  sequences: SeedSequence[];
}

export interface SeedTemplate {
  key: string;
  version: number;
  channel: 'sms' | 'email';
  language: string;
  purpose: Purpose;
  name: string;
  subject: string | null;
  body: string;
}

export interface SeedSequence {
  key: string;
  version: number;
  name: string;
  purpose: Purpose;
  rules: string[];
  steps: SequenceStep[];
}

interface Approval {
  id: string;
  key: string;
  version: number;
  name: string;
  purpose: Purpose;
  state: 'draft' | 'approved' | 'retired';
  /** `playbook` `practice` */
  origin: string;
  /** Null: it came with the playbook. */
  authorName: string | null;
  /** Null: not approved, or by the simulation. */
  approvedByName: string | null;
  approvedAt: string | null;
}

export interface TemplateRow extends Approval {
  channel: 'sms' | 'email';
  language: string;
  subject: string | null;
  body: string;
}

export interface SequenceRow extends Approval {
  specialties: string[];
  rules: string[];
  steps: SequenceStep[];
}

/** `own`: a second person must approve (C-12). `not_draft`: approved or retired before. `texts_missing`: a step has no approved text. */
export type ApprovalAnswer = 'approved' | 'not_found' | 'own' | 'not_draft' | 'texts_missing';

const APPROVED_BY = `case when x.author_user_id is null then null else coalesce(a.display_name, 'former user') end as "authorName",
  case when x.approved_by_user_id is null then null else coalesce(b.display_name, 'former user') end as "approvedByName",
  ${isoInstant('x.approved_at')} as "approvedAt"`;
const BY_WHOM = `left join app_user a on a.id = x.author_user_id left join app_user b on b.id = x.approved_by_user_id`;
const NEWEST_FIRST = `order by x.name, x.key, x.version desc`;

/** A practice's texts and sequences, in versions that never change once they are approved. */
export class PlaybookQueries {
  /**
   * Brings in what the practice does not have yet; safe to repeat, and at once from several processes. A text it has word for word, in
   * whatever version and state, is left alone; one that differs from all of them becomes the next version, as a draft, beside the approved
   * one that goes on being used. `simulation` approves at once: nobody is there to do it, and nothing leaves the machine.
   */
  async seed(
    tx: Transaction,
    practiceId: string,
    playbooks: readonly PlaybookSeed[],
    { approveAs, at }: { approveAs: 'simulation' | null; at: Date },
  ): Promise<{ templates: number; sequences: number }> {
    const approvedAt = approveAs === null ? null : at;
    const templates = await tx.query<unknown[]>(SEED_TEMPLATES, [
      practiceId,
      JSON.stringify(playbooks.flatMap((playbook) => playbook.templates.map(withDigest))),
      approvedAt,
    ]);
    const sequences = await tx.query<unknown[]>(SEED_SEQUENCES, [
      practiceId,
      JSON.stringify(
        playbooks.flatMap(({ specialty, sequences: own }) =>
          own.map((sequence) => ({ ...sequence, id: newId(), specialties: specialty === 'any' ? [] : [specialty] })),
        ),
      ),
      approvedAt,
    ]);
    if (approvedAt !== null && templates.length > 0) await tx.query(RETIRE_TEMPLATES);
    if (approvedAt !== null && sequences.length > 0) await tx.query(RETIRE_SEQUENCES);
    return { templates: templates.length, sequences: sequences.length };
  }

  /** What the practice's own records, and its settings, say it does. Empty: nothing is known yet. */
  async specialties(tx: Transaction): Promise<string[]> {
    const rows = await tx.query<{ specialty: string }[]>(
      `select specialty from (
         select specialty from service where gone_at is null
         union select specialty from plan where gone_at is null and specialty is not null
         union select coalesce(specialty, 'MB') from membership where gone_at is null
         union select 'PR' from program where gone_at is null
         union select settings ->> 'specialty' from practice) known
       where specialty is not null order by specialty`,
    );
    return rows.map(({ specialty }) => specialty);
  }

  async templates(tx: Transaction): Promise<TemplateRow[]> {
    return tx.query<TemplateRow[]>(
      `select x.id, x.key, x.version, x.channel, x.language, x.purpose, x.name, x.subject, x.body, x.state, x.origin, ${APPROVED_BY}
         from message_template x ${BY_WHOM} ${NEWEST_FIRST}, x.channel desc, x.language`,
    );
  }

  async template(tx: Transaction, id: string): Promise<TemplateRow | null> {
    const [row] = await tx.query<TemplateRow[]>(
      `select x.id, x.key, x.version, x.channel, x.language, x.purpose, x.name, x.subject, x.body, x.state, x.origin, ${APPROVED_BY}
         from message_template x ${BY_WHOM} where x.id = $1`,
      [id],
    );
    return row ?? null;
  }

  async sequences(tx: Transaction): Promise<SequenceRow[]> {
    return tx.query<SequenceRow[]>(
      `select x.id, x.key, x.version, x.name, x.purpose, x.specialties, x.rules, x.steps, x.state, x.origin, ${APPROVED_BY}
         from sequence x ${BY_WHOM} ${NEWEST_FIRST}`,
    );
  }

  /**
   * Approves one version as `byUserId`, who is not its author, and retires the version approved before: it is offered no more, and who is
   * in it goes on with it. Two at once: one approves, the other is told `not_draft`. Whether the text passes the linter is the caller's to
   * ask first. A sequence needs an approved text for each of its steps.
   */
  async approve(
    tx: Transaction,
    kind: 'template' | 'sequence',
    id: string,
    byUserId: string,
    at: Date,
  ): Promise<ApprovalAnswer> {
    const table = kind === 'template' ? 'message_template' : 'sequence';
    const [found] = await tx.query<{ state: string; author: string | null }[]>(
      `select state, author_user_id as author from ${table} where id = $1 for update`,
      [id],
    );
    if (found === undefined) return 'not_found';
    if (found.state !== 'draft') return 'not_draft';
    if (found.author === byUserId) return 'own';
    if (kind === 'sequence' && (await this.#lacksText(tx, id))) return 'texts_missing';
    await tx.query(
      `update ${table} set state = 'approved', approved_by_user_id = $2, approved_at = $3 where id = $1 and state = 'draft'`,
      [id, byUserId, at],
    );
    await tx.query(kind === 'template' ? RETIRE_TEMPLATES : RETIRE_SEQUENCES);
    return 'approved';
  }

  async #lacksText(tx: Transaction, id: string): Promise<boolean> {
    const missing = await tx.query<unknown[]>(
      `select 1 from sequence s cross join jsonb_array_elements(s.steps) step
        where s.id = $1 and step ->> 'channel' <> 'call'
          and not exists (select 1 from message_template t
                           where t.key = step ->> 'template' and t.channel = step ->> 'channel' and t.state = 'approved')
        limit 1`,
      [id],
    );
    return missing.length > 0;
  }
}

/** The version is taken from the playbook, or the one after the newest that the practice has. */
const SEED_TEMPLATES = `
  insert into message_template (practice_id, id, key, version, channel, language, purpose, name, subject, body, state, origin, approved_at, digest)
  select $1, s.id, s.key,
         greatest(s.version, 1 + coalesce((select max(t.version) from message_template t
                                            where t.key = s.key and t.channel = s.channel and t.language = s.language), 0)),
         s.channel, s.language, s.purpose, s.name, s.subject, s.body,
         case when $3::timestamptz is null then 'draft' else 'approved' end, 'playbook', $3::timestamptz, decode(s.digest, 'hex')
    from jsonb_to_recordset($2::jsonb) as s(id uuid, key text, version integer, channel text, language text, purpose text, name text,
                                            subject text, body text, digest text)
   where not exists (select 1 from message_template t
                      where t.key = s.key and t.channel = s.channel and t.language = s.language and t.digest = decode(s.digest, 'hex'))
  on conflict do nothing returning id`;

const SEED_SEQUENCES = `
  insert into sequence (practice_id, id, key, version, name, purpose, specialties, rules, steps, state, origin, approved_at)
  select $1, s.id, s.key,
         greatest(s.version, 1 + coalesce((select max(q.version) from sequence q where q.key = s.key), 0)),
         s.name, s.purpose, s.specialties, s.rules, s.steps,
         case when $3::timestamptz is null then 'draft' else 'approved' end, 'playbook', $3::timestamptz
    from jsonb_to_recordset($2::jsonb) as s(id uuid, key text, version integer, name text, purpose text, specialties text[], rules text[],
                                            steps jsonb)
   where not exists (select 1 from sequence q
                      where q.key = s.key and q.name = s.name and q.purpose = s.purpose and q.specialties = s.specialties
                        and q.rules = s.rules and q.steps = s.steps)
  on conflict do nothing returning id`;

const RETIRE_TEMPLATES = `
  update message_template t set state = 'retired'
   where t.state = 'approved' and exists (select 1 from message_template n
           where n.key = t.key and n.channel = t.channel and n.language = t.language and n.state = 'approved' and n.version > t.version)`;

const RETIRE_SEQUENCES = `
  update sequence s set state = 'retired'
   where s.state = 'approved' and exists (select 1 from sequence n where n.key = s.key and n.state = 'approved' and n.version > s.version)`;

function withDigest(template: SeedTemplate) {
  return { ...template, id: newId(), digest: templateDigest(template).toString('hex') };
}

/** Of what is sent, and of what it is called: two texts with one digest are one text. */
export function templateDigest(template: Omit<SeedTemplate, 'key' | 'version'>): Buffer {
  const { channel, language, purpose, name, subject, body } = template;
  return createHash('sha256')
    .update(JSON.stringify([channel, language, purpose, name, subject, body]))
    .digest();
}
