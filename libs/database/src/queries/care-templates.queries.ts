import type { CareTemplates, Instant, MembershipNow } from '@keepwell/domain';
import type { Transaction } from '../database.js';
import { isoInstant } from './json-sql.js';

export interface CareVersion {
  /** 0: the practice has none yet. */
  version: number;
  templates: CareTemplates;
  /** Null: from the files that ship with the house. */
  author: { id: string; name: string } | null;
  reason: string | null;
  createdAt: string;
}

export type CareVersionHead = Omit<CareVersion, 'templates'>;

const HEAD = `t.version, t.reason, ${isoInstant('t.created_at')} as "createdAt",
  case when t.author_user_id is null then null else json_build_object('id', t.author_user_id,
    'name', coalesce((select u.display_name from app_user u where u.id = t.author_user_id), 'former user')) end as author`;

const epochMs = (column: string): string => `round(date_part('epoch', ${column}) * 1000)::float8`;

/** What the practice means patients to get: programs, milestones, tiers. */
export class CareTemplateQueries {
  /** The newest; null: none yet. */
  async current(tx: Transaction, practiceId: string): Promise<CareVersion | null> {
    const [row] = await tx.query<CareVersion[]>(
      `select ${HEAD}, t.body as templates from care_template t where t.practice_id = $1 order by t.version desc limit 1`,
      [practiceId],
    );
    return row ?? null;
  }

  /** As they were at an instant; null: there were none. */
  async at(tx: Transaction, practiceId: string, instant: Instant): Promise<CareTemplates | null> {
    const [row] = await tx.query<{ body: CareTemplates }[]>(
      `select t.body from care_template t where t.practice_id = $1 and t.created_at <= $2 order by t.version desc limit 1`,
      [practiceId, new Date(instant)],
    );
    return row?.body ?? null;
  }

  /** Newest first. */
  versions(tx: Transaction, practiceId: string, limit: number): Promise<CareVersionHead[]> {
    return tx.query<CareVersionHead[]>(
      `select ${HEAD} from care_template t where t.practice_id = $1 order by t.version desc limit $2`,
      [practiceId, limit],
    );
  }

  /** What is written now of these people's memberships, the one that began last first; whoever has none is left out. */
  async membershipsOf(tx: Transaction, personIds: readonly string[]): Promise<Map<string, MembershipNow[]>> {
    const rows = await tx.query<{ personId: string; memberships: MembershipNow[] }[]>(
      `select p.person_id as "personId", json_agg(json_build_object('name', m.name, 'tier', m.tier, 'status', m.status, 'specialty', m.specialty,
                'startedAt', ${epochMs('m.started_at')}, 'endsAt', ${epochMs('m.ends_at')}) order by m.started_at desc nulls last, m.id) as memberships
         from patient p join membership m on m.patient_id = p.id and m.gone_at is null
        where p.person_id = any($1::uuid[])
        group by p.person_id`,
      [personIds],
    );
    return new Map(rows.map(({ personId, memberships }) => [personId, memberships]));
  }

  /** False where somebody has added this version meanwhile. */
  async add(
    tx: Transaction,
    practiceId: string,
    added: { version: number; templates: CareTemplates; author: string | null; reason: string | null; now: Instant },
  ): Promise<boolean> {
    const { version, templates, author, reason, now } = added;
    const rows = await tx.query<{ version: number }[]>(
      `insert into care_template (practice_id, version, body, author_user_id, reason, created_at)
       values ($1, $2, $3, $4, $5, $6) on conflict do nothing returning version`,
      [practiceId, version, JSON.stringify(templates), author, reason, new Date(now)],
    );
    return rows.length === 1;
  }
}
