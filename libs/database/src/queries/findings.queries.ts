import { hash } from 'node:crypto';
import type { Finding, Instant } from '@keepwell/domain';
import { newId } from '../ids.js';
import type { Transaction } from '../database.js';
import { binaryArray, instantBytes, intBytes, textArray, uuidBytes, wordBytes, type Element } from './binary-arrays.js';
import { namedRows } from './named-rows.js';

/** A finding that stands, as stored. */
export interface OpenFinding {
  id: string;
  personId: string;
  rule: string;
  episode: string | null;
  /** Of what was found, hex: another digest: it reads differently now. Null: kept before there were digests. */
  digest: string | null;
}

export interface FindingChange {
  /** Null: newly found. */
  id: string | null;
  personId: string;
  finding: Finding;
  content: FindingContent;
}

export interface FindingEnd {
  id: string;
  because: string;
}

/** What is stored of a finding beside its key: JSON, and the digest of all of it. */
export interface FindingContent {
  evidence: string;
  parameters: string;
  digest: string;
}

export function findingContent(finding: Finding): FindingContent {
  const { version, kind, class: urgency, since, reason } = finding;
  const { name, facts, checked, clearsWhen, service, locationId, practitionerId } = finding;
  const evidence = JSON.stringify({ name, facts, checked, clearsWhen, service, locationId, practitionerId });
  const parameters = JSON.stringify(finding.parameters);
  const digest = hash(
    'sha256',
    `${version} ${kind} ${urgency} ${since} ${JSON.stringify(reason)} ${parameters} ${evidence}`,
    'hex',
  );
  return { evidence, parameters, digest };
}

/**
 * Findings from their opening to their end. One open finding per person, rule and episode: the table sees to it (S-11). Those of
 * rules in shadow go the same way in a table of their own.
 */
export class FindingQueries {
  /** What was found on trial is looked through by its parts; of the others there are many, and they are kept as they came. */
  private readonly binary: string;

  constructor(private readonly table: 'finding' | 'shadow_finding' = 'finding') {
    this.binary = table === 'shadow_finding' ? '::jsonb' : '';
  }

  async open(tx: Transaction, practiceId: string, personIds: string[]): Promise<OpenFinding[]> {
    const rows = await namedRows<[string, string, string, string | null, string | null]>(
      tx,
      `open-${this.table}`,
      `select id, person_id, rule, episode, encode(digest, 'hex')
         from ${this.table} where practice_id = $1 and person_id = any($2::uuid[]) and closed_at is null`,
      [practiceId, personIds],
    );
    return rows.map(([id, personId, rule, episode, digest]) => ({ id, personId, rule, episode, digest }));
  }

  async save(tx: Transaction, practiceId: string, changes: FindingChange[], now: Instant): Promise<void> {
    if (changes.length === 0) return;
    const column = (element: Element, of: (change: FindingChange) => Buffer | null) =>
      binaryArray(element, changes.map(of));
    const text = (of: (change: FindingChange) => string | null) => textArray(changes.map(of));
    await namedRows(
      tx,
      `save-${this.table}`,
      `insert into ${this.table} (practice_id, id, person_id, rule, rule_version, episode, kind, class, since, reason, evidence, parameters, digest, opened_at)
       select $1, r.id, r.person_id, r.rule, r.version, r.episode, r.kind, r.class, r.since, r.reason, r.evidence::json${this.binary},
              r.parameters::json${this.binary}, r.digest, $2
         from unnest($3::uuid[], $4::uuid[], $5::text[], $6::int4[], $7::text[], $8::text[], $9::text[], $10::timestamptz[], $11::text[],
                     $12::text[], $13::text[], $14::bytea[])
              as r (id, person_id, rule, version, episode, kind, class, since, reason, evidence, parameters, digest)
       on conflict (practice_id, id) do update set
         rule_version = excluded.rule_version, kind = excluded.kind, class = excluded.class, since = excluded.since,
         reason = excluded.reason, evidence = excluded.evidence, parameters = excluded.parameters, digest = excluded.digest`,
      [
        practiceId,
        new Date(now),
        column('uuid', ({ id }) => uuidBytes(id ?? newId())),
        column('uuid', ({ personId }) => uuidBytes(personId)),
        column('text', ({ finding }) => wordBytes(finding.rule)),
        column('int4', ({ finding }) => intBytes(finding.version)),
        text(({ finding }) => finding.episode),
        column('text', ({ finding }) => wordBytes(finding.kind)),
        column('text', ({ finding }) => wordBytes(finding.class)),
        column('timestamptz', ({ finding }) => instantBytes(finding.since)),
        text(({ finding }) => finding.reason),
        text(({ content }) => content.evidence),
        text(({ content }) => content.parameters),
        column('bytea', ({ content }) => Buffer.from(content.digest, 'hex')),
      ],
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
