/** Pieces of SQL for pages whose JSON PostgreSQL writes. Arguments are column names of ours, never what came with a request. */

/** ISO 8601 in UTC, to the millisecond. */
export const isoInstant = (column: string): string =>
  `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/** `{ id, name }`, or null where nothing was joined. */
export const named = (alias: string): string =>
  `case when ${alias}.id is null then null else json_build_object('id', ${alias}.id, 'name', coalesce(${alias}.name, ${alias}.source_id)) end`;
