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
import { text } from './row.js';
import { coursesOf, rowsOf, sessionOf, type Session } from './session.js';
import { RECALLS, type List } from './streams.js';

/** Asks for one row of every list: what the user behind the key may not see shows here, not in a month. */
export async function checkCliniko(context: ConnectorContext): Promise<CheckResult> {
  const empty = { sourceName: null, timezone: null, missing: [], counts: {}, notes: [] };
  try {
    return await checkLists(sessionOf(context));
  } catch (error) {
    const told = error instanceof SettingsWrong || error instanceof RetryLater || error instanceof ConnectorBroken;
    if (!told) throw error;
    return { ok: false, problems: [error.message], ...empty };
  }
}

async function checkLists(session: Session): Promise<CheckResult> {
  const given = new Set<RecordKind>();
  const counts: CheckResult['counts'] = {};
  const problems: string[] = [];
  const notes = ['Cliniko tells whether an invoice is paid, not when, nor what is left of it.'];
  for (const course of coursesOf(session)) {
    for (const list of course.lists) {
      const count = await countOf(session, list);
      if (typeof count === 'number') {
        course.kinds.forEach((kind) => given.add(kind));
        const [kind] = course.kinds;
        if (kind !== undefined && list.path !== 'group_appointments') counts[kind] = (counts[kind] ?? 0) + count;
      } else if (course === RECALLS)
        notes.push('Cliniko does not answer the list of recalls here: it is not described, and may be away.');
      else
        problems.push(
          `The user behind the key may not see ${list.path}: give them the role that may, or use another key.`,
        );
    }
  }
  const first = await firstBusiness(session);
  const zone = await session.zone();
  if (zone === null) problems.push('No business in Cliniko says its time zone: set timezone in the settings.');
  return {
    ok: isUsable(given) && zone !== null,
    ...{ sourceName: first, timezone: zone, problems, missing: missingParts(given), counts, notes },
  };
}

async function countOf({ http }: Session, list: List): Promise<number | 'forbidden' | 'gone'> {
  const answer = await http.getOne(list.path, { what: `list of ${list.path}`, query: { per_page: 1 } });
  return typeof answer === 'string' ? answer : (rowsOf(answer, list).total ?? 0);
}

async function firstBusiness({ http }: Session): Promise<string | null> {
  const answer = await http.getOne('businesses', { what: 'list of businesses', query: { per_page: 1 } });
  if (typeof answer === 'string') return null;
  const [first] = rowsOf(answer, { path: 'businesses', key: 'businesses' }).rows;
  return first === undefined ? null : (text(first, 'display_name') ?? text(first, 'business_name'));
}
