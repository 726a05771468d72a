import type { Transaction } from '../database.js';
import { newId } from '../ids.js';
import { survivors, type MergeNode } from '../records/survivors.js';
import type { RecordScope } from '../records/staging.js';

interface PatientNode extends MergeNode {
  id: string;
  personId: string;
}

/**
 * Which patient records stand for one person. `person_id` of a merged record is the survivor's; nothing else moves, so an
 * unmerge restores everything.
 */
export class MergeQueries {
  /**
   * Follows merges again around these patient records, in both directions: what names them, and whom they name. Returns
   * the persons affected, before and after.
   */
  async resolve(tx: Transaction, scope: RecordScope, sourceIds: string[]): Promise<Set<string>> {
    const affected = new Set<string>();
    const nodes = await this.around(tx, scope, sourceIds);
    if (nodes.length === 0) return affected;
    const bySource = new Map(nodes.map((node) => [node.sourceId, node]));
    const moved: { node: PatientNode; personId: string }[] = [];
    for (const [sourceId, survivor] of survivors(nodes)) {
      const node = bySource.get(sourceId);
      const personId = bySource.get(survivor)?.id;
      if (node !== undefined && personId !== undefined && node.personId !== personId) moved.push({ node, personId });
    }
    if (moved.length === 0) return affected;
    await tx.query(
      `update patient p set person_id = m.person_id from unnest($2::uuid[], $3::uuid[]) as m(id, person_id)
        where p.practice_id = $1 and p.id = m.id`,
      [scope.practiceId, moved.map(({ node }) => node.id), moved.map(({ personId }) => personId)],
    );
    await tx.query(
      `update patient_merge set undone_at = clock_timestamp()
        where practice_id = $1 and loser_id = any($2) and cause = 'source' and undone_at is null`,
      [scope.practiceId, moved.map(({ node }) => node.id)],
    );
    const merged = moved.filter(({ node, personId }) => personId !== node.id);
    if (merged.length > 0) {
      await tx.query(
        `insert into patient_merge (practice_id, id, loser_id, survivor_id, cause, at)
         select $1, m.id, m.loser, m.survivor, 'source', clock_timestamp() from unnest($2::uuid[], $3::uuid[], $4::uuid[]) as m(id, loser, survivor)`,
        [
          scope.practiceId,
          merged.map(() => newId()),
          merged.map(({ node }) => node.id),
          merged.map(({ personId }) => personId),
        ],
      );
    }
    for (const { node, personId } of moved) {
      affected.add(node.personId);
      affected.add(personId);
    }
    return affected;
  }

  /** The persons that these patient records stand for. */
  async personsOf(tx: Transaction, practiceId: string, patientIds: string[]): Promise<string[]> {
    if (patientIds.length === 0) return [];
    const rows: { personId: string }[] = await tx.query(
      `select distinct person_id as "personId" from patient where practice_id = $1 and id = any($2)`,
      [practiceId, patientIds],
    );
    return rows.map(({ personId }) => personId);
  }

  /** Every patient record connected with these by a merge; none when there are no merges, which is the common case. */
  private async around(tx: Transaction, scope: RecordScope, sourceIds: string[]): Promise<PatientNode[]> {
    return tx.query(
      `with recursive near as (
         select source_id from patient p
          where practice_id = $1 and connection_id = $2 and source_id = any($3)
            and (merged_into is not null or person_id <> id
                 or exists (select from patient l where l.practice_id = $1 and l.connection_id = $2 and l.merged_into = p.source_id))
         union
         select p.source_id from near n join lateral (
           select t.source_id from patient s join patient t on t.practice_id = $1 and t.connection_id = $2 and t.source_id = s.merged_into
            where s.practice_id = $1 and s.connection_id = $2 and s.source_id = n.source_id
           union all
           select l.source_id from patient l where l.practice_id = $1 and l.connection_id = $2 and l.merged_into = n.source_id) p on true)
       select p.id, p.person_id as "personId", p.source_id as "sourceId",
              nullif(p.merged_into, '') as "mergedInto", p.gone_at is not null as "isGone"
         from near n join patient p on p.practice_id = $1 and p.connection_id = $2 and p.source_id = n.source_id`,
      [scope.practiceId, scope.connectionId, sourceIds],
    );
  }
}
