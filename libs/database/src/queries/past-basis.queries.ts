import type { Instant, RestsOn } from '@keepwell/domain';
import type { Transaction } from '../database.js';
import type { StoredBasis } from './evaluation-context.js';
import { isoInstant } from './json-sql.js';

/** What answers rested on of the practice as a whole, by the clock of the evaluation. */
export interface PastBasis extends Pick<StoredBasis, 'lineMedians' | 'withOutcomes' | 'staleSources'> {
  /** Since when it was so: ISO 8601. */
  since: string;
}

type PastUse = Omit<RestsOn, 'mediansSince'>;

/** What answers rested on, from an instant on: rows are added and never changed (X09). */
export class PastBasisQueries {
  async keep(tx: Transaction, practiceId: string, basis: StoredBasis, now: Instant): Promise<void> {
    await tx.query(
      `insert into basis_version (practice_id, at, line_medians, with_outcomes, stale_sources, warming_sources)
       values ($1, $2, $3, $4, $5, $6)`,
      [
        ...[practiceId, new Date(now), JSON.stringify(basis.lineMedians)],
        ...[basis.withOutcomes, basis.staleSources, basis.warmingSources],
      ],
    );
  }

  /** Null: nothing was kept by then. */
  async at(tx: Transaction, practiceId: string, asOf: Instant): Promise<PastBasis | null> {
    const [row] = await tx.query<PastBasis[]>(
      `select line_medians as "lineMedians", with_outcomes as "withOutcomes", stale_sources as "staleSources", ${isoInstant('at')} as since
         from basis_version where practice_id = $1 and at <= $2 order by at desc, id desc limit 1`,
      [practiceId, new Date(asOf)],
    );
    return row ?? null;
  }

  /** Which settings and models were in use. */
  async inUse(tx: Transaction, practiceId: string, asOf: Instant): Promise<PastUse> {
    const [row] = await tx.query<PastUse[]>(
      `select (select coalesce(max(version), 0) from rule_setting where practice_id = $1 and valid_from <= $2) as "settingsVersion",
              (select ${isoInstant('max(valid_from)')} from rule_setting where practice_id = $1 and valid_from <= $2) as "settingsSince",
              (select ${isoInstant('max(fitted_at)')} from return_model where practice_id = $1 and fitted_at <= $2) as "modelsFittedAt"`,
      [practiceId, new Date(asOf)],
    );
    if (row === undefined) throw new Error('What was in use came back without a row.');
    return row;
  }
}
