import type { Finding, Instant } from '@keepwell/domain';
import { newId } from '../ids.js';
import type { Transaction } from '../database.js';
import { namedRows } from './named-rows.js';
import { isSameJson } from './same-json.js';

/** A finding that stands, as stored. */
export interface OpenFinding {
  id: string;
  personId: string;
  rule: string;
  episode: string | null;
  /** What was found, as it was stored: `isStoredAs` tells whether it reads differently now. */
  content: unknown;
}

export interface FindingChange {
  /** Null: newly found. */
  id: string | null;
  personId: string;
  finding: Finding;
}

export interface FindingEnd {
  id: string;
  because: string;
}

/** What is stored of a finding beside its key. */
function contentOf(finding: Finding) {
  const { version, kind, class: urgency, since, reason, parameters } = finding;
  const { name, facts, checked, clearsWhen, service, locationId, practitionerId } = finding;
  const evidence = { name, facts, checked, clearsWhen, service, locationId, practitionerId };
  return { version, kind, class: urgency, since, reason, parameters, evidence };
}

/** Does the stored finding read as this one does? */
export function isStoredAs({ content }: OpenFinding, finding: Finding): boolean {
  return isSameJson(content, contentOf(finding));
}

/**
 * Findings from their opening to their end. One open finding per person, rule and episode: the table sees to it (S-11). Those of
 * rules in shadow go the same way in a table of their own.
 */
export class FindingQueries {
  constructor(private readonly table: 'finding' | 'shadow_finding' = 'finding') {}

  async open(tx: Transaction, practiceId: string, personIds: string[]): Promise<OpenFinding[]> {
    const rows = await namedRows<[string, string, string, string | null, string]>(
      tx,
      `open-${this.table}`,
      `select id, person_id, rule, episode,
              json_build_object('version', rule_version, 'kind', kind, 'class', class, 'since', round(date_part('epoch', since) * 1000),
                'reason', reason, 'parameters', parameters, 'evidence', evidence)::text
         from ${this.table} where practice_id = $1 and person_id = any($2::uuid[]) and closed_at is null`,
      [practiceId, personIds],
    );
    return rows.map(([id, personId, rule, episode, json]) => ({
      id,
      personId,
      rule,
      episode,
      content: JSON.parse(json) as unknown,
    }));
  }

  async save(tx: Transaction, practiceId: string, changes: FindingChange[], now: Instant): Promise<void> {
    if (changes.length === 0) return;
    const rows = changes.map(({ id, personId, finding }) => {
      const { rule, episode } = finding;
      return { id: id ?? newId(), personId, rule, episode, ...contentOf(finding) };
    });
    await namedRows(
      tx,
      `save-${this.table}`,
      `insert into ${this.table} (practice_id, id, person_id, rule, rule_version, episode, kind, class, since, reason, evidence, parameters, opened_at)
       select $1, r.id, r."personId", r.rule, r.version, r.episode, r.kind, r.class, to_timestamp(r.since / 1000), r.reason, r.evidence,
              r.parameters, $3
         from jsonb_to_recordset($2::jsonb) as r (id uuid, "personId" uuid, rule text, version integer, episode text, kind text,
              class text, since float8, reason text, evidence jsonb, parameters jsonb)
       on conflict (practice_id, id) do update set
         rule_version = excluded.rule_version, kind = excluded.kind, class = excluded.class, since = excluded.since,
         reason = excluded.reason, evidence = excluded.evidence, parameters = excluded.parameters`,
      [practiceId, JSON.stringify(rows), new Date(now)],
    );
  }

  async close(tx: Transaction, practiceId: string, ends: FindingEnd[], now: Instant): Promise<void> {
    if (ends.length === 0) return;
    await namedRows(
      tx,
      `close-${this.table}`,
      `update ${this.table} f set closed_at = $4, closed_because = e.because
         from unnest($2::uuid[], $3::text[]) as e (id, because) where f.practice_id = $1 and f.id = e.id`,
      [practiceId, ends.map(({ id }) => id), ends.map(({ because }) => because), new Date(now)],
    );
  }
}
