import { basename } from 'node:path';
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
import { RECORD_KINDS, type RecordKind } from '@keepwell/domain/records';
import { pullFolder } from './pull-folder.js';
import { fhirSettings } from './settings.js';
import { sourceOf, type Source } from './session.js';
import { alwaysAsked, COURSES, folderCourses, serverCourses } from './streams.js';

/** Asks the other side everything that can go wrong later: address, certificate, sign-in, permissions, capabilities. */
export async function checkFhir(context: ConnectorContext): Promise<CheckResult> {
  try {
    const source = await sourceOf(context);
    return source.from === 'server' ? await checkServer(context, source) : await checkFolder(context, source);
  } catch (error) {
    const told = error instanceof SettingsWrong || error instanceof RetryLater || error instanceof ConnectorBroken;
    if (!told) throw error;
    return {
      ok: false,
      sourceName: null,
      timezone: null,
      problems: [error.message],
      missing: [],
      counts: {},
      notes: [],
    };
  }
}

async function checkServer(
  context: ConnectorContext,
  source: Extract<Source, { from: 'server' }>,
): Promise<CheckResult> {
  const courses = serverCourses(source.capability);
  const counts: CheckResult['counts'] = {};
  const problems: string[] = [];
  const given = new Set<RecordKind>();
  for (const course of courses) {
    for (const type of course.types) {
      const answer = await countOf(source, type);
      if (answer instanceof Error) problems.push(answer.message);
      else kindsOf(type).forEach((kind) => given.add(kind));
      const [kind] = kindsOf(type);
      if (typeof answer === 'number' && kind !== undefined) counts[kind] = (counts[kind] ?? 0) + answer;
    }
  }
  const modes = courses.map((course) => `${course.name}: ${SAYS[course.mode]}`);
  return {
    ok: problems.length === 0 && isUsable(given),
    sourceName: source.capability.name,
    timezone: fhirSettings(context).zone,
    problems: [...problems, ...unusable(given)],
    missing: missingParts(given),
    counts,
    notes: [...modes, ...notesOn(source)],
  };
}

const SAYS = {
  delta: 'what changed since the last time',
  window: 'a window of dates, each time anew',
  snapshot: 'everything, each time anew',
};

function notesOn({ capability }: Extract<Source, { from: 'server' }>): string[] {
  const pairs = capability.searches('Encounter') && !capability.offers('Encounter', 'appointment');
  return pairs ? ['Encounters cannot be searched by appointment: outcomes may be late by one full read.'] : [];
}

async function countOf(source: Extract<Source, { from: 'server' }>, type: string): Promise<number | null | Error> {
  try {
    const page = await source.server.search(type, { ...alwaysAsked(type), _summary: 'count' });
    return page.total;
  } catch (error) {
    // A permission or a search that fails is one problem among others, to be told together.
    if (error instanceof SettingsWrong || error instanceof ConnectorBroken) return error;
    throw error;
  }
}

/** Reads the folder through: a CarePlan that schedules nothing is a file full of plans in name only. */
async function checkFolder(
  context: ConnectorContext,
  source: Extract<Source, { from: 'folder' }>,
): Promise<CheckResult> {
  const { index } = source;
  const counts: CheckResult['counts'] = {};
  let unreadable = 0;
  for (const [position, course] of folderCourses(index).entries()) {
    let page: PullPage | null = null;
    while (page?.done !== true) {
      page = await pullFolder(context, source, course, position, page?.nextCursor ?? null, 1000);
      for (const { kind } of page.records) counts[kind] = (counts[kind] ?? 0) + 1;
      unreadable += page.unreadable.length;
    }
  }
  const given = RECORD_KINDS.filter((kind) => (counts[kind] ?? 0) > 0);
  const others = [...index.others].sort(([a], [b]) => (a < b ? -1 : 1)).map(([type, count]) => `${type} ${count}`);
  return {
    ok: isUsable(given),
    sourceName: basename(index.folder),
    timezone: fhirSettings(context).zone,
    problems: unusable(given),
    missing: missingParts(given),
    counts,
    notes: [
      ...(others.length > 0 ? [`Not needed and not kept: ${others.join(', ')}.`] : []),
      ...(unreadable > 0 ? [`${unreadable} pieces cannot be understood and are put aside.`] : []),
    ],
  };
}

/** The kinds of record that one type of resource feeds; the first is what it is counted as. */
function kindsOf(type: string): RecordKind[] {
  if (type === 'CarePlan') return ['plan'];
  if (type === 'ServiceRequest') return ['recall', 'plan'];
  if (type === 'Task') return ['recall'];
  if (type === 'Appointment' || type === 'Encounter') return ['appointment', 'service'];
  return COURSES.find((course) => course.types.includes(type))?.kinds ?? [];
}

function unusable(given: Iterable<RecordKind>): string[] {
  if (isUsable(given)) return [];
  return missingParts(given)
    .filter(({ says }) => /gives no (patients|appointments):/.test(says))
    .map(({ says }) => says);
}
