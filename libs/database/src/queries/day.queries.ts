import type { CaseSnapshot, ContactValue, LocalDate, Location, RuleClass, ZoneId } from '@keepwell/domain';
import type { Transaction } from '../database.js';
import { CaseQueries, countsOf, summedCounts } from './cases.queries.js';
import { isoInstant } from './json-sql.js';
import { namedRows } from './named-rows.js';

/** An open case as the planning of a day looks at it. */
export interface DayCase extends Pick<CaseSnapshot, 'rules' | 'class' | 'sortPriority' | 'valueMinor' | 'currency'> {
  id: string;
  waiting: boolean;
  dayOn: LocalDate | null;
  dayPlace: number | null;
  contactValue: ContactValue | null;
  /** Why it came back to the list; null: it never left. */
  wakeBecause: string | null;
  /** Somebody has it in hand at this moment. */
  inHand: boolean;
}

/** What becomes of it. */
export interface DayPlace {
  id: string;
  wasWaiting: boolean;
  waiting: boolean;
  dayOn: LocalDate | null;
  dayPlace: number | null;
  contactValue: ContactValue | null;
}

/** Instants in ISO 8601. */
export interface PlannedDay {
  day: LocalDate;
  capacity: number;
  /** Given: those worked off and those still there. */
  places: number;
  /** Open cases without a place when it was last planned, by class. */
  unserved: Record<RuleClass, number>;
  plannedAt: string;
}

type Opening = Pick<Location, 'timezone' | 'openDays' | 'opensAt' | 'closedOn'>;

/** Worked off: it had a place in the day, a person did something about it since the day was planned, and it has left the list. */
const WORKED_OFF = `
  from off_track_case c join day_list d on d.practice_id = $1 and d.day = c.day_on
 where c.practice_id = $1 and c.day_on = $2::date and c.state <> 'open'
   and exists (select from case_event e where e.practice_id = $1 and e.case_id = c.id and e.actor_user_id is not null
                  and e.at >= d.first_planned_at and e.event <> 'undone')`;

export class DayQueries {
  private readonly cases = new CaseQueries();

  /** The practice's zone and when its locations are open. */
  async openings(tx: Transaction, practiceId: string): Promise<{ timezone: ZoneId; locations: Opening[] }> {
    const [row] = await namedRows<[string]>(
      tx,
      'day-openings',
      `select json_build_object('timezone', p.timezone, 'locations', (
                select coalesce(json_agg(json_build_object('timezone', coalesce(l.timezone, p.timezone), 'openDays', coalesce(l.open_days, '{1,2,3,4,5}'),
                         'opensAt', coalesce(l.opens_at, '09:00'), 'closedOn', coalesce(l.closed_on, '{}')) order by l.source_id, l.id), '[]')
                  from location l where l.practice_id = $1 and l.gone_at is null))::text
         from practice p where p.id = $1`,
      [practiceId],
    );
    if (row === undefined) throw new Error(`There is no practice ${practiceId}`);
    return JSON.parse(row[0]) as { timezone: ZoneId; locations: Opening[] };
  }

  /** Every case that competes for a place: open, and not of the backlog. */
  async openCases(tx: Transaction, practiceId: string): Promise<DayCase[]> {
    const rows = await namedRows<[string]>(
      tx,
      'day-open-cases',
      `select json_build_object('id', c.id, 'class', c.class, 'rules', c.rules, 'sortPriority', c.sort_priority, 'valueMinor', c.value_minor,
                'currency', c.currency, 'waiting', c.waiting, 'dayOn', c.day_on, 'dayPlace', c.day_place, 'contactValue', c.contact_value,
                'wakeBecause', c.wake_because, 'inHand', exists (
                   select from case_lease l where l.practice_id = $1 and l.case_id = c.id and l.until > clock_timestamp()))::text
         from off_track_case c where c.practice_id = $1 and c.state = 'open' and not c.backlog`,
      [practiceId],
    );
    return rows.map(([json]) => JSON.parse(json) as DayCase);
  }

  /** The known values of what stands in the list or rests. */
  async values(tx: Transaction, practiceId: string): Promise<{ amountMinor: number; currency: string }[]> {
    const rows = await namedRows<[string, string]>(
      tx,
      'day-values',
      `select value_minor, currency from off_track_case
        where practice_id = $1 and state in ('open', 'in_outreach', 'snoozed') and value_minor is not null and currency is not null`,
      [practiceId],
    );
    return rows.map(([amount, currency]) => ({ amountMinor: Number(amount), currency }));
  }

  async workedOff(tx: Transaction, practiceId: string, day: LocalDate): Promise<{ places: number; urgent: number }> {
    const [row] = await namedRows<[number, number]>(
      tx,
      'day-worked-off',
      `select count(*)::int, (count(*) filter (where c.class = 'S1'))::int ${WORKED_OFF}`,
      [practiceId, day],
    );
    return { places: row?.[0] ?? 0, urgent: row?.[1] ?? 0 };
  }

  /** Places of the day that nobody has worked off yet. */
  async placesLeft(tx: Transaction, practiceId: string, day: LocalDate): Promise<number> {
    const [row] = await namedRows<[number]>(
      tx,
      'day-places-left',
      `select count(*)::int from off_track_case
        where practice_id = $1 and day_on = $2::date and state = 'open' and not backlog and not waiting`,
      [practiceId, day],
    );
    return row?.[0] ?? 0;
  }

  /**
   * Writes where each case stands in the day, and moves the numbers beside the list with it. Whatever has left the list meanwhile, or was
   * placed by somebody else, is left alone. Answers whose row changed.
   */
  async place(tx: Transaction, practiceId: string, places: readonly DayPlace[]): Promise<string[]> {
    if (places.length === 0) return [];
    const rows = await namedRows<[string, string]>(
      tx,
      'place-in-day',
      `with r as (select * from jsonb_to_recordset($2::jsonb) as r (id uuid, "wasWaiting" boolean, waiting boolean, "dayOn" date,
                         "dayPlace" bigint, "contactValue" jsonb)),
            locked as (select c.id from off_track_case c where c.practice_id = $1 and c.id in (select r.id from r) order by c.id for update)
       update off_track_case c
          set waiting = r.waiting, day_on = r."dayOn", day_place = r."dayPlace", contact_value = r."contactValue"
         from r where c.practice_id = $1 and c.id = r.id and c.id in (select id from locked)
          and c.state = 'open' and not c.backlog and c.waiting = r."wasWaiting"
       returning c.person_id, json_build_object('waiting', c.waiting, 'wasWaiting', r."wasWaiting", 'rules', c.rules, 'locationId', c.location_id,
                'practitionerId', c.practitioner_id)::text`,
      [practiceId, JSON.stringify(places)],
    );
    type Moved = Pick<CaseSnapshot, 'rules' | 'locationId' | 'practitionerId'> & {
      waiting: boolean;
      wasWaiting: boolean;
    };
    const counts = rows.flatMap(([, json]) => {
      const { waiting, wasWaiting, ...moved } = JSON.parse(json) as Moved;
      const counted = { ...moved, state: 'open' as const, backlog: false };
      return [...countsOf({ ...counted, waiting: wasWaiting }, -1), ...countsOf({ ...counted, waiting }, 1)];
    });
    await this.cases.count(tx, practiceId, summedCounts(counts));
    return rows.map(([personId]) => personId);
  }

  /** `isOver`: the date has passed, as on a weekend; what stands on record of it stays, since a week may be closed with it. */
  async save(
    tx: Transaction,
    practiceId: string,
    day: Omit<PlannedDay, 'plannedAt'>,
    { at, isOver }: { at: Date; isOver: boolean },
  ): Promise<void> {
    await tx.query(
      `insert into day_list (practice_id, day, capacity, places, unserved, first_planned_at, planned_at)
       values ($1, $2, $3, $4, $5::jsonb, $6, $6)
       on conflict (practice_id, day) do update
         set capacity = excluded.capacity, places = excluded.places, unserved = excluded.unserved, planned_at = excluded.planned_at
         where not $7`,
      [practiceId, day.day, day.capacity, day.places, JSON.stringify(day.unserved), at, isOver],
    );
  }

  /** The day that was planned last; null: none was. */
  async latest(tx: Transaction): Promise<PlannedDay | null> {
    const [row] = await tx.query<PlannedDay[]>(
      `select day::text as day, capacity, places, unserved, ${isoInstant('planned_at')} as "plannedAt" from day_list order by day desc limit 1`,
    );
    return row ?? null;
  }
}
