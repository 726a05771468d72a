import type { BaselineFacts, ReportPeople, WeeklyReport } from '@keepwell/domain';
import type { Transaction } from '../database.js';
import type { PracticeSettings } from '../entities/practice.entity.js';
import { isoInstant } from './json-sql.js';

/** What of a practice its reports need. */
export interface ReportPractice {
  name: string;
  timezone: string;
  currency: string | null;
  settings: PracticeSettings;
  /** When its sources had been read once, ISO; null: not yet. */
  liveSince: string | null;
  baseline: BaselineFacts | null;
  /** Ours, of those that stand. */
  locations: { id: string; name: string }[];
}

export interface StoredReport {
  id: string;
  locationId: string | null;
  locationName: string | null;
  firstDay: string;
  /** Hex. */
  hash: string;
  builtAt: string;
  numbers: WeeklyReport;
}

export interface NewReport {
  id: string;
  hash: string;
  builtAt: Date;
  report: WeeklyReport;
  people: ReportPeople;
}

export interface ReportDeliveryRow {
  toAddress: string;
  state: string;
  at: string;
  errorSays: string | null;
}

const REPORT = `
  select r.id, r.location_id as "locationId", case when r.location_id is null then null else coalesce(l.name, l.source_id) end as "locationName",
         r.first_day::text as "firstDay", encode(r.hash, 'hex') as hash, ${isoInstant('r.built_at')} as "builtAt", r.numbers
    from retention_report r left join location l on l.practice_id = r.practice_id and l.id = r.location_id`;

/** Closed weeks as they were stored, whom they name, and to whom they were mailed. */
export class ReportQueries {
  async practice(tx: Transaction, practiceId: string): Promise<ReportPractice> {
    const [row]: ReportPractice[] = await tx.query(
      `select p.name, p.timezone, p.currency, p.settings,
              (select ${isoInstant('min(c.first_read_done_at)')} from connection c where c.practice_id = p.id) as "liveSince",
              case when p.baseline is null then null else json_build_object(
                'takenAt', p.baseline->>'takenAt', 'metrics', p.baseline->'report'->'metrics') end as baseline,
              (select coalesce(json_agg(json_build_object('id', l.id, 'name', coalesce(l.name, l.source_id)) order by l.id), '[]')
                 from location l where l.practice_id = p.id and l.gone_at is null) as locations
         from practice p where p.id = $1`,
      [practiceId],
    );
    if (row === undefined) throw new Error(`There is no practice ${practiceId}`);
    return row;
  }

  /** First days of the weeks for which this place has a report. */
  async builtWeeks(tx: Transaction, practiceId: string, locationId: string | null): Promise<Set<string>> {
    const rows: { day: string }[] = await tx.query(
      `select first_day::text as day from retention_report
        where practice_id = $1 and kind = 'week' and location_id is not distinct from $2`,
      [practiceId, locationId],
    );
    return new Set(rows.map(({ day }) => day));
  }

  /** False when there is one already: a closed week is written once. */
  async keep(tx: Transaction, practiceId: string, { id, hash, builtAt, report, people }: NewReport): Promise<boolean> {
    const { period } = report;
    const rows: unknown[] = await tx.query(
      `insert into retention_report (practice_id, id, kind, location_id, period_from, period_to, first_day, last_day, as_of,
                                     timezone, version, numbers, people, hash, built_at)
       values ($1, $2, 'week', $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, decode($13, 'hex'), $14)
       on conflict (practice_id, kind, first_day, location_id) do nothing returning id`,
      [
        ...[practiceId, id, report.locationId, period.from, period.to, period.firstDay, period.lastDay, report.asOf],
        ...[report.timezone, report.schema, JSON.stringify(report), JSON.stringify(people), hash, builtAt],
      ],
    );
    return rows.length > 0;
  }

  /** Newest first, before a day where one is given. */
  async list(
    tx: Transaction,
    practiceId: string,
    { locationId, before, limit }: { locationId: string | null; before: string | null; limit: number },
  ): Promise<StoredReport[]> {
    return tx.query(
      `${REPORT} where r.practice_id = $1 and r.kind = 'week' and r.location_id is not distinct from $2
          and ($3::date is null or r.first_day < $3::date)
        order by r.first_day desc limit $4`,
      [practiceId, locationId, before, limit],
    );
  }

  async one(tx: Transaction, practiceId: string, id: string): Promise<StoredReport | null> {
    const [row]: StoredReport[] = await tx.query(`${REPORT} where r.practice_id = $1 and r.id = $2`, [practiceId, id]);
    return row ?? null;
  }

  /** Null: no such report; an empty list: nobody is behind that number. */
  async peopleBehind(
    tx: Transaction,
    practiceId: string,
    id: string,
    { metric, part }: { metric: string; part: 'numerator' | 'denominator' },
  ): Promise<string[] | null> {
    const [row]: { people: string[] | null }[] = await tx.query(
      `select people->$3->$4 as people from retention_report where practice_id = $1 and id = $2`,
      [practiceId, id, metric, part],
    );
    return row === undefined ? null : (row.people ?? []);
  }

  /** Names of today, of whoever is still on record; a person merged since is shown under the record that stands for them. */
  async names(
    tx: Transaction,
    practiceId: string,
    personIds: string[],
  ): Promise<{ personId: string; name: string | null }[]> {
    return tx.query(
      `select a.id as "personId", nullif(trim(coalesce(s.given_name, '') || ' ' || coalesce(s.family_name, '')), '') as name
         from unnest($2::uuid[]) with ordinality as a (id, place)
         left join patient p on p.practice_id = $1 and p.id = a.id
         left join patient s on s.practice_id = $1 and s.id = p.person_id and s.gone_at is null
        order by a.place`,
      [practiceId, personIds],
    );
  }

  /** Display names of coordinators. */
  async staff(tx: Transaction, userIds: string[]): Promise<{ id: string; name: string }[]> {
    if (userIds.length === 0) return [];
    return tx.query(`select id, display_name as name from app_user where id = any($1::uuid[]) order by id`, [userIds]);
  }

  async deliveries(tx: Transaction, practiceId: string, reportId: string): Promise<ReportDeliveryRow[]> {
    return tx.query(
      `select to_address as "toAddress", state, ${isoInstant('at')} as at, error_says as "errorSays"
         from report_delivery where practice_id = $1 and report_id = $2 order by at, to_address`,
      [practiceId, reportId],
    );
  }
}
