import { RIGHT_CLOSINGS, RULES, WRONG_CLOSINGS, type Marks, type Verdict, type WrongCause } from '@keepwell/domain';
import type { Transaction } from '../database.js';
import { CaseVerdict } from '../entities/case-verdict.entity.js';
import { newId } from '../ids.js';

export interface NewVerdict {
  caseId: string;
  personId: string;
  rules: string[];
  verdict: Verdict;
  cause: WrongCause | null;
  byUserId: string;
  at: Date;
}

export interface RuleMarks extends Marks {
  rule: string;
}

export interface ConnectionMarks extends Marks {
  connectionId: string;
}

const OFF_TRACK_RULES = RULES.filter(({ kind }) => kind === 'O').map(({ id }) => id);

/** The newest word of a person about each case since then, and before `until`. */
const said = (until: string): string => `
  select distinct on (v.case_id) v.case_id, v.person_id, v.rules, v.verdict
    from case_verdict v where v.undone_at is null and v.at >= $1 and v.at <= ${until} order by v.case_id, v.at desc, v.id desc`;

/**
 * Every case that is judged since then: by a person's word, else by how it ended. One row a case. What was held for review and discarded
 * was never listed (K30): a source that broke for a day must not take the rules away. A clinic that closes the plan of somebody who stopped
 * coming says nothing against the rule that saw it; a person of the team who finds that their care was finished does.
 */
const judged = (until = `'infinity'`): string => `
  with said as (${said(until)})
  select case_id, person_id, rules, verdict from said
   union all
  select c.id, c.person_id, c.rules, case when c.closing = any($2::text[]) then 'right' else 'wrong' end
    from off_track_case c
   where c.state = 'closed' and c.closed_at >= $1 and c.closed_at <= ${until} and c.closing = any($2::text[] || $3::text[])
     and not exists (select from said s where s.case_id = c.id)
     and not exists (select from case_event d where d.practice_id = c.practice_id and d.case_id = c.id and d.event = 'discarded')
     and (c.closing <> 'discharged' or exists (
       select from case_event s where s.practice_id = c.practice_id and s.case_id = c.id and s.event = 'closed' and s.detail->>'because' = 'staff'))`;

const COUNTS = `count(*) filter (where j.verdict = 'right')::int as "right", count(*) filter (where j.verdict = 'wrong')::int as "wrong"`;

/** Right and wrong, as people and the ends of cases tell it (X13). */
export class CaseVerdictQueries {
  async record(tx: Transaction, practiceId: string, given: NewVerdict): Promise<string> {
    const id = newId();
    await tx.insert(CaseVerdict, { ...given, practiceId, id });
    return id;
  }

  /**
   * By rule; a case counts for each rule that listed it. Only cases opened since a person last set the rule: what it listed under other
   * thresholds says nothing of these, and a rule that was taken up again is judged anew. That it paused itself, or that such a pause was
   * lifted, changes nothing of what it listed. `until`: as it was then; absent: as it is now.
   */
  async ofRules(tx: Transaction, since: Date, until: Date | null = null): Promise<RuleMarks[]> {
    return tx.query<RuleMarks[]>(
      `select r.rule, ${COUNTS}
         from (${judged(`coalesce($5::timestamptz, 'infinity')`)}) j
         join off_track_case c on c.id = j.case_id
        cross join unnest(j.rules) r (rule)
        where r.rule = any($4::text[])
          and c.first_opened_at >= coalesce((select max(s.valid_from) from rule_setting s where s.rule = r.rule and s.author is not null), '-infinity')
        group by r.rule order by r.rule`,
      [since, RIGHT_CLOSINGS, WRONG_CLOSINGS, OFF_TRACK_RULES, until],
    );
  }

  /** By connection that knows the patient, as whoever they are known by now (K03). */
  async ofConnections(tx: Transaction, since: Date): Promise<ConnectionMarks[]> {
    return tx.query<ConnectionMarks[]>(
      `select p.connection_id as "connectionId", ${COUNTS}
         from (${judged()}) j
         join lateral (
           select distinct p.connection_id from patient o join patient p on p.person_id = o.person_id and p.gone_at is null
            where o.id = j.person_id) p on true
        group by p.connection_id order by p.connection_id`,
      [since, RIGHT_CLOSINGS, WRONG_CLOSINGS],
    );
  }

  /** What people have said since then, ends of cases apart: the marks of a shadow week (X22). */
  async saidSince(tx: Transaction, since: Date): Promise<Marks> {
    const [marks] = await tx.query<[Marks]>(`select ${COUNTS} from (${said(`'infinity'`)}) j`, [since]);
    return marks;
  }
}
