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
import { coursesOf, rangeOf, type Course } from './courses.js';
import { text } from './row.js';
import { rowsOf, sessionOf, type Session } from './session.js';

const SAMPLE = 20;

/** Asks for a few rows of every list, and whether contact details are really in them. */
export async function checkMindbody(context: ConnectorContext): Promise<CheckResult> {
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
  const { settings } = session;
  const { name } = await session.site();
  const zone = await session.zone();
  const given = new Set<RecordKind>();
  const counts: CheckResult['counts'] = {};
  const problems: string[] = [];
  if (settings.staff === null) {
    problems.push(
      'No staff user is set: without one Mindbody leaves out contact details and records, and says nothing of it.',
    );
  }
  const range = rangeOf(context.now(), 1, false);
  for (const course of coursesOf(settings)) {
    const count = await look(session, course, range, problems);
    if (count === null) continue;
    course.stream.kinds.forEach((kind) => given.add(kind));
    const [kind] = course.stream.kinds;
    if (kind !== undefined && course.each === undefined && course.how !== 'sweep') counts[kind] = count;
  }
  const notes = [
    'Mindbody allows 1,000 requests a day and charges for more: the diary is read every so many minutes, not at once.',
    ...(settings.classesEveryMs === null
      ? ['Visits to classes are not read: each class costs a request, and the settings do not ask for them.']
      : []),
    ...(settings.contractsEveryMs === null
      ? ['Contracts are not read, only whether a membership runs: each client with one costs a request.']
      : []),
  ];
  return {
    ok: isUsable(given) && problems.length === 0,
    ...{ sourceName: name, timezone: zone, problems, missing: missingParts(given), counts, notes },
  };
}

async function look(
  session: Session,
  course: Course,
  range: { from: number; to: number },
  problems: string[],
): Promise<number | null> {
  const marks = { since: null, begun: null, newest: null };
  const [step] = course.steps({ marks, range, zone: await session.zone() });
  if (step === undefined) return null;
  const query = { ...step.query, 'request.limit': SAMPLE };
  const answer = await session.http.getOne(step.path, { what: `list of ${step.path}`, query });
  if (typeof answer === 'string') {
    problems.push(`The staff user may not see ${step.path}: give them the permission.`);
    return null;
  }
  const { rows, total } = rowsOf(answer, step.key, step.path);
  const bare = rows.every((row) =>
    ['Email', 'MobilePhone', 'HomePhone', 'WorkPhone'].every((field) => text(row, field) === null),
  );
  if (course.stream.name === 'Clients' && rows.length > 0 && bare) {
    problems.push(
      'No client comes with an e-mail address or a telephone number: the staff user may not see contact details.',
    );
  }
  return total ?? rows.length;
}
