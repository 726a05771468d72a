import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { newId } from '@keepwell/database';
import type { SourceUpsert } from '@keepwell/domain';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';

/** The fastest that PostgreSQL itself allows for the same table: nothing is compared, looked up or remembered. */

const COLUMNS = [
  ...['practice_id', 'id', 'connection_id', 'stream', 'source_id', 'source_created_at', 'source_updated_at'],
  ...[
    'recorded_at',
    'observed_at',
    'sequence',
    'content_hash',
    'patient_id',
    'patient_source_id',
    'starts_at',
    'ends_at',
  ],
  ...['status', 'raw_status', 'practitioner_source_id', 'location_source_id', 'service_source_id'],
];

export interface Target {
  practiceId: string;
  connectionId: string;
}

/** Rows in PostgreSQL's COPY format, made outside the clock. */
export function readyLines(records: SourceUpsert<'appointment'>[], target: Target): string[] {
  const patientId = newId();
  const at = (instant: number | null) => (instant === null ? '\\N' : new Date(instant).toISOString());
  return records.map(
    ({ id, createdAt, updatedAt, data }, n) =>
      `${target.practiceId}\t${newId()}\t${target.connectionId}\tbench\t${id}\t${at(createdAt)}\t${at(updatedAt)}\t${at(updatedAt)}\t` +
      `${at(updatedAt)}\t${n}\t\\\\x${hashOf(data)}\t${patientId}\t${data.patientId}\t${at(data.startsAt)}\t${at(data.endsAt)}\t` +
      `${data.status}\t${data.rawStatus}\t${data.practitionerId}\t${data.locationId}\t${data.serviceId}\n`,
  );
}

/** COPY to a staging table and one MERGE, in one transaction: seconds. */
export async function copyAndMerge(client: pg.Client, target: Target, lines: string[]): Promise<number> {
  const from = performance.now();
  await client.query('begin');
  await client.query("select set_config('app.practice', $1, true)", [target.practiceId]);
  await client.query('create temporary table floor_rows (like appointment including defaults) on commit drop');
  const chunks = function* () {
    for (let start = 0; start < lines.length; start += 1_000)
      yield Buffer.from(lines.slice(start, start + 1_000).join(''));
  };
  const copy = client.query(copyFrom(`copy floor_rows (${COLUMNS.join(', ')}) from stdin`));
  await pipeline(Readable.from(chunks()), copy);
  await client.query(
    `merge into appointment t using floor_rows s
        on t.practice_id = s.practice_id and t.connection_id = s.connection_id and t.source_id = s.source_id
      when matched and t.content_hash <> s.content_hash then update set ${COLUMNS.slice(5)
        .map((column) => `${column} = s.${column}`)
        .join(', ')}
      when not matched then insert (${COLUMNS.join(', ')}) values (${COLUMNS.map((column) => `s.${column}`).join(', ')})`,
  );
  await client.query('commit');
  return (performance.now() - from) / 1000;
}

/** Hashing every row and comparing with the stored hashes, page by page, writing nothing: seconds. */
export async function hashDiff(
  client: pg.Client,
  target: Target,
  records: SourceUpsert<'appointment'>[],
  pageSize: number,
): Promise<number> {
  const from = performance.now();
  let different = 0;
  for (let start = 0; start < records.length; start += pageSize) {
    const page = records.slice(start, start + pageSize);
    await client.query('begin');
    await client.query("select set_config('app.practice', $1, true)", [target.practiceId]);
    const { rows } = await client.query<{ source_id: string; hash: string }>(
      `select source_id, encode(content_hash, 'hex') as hash from appointment
        where practice_id = $1 and connection_id = $2 and source_id = any($3)`,
      [target.practiceId, target.connectionId, page.map(({ id }) => id)],
    );
    await client.query('commit');
    const stored = new Map(rows.map(({ source_id, hash }) => [source_id, hash]));
    for (const { id, data } of page) if (stored.get(id) !== hashOf(data)) different += 1;
  }
  if (different > 0) throw new Error(`${different} rows differ from themselves`);
  return (performance.now() - from) / 1000;
}

function hashOf(data: object): string {
  return createHash('sha256')
    .update(JSON.stringify(Object.values(data)))
    .digest('hex')
    .slice(0, 32);
}
