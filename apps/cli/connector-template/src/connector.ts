import {
  askFrom,
  ConnectorBroken,
  cursorOf,
  defineConnector,
  finishWalk,
  missingParts,
  nextPageNumber,
  NO_MARKS,
  noteAnswer,
  pageMark,
  RetryLater,
  SettingsWrong,
  statusWords,
  watermarkOf,
  type CheckResult,
  type ConnectorContext,
  type Cursor,
  type DeltaMarks,
  type PullPage,
  type Stream,
} from '@keepwell/connector-sdk';
import { listOf } from './client.js';
import { mapAppointment, mapPatient, STATUS_WORDS, type Mapping } from './map.js';

interface Position {
  marks: DeltaMarks;
  page: number;
  /** What the last page held: the same page for ever would never end. */
  mark: string | null;
}

const START: Position = { marks: NO_MARKS, page: 1, mark: null };
const cursors = cursorOf(1, (value): value is Position => {
  return typeof value === 'object' && value !== null && 'page' in value && 'marks' in value;
});

const AS_READ = { mode: 'delta', deletes: 'none', merges: 'none', confidence: 'experimental' } as const;
const STREAMS: Stream[] = [
  { name: 'patients', kinds: ['patient'], ...AS_READ },
  { name: 'appointments', kinds: ['appointment'], ...AS_READ },
];

export const acmeDental = defineConnector({
  id: 'acme-dental',
  version: 1,
  name: 'Acme Dental',
  description: 'Patients and appointments from Acme Dental.',
  settings: {
    type: 'object',
    properties: {
      url: { type: 'string', title: 'Address', format: 'uri' },
      api_key: { type: 'string', title: 'API key', secret: true },
    },
    required: ['url', 'api_key'],
  },
  manifest: {
    waysIn: ['poll'],
    gives: { patient: AS_READ, appointment: AS_READ },
    writes: {},
    // FILL IN: the budget that the vendor publishes.
    throttle: { scope: 'connection', keyFields: ['api_key'], budgets: [{ requests: 60, perMs: 60_000 }] },
  },
  keeps: {
    patient: ['givenName', 'familyName', 'phone'],
    appointment: ['patientId', 'startsAt', 'endsAt', 'status', 'rawStatus'],
  },
  async streams(context) {
    await listOf(context, 'patients', { since: null, page: 1, size: 1 });
    return STREAMS;
  },
  check,
  pull: (context, stream, cursor, { limit }) => pull(context, stream, cursor, limit),
});

async function check(context: ConnectorContext): Promise<CheckResult> {
  const missing = missingParts(['patient', 'appointment']);
  const result = { sourceName: 'Acme Dental', timezone: context.timezone, missing, notes: [] };
  try {
    const patients = await listOf(context, 'patients', { since: null, page: 1, size: 1 });
    const appointments = await listOf(context, 'appointments', { since: null, page: 1, size: 1 });
    const counts = { patient: patients.total ?? 0, appointment: appointments.total ?? 0 };
    return { ...result, ok: true, problems: [], counts };
  } catch (error) {
    const told = error instanceof SettingsWrong || error instanceof RetryLater || error instanceof ConnectorBroken;
    if (!told) throw error;
    return { ...result, ok: false, problems: [error.message], counts: {} };
  }
}

async function pull(
  context: ConnectorContext,
  stream: string,
  cursor: Cursor | null,
  limit: number,
): Promise<PullPage> {
  if (stream !== 'patients' && stream !== 'appointments') throw new ConnectorBroken(`There is no stream ${stream}.`);
  const at = cursors.read(cursor) ?? START;
  const page = await listOf(context, stream, { since: askFrom(at.marks), page: at.page, size: limit });
  const mapping: Mapping = { zone: context.timezone, statuses: statusWords(STATUS_WORDS, context.statusMap) };
  const mapped = page.rows.map((row) =>
    stream === 'patients' ? mapPatient(row, mapping) : mapAppointment(row, mapping),
  );
  const records = mapped.flatMap((each) => ('record' in each ? each.record : []));

  const marks = noteAnswer(
    at.marks,
    page.at,
    records.map(({ updatedAt }) => updatedAt),
  );
  const versions = page.rows.map((row) => JSON.stringify([row['id'], row['updated_at']]));
  const mark = pageMark(versions, at.mark, 'Acme Dental');
  const next = nextPageNumber({ number: at.page, size: limit, given: page.rows.length, total: page.total });
  const done = next === null;
  return {
    records,
    unreadable: mapped.flatMap((each) => ('aside' in each ? each.aside : [])),
    nextCursor: cursors.write(
      done ? { ...START, marks: finishWalk(marks, { now: context.now() }) } : { marks, page: next, mark },
    ),
    done,
    total: page.total,
    ...(done ? { watermark: watermarkOf(marks) } : {}),
  };
}
