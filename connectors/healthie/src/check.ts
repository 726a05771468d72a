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
import { COURSES, type Course } from './courses.js';
import { flag, one, text } from './json.js';
import { pullCourse } from './pull.js';
import { WHOAMI } from './queries.js';
import { sessionOf, type Session } from './session.js';

/** Asks who the key belongs to, and reads the beginning of every list (requirement S2-29). */
export async function checkHealthie(context: ConnectorContext): Promise<CheckResult> {
  try {
    return await checkLists(context, sessionOf(context));
  } catch (error) {
    const told = error instanceof SettingsWrong || error instanceof RetryLater || error instanceof ConnectorBroken;
    if (!told) throw error;
    const nothing = { sourceName: null, timezone: null, missing: [], counts: {}, notes: [] };
    return { ok: false, ...nothing, problems: [error.message] };
  }
}

async function checkLists(context: ConnectorContext, session: Session): Promise<CheckResult> {
  const who = one(await session.client.ask(WHOAMI, {}, 'account of the key'), 'currentUser');
  if (who === null) throw new SettingsWrong('api_key', 'Healthie does not accept the API key.');
  const problems: string[] = [];
  const given = new Set<RecordKind>();
  const counts: CheckResult['counts'] = {};
  for (const course of COURSES) {
    const read = await firstPage(context, session, course);
    if (typeof read === 'string') {
      // Without these there is nothing to watch; the others are only missing.
      if (course.kinds.includes('appointment') || course.kinds.includes('patient')) problems.push(read);
      continue;
    }
    for (const kind of course.kinds) given.add(kind);
    for (const [kind, count] of read) counts[kind] = (counts[kind] ?? 0) + count;
  }
  return {
    ok: problems.length === 0 && isUsable(given),
    sourceName: text(one(who, 'organization'), 'name'),
    ...{ timezone: session.settings.zone, problems, missing: missingParts(given), counts },
    notes: [
      ...(flag(who, 'is_org_admin') === true
        ? []
        : [
            'The account of this key is no administrator: it may see only some of the patients, and Healthie does not say which it hides.',
          ]),
      ...(text(who, 'timezone') === 'UTC' || text(who, 'timezone') === 'Etc/UTC'
        ? []
        : [
            'Set the time zone of the account of this key to UTC: some of Healthie tells times as that account sees them.',
          ]),
      'Healthie carries no refusal of messages: what patients said no to must be recorded in Keepwell.',
    ],
  };
}

const MOST_PAGES = 3;

/** Counts per kind, of lists that end soon; or what is wrong with this one. */
async function firstPage(
  context: ConnectorContext,
  session: Session,
  course: Course,
): Promise<Map<RecordKind, number> | string> {
  const counts = new Map<RecordKind, number>();
  try {
    let cursor = null;
    for (let asked = 0; asked < MOST_PAGES; asked += 1) {
      const page = await pullCourse(context, session, course, cursor, { limit: 50 });
      for (const { kind } of page.records) counts.set(kind, (counts.get(kind) ?? 0) + 1);
      if (page.done) return counts;
      cursor = page.nextCursor;
    }
    return new Map();
  } catch (error) {
    // A list that this account may not see is one thing among others, to be told together.
    if (error instanceof SettingsWrong || error instanceof ConnectorBroken) return error.message;
    throw error;
  }
}
