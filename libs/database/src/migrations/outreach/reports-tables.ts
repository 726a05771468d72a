/** Closed weeks. */
export const REPORTS_TABLES: string[] = [
  `create table retention_report (
    practice_id uuid not null,
    id uuid not null,
    kind text not null,
    location_id uuid,
    period_from timestamptz not null,
    period_to timestamptz not null,
    first_day date not null,
    last_day date not null,
    as_of timestamptz not null,
    timezone text not null,
    version integer not null,
    numbers jsonb not null,
    people jsonb not null,
    hash bytea not null,
    built_at timestamptz not null,
    created_at timestamptz not null default now(),
    primary key (practice_id, id)
  )`,
  'create unique index retention_report_once on retention_report (practice_id, kind, first_day, location_id) nulls not distinct',
  `create table report_delivery (
    practice_id uuid not null,
    id uuid not null,
    report_id uuid not null,
    to_address text not null,
    state text not null,
    at timestamptz not null,
    error_says text,
    created_at timestamptz not null default now(),
    primary key (practice_id, id)
  )`,
  'create index report_delivery_of_report on report_delivery (practice_id, report_id)',
];
