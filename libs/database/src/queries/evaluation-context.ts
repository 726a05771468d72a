import type {
  CareTemplates,
  Instant,
  KeptRuleSetting,
  MeasuredEffect,
  PlaceholderMark,
  PracticeFacts,
  RecordKind,
  RecordVersion,
  ReturnModel,
  Specialty,
  ZoneId,
} from '@keepwell/domain';
import { SPECIALTIES } from '@keepwell/domain/records';
import type { PracticeSettings } from '../entities/practice.entity.js';
import { RECORD_TABLES } from '../entities/record-tables.js';
import type { Transaction } from '../database.js';
import { namedRows } from './named-rows.js';
import { recordDecoder, recordJson } from './record-json.js';

/** How one source of the practice stands: what staleness (E12) and warm-up (E15, Q98) are worked out from. */
export interface SourceStanding {
  connectionId: string;
  pollSeconds: number;
  /** The oldest of its streams' watermarks: the source's clock. Null where the source has none. */
  watermark: Instant | null;
  lastSuccessAt: Instant | null;
  warmUpUntil: Instant | null;
  firstReadDoneAt: Instant | null;
  agreedPolls: number;
  /** Since then something it brings is not believed; null: all is. */
  doubtfulSince: Instant | null;
  isSyncing: boolean;
  /** Whether an appointment of it has an outcome. Only looked up again where it had one (Q28). */
  hasOutcomes: boolean;
}

export interface StoredBasis {
  factsDigest: string;
  lineMedians: Record<string, number>;
  withOutcomes: string[];
  staleSources: string[];
  warmingSources: string[];
}

/** Everything about the practice that evaluations of its patients look at. */
export interface EvaluationContext {
  facts: PracticeFacts;
  settings: PracticeSettings;
  /** Those in force, in one order. */
  ruleSettings: KeptRuleSetting[];
  sources: SourceStanding[];
  planSpecialties: Specialty[];
  /** Of the newest fit, those that were good on later weeks. */
  returnModels: ReturnModel[];
  /** What contacts were measured to bring, by rule (RC 7); empty: nothing has been measured. */
  contactEffects: Record<string, MeasuredEffect>;
  /** Open days until outcomes are usually entered, as last learned (K11). */
  outcomeDays: Record<string, number>;
  /** Our ids of locations and practitioners, by connection and source id. */
  locationIds: Map<string, string>;
  practitionerIds: Map<string, string>;
  basis: StoredBasis | null;
}

export function sourceKey(connectionId: string, sourceId: string): string {
  return `${connectionId} ${sourceId}`;
}

const all = (kind: RecordKind): string =>
  `(select coalesce(json_agg(json_build_array(r.id, ${recordJson(RECORD_TABLES[kind], 'r')}) order by r.connection_id, r.id), '[]')
      from ${kind} r where r.practice_id = $1 and r.gone_at is null)`;

const ms = (column: string): string => `round(date_part('epoch', ${column}) * 1000)`;

/**
 * The order makes it a look by index that ends with the first row found: otherwise the planner reads the table, in the hope of
 * meeting such a row soon, and meets those of every practice on the way.
 */
const HAS_OUTCOMES = `exists (
  select from (
    select from appointment a
     where a.practice_id = $1 and a.connection_id = c.id and a.patient_id is not null and a.gone_at is null
       and a.status in ('arrived', 'in_progress', 'completed', 'no_show')
     order by a.source_id limit 1) a)`;

/** The first specialty of a plan from `s` on: asking for `s` itself would read every plan where no plan has it. */
const NEXT_SPECIALTY = `(
  select l.specialty from plan l
   where l.practice_id = $1 and l.specialty >= s and l.patient_id is not null and l.gone_at is null
   order by l.specialty limit 1)`;

/** One statement: a run for a single changed patient must not spend its time on the way to the database. */
const CONTEXT = `
  select json_build_object(
    'timezone', p.timezone, 'settings', p.settings,
    'placeholders', (select coalesce(json_agg(json_build_object('source', h.connection_id, 'by', h.kind, 'value', h.value)
        order by h.connection_id, h.kind, h.value), '[]') from placeholder_mark h
       where h.practice_id = $1 and h.ended_at is null),
    'locations', ${all('location')}, 'practitioners', ${all('practitioner')}, 'services', ${all('service')},
    'ruleSettings', (select coalesce(json_agg(json_build_object('rule', s.rule, 'mode', s.mode, 'parameters', s.parameters,
          'location', case when l.id is null then null else json_build_object('source', l.connection_id, 'id', l.source_id) end)
        order by s.rule, l.connection_id, l.source_id), '[]')
        from rule_setting s left join location l on l.practice_id = $1 and l.id = s.location_id and l.gone_at is null
       where s.practice_id = $1 and s.valid_to is null and (s.location_id is null or l.id is not null)),
    'sources', (select coalesce(json_agg(json_build_object(
        'connectionId', c.id, 'pollSeconds', c.poll_seconds, 'lastSuccessAt', ${ms('c.last_success_at')},
        'warmUpUntil', ${ms('c.warm_up_until')}, 'firstReadDoneAt', ${ms('c.first_read_done_at')}, 'agreedPolls', c.agreed_polls,
        'watermark', (select min(${ms('s.watermark')}) from stream_state s where s.practice_id = $1 and s.connection_id = c.id),
        'doubtfulSince', (select min(${ms('s.doubtful_since')}) from stream_state s where s.practice_id = $1 and s.connection_id = c.id),
        'isSyncing', exists (select from job j where j.practice_id = $1 and j.kind = 'sync' and j.subject_id = c.id
                                and j.state = 'running' and j.lease_until > clock_timestamp()),
        'hasOutcomes', (b.practice_id is null or c.id = any(b.with_outcomes)) and ${HAS_OUTCOMES})
      order by c.id), '[]') from connection c where c.practice_id = $1),
    'care', (select t.body from care_template t where t.practice_id = $1 order by t.version desc limit 1),
    'planSpecialties', (select coalesce(json_agg(s order by s), '[]') from unnest($2::text[]) s where s = ${NEXT_SPECIALTY}),
    'outcomeDays', coalesce((select d.days from outcome_delay d where d.practice_id = $1 order by d.learned_at desc limit 1), '{}'),
    'returnModels', (select coalesce(json_agg(json_build_object('id', m.id, 'line', m.line, 'horizonDays', m.horizon_days,
        'parameters', m.parameters, 'covariance', m.covariance, 'recalibration', m.recalibration) order by m.line), '[]')
        from return_model m where m.practice_id = $1 and m.usable
         and m.fitted_at = (select max(n.fitted_at) from return_model n where n.practice_id = $1)),
    'contactEffects', coalesce((select r.effects from ranking_basis r where r.practice_id = $1), '{}'),
    'basis', case when b.practice_id is null then null else json_build_object(
        'factsDigest', encode(b.facts_digest, 'hex'), 'lineMedians', b.line_medians, 'withOutcomes', b.with_outcomes,
        'staleSources', b.stale_sources, 'warmingSources', b.warming_sources) end)::text
    from practice p left join evaluation_basis b on b.practice_id = p.id where p.id = $1`;

type PlacedRecord = [id: string, json: string];

interface ContextJson extends Omit<EvaluationContext, 'facts' | 'locationIds' | 'practitionerIds'> {
  timezone: ZoneId | null;
  locations: PlacedRecord[];
  practitioners: PlacedRecord[];
  services: PlacedRecord[];
  placeholders: PlaceholderMark[];
  care: CareTemplates | null;
}

export async function readContext(tx: Transaction, practiceId: string): Promise<EvaluationContext> {
  const [row] = await namedRows<[string]>(tx, 'evaluation-context', CONTEXT, [practiceId, [...SPECIALTIES]]);
  if (row === undefined) throw new Error(`There is no practice ${practiceId}`);
  const { timezone, locations, practitioners, services, placeholders, care, ...rest } = JSON.parse(
    row[0],
  ) as ContextJson;
  return {
    ...rest,
    facts: {
      timezone,
      locations: decoded('location', locations),
      practitioners: decoded('practitioner', practitioners),
      services: decoded('service', services),
      placeholders,
      ...(care === null ? {} : { care }),
    },
    locationIds: idsOf('location', locations),
    practitionerIds: idsOf('practitioner', practitioners),
  };
}

function decoded<K extends RecordKind>(kind: K, rows: PlacedRecord[]): RecordVersion<K>[] {
  const decode = recordDecoder(kind);
  return rows.map(([, json]) => decode(json));
}

function idsOf(kind: RecordKind, rows: PlacedRecord[]): Map<string, string> {
  const decode = recordDecoder(kind);
  return new Map(
    rows.map(([id, json]) => {
      const record = decode(json);
      return [sourceKey(record.source, record.id), id];
    }),
  );
}
