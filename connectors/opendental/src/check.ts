import {
  ConnectorBroken,
  isUsable,
  missingParts,
  RetryLater,
  SettingsWrong,
  type CheckResult,
  type ConnectorContext,
} from '@keepwell/connector-sdk';
import type { RecordKind } from '@keepwell/domain/records';
import { localDateOf } from '@keepwell/connector-sdk';
import { WHOLE_EVERY_MS } from './asked.js';
import { localTime, screenDate } from './local-time.js';
import { text } from './row.js';
import { isRefusal, rowsOf, sessionOf, type Session } from './session.js';
import { COURSES, RECALLS, type List } from './streams.js';

/** Asks for one row of every list: what this key, or this version of the program, does not give shows here. */
export async function checkOpenDental(context: ConnectorContext): Promise<CheckResult> {
  const empty = { sourceName: null, timezone: null, missing: [], counts: {}, notes: [] };
  try {
    return await checkLists(context, sessionOf(context));
  } catch (error) {
    const told = error instanceof SettingsWrong || error instanceof RetryLater || error instanceof ConnectorBroken;
    if (!told) throw error;
    return { ok: false, problems: [error.message], ...empty };
  }
}

async function checkLists(context: ConnectorContext, session: Session): Promise<CheckResult> {
  const given = new Set<RecordKind>();
  const problems: string[] = [];
  const notes = ['Open Dental does not count: how many records there are shows after the first read.'];
  let name: string | null = null;
  for (const course of COURSES) {
    for (const list of course.lists) {
      const rows = await oneOf(context, session, list);
      if (typeof rows === 'string') {
        problems.push(
          `This key, or this version of Open Dental, does not give ${list.path}: ask the office for the permission or an update.`,
        );
        continue;
      }
      course.kinds.forEach((kind) => given.add(kind));
      if (list.since === 'DateTStamp' && !(await tellsChanges(context, session, list))) notes.push(wholeNote(list));
      if (list.path === 'clinics') {
        name = rows[0] === undefined ? null : text(rows[0], 'Description');
        if (rows.length === 0) notes.push('This office has no clinics: everything is at one place.');
      }
    }
  }
  if (session.settings.operatory === null) notes.push('Nothing can be booked until the operatory for bookings is set.');
  const missing = missingParts(given);
  return {
    ok: isUsable(given),
    sourceName: name,
    timezone: session.settings.zone,
    problems,
    missing,
    counts: {},
    notes,
  };
}

const wholeNote = ({ path }: List) =>
  `This version of Open Dental cannot be asked what changed in ${path}: it is read ${
    path === 'appointments' ? 'around today each time' : `whole every ${WHOLE_EVERY_MS / 3_600_000} hours`
  }.`;

async function tellsChanges(context: ConnectorContext, session: Session, list: List): Promise<boolean> {
  const since = localTime(context.now(), session.settings.zone);
  return typeof (await oneOf(context, session, list, { DateTStamp: since })) !== 'string';
}

/** 400 is said of what this version does not know, too. */
async function oneOf(
  context: ConnectorContext,
  { http, settings }: Session,
  list: List,
  more: Record<string, string> = {},
) {
  const today = screenDate(localDateOf(context.now(), settings.zone));
  const dates = list === RECALLS ? { DateStart: today, DateEnd: today } : {};
  const query = { ...list.query, ...dates, ...more, Limit: 1 };
  try {
    const answer = await http.getOne(list.path, { what: `list of ${list.path}`, query });
    return typeof answer === 'string' ? answer : rowsOf(answer, list.path);
  } catch (error) {
    if (isRefusal(error)) return 'forbidden' as const;
    throw error;
  }
}
