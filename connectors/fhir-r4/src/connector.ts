import {
  ConnectorBroken,
  defineConnector,
  type ConnectorContext,
  type Cursor,
  type PullOptions,
  type PullPage,
} from '@keepwell/connector-sdk';
import { closeExport } from './bulk/open-exports.js';
import { EXPORT, pullExport } from './bulk/pull-export.js';
import { bulkSourceOf, withExport } from './bulk/source.js';
import { checkFhir } from './check.js';
import { fetchFromServer } from './fetch-one.js';
import { pullFolder } from './pull-folder.js';
import { pullServer, type ServerSource } from './pull-server.js';
import { closeSource, sourceOf, type Source } from './session.js';
import { settingsSchema } from './settings.js';
import { COURSES, folderCourses, serverCourses, streamOf, type ServerCourse } from './streams.js';
import { readNotification } from './subscriptions/read-webhook.js';
import { pullSweep } from './sweep/pull-sweep.js';

/** By what changed, where the server can say so: else by a window of dates, or everything each time. */
const found = { mode: 'delta', deletes: 'absence', merges: 'none', confidence: 'verified' } as const;

export const fhirR4 = defineConnector({
  id: 'fhir-r4',
  version: 1,
  name: 'FHIR R4',
  description: 'Any FHIR R4 server, or a folder of Bundle and NDJSON files.',
  settings: settingsSchema,
  manifest: {
    waysIn: ['poll', 'webhook', 'file', 'bulk'],
    gives: {
      location: found,
      practitioner: found,
      service: { ...found, note: 'Also by the words of the bookings; one that goes is not noticed.' },
      patient: { ...found, merges: 'pointer' },
      plan: { ...found, note: 'A CarePlan or an order with a schedule; other care plans are clinical documents.' },
      recall: { ...found, note: 'An order or a task with a date.' },
      appointment: { ...found, note: 'With what its Encounters say became of it; walk-ins too.' },
      invoice: { ...found, confidence: 'experimental', note: 'What is still owed is known of paid ones only.' },
      score: { ...found, confidence: 'experimental' },
      consent: { ...found, confidence: 'experimental', note: 'Only about being contacted.' },
      communication: { ...found, confidence: 'experimental', note: 'When and by what means, not what was said.' },
    },
    writes: {},
    // Each vendor has its own limits and few publish them: the connection is paced by what the server answers.
    throttle: null,
  },
  keeps: {
    patient: [
      ...['givenName', 'familyName', 'birthDate', 'email', 'phone', 'language', 'timezone', 'deceasedAt', 'archivedAt'],
      ...['testRecord', 'practitionerId', 'mergedInto'],
    ],
    practitioner: ['name', 'active'],
    location: ['name', 'timezone', 'openDays', 'opensAt', 'closedOn'],
    service: ['name', 'line', 'kind', 'intervalDays', 'specialty'],
    appointment: [
      ...[
        'patientId',
        'startsAt',
        'endsAt',
        'status',
        'rawStatus',
        'practitionerId',
        'locationId',
        'serviceId',
        'planId',
      ],
      ...['cancelledAt', 'cancelledBy', 'cancelReason', 'classId', 'telehealth', 'walkIn', 'pendingRequest'],
    ],
    plan: [
      ...[
        'patientId',
        'line',
        'prescribedVisits',
        'intervalDays',
        'phases',
        'startedAt',
        'endsAt',
        'status',
        'closedAt',
      ],
      'specialty',
    ],
    recall: ['patientId', 'type', 'dueOn', 'doneAt'],
    invoice: ['patientId', 'issuedAt', 'totalMinor', 'balanceMinor', 'currency', 'status'],
    score: ['patientId', 'instrument', 'domain', 'value', 'takenAt', 'direction'],
    consent: ['patientId', 'channel', 'purpose', 'state', 'at'],
    communication: ['patientId', 'at', 'direction', 'channel', 'kind'],
  },
  async streams(context) {
    const source = await sourceOf(context);
    const bulk = source.from === 'server' ? (bulkSourceOf(context, source)?.bulk ?? null) : null;
    const order = COURSES.map(({ name }) => name);
    return withExport(coursesOf(source), bulk, order, (course) => streamOf(course, course.mode));
  },
  check: (context) => checkFhir(context),
  async pull(context, stream, cursor, options) {
    const source = await sourceOf(context);
    if (stream === EXPORT && source.from === 'server') return pullByExport(context, source, cursor, options.limit);
    const courses = coursesOf(source);
    const position = courses.findIndex(({ name }) => name === stream);
    const course = courses[position];
    if (course === undefined) throw new ConnectorBroken(`This source has no stream ${stream} (any more).`);
    const page =
      source.from === 'server'
        ? await pullFromServer(context, source, course, cursor, options)
        : // A folder is read whole each time: the usual walk is the comparison.
          await pullFolder(context, source, course, position, cursor, options.limit);
    if (page.done) tellOfUnknownWords(context, source);
    return page;
  },
  async fetchOne(context, kind, id) {
    const source = await sourceOf(context);
    // A folder is read whole each time: what it does not bring is not there.
    return source.from === 'server' ? fetchFromServer(context, source, kind, id) : 'gone';
  },
  readWebhook: async (context, request) => readNotification(context, request),
  async close(context) {
    await closeExport(context);
    await closeSource(context);
  },
});

function coursesOf(source: Source): ServerCourse[] {
  if (source.from === 'server') return serverCourses(source.capability, source.settings);
  return folderCourses(source.index).map((course) => ({ ...course, sweeps: false }));
}

async function pullByExport(
  context: ConnectorContext,
  source: Extract<Source, { from: 'server' }>,
  cursor: Cursor | null,
  limit: number,
): Promise<PullPage> {
  const bulk = bulkSourceOf(context, source);
  if (bulk === null) throw new ConnectorBroken('This connection is read by search now: there is no export to read on.');
  const page = await pullExport(context, bulk, cursor, limit);
  if (page.done) tellOfUnknownWords(context, source);
  return page;
}

const pullFromServer = (
  context: ConnectorContext,
  source: ServerSource,
  course: ServerCourse,
  cursor: Cursor | null,
  options: PullOptions,
) => (course.sweeps ? pullSweep : pullServer)(context, source, course, cursor, options);

/** A status word that FHIR does not know: kept raw, read as unknown, and never unnoticed. */
function tellOfUnknownWords(context: ConnectorContext, source: Source): void {
  const unknown = Object.entries(source.mapping.statuses.unknownWords());
  for (const [word, count] of unknown) context.log('Status word without a meaning', { word: word.slice(0, 40), count });
}
