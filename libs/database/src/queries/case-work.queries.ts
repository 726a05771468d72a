import type { CaseEvent, CaseEventKind, CaseSnapshot, CaseState, Closing } from '@keepwell/domain';
import type { Transaction } from '../database.js';
import { tellWorklist } from '../events.js';
import { CaseQueries, countsOf, HAS_PLACE, summedCounts, type CountChange } from './cases.queries.js';
import { isoInstant } from './json-sql.js';
import { JobQueries } from './jobs.queries.js';
import { namedRows } from './named-rows.js';

/** What people and jobs change of a case; the rest of its row is the evaluation's. Instants in ISO 8601. */
export interface CaseWork {
  state: CaseState;
  closing: Closing | null;
  closedAt: string | null;
  /** When it comes back to `open` by itself. */
  wakeAt: string | null;
  /** Why it rests; while it is open: why it came back. */
  wakeBecause: string | null;
  outreach: 'call' | 'sequence' | null;
  ownerUserId: string | null;
  attempts: number;
  conversations: number;
  lastContactAt: string | null;
  lastOutcome: string | null;
}

/** A case with everything acts look at, locked until the transaction ends. */
export interface CaseInWork {
  id: string;
  personId: string;
  /** For the counters: where and for which rules it is counted. */
  shelf: Pick<CaseSnapshot, 'backlog' | 'rules' | 'locationId' | 'practitionerId'> & { waiting: boolean };
  /** Whether coming back to the list means waiting for a place: the days are planned, and it has none in the present one. */
  needsPlace: boolean;
  work: CaseWork;
}

const WORK = `json_build_object('state', c.state, 'closing', c.closing, 'closedAt', ${isoInstant('c.closed_at')}, 'wakeAt', ${isoInstant('c.wake_at')},
  'wakeBecause', c.wake_because, 'outreach', c.outreach, 'ownerUserId', c.owner_user_id, 'attempts', c.attempts,
  'conversations', c.conversations, 'lastContactAt', ${isoInstant('c.last_contact_at')}, 'lastOutcome', c.last_outcome)`;

const IN_WORK = `
  select c.id, json_build_object('personId', c.person_id, 'shelf', json_build_object('backlog', c.backlog, 'rules', c.rules,
           'locationId', c.location_id, 'practitionerId', c.practitioner_id, 'waiting', c.waiting),
         'needsPlace', not ${HAS_PLACE} and (select p.settings->>'dayCapacity' is not null from practice p where p.id = $1), 'work', ${WORK})::text
    from off_track_case c where c.practice_id = $1 and `;

const RESTING = ['in_outreach', 'snoozed'];

export class CaseWorkQueries {
  private readonly cases = new CaseQueries();
  private readonly jobs = new JobQueries();

  /** Null: the practice has no such case that anybody works on; what is held for review is none (K30). */
  async find(tx: Transaction, practiceId: string, caseId: string): Promise<CaseInWork | null> {
    const [found] = await this.read(tx, 'case-in-work', `c.id = $2 and c.state <> 'held' for update`, [
      practiceId,
      caseId,
    ]);
    return found ?? null;
  }

  /** The cases of these persons that are not closed. */
  async standing(tx: Transaction, practiceId: string, personIds: string[]): Promise<CaseInWork[]> {
    const which = `c.person_id = any($2::uuid[]) and c.state not in ('closed', 'held') order by c.id for update`;
    return this.read(tx, 'standing-cases-in-work', which, [practiceId, personIds]);
  }

  /** Writes what changed of each, and moves the numbers beside the list with it. Answers them as they are now. */
  async change(
    tx: Transaction,
    practiceId: string,
    cases: CaseInWork[],
    change: Partial<CaseWork> | ((work: CaseWork) => Partial<CaseWork>),
  ): Promise<CaseInWork[]> {
    if (cases.length === 0) return [];
    const changed = cases.map((each) => {
      const work = { ...each.work, ...(typeof change === 'function' ? change(each.work) : change) };
      return { ...each, work, shelf: { ...each.shelf, waiting: isWaiting(each, work.state) } };
    });
    await namedRows(
      tx,
      'change-case-work',
      `update off_track_case c
          set state = r.state, closing = r.closing, closed_at = r."closedAt", wake_at = r."wakeAt", wake_because = r."wakeBecause",
              outreach = r.outreach, owner_user_id = r."ownerUserId", attempts = r.attempts, conversations = r.conversations,
              last_contact_at = r."lastContactAt", last_outcome = r."lastOutcome", waiting = r.waiting
         from jsonb_to_recordset($2::jsonb) as r (id uuid, state text, closing text, "closedAt" timestamptz, "wakeAt" timestamptz,
              "wakeBecause" text, outreach text, "ownerUserId" uuid, attempts integer, conversations integer,
              "lastContactAt" timestamptz, "lastOutcome" text, waiting boolean)
        where c.practice_id = $1 and c.id = r.id`,
      [practiceId, JSON.stringify(changed.map(({ id, work, shelf: { waiting } }) => ({ id, ...work, waiting })))],
    );
    const waits = changed.some(({ shelf }, place) => shelf.waiting && cases[place]?.shelf.waiting === false);
    if (waits) await this.jobs.owe(tx, practiceId, 'plan_day', practiceId);
    const counts = changed.flatMap((after, place) => countsBetween(cases[place], after));
    await this.cases.count(tx, practiceId, summedCounts(counts));
    const personIds = changed.map(({ personId }) => personId);
    await tellWorklist(tx, practiceId, personIds);
    return changed;
  }

  async append(
    tx: Transaction,
    practiceId: string,
    caseIds: string[],
    event: { event: CaseEventKind; at: Date; detail?: CaseEvent['detail']; byUserId?: string | null },
  ): Promise<void> {
    const { at, detail = {}, byUserId = null } = event;
    const row = { event: event.event, at: at.getTime(), detail };
    await this.cases.append(
      tx,
      practiceId,
      caseIds.map((caseId) => ({ caseId, event: row, byUserId })),
    );
  }

  /**
   * Brings the resting cases of these persons back to `open`: a reply, a call step that fell due, a person’s wish. `because` stands
   * in the list as why it came back. Ends their snoozes. Answers the cases woken.
   */
  async wake(
    tx: Transaction,
    practiceId: string,
    personIds: string[],
    because: string,
    at: Date,
    { byUserId = null, outreach = null }: { byUserId?: string | null; outreach?: CaseWork['outreach'] } = {},
  ): Promise<CaseInWork[]> {
    const standing = await this.standing(tx, practiceId, personIds);
    const resting = standing.filter(({ work }) => RESTING.includes(work.state));
    if (resting.length === 0) return [];
    await this.endSnoozes(
      tx,
      practiceId,
      resting.map(({ personId }) => personId),
      because === 'reply' ? 'reply' : byUserId === null ? 'date' : 'staff',
      at,
    );
    const woken = await this.change(tx, practiceId, resting, (work) => ({
      state: 'open',
      wakeAt: null,
      wakeBecause: because,
      outreach: outreach ?? (work.outreach === 'sequence' ? 'sequence' : null),
    }));
    const caseIds = woken.map(({ id }) => id);
    await this.append(tx, practiceId, caseIds, { event: 'woken', at, detail: { because }, byUserId });
    return woken;
  }

  /** A promised talk is due: said once, in the history of the case. */
  async tellTalkDue(tx: Transaction, practiceId: string, personIds: string[], at: Date): Promise<void> {
    const cases = await this.standing(tx, practiceId, personIds);
    const caseIds = cases.map(({ id }) => id);
    await this.append(tx, practiceId, caseIds, { event: 'touchpoint_due', at });
  }

  async endSnoozes(tx: Transaction, practiceId: string, personIds: string[], because: string, at: Date): Promise<void> {
    await namedRows(
      tx,
      'end-snoozes',
      `update snooze set ended_at = $4, ended_because = $3 where practice_id = $1 and person_id = any($2::uuid[]) and ended_at is null`,
      [practiceId, personIds, because, at],
    );
  }

  private async read(tx: Transaction, name: string, which: string, values: unknown[]): Promise<CaseInWork[]> {
    const rows = await namedRows<[string, string]>(tx, name, IN_WORK + which, values);
    return rows.map(([id, json]) => ({ id, ...(JSON.parse(json) as Omit<CaseInWork, 'id'>) }));
  }
}

/** Whoever is open stays where they are; whoever comes back waits unless they have a place. */
function isWaiting({ shelf, needsPlace, work }: CaseInWork, state: CaseState): boolean {
  if (state !== 'open' || shelf.backlog) return false;
  return work.state === 'open' ? shelf.waiting : needsPlace;
}

function countsBetween(before: CaseInWork | undefined, after: CaseInWork): CountChange[] {
  if (before === undefined || before.work.state === after.work.state) return [];
  return [
    ...countsOf({ ...before.shelf, state: before.work.state }, -1),
    ...countsOf({ ...after.shelf, state: after.work.state }, 1),
  ];
}
