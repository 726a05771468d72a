import type { Arm, AssignedCase, HoldBackPhase } from '@keepwell/domain';
import type { Transaction } from '../database.js';
import { summedCounts, countsOf, CaseQueries } from './cases.queries.js';
import { JobQueries } from './jobs.queries.js';
import { isoInstant } from './json-sql.js';
import { namedRows } from './named-rows.js';

/** An experiment with what came of it in numbers; nobody is named. Instants in ISO 8601. */
export interface ExperimentRow {
  id: string;
  name: string;
  startsAt: string;
  phases: HoldBackPhase[];
  reason: string;
  startedBy: { id: string; name: string };
  endedAt: string | null;
  endReason: string | null;
  endedBy: { id: string; name: string } | null;
  /** Cases that opened while it ran, by arm. */
  contact: number;
  heldBack: number;
  /** Of the held back: shown all the same, because a reason came that bears no waiting. */
  shown: number;
  households: { contact: number; heldBack: number };
}

/** How a case was assigned when it opened. */
export interface Assignment {
  experimentId: string;
  caseId: string;
  personId: string;
  household: string;
  arm: Arm;
  share: number;
  locationId: string | null;
  class: string;
  rules: string[];
  openedAt: Date;
}

const user = (column: string): string =>
  `json_build_object('id', ${column}, 'name', coalesce((select u.display_name from app_user u where u.id = ${column}), 'former user'))`;

export class ExperimentQueries {
  private readonly cases = new CaseQueries();
  private readonly jobs = new JobQueries();

  /** Newest first. */
  async list(tx: Transaction): Promise<ExperimentRow[]> {
    return tx.query<ExperimentRow[]>(
      `select e.id, e.name, ${isoInstant('e.starts_at')} as "startsAt", e.phases, e.reason, ${user('e.started_by_user_id')} as "startedBy",
              ${isoInstant('e.ended_at')} as "endedAt", e.end_reason as "endReason",
              case when e.ended_by_user_id is null then null else ${user('e.ended_by_user_id')} end as "endedBy",
              n.contact, n.held_back as "heldBack", n.shown,
              json_build_object('contact', n.contact_homes, 'heldBack', n.held_homes) as households
         from experiment e
         cross join lateral (
           select count(*) filter (where x.arm = 'contact')::int as contact, count(*) filter (where x.arm = 'held_back')::int as held_back,
                  count(*) filter (where x.arm = 'held_back' and x.shown_at is not null and x.shown_because <> 'ended')::int as shown,
                  count(distinct x.household) filter (where x.arm = 'contact')::int as contact_homes,
                  count(distinct x.household) filter (where x.arm = 'held_back')::int as held_homes
             from experiment_case x where x.experiment_id = e.id) n
        order by e.starts_at desc, e.id`,
    );
  }

  /** False: one is running already. */
  async start(
    tx: Transaction,
    practiceId: string,
    experiment: { id: string; name: string; salt: string; phases: readonly HoldBackPhase[]; reason: string },
    { at, byUserId }: { at: Date; byUserId: string },
  ): Promise<boolean> {
    const { id, name, salt, phases, reason } = experiment;
    const rows = await tx.query<unknown[]>(
      `insert into experiment (practice_id, id, name, salt, starts_at, phases, reason, started_by_user_id)
       values ($1, $2, $3, $4, $5, $6::jsonb, $7, $8) on conflict (practice_id) where ended_at is null do nothing returning id`,
      [practiceId, id, name, salt, at, JSON.stringify(phases), reason, byUserId],
    );
    return rows.length > 0;
  }

  /**
   * Ends it and shows whom it held back; they wait until the day is planned with them. Answers how many cases that are not closed, and whose;
   * null: it is not running. The transaction must see cases that are held back.
   */
  async end(
    tx: Transaction,
    practiceId: string,
    id: string,
    { reason, at, byUserId }: { reason: string; at: Date; byUserId: string },
  ): Promise<{ cases: number; personIds: string[] } | null> {
    const ended = await namedRows<[string]>(
      tx,
      'end-experiment',
      `update experiment set ended_at = $3, end_reason = $4, ended_by_user_id = $5
        where practice_id = $1 and id = $2 and ended_at is null returning id`,
      [practiceId, id, at, reason, byUserId],
    );
    return ended.length === 0 ? null : this.showAll(tx, practiceId, id, at);
  }

  /**
   * Shows whom an evaluation under way hid for an experiment after it had ended: it had read that it ran. Answers whose cases. The transaction must
   * see cases that are held back.
   */
  async showLeft(tx: Transaction, practiceId: string, at: Date): Promise<string[]> {
    const left = await namedRows<[string]>(
      tx,
      'ended-experiments-that-hide',
      `select distinct e.id from off_track_case c
         join experiment_case x on x.practice_id = $1 and x.case_id = c.id
         join experiment e on e.practice_id = $1 and e.id = x.experiment_id and e.ended_at is not null
        where c.practice_id = $1 and c.held_back order by e.id`,
      [practiceId],
    );
    const personIds: string[] = [];
    for (const [id] of left) personIds.push(...(await this.showAll(tx, practiceId, id, at)).personIds);
    return personIds;
  }

  private async showAll(
    tx: Transaction,
    practiceId: string,
    id: string,
    at: Date,
  ): Promise<{ cases: number; personIds: string[] }> {
    const rows = await namedRows<[string, string]>(
      tx,
      'held-back-of-experiment',
      `select c.id, json_build_object('personId', c.person_id, 'backlog', c.backlog, 'state', c.state, 'rules', c.rules, 'locationId', c.location_id,
                'practitionerId', c.practitioner_id, 'isPlanned', (select p.settings->>'dayCapacity' is not null from practice p where p.id = $1))::text
         from off_track_case c
        where c.practice_id = $1 and c.held_back
          and c.id in (select x.case_id from experiment_case x where x.practice_id = $1 and x.experiment_id = $2)
        order by c.id for update`,
      [practiceId, id],
    );
    type Held = Parameters<typeof countsOf>[0] & { personId: string; isPlanned: boolean };
    const held = rows.map(([caseId, json]) => ({ caseId, ...(JSON.parse(json) as Held) }));
    const shown = held.map((each) => ({
      ...each,
      heldBack: false,
      waiting: each.isPlanned && each.state === 'open' && !each.backlog,
    }));
    await namedRows(
      tx,
      'show-held-back',
      `update off_track_case c set held_back = false, waiting = r.waiting
         from unnest($2::uuid[], $3::boolean[]) as r (id, waiting) where c.practice_id = $1 and c.id = r.id`,
      [practiceId, shown.map(({ caseId }) => caseId), shown.map(({ waiting }) => waiting)],
    );
    const standing = held.filter(({ state }) => state !== 'closed');
    // Owed before the numbers are moved, as an evaluation does.
    if (standing.length > 0) await this.jobs.owe(tx, practiceId, 'plan_day', practiceId);
    const counts = [
      ...held.flatMap((each) => countsOf({ ...each, heldBack: true }, -1)),
      ...shown.flatMap((each) => countsOf(each, 1)),
    ];
    await this.cases.count(tx, practiceId, summedCounts(counts));
    await tx.query(
      `update experiment_case set shown_at = $3, shown_because = 'ended'
        where practice_id = $1 and experiment_id = $2 and arm = 'held_back' and shown_at is null`,
      [practiceId, id, at],
    );
    return { cases: standing.length, personIds: standing.map(({ personId }) => personId) };
  }

  /** Every case of every experiment as it was assigned, and the first visit of the person after it, whoever they are known as by now. */
  async assigned(tx: Transaction, practiceId: string): Promise<AssignedCase[]> {
    const rows = await namedRows<[string]>(
      tx,
      'assigned-cases',
      `select json_build_object('experimentId', x.experiment_id, 'household', x.household, 'arm', x.arm, 'rules', x.rules,
                'openedAt', round(date_part('epoch', x.opened_at) * 1000), 'visitAt', round(date_part('epoch', v.at) * 1000),
                'specialty', (select s.specialty from service s
                               where s.practice_id = $1 and s.gone_at is null and s.specialty is not null
                                 and lower(btrim(c.service)) in (lower(btrim(s.line)), lower(btrim(s.name)))
                               order by s.connection_id, s.source_id limit 1))::text
         from experiment_case x
         left join off_track_case c on c.practice_id = $1 and c.id = x.case_id
         left join lateral (
           select min(a.starts_at) as at
             from patient o join patient p on p.practice_id = $1 and p.person_id = o.person_id and p.gone_at is null
             join appointment a on a.practice_id = $1 and a.patient_id = p.id and a.gone_at is null
            where o.practice_id = $1 and o.id = x.person_id and a.status in ('arrived', 'in_progress', 'completed')
              and a.starts_at > x.opened_at) v on true
        where x.practice_id = $1 order by x.opened_at, x.case_id`,
      [practiceId],
    );
    return rows.map(([json]) => JSON.parse(json) as AssignedCase);
  }

  async assign(tx: Transaction, practiceId: string, assignments: readonly Assignment[]): Promise<void> {
    if (assignments.length === 0) return;
    await namedRows(
      tx,
      'assign-cases',
      `insert into experiment_case (practice_id, experiment_id, case_id, person_id, household, arm, share, location_id, class, rules, opened_at)
       select $1, r."experimentId", r."caseId", r."personId", r.household, r.arm, r.share, r."locationId", r.class, r.rules, r."openedAt"
         from jsonb_to_recordset($2::jsonb) as r ("experimentId" uuid, "caseId" uuid, "personId" uuid, household text, arm text, share float8,
              "locationId" uuid, class text, rules text[], "openedAt" timestamptz)`,
      [practiceId, JSON.stringify(assignments)],
    );
  }

  /** Cases that are shown though their household is held back. */
  async show(
    tx: Transaction,
    practiceId: string,
    shown: readonly { caseId: string; because: string }[],
    at: Date,
  ): Promise<void> {
    if (shown.length === 0) return;
    await tx.query(
      `update experiment_case x set shown_at = $4, shown_because = r.because
         from unnest($2::uuid[], $3::text[]) as r (id, because)
        where x.practice_id = $1 and x.case_id = r.id and x.shown_at is null`,
      [practiceId, shown.map(({ caseId }) => caseId), shown.map(({ because }) => because), at],
    );
  }
}
