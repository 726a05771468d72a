import { newId } from '@keepwell/database';
import type { Instant } from '@keepwell/domain';
import type pg from 'pg';

/** The instant at which the practice of the benchmark is looked at: a Monday at noon. */
export const BENCH_NOW: Instant = Date.UTC(2026, 2, 2, 12);

export const VISITS_PER_PATIENT = 8;

export interface BenchPractice {
  practiceId: string;
  connectionId: string;
  patients: number;
}

/**
 * A practice as a first read leaves it: every patient with eight appointments (a tenth of them lost their last one and
 * booked nothing since, four tenths have a booking ahead), every third with an open plan. Made by statements and not by a
 * sync, which has a benchmark of its own.
 */
export async function fillPractice(client: pg.Client, patients: number): Promise<BenchPractice> {
  const practiceId = newId();
  const connectionId = newId();
  await client.query("select set_config('app.practice', $1, false)", [practiceId]);
  await client.query(
    `insert into practice (id, name, slug, timezone, currency) values ($1, 'Benchmark', $2, 'Europe/London', 'GBP')`,
    [practiceId, `bench-${practiceId}`],
  );
  await client.query(
    `insert into connection (practice_id, id, connector, name, settings, poll_seconds, last_success_at, first_read_done_at, agreed_polls)
     values ($1, $2, 'csv', 'Benchmark', '{}', 900, now(), now(), 2)`,
    [practiceId, connectionId],
  );
  const scope = [practiceId, connectionId];
  await client.query(
    `insert into location (${ENVELOPE}, name, timezone, open_days, opens_at, closed_on)
     select ${envelope("'main'", '1')}, 'Main street', 'Europe/London', '{1,2,3,4,5}', '09:00', '{}'`,
    scope,
  );
  await client.query(
    `insert into service (${ENVELOPE}, name, line, kind, interval_days, specialty)
     select ${envelope('s.source_id', 's.place')}, s.source_id, s.line, 'treatment', s.days, s.specialty
       from (values ('knee', 'knee', 7, 'PT', 1), ('back', 'back', null, 'PT', 2), ('scale', 'hygiene', 182, 'DE', 3))
            as s (source_id, line, days, specialty, place)`,
    scope,
  );
  await client.query(PATIENTS, [...scope, patients]);
  await client.query(PLANS, [...scope, patients]);
  await client.query(APPOINTMENTS, [...scope, patients, new Date(BENCH_NOW)]);
  return { practiceId, connectionId, patients };
}

const ENVELOPE =
  'practice_id, id, connection_id, stream, source_id, source_created_at, source_updated_at, recorded_at, observed_at, sequence, content_hash';

const WRITTEN = "timestamptz '2025-01-01'";

/** What every record carries beside its data; `place` numbers the rows of one kind. */
function envelope(sourceId: string, place: string, created = WRITTEN, updated = WRITTEN): string {
  return `$1::uuid, ${idOf(sourceId, place)}, $2::uuid, 'bench', ${sourceId}, ${created}, ${updated}, ${updated}, ${updated}, ${place}, ''::bytea`;
}

/** Ids in the order of the rows, as UUIDv7 are. The kind of row is told by the first letter of its source id. */
function idOf(sourceId: string, place: string): string {
  return `('00000000-0000-7' || lpad(to_hex(ascii(${sourceId})), 3, '0') || '-8000-' || lpad(to_hex(${place}), 12, '0'))::uuid`;
}

const PATIENTS = `
  insert into patient (${ENVELOPE}, person_id, given_name, family_name, birth_date, phone, location_source_id)
  select ${envelope("'p' || i", 'i')}, ${idOf("'p'", 'i')}, 'Given' || i % 997, 'Family' || i % 9973,
         date '1940-01-01' + (i::bigint * 7919 % 25000)::int, '+44 1632 ' || lpad((i % 1000000)::text, 6, '0'), 'main'
    from generate_series(1, $3::int) i`;

const PLANS = `
  insert into plan (${ENVELOPE}, patient_id, patient_source_id, line, prescribed_visits, interval_days, started_at, status, specialty)
  select ${envelope("'n' || i", 'i')}, ${idOf("'p'", 'i')}, 'p' || i, 'knee', 10, 7, ${WRITTEN}, 'open', 'PT'
    from generate_series(1, $3::int) i where i % 3 = 0`;

/** Visit \`j\` lies \`j\` gaps before the patient's last one; the last (j = 0) is what differs between patients. */
const APPOINTMENTS = `
  insert into appointment (${ENVELOPE}, patient_id, patient_source_id, starts_at, status, service_source_id, location_source_id,
    plan_source_id, cancelled_at, cancelled_by)
  select ${envelope("'a' || i || '-' || j", `i * ${VISITS_PER_PATIENT} + j`, "starts_at - interval '10 days'", "least(starts_at, $4::timestamptz - interval '1 day')")},
         ${idOf("'p'", 'i')}, 'p' || i, starts_at,
         case when j > 0 then 'completed' when i % 10 = 0 then 'cancelled' when i % 10 = 1 then 'no_show' when i % 10 < 6 then 'booked'
              else 'completed' end,
         case when i % 3 = 0 then 'knee' when i % 3 = 1 then 'back' else 'scale' end, 'main',
         case when i % 3 = 0 then 'n' || i end,
         case when j = 0 and i % 10 = 0 then starts_at - interval '5 hours' end, case when j = 0 and i % 10 = 0 then 'patient' end
    from generate_series(1, $3::int) i cross join generate_series(0, ${VISITS_PER_PATIENT - 1}) j
   cross join lateral (select case when i % 10 between 2 and 5 and j = 0 then $4::timestamptz + (1 + i % 20) * interval '1 day'
      else $4::timestamptz - (i % 90 + j * (5 + i % 9)) * interval '1 day' - (1 + i % 5) * interval '1 hour' end as starts_at) s`;

/** Moves the last appointment of \`count\` patients, so that their answers are really different, and marks them as a sync does. */
export async function changePatients(
  client: pg.Client,
  { practiceId, patients }: BenchPractice,
  count: number,
  round: number,
): Promise<void> {
  const step = Math.max(1, Math.floor(patients / count));
  await client.query("select set_config('app.practice', $1, false)", [practiceId]);
  await client.query(
    `with chosen as (select ('p' || i)::text as source_id from generate_series(1, $2::int, $3::int) i limit $4::int),
          changed as (
            update appointment a set starts_at = a.starts_at + case when $5::int % 2 = 0 then interval '1 hour' else interval '-1 hour' end,
                   cancelled_at = case when a.cancelled_at is null then null else a.cancelled_at + interval '1 minute' end
              from chosen c join patient p on p.practice_id = $1 and p.source_id = c.source_id
             where a.practice_id = $1 and a.patient_id = p.id returning p.person_id)
     insert into changed_patient (practice_id, person_id, since) select $1, person_id, clock_timestamp() from changed group by person_id
     on conflict (practice_id, person_id) do update set since = excluded.since`,
    [practiceId, patients, step, count, round],
  );
}
