import type { RecordKind } from '@keepwell/domain';
import type { Transaction } from '../database.js';
import { isoInstant } from './json-sql.js';
import { isPlaceholderSql } from './placeholders.queries.js';

export type TimelineKind = Exclude<RecordKind, 'patient' | 'practitioner' | 'location' | 'service'>;

export interface TimelineRow {
  kind: TimelineKind;
  id: string;
  sourceId: string;
  connectionId: string;
  connection: string;
  effectiveAt: string | null;
  recordedAt: string | null;
  observedAt: string;
  gone: boolean;
  /** Names of what the record refers to, where its source has told us. */
  service: string | null;
  practitioner: string | null;
  location: string | null;
  /** The stored columns, by their names. */
  columns: Record<string, unknown>;
  versions: { recordedAt: string | null; observedAt: string; data: Record<string, unknown> }[];
}

/** When each kind of fact happens. Plain dates begin with the practice's day. */
const EFFECTIVE: Record<TimelineKind, string> = {
  appointment: 'r.starts_at',
  plan: 'r.started_at',
  recall: '(r.due_on::timestamp at time zone z.timezone)',
  package: 'r.purchased_at',
  membership: 'r.started_at',
  program: 'r.started_at',
  invoice: 'r.issued_at',
  payment: 'r.at',
  score: 'coalesce(r.taken_at, r.due_at)',
  consent: 'r.at',
  communication: 'r.at',
};

const NAMES = {
  service:
    '(select s.name from service s where s.connection_id = r.connection_id and s.source_id = r.service_source_id)',
  practitioner:
    '(select s.name from practitioner s where s.connection_id = r.connection_id and s.source_id = r.practitioner_source_id)',
  location:
    '(select s.name from location s where s.connection_id = r.connection_id and s.source_id = r.location_source_id)',
};
const NO_NAMES = { service: 'null::text', practitioner: 'null::text', location: 'null::text' };

const rowsOf = (kind: TimelineKind): string => {
  const names = kind === 'appointment' ? NAMES : NO_NAMES;
  const more = kind === 'appointment' ? ` || jsonb_build_object('placeholder', ${isPlaceholderSql('r')})` : '';
  return `select '${kind}' as kind, r.id, r.source_id, r.connection_id, ${EFFECTIVE[kind]} as effective_at, r.recorded_at, r.observed_at,
                 r.gone_at is not null as gone, ${names.service} as service, ${names.practitioner} as practitioner, ${names.location} as location,
                 to_jsonb(r)${more} as columns
            from ${kind} r cross join zone z
           where r.patient_id in (select id from person)`;
};

const KINDS = Object.keys(EFFECTIVE) as TimelineKind[];

const TIMELINE = `
  with person as materialized (select id from patient where person_id = $1),
       zone as (select timezone from practice),
       fact as (${KINDS.map(rowsOf).join(' union all ')})
  select f.kind, f.id, f.source_id as "sourceId", f.connection_id as "connectionId", coalesce(c.name, 'removed connection') as connection,
         ${isoInstant('f.effective_at')} as "effectiveAt", ${isoInstant('f.recorded_at')} as "recordedAt", ${isoInstant('f.observed_at')} as "observedAt",
         f.gone, f.service, f.practitioner, f.location, f.columns,
         (select coalesce(json_agg(json_build_object('recordedAt', ${isoInstant('v.recorded_at')}, 'observedAt', ${isoInstant('v.observed_at')}, 'data', v.data)
                                   order by v.sequence desc, v.id desc), '[]')
            from record_version v where v.kind = f.kind and v.record_id = f.id) as versions
    from fact f left join connection c on c.id = f.connection_id
   order by f.effective_at desc nulls last, f.recorded_at desc nulls last, f.id desc`;

/** Every fact of one person, newest first, with its earlier versions. */
export class ApiTimelineQueries {
  async of(tx: Transaction, personId: string): Promise<TimelineRow[]> {
    return tx.query<TimelineRow[]>(TIMELINE, [personId]);
  }
}
