import type { Transaction } from '../database.js';
import { tellPractice } from '../events.js';
import { householdSql } from './household-sql.js';
import { isoInstant } from './json-sql.js';

/** Who has a household in hand, and until when. */
export interface LeaseHolder {
  id: string;
  name: string;
  until: string;
}

export interface StandingLease {
  caseId: string;
  personId: string;
  holder: { id: string; name: string };
  until: string;
}

export interface LeaseAsk {
  practiceId: string;
  household: string;
  caseId: string;
  personId: string;
  userId: string;
  seconds: number;
}

const NOW = 'clock_timestamp()';
const NAMED = "coalesce(u.display_name, 'former user')";

/**
 * The claim on a household (X16, K17): one row, one holder, taken anew only when its time is over. Times are the database's, so
 * that machines whose clocks disagree do not both hold it. Lock the case row first, then ask here.
 */
export class LeaseQueries {
  /** The key of the household of a person; null: no record is left of them. */
  async household(tx: Transaction, personId: string): Promise<string | null> {
    const [row] = await tx.query<{ household: string }[]>(
      `select ${householdSql('p')} as household from patient p where p.id = $1`,
      [personId],
    );
    return row?.household ?? null;
  }

  /** Until when it is theirs; null: somebody else has it. The same user takes it again and again. */
  async claim(
    tx: Transaction,
    { practiceId, household, caseId, personId, userId, seconds }: LeaseAsk,
  ): Promise<string | null> {
    const [row] = await tx.query<{ until: string }[]>(
      `insert into case_lease as l (practice_id, household, case_id, person_id, holder_user_id, claimed_at, until)
       values ($1, $2, $3, $4, $5, ${NOW}, ${NOW} + make_interval(secs => $6))
       on conflict (practice_id, household) do update
         set case_id = excluded.case_id, person_id = excluded.person_id, holder_user_id = excluded.holder_user_id,
             -- Not the value of the insert: that was made before waiting for whoever held the row.
             until = ${NOW} + make_interval(secs => $6),
             claimed_at = case when l.holder_user_id = excluded.holder_user_id then l.claimed_at else ${NOW} end
         where l.holder_user_id = excluded.holder_user_id or l.until <= ${NOW}
       returning ${isoInstant('until')} as until`,
      [practiceId, household, caseId, personId, userId, seconds],
    );
    if (row === undefined) return null;
    await tellPractice(tx, { practiceId, type: 'lease', caseId, personId, holderId: userId, until: row.until });
    return row.until;
  }

  /** Null: it is not theirs any more; whoever wants to go on claims anew, and the case is looked at again (K24). */
  async renew(
    tx: Transaction,
    practiceId: string,
    household: string,
    userId: string,
    seconds: number,
  ): Promise<string | null> {
    const [row] = await tx.query<{ until: string; case_id: string; person_id: string }[]>(
      `with renewed as (update case_lease set until = ${NOW} + make_interval(secs => $3)
                         where household = $1 and holder_user_id = $2 and until > ${NOW} returning until, case_id, person_id)
       select ${isoInstant('until')} as until, case_id, person_id from renewed`,
      [household, userId, seconds],
    );
    if (row === undefined) return null;
    const { until, case_id: caseId, person_id: personId } = row;
    await tellPractice(tx, { practiceId, type: 'lease', caseId, personId, holderId: userId, until });
    return until;
  }

  /** Keeps it theirs until the transaction ends. */
  async isHeldBy(tx: Transaction, household: string, userId: string): Promise<boolean> {
    const rows = await tx.query<unknown[]>(
      `select 1 from case_lease where household = $1 and holder_user_id = $2 and until > ${NOW} for update`,
      [household, userId],
    );
    return rows.length > 0;
  }

  async holder(tx: Transaction, household: string): Promise<LeaseHolder | null> {
    const [row] = await tx.query<LeaseHolder[]>(
      `select l.holder_user_id as id, ${NAMED} as name, ${isoInstant('l.until')} as until
         from case_lease l left join app_user u on u.id = l.holder_user_id where l.household = $1 and l.until > ${NOW}`,
      [household],
    );
    return row ?? null;
  }

  /** Whether this user has the household of this person in hand: then they see how to reach them. */
  async isInHand(tx: Transaction, personId: string, userId: string): Promise<boolean> {
    const household = await this.household(tx, personId);
    return household !== null && (await this.holder(tx, household))?.id === userId;
  }

  async giveBack(tx: Transaction, practiceId: string, household: string, userId: string): Promise<void> {
    await this.tellFree(
      tx,
      practiceId,
      await tx.query(
        `with freed as (delete from case_lease where household = $1 and holder_user_id = $2 returning case_id, person_id)
         select case_id as "caseId", person_id as "personId" from freed`,
        [household, userId],
      ),
    );
  }

  /** Whoever takes the next patient has one in hand. */
  async giveBackOthers(tx: Transaction, practiceId: string, household: string, userId: string): Promise<void> {
    await this.tellFree(
      tx,
      practiceId,
      await tx.query(
        `with freed as (delete from case_lease where household <> $1 and holder_user_id = $2 returning case_id, person_id)
         select case_id as "caseId", person_id as "personId" from freed`,
        [household, userId],
      ),
    );
  }

  async standing(tx: Transaction): Promise<StandingLease[]> {
    return tx.query<StandingLease[]>(
      `select l.case_id as "caseId", l.person_id as "personId", json_build_object('id', l.holder_user_id, 'name', ${NAMED}) as holder,
              ${isoInstant('l.until')} as until
         from case_lease l left join app_user u on u.id = l.holder_user_id where l.until > ${NOW} order by l.until, l.case_id`,
    );
  }

  /** Takes away what has run out and tells it. Answers how many. */
  async sweep(tx: Transaction, practiceId: string): Promise<number> {
    const freed = await tx.query<{ caseId: string; personId: string }[]>(
      `with freed as (delete from case_lease where until <= ${NOW} returning case_id, person_id)
       select case_id as "caseId", person_id as "personId" from freed`,
    );
    await this.tellFree(tx, practiceId, freed);
    return freed.length;
  }

  private async tellFree(
    tx: Transaction,
    practiceId: string,
    freed: { caseId: string; personId: string }[],
  ): Promise<void> {
    for (const { caseId, personId } of freed) {
      await tellPractice(tx, { practiceId, type: 'lease', caseId, personId, holderId: null, until: null });
    }
  }
}
