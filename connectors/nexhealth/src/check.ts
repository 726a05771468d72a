import {
  ConnectorBroken,
  isUsable,
  missingParts,
  RetryLater,
  SettingsWrong,
  type CheckResult,
  type ConnectorContext,
  type PullPage,
} from '@keepwell/connector-sdk';
import type { RecordKind } from '@keepwell/domain/records';
import { COURSES, type Course } from './courses.js';
import { text } from './json.js';
import { pullCourse } from './pull.js';
import { sessionOf, type Place, type Session } from './session.js';
import { isStale, syncStatus } from './sync-status.js';

const PAGE = 200;
const MOST_PAGES = 3;

/** Signs in, looks how old NexHealth's copy is, and reads the beginning of every list (requirement S2-29). */
export async function checkNexHealth(context: ConnectorContext): Promise<CheckResult> {
  const nothing = { sourceName: null, timezone: null, missing: [], counts: {}, notes: [] };
  try {
    const session = sessionOf(context);
    const places = await session.places();
    if (places.length === 0) {
      const problem = 'NexHealth has none of these locations for this practice.';
      return { ok: false, ...nothing, problems: [problem] };
    }
    return await checkLists(context, session, places);
  } catch (error) {
    if (!isTold(error)) throw error;
    return { ok: false, ...nothing, problems: [error.message] };
  }
}

async function checkLists(context: ConnectorContext, session: Session, places: Place[]): Promise<CheckResult> {
  const problems: string[] = [];
  const given = new Set<RecordKind>();
  const counts: CheckResult['counts'] = {};
  for (const course of COURSES) {
    const read = await firstPage(context, session, course);
    if (typeof read === 'string') {
      // Without these there is nothing to watch; the others are only missing.
      if (course.kind === 'appointment' || course.kind === 'patient') problems.push(read);
      continue;
    }
    given.add(course.kind);
    if (read.whole) counts[course.kind] = (counts[course.kind] ?? 0) + read.records;
  }
  const status = await syncStatus(
    session.client,
    places.map(({ id }) => id),
  );
  const zone = places.map((place) => place.zone).find((known) => known !== null) ?? null;
  const missing = missingParts(given);
  return {
    ok: problems.length === 0 && isUsable(given),
    sourceName:
      [text(places[0]?.row ?? null, 'name'), status.system].filter((name) => name !== null).join(', ') || null,
    ...{ timezone: zone, problems, missing, counts },
    notes: [
      ...notesOn(status.system),
      ...(isStale(status, context.now())
        ? [
            "NexHealth has not read the practice's own system lately: until it has, nothing that is missing counts as gone.",
          ]
        : []),
      ...(status.writes ? [] : ["NexHealth cannot write into the practice's system at the moment."]),
    ],
  };
}

async function firstPage(
  context: ConnectorContext,
  session: Session,
  course: Course,
): Promise<{ records: number; whole: boolean } | string> {
  try {
    let records = 0;
    let page: PullPage | null = null;
    // One page of each pass: what plain lists leave out is counted too, and nothing is read to its end.
    for (let asked = 0; asked < MOST_PAGES && page?.done !== true; asked += 1) {
      page = await pullCourse(context, session, course, page?.nextCursor ?? null, { limit: PAGE });
      records += page.records.length;
    }
    return { records, whole: page?.done === true };
  } catch (error) {
    // A list that is not opened for this key is one thing among others, to be told together.
    if (error instanceof SettingsWrong || error instanceof ConnectorBroken) return error.message;
    throw error;
  }
}

function notesOn(system: string | null): string[] {
  return [
    'NexHealth carries no refusal of messages: what patients said no to must be recorded in Keepwell.',
    `Not every practice system tells of no-shows${system === null ? '' : `: ask NexHealth whether ${system} does`}.`,
  ];
}

function isTold(error: unknown): error is Error {
  return error instanceof SettingsWrong || error instanceof RetryLater || error instanceof ConnectorBroken;
}
