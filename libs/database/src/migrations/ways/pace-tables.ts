/** How fast we may ask, and whether the other side answers at all. */
export const PACE_TABLES: string[] = [
  // Of no practice: the key is a hash of a connector and a credential, and the row holds counts and times alone.
  `create table vendor_pace (
    key bytea primary key,
    connector text not null,
    state jsonb not null default '{}',
    serial_holder uuid,
    serial_until timestamptz,
    touched_at timestamptz not null default now()
  )`,
  `create table connection_breaker (
    practice_id uuid not null,
    connection_id uuid not null,
    opened_at timestamptz,
    probe_at timestamptz,
    probe_wait_ms integer not null default 0,
    probing_until timestamptz,
    because text,
    refusals timestamptz[] not null default '{}',
    constraint connection_breaker_connection foreign key (practice_id, connection_id) references connection (practice_id, id) on delete cascade,
    primary key (practice_id, connection_id)
  )`,
];
