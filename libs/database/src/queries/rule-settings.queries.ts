import type { Instant, KeptRuleSetting, RuleChangeFact } from '@keepwell/domain';
import type { DraftChange } from '../entities/rule-draft.entity.js';
import type { Transaction } from '../database.js';
import { newId } from '../ids.js';
import { isoInstant } from './json-sql.js';

export type SettingMode = DraftChange['mode'];

/** A setting in force, as it is shown. */
export interface RuleSettingInForce {
  rule: string;
  locationId: string | null;
  locationName: string | null;
  mode: SettingMode;
  parameters: Record<string, string | number>;
  version: number;
  from: string;
  /** Set by the system itself: a rule that paused itself. */
  bySystem: boolean;
  reason: string | null;
}

/** A setting of a rule, in force or past. */
export interface RuleSettingPast extends RuleSettingInForce {
  id: string;
  to: string | null;
  author: { id: string; name: string } | null;
  approvedBy: { id: string; name: string } | null;
  draftId: string | null;
}

/** Who changes settings, why and when. */
export interface SettingChange {
  /** Null: the system itself. */
  author: string | null;
  approvedBy: string | null;
  draftId: string | null;
  reason: string;
  now: Instant;
}

const person = (column: string): string =>
  `case when ${column} is null then null else json_build_object('id', ${column},
     'name', coalesce((select u.display_name from app_user u where u.id = ${column}), 'former user')) end`;

const SHOWN = `s.rule, s.location_id as "locationId", coalesce(l.name, l.source_id) as "locationName", s.mode, s.parameters, s.version,
  ${isoInstant('s.valid_from')} as "from", s.author is null as "bySystem", s.reason`;

/** How a practice uses its rules, as history: rows are added and ended, never changed (docs/decisions/0008). */
export class RuleSettingQueries {
  /** Counts the changes of the practice's settings; 0: never changed. */
  async version(tx: Transaction, practiceId: string): Promise<number> {
    const [row] = await tx.query<{ version: number }[]>(
      'select coalesce(max(version), 0) as version from rule_setting where practice_id = $1',
      [practiceId],
    );
    return row?.version ?? 0;
  }

  /** As they were in force at that instant, for `withRuleSettings`. A location that is gone has no patients to hold for. */
  async kept(tx: Transaction, practiceId: string, at: Instant): Promise<KeptRuleSetting[]> {
    return tx.query<KeptRuleSetting[]>(
      `select distinct on (s.rule, s.location_id) s.rule, s.mode, s.parameters,
              case when s.location_id is null then null else json_build_object('source', l.connection_id, 'id', l.source_id) end as location
         from rule_setting s left join location l on l.practice_id = $1 and l.id = s.location_id
        where s.practice_id = $1 and s.valid_from <= $2 and (s.valid_to is null or s.valid_to > $2)
          and (s.location_id is null or (l.id is not null and (l.gone_at is null or l.gone_at > $2)))
        order by s.rule, s.location_id, s.valid_from desc, s.version desc`,
      [practiceId, new Date(at)],
    );
  }

  /** What was set otherwise in a stretch of time, `to` exclusive, beside what had been set before; oldest first. */
  async changes(tx: Transaction, practiceId: string, from: Instant, to: Instant): Promise<RuleChangeFact[]> {
    return tx.query<RuleChangeFact[]>(
      `select round(date_part('epoch', s.valid_from) * 1000) as at, s.rule, s.location_id as "locationId", b.was as "before",
              json_build_object('mode', s.mode, 'parameters', s.parameters) as "after"
         from rule_setting s
         left join lateral (select json_build_object('mode', p.mode, 'parameters', p.parameters) as was from rule_setting p
                             where p.practice_id = $1 and p.rule = s.rule and p.location_id is not distinct from s.location_id
                               and p.version < s.version
                             order by p.version desc limit 1) b on true
        where s.practice_id = $1 and s.valid_from >= $2 and s.valid_from < $3
        order by s.valid_from, s.version, s.rule, s.location_id`,
      [practiceId, new Date(from), new Date(to)],
    );
  }

  /** Rules whose settings changed in the day before, wherever. */
  async changedOfLate(tx: Transaction, practiceId: string, now: Instant): Promise<string[]> {
    const rows = await tx.query<{ rule: string }[]>(
      `select distinct rule from rule_setting
        where practice_id = $1 and valid_from > $2::timestamptz - interval '1 day' and valid_from <= $2 order by rule`,
      [practiceId, new Date(now)],
    );
    return rows.map(({ rule }) => rule);
  }

  /** Which of the rules that somebody wants to change have been set since then, at the same place. */
  async setSince(tx: Transaction, changes: readonly DraftChange[], since: Date): Promise<string[]> {
    const rows = await tx.query<{ rule: string }[]>(
      `select distinct s.rule
         from rule_setting s
         join jsonb_to_recordset($1::jsonb) as c (rule text, "locationId" uuid)
           on c.rule = s.rule and c."locationId" is not distinct from s.location_id
        where s.valid_from > $2 order by s.rule`,
      [JSON.stringify(changes), since],
    );
    return rows.map(({ rule }) => rule);
  }

  async inForce(tx: Transaction): Promise<RuleSettingInForce[]> {
    return tx.query<RuleSettingInForce[]>(
      `select ${SHOWN} from rule_setting s left join location l on l.id = s.location_id
        where s.valid_to is null order by s.rule, "locationName", s.location_id`,
    );
  }

  /** What may be set apart: the locations of the practice, by id, with their names. */
  async locations(tx: Transaction): Promise<Map<string, string>> {
    const rows = await tx.query<{ id: string; name: string }[]>(
      'select id, coalesce(name, source_id) as name from location where gone_at is null',
    );
    return new Map(rows.map(({ id, name }) => [id, name]));
  }

  /** Everything a rule was set to, newest first. */
  async history(tx: Transaction, rule: string): Promise<RuleSettingPast[]> {
    return tx.query<RuleSettingPast[]>(
      `select s.id, ${SHOWN}, ${isoInstant('s.valid_to')} as "to", ${person('s.author')} as author,
              ${person('s.approved_by_user_id')} as "approvedBy", s.draft_id as "draftId"
         from rule_setting s left join location l on l.id = s.location_id
        where s.rule = $1 order by s.version desc, s.valid_from desc, "locationName" nulls first`,
      [rule],
    );
  }

  /**
   * Ends what is in force for these rules and places and begins what is wanted, all under one new version, which is answered. The
   * caller has locked the practice, so that two changes come one after the other.
   */
  async change(
    tx: Transaction,
    practiceId: string,
    changes: readonly DraftChange[],
    { author, approvedBy, draftId, reason, now }: SettingChange,
  ): Promise<number> {
    const version = (await this.version(tx, practiceId)) + 1;
    const at = new Date(now);
    for (const { rule, locationId, mode, parameters } of changes) {
      await tx.query(
        `update rule_setting set valid_to = greatest($4, valid_from)
          where practice_id = $1 and rule = $2 and location_id is not distinct from $3 and valid_to is null`,
        [practiceId, rule, locationId, at],
      );
      await tx.query(
        `insert into rule_setting (practice_id, id, rule, location_id, mode, parameters, version, author, approved_by_user_id, draft_id,
                                   reason, valid_from)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
        [
          ...[practiceId, newId(), rule, locationId, mode, JSON.stringify(parameters), version],
          ...[author, approvedBy, draftId, reason, at],
        ],
      );
    }
    return version;
  }

  /**
   * The system takes a rule back to `shadow` and says why (X13): wherever it is on, with the thresholds it had there. Answers the new
   * version; null where it is on nowhere. `startsOn`: whether it is on where nothing is set. The caller owes the practice an
   * evaluation.
   */
  async changeBySystem(
    tx: Transaction,
    practiceId: string,
    { rule, startsOn, reason, now }: { rule: string; startsOn: boolean; reason: string; now: Instant },
  ): Promise<number | null> {
    await tx.query('select from practice where id = $1 for no key update', [practiceId]);
    const rows = await tx.query<DraftChange[]>(
      `select rule, location_id as "locationId", mode, parameters from rule_setting
        where practice_id = $1 and rule = $2 and valid_to is null`,
      [practiceId, rule],
    );
    const own = rows.some(({ locationId }) => locationId === null);
    const standing: DraftChange[] =
      own || !startsOn ? rows : [...rows, { rule, locationId: null, mode: 'on', parameters: {} }];
    const changes = standing.filter(({ mode }) => mode === 'on').map((each) => ({ ...each, mode: 'shadow' as const }));
    if (changes.length === 0) return null;
    return this.change(tx, practiceId, changes, { author: null, approvedBy: null, draftId: null, reason, now });
  }

  /**
   * When a rule paused itself, where that is the last thing that happened to its settings; null: it did not, or a person has set it since,
   * be it for one location. Locks the practice.
   */
  async pausedSince(tx: Transaction, practiceId: string, rule: string): Promise<Date | null> {
    await tx.query('select from practice where id = $1 for no key update', [practiceId]);
    const [last] = await tx.query<{ from: string; isPause: boolean }[]>(
      `select ${isoInstant('max(valid_from)')} as "from", bool_and(author is null and mode = 'shadow') as "isPause"
         from rule_setting where practice_id = $1 and rule = $2
        group by version order by version desc limit 1`,
      [practiceId, rule],
    );
    return last?.isPause === true ? new Date(last.from) : null;
  }

  /** Puts a rule on again wherever its last pause took it back, and says why; answers the new version. After `pausedSince`. */
  async liftPause(
    tx: Transaction,
    practiceId: string,
    { rule, reason, now }: { rule: string; reason: string; now: Instant },
  ): Promise<number> {
    const paused = await tx.query<DraftChange[]>(
      `select rule, location_id as "locationId", 'on' as mode, parameters from rule_setting
        where practice_id = $1 and rule = $2 and valid_to is null
          and version = (select max(version) from rule_setting where practice_id = $1 and rule = $2)`,
      [practiceId, rule],
    );
    return this.change(tx, practiceId, paused, { author: null, approvedBy: null, draftId: null, reason, now });
  }
}
