import { basename } from 'node:path';
import type { SearchParams } from 'fhir-kit-client';
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
import { bulkSourceOf, exportNotes } from './bulk/source.js';
import { sourceOf, type Source } from './session.js';
import { profileNamed } from './profiles/index.js';
import {
  alongsideOf,
  alwaysAsked,
  COURSES,
  folderCourses,
  hasDates,
  serverCourses,
  type ServerCourse,
} from './streams.js';
import { askingOf, slicePatients } from './sweep/patient-list.js';

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
  const bulk = bulkSourceOf(context, source)?.bulk ?? null;
  const exported = bulk?.courses.map(({ name }) => name) ?? [];
  const courses = serverCourses(source.capability, source.settings).filter(({ name }) => !exported.includes(name));
  const counts: CheckResult['counts'] = {};
  const problems = [...problemsOfProfile(source)];
  const given = new Set<RecordKind>(bulk?.courses.flatMap(({ types }) => types.flatMap(kindsOf)));
  const patient = courses.some(({ sweeps }) => sweeps) ? await somePatient(source, context.now()) : null;
  for (const course of courses) {
    for (const type of course.types) {
      const answer = await (course.sweeps ? lookAt(source, course, type, patient) : countOf(source, type));
      if (answer instanceof Error) problems.push(answer.message);
      else kindsOf(type).forEach((kind) => given.add(kind));
      const [kind] = kindsOf(type);
      if (typeof answer === 'number' && kind !== undefined) counts[kind] = (counts[kind] ?? 0) + answer;
    }
    if (course.kinds.some((kind) => given.has(kind))) alongsideOf(course).forEach((kind) => given.add(kind));
  }
  return {
    ok: problems.length === 0 && isUsable(given),
    sourceName: source.capability.name,
    timezone: fhirSettings(context).zone,
    problems: [...new Set([...problems, ...unusable(given)])],
    missing: missingParts(given),
    counts,
    notes: [...exportNotes(bulk, source.settings), ...courses.map(saysOf), ...notesOn(source)],
  };
}

const SAYS = {
  delta: 'what changed since the last time',
  window: 'a window of dates, each time anew',
  snapshot: 'everything, each time anew',
};

const saysOf = ({ name, mode, sweeps }: ServerCourse) =>
  `${name}: ${SAYS[mode]}${sweeps && name !== 'Patient' ? ', patient by patient' : ''}`;

/** What this kind of server wants and the settings do not have, and what it can never give that is needed. */
function problemsOfProfile({ settings }: Extract<Source, { from: 'server' }>): string[] {
  const { profile, auth } = settings;
  const refused = Object.values(profile.asks).flatMap((asking) => (asking.by === 'nobody' ? [asking.says] : []));
  const enters = auth.kind === 'none' ? profile.mayBeOpen : profile.signIn.includes(auth.kind);
  if (enters) return refused;
  const ways = profile.signIn.map((way) => SIGN_IN[way]).join(' or ');
  return [`${profile.name} lets systems in by ${ways} only (auth).`, ...refused];
}

const SIGN_IN = { smart_backend: 'SMART Backend Services', client_secret: 'client id and secret' };

function notesOn({ capability, settings }: Extract<Source, { from: 'server' }>): string[] {
  const { profile } = settings;
  const askable = capability.searches('Encounter') && !capability.offers('Encounter', 'appointment');
  const late = askable && askingOf(settings, 'Encounter').by === 'practice';
  const named = profileNamed(capability.name);
  return [
    ...(late ? ['Encounters cannot be searched by appointment: outcomes may be late by one full read.'] : []),
    ...(named !== null && named.id !== profile.id
      ? [`This server calls itself ${capability.name}: choose “${named.choice}” as its kind (server).`]
      : []),
    ...profile.lacks,
    ...(profile.software !== null && profile.pushes === null
      ? ['It tells nothing by itself: news are found by asking.']
      : []),
  ];
}

/** Anybody on the list, so that each search can be tried as it will be made; null: the list is empty so far. */
async function somePatient(source: Extract<Source, { from: 'server' }>, now: number): Promise<string | Error | null> {
  const day = 86_400_000;
  const { pastDays, futureDays } = source.settings;
  const window = { from: now - pastDays * day, to: now + futureDays * day, now };
  const memory = { walk: 'check', members: null, patients: new Set<string>(), told: new Set<string>() };
  return toldApart(async () => (await slicePatients(source, memory, null, 1, window)).ids[0] ?? null);
}

/** Tries the search for one patient; how many there are in all nobody says. */
async function lookAt(
  source: Extract<Source, { from: 'server' }>,
  { mode }: ServerCourse,
  type: string,
  patient: string | Error | null,
): Promise<null | Error> {
  if (patient === null || patient instanceof Error) return patient;
  const asking = askingOf(source.settings, type);
  const named: Record<string, string> = type === 'Patient' ? { _id: patient } : { patient };
  const range =
    mode === 'window' && hasDates(source.capability, type)
      ? datesAround(asking.by === 'patient' ? asking.range : undefined)
      : {};
  return toldApart(async () => {
    await source.server.narrowly(type, { ...alwaysAsked(type), ...named, ...range, _count: 1 });
    return null;
  });
}

const datesAround = (parameter = 'date') => ({
  [parameter]: ['ge2020-01-01T00:00:00.000Z', 'lt2020-01-02T00:00:00.000Z'],
});

async function countOf(source: Extract<Source, { from: 'server' }>, type: string): Promise<number | null | Error> {
  const { profile } = source.settings;
  const asking = askingOf(source.settings, type);
  const how: SearchParams = profile.counts ? { _summary: 'count' } : { _count: 1 };
  return toldApart(async () => {
    const query = { ...alwaysAsked(type), ...(asking.by === 'practice' ? asking.query : {}), ...how };
    const page = await source.server.search(type, query);
    return profile.counts ? page.total : null;
  });
}

/** A permission or a search that fails is one problem among others, to be told together. */
async function toldApart<T>(look: () => Promise<T>): Promise<T | Error> {
  try {
    return await look();
  } catch (error) {
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
