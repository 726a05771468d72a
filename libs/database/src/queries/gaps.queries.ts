import type { Transaction } from '../database.js';
import { namedRows } from './named-rows.js';

/** A person's gaps between visits of one service line. */
export interface LineGaps {
  line: string;
  days: number[];
}

/** Line → gap in days → how often it occurs in the practice. */
export type GapCounts = Map<string, Map<number, number>>;

/** One count of the practice's histogram going up or down. */
export interface GapChange {
  line: string;
  days: number;
  by: number;
}

/** The histogram behind the line medians (Q10), and each person's share of it, so that it can be taken out again. */
export class GapQueries {
  async histogram(tx: Transaction, practiceId: string): Promise<GapCounts> {
    const rows = await namedRows<[string, number, number]>(
      tx,
      'gap-histogram',
      'select line, gap_days, n from line_gap where practice_id = $1 and n > 0',
      [practiceId],
    );
    const counts: GapCounts = new Map();
    for (const [line, days, n] of rows) {
      const ofLine = counts.get(line) ?? new Map<number, number>();
      counts.set(line, ofLine.set(days, n));
    }
    return counts;
  }

  async ofPersons(tx: Transaction, practiceId: string, personIds: string[]): Promise<Map<string, LineGaps[]>> {
    const rows = await namedRows<[string, string, number[]]>(
      tx,
      'person-gaps',
      'select person_id, line, gaps from person_gap where practice_id = $1 and person_id = any($2::uuid[]) order by 1, 2',
      [practiceId, personIds],
    );
    const gaps = new Map<string, LineGaps[]>();
    for (const [personId, line, days] of rows) {
      const known = gaps.get(personId) ?? [];
      known.push({ line, days });
      gaps.set(personId, known);
    }
    return gaps;
  }

  /** Puts these shares in the place of what was stored for the persons. */
  async replace(tx: Transaction, practiceId: string, shares: Map<string, LineGaps[]>): Promise<void> {
    if (shares.size === 0) return;
    await namedRows(
      tx,
      'delete-person-gaps',
      'delete from person_gap where practice_id = $1 and person_id = any($2::uuid[])',
      [practiceId, [...shares.keys()]],
    );
    const rows = [...shares].flatMap(([person, gaps]) => gaps.map(({ line, days }) => ({ person, line, days })));
    if (rows.length === 0) return;
    await namedRows(
      tx,
      'insert-person-gaps',
      `insert into person_gap (practice_id, person_id, line, gaps)
       select $1, r.person, r.line, r.days from jsonb_to_recordset($2::jsonb) as r (person uuid, line text, days integer[])`,
      [practiceId, JSON.stringify(rows)],
    );
  }

  async change(tx: Transaction, practiceId: string, changes: GapChange[]): Promise<void> {
    if (changes.length === 0) return;
    await namedRows(
      tx,
      'change-line-gaps',
      `insert into line_gap (practice_id, line, gap_days, n)
       select $1, r.line, r.days, r.by from jsonb_to_recordset($2::jsonb) as r (line text, days integer, by integer)
       on conflict (practice_id, line, gap_days) do update set n = line_gap.n + excluded.n`,
      [practiceId, JSON.stringify(changes)],
    );
  }
}
