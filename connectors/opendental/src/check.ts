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
import { screenDate } from './local-time.js';
import { text } from './row.js';
import { rowsOf, sessionOf, type Session } from './session.js';
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

/** 400 is said of what this version does not know, too. */
async function oneOf(context: ConnectorContext, { http, settings }: Session, list: List) {
  const today = screenDate(localDateOf(context.now(), settings.zone));
  const query = { ...list.query, ...(list === RECALLS ? { DateStart: today, DateEnd: today } : {}), Limit: 1 };
  try {
    const answer = await http.getOne(list.path, { what: `list of ${list.path}`, query });
    return typeof answer === 'string' ? answer : rowsOf(answer, list.path);
  } catch (error) {
    if (error instanceof ConnectorBroken && error.message.includes('(400)')) return 'forbidden' as const;
    throw error;
  }
}
