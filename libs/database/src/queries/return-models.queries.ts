import type { FittedModel, Instant, ReturnModel } from '@keepwell/domain';
import type { Transaction } from '../database.js';
import { newId } from '../ids.js';
import { isoInstant } from './json-sql.js';

/** A fitted line as it was stored. Instants are ISO texts. */
export interface StoredReturnModel extends FittedModel {
  id: string;
  asOf: string;
  fittedAt: string;
}

/** A former fit of a line: enough to see how it moved. */
export interface EarlierReturnModel {
  line: string;
  id: string;
  k: number;
  fittedOn: number;
  brier: number | null;
  usable: boolean;
  fittedAt: string;
}

/** About two years of weekly fits. */
const MOST_KEPT = 104;

/** Fits of the return models: written once, the newest of a line in use. */
export class ReturnModelQueries {
  async keep(
    tx: Transaction,
    practiceId: string,
    models: readonly FittedModel[],
    { asOf, fittedAt }: { asOf: Instant; fittedAt: Instant },
  ): Promise<void> {
    for (const model of models) {
      await tx.query(
        `insert into return_model (practice_id, id, line, line_name, specialty, horizon_days, parameters, covariance, ln_likelihood,
                                   fitted_on, people, prior_weight, recalibration, calibration, usable, says, drop_off, as_of, fitted_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)`,
        [
          ...[practiceId, newId(), model.line, model.lineName, model.specialty, model.horizonDays],
          ...[JSON.stringify(model.parameters), JSON.stringify(model.covariance), model.lnLikelihood],
          ...[model.fittedOn, model.people, model.priorWeight, JSON.stringify(model.recalibration)],
          model.calibration === null ? null : JSON.stringify(model.calibration),
          ...[model.usable, model.says, JSON.stringify(model.dropOff), new Date(asOf), new Date(fittedAt)],
        ],
      );
    }
    await tx.query(
      `delete from return_model m using (
         select id, row_number() over (partition by line order by fitted_at desc, id desc) as age
           from return_model where practice_id = $1) o
        where m.practice_id = $1 and m.id = o.id and o.age > ${MOST_KEPT}`,
      [practiceId],
    );
  }

  /** The newest of each line of the newest fit, by line. */
  async newest(tx: Transaction, practiceId: string): Promise<StoredReturnModel[]> {
    return tx.query(
      `select id, line, line_name as "lineName", specialty, horizon_days as "horizonDays", parameters, covariance,
              ln_likelihood as "lnLikelihood", fitted_on as "fittedOn", people, prior_weight as "priorWeight", recalibration,
              calibration, usable, says, drop_off as "dropOff", ${isoInstant('as_of')} as "asOf", ${isoInstant('fitted_at')} as "fittedAt"
         from return_model
        where practice_id = $1 and fitted_at = (select max(fitted_at) from return_model where practice_id = $1)
        order by line`,
      [practiceId],
    );
  }

  /** Those that rules rested on at an instant: of the newest fit by then, what was usable. */
  async usableAt(tx: Transaction, practiceId: string, asOf: Instant): Promise<ReturnModel[]> {
    return tx.query(
      `select id, line, horizon_days as "horizonDays", parameters, covariance, recalibration from return_model
        where practice_id = $1 and usable
          and fitted_at = (select max(fitted_at) from return_model where practice_id = $1 and fitted_at <= $2)
        order by line`,
      [practiceId, new Date(asOf)],
    );
  }

  /** All fits of all lines, newest first. */
  async history(tx: Transaction, practiceId: string): Promise<EarlierReturnModel[]> {
    return tx.query(
      `select line, id, (parameters->>'k')::int as k, fitted_on as "fittedOn", (calibration->>'brier')::float8 as brier, usable,
              ${isoInstant('fitted_at')} as "fittedAt"
         from return_model where practice_id = $1 order by line, fitted_at desc, id desc`,
      [practiceId],
    );
  }

  /** Of any line; null: never. */
  async lastFittedAt(tx: Transaction, practiceId: string): Promise<Instant | null> {
    const [row]: { at: number | null }[] = await tx.query(
      `select round(date_part('epoch', max(fitted_at)) * 1000)::float8 as at from return_model where practice_id = $1`,
      [practiceId],
    );
    return row?.at ?? null;
  }

  async countPersons(tx: Transaction, practiceId: string): Promise<number> {
    const [row]: { n: number }[] = await tx.query(
      'select count(*)::int as n from patient where practice_id = $1 and id = person_id',
      [practiceId],
    );
    return row?.n ?? 0;
  }

  /** When each of these persons was first called or written to through us; the others are left out. */
  async contactedAt(tx: Transaction, practiceId: string, personIds: string[]): Promise<Map<string, Instant>> {
    const rows: { personId: string; at: number }[] = await tx.query(
      `select person_id as "personId", round(date_part('epoch', min(at)) * 1000)::float8 as at
         from (select person_id, coalesce(started_at, recorded_at) as at from touchpoint
                where practice_id = $1 and person_id = any($2::uuid[]) and state = 'done' and undone_at is null
               union all
               select person_id, accepted_at from outbox_message
                where practice_id = $1 and person_id = any($2::uuid[]) and accepted_at is not null) contact
        group by person_id`,
      [practiceId, personIds],
    );
    return new Map(rows.map(({ personId, at }) => [personId, at]));
  }
}
