import {
  ConnectorBroken,
  type ConnectorContext,
  type Cursor,
  type PullPage,
  type UnreadableRecord,
} from '@keepwell/connector-sdk';
import type { RecordKind, SourceDelete, SourceRecord } from '@keepwell/domain/records';
import { isElement, type Resource } from './element.js';
import { readFhirFile, type Found } from './folder-files.js';
import { idOf, type FolderIndex } from './folder-index.js';
import { mapJoined, withoutRepeatedServices } from './joined.js';
import { mapResource, type MappedResource } from './map.js';
import { appointmentsNamedBy } from './map/encounter.js';
import type { Mapping } from './map/mapping.js';
import type { Course } from './streams.js';

/** How far the walk of a course through a folder has come: `taken` things of `files[file]`, while reading `types[type]`. */
interface Place {
  v: 1;
  walk: string;
  type: number;
  file: number;
  taken: number;
}

/** A file that is open where the last page ended, so that the next page does not read it again from its start. */
export interface OpenFile {
  place: string;
  rest: AsyncGenerator<Found>;
}

export interface FolderSource {
  index: FolderIndex;
  mapping: Mapping;
  open: Map<string, OpenFile>;
}

/** Which course hands over what can be told of the folder as a whole: broken pieces and resources of no interest. */
const FIRST = 0;

export async function pullFolder(
  context: ConnectorContext,
  source: FolderSource,
  course: Course,
  position: number,
  cursor: Cursor | null,
  limit: number,
): Promise<PullPage> {
  const place = readPlace(cursor) ?? begin(course, context.now());
  const page: MappedResource = { records: [], unreadable: [], ignored: 0 };
  const { index } = source;
  if (cursor === null && position === FIRST) await tellOfTheRest(source, page);

  const wanted = Math.max(limit, 1);
  while (place.type < course.types.length && page.records.length + page.unreadable.length + page.ignored < wanted) {
    const type = course.types[place.type]!;
    const file = index.files[place.file];
    if (file === undefined) {
      Object.assign(place, { type: place.type + 1, file: 0, taken: 0 });
      continue;
    }
    if (index.typesIn.get(file)?.has(type) !== true) {
      Object.assign(place, { file: place.file + 1, taken: 0 });
      continue;
    }
    await readOn(context, source, course, place, type, file, wanted, page);
  }
  const done = place.type >= course.types.length;
  return {
    records: withoutRepeatedServices(page.records),
    unreadable: page.unreadable,
    ignored: page.ignored,
    // The next walk of a folder is a new one: nothing of it can be told from a clock.
    nextCursor: done ? null : { ...place },
    done,
    total: course.types.reduce((sum, type) => sum + (index.counts.get(type) ?? 0), 0),
    ...(done ? { watermark: null } : {}),
    ...(course.complete.length === 0 ? {} : { sweep: sweepOf(course, place.walk) }),
  };
}

function begin(course: Course, now: number): Place {
  return { v: 1, walk: `${course.name} ${new Date(now).toISOString()}`, type: 0, file: 0, taken: 0 };
}

function sweepOf(course: Course, walk: string): NonNullable<PullPage['sweep']> {
  return { walk, ...(course.complete.length < course.kinds.length ? { kinds: course.complete } : {}) };
}

function readPlace(cursor: Cursor | null): Place | null {
  if (cursor === null) return null;
  if (!isElement(cursor) || cursor.v !== 1 || typeof cursor.walk !== 'string' || typeof cursor.file !== 'number') {
    throw new ConnectorBroken(
      'The stored position was written by another version of this connector: read everything again.',
    );
  }
  return { ...(cursor as unknown as Place) };
}

async function readOn(
  context: ConnectorContext,
  source: FolderSource,
  course: Course,
  place: Place,
  type: string,
  file: string,
  wanted: number,
  page: MappedResource,
): Promise<void> {
  const rest = await fileAt(source, course, place, file);
  for (;;) {
    context.signal.throwIfAborted();
    if (page.records.length + page.unreadable.length + page.ignored >= wanted) {
      source.open.set(course.name, { place: JSON.stringify(place), rest });
      return;
    }
    const next = await rest.next();
    if (next.done) {
      Object.assign(place, { file: place.file + 1, taken: 0 });
      return;
    }
    place.taken += 1;
    const mapped = mapFound(source, next.value, type);
    if (mapped === null) continue;
    page.records.push(...mapped.records);
    page.unreadable.push(...mapped.unreadable);
    page.ignored += mapped.ignored;
  }
}

/** The open file where it stands at this place, else the file opened anew and read up to it. */
async function fileAt(
  source: FolderSource,
  course: Course,
  place: Place,
  file: string,
): Promise<AsyncGenerator<Found>> {
  const open = source.open.get(course.name);
  source.open.delete(course.name);
  if (open?.place === JSON.stringify(place)) return open.rest;
  await open?.rest.return(undefined);
  const rest = readFhirFile(source.index.folder, file);
  for (let skipped = 0; skipped < place.taken; skipped += 1) await rest.next();
  return rest;
}

/** Null for what another type's turn will bring. */
function mapFound(source: FolderSource, found: Found, type: string): MappedResource | null {
  if ('broken' in found) return null;
  if ('removed' in found) return found.removed.type === type ? removal(type, found.removed.id) : null;
  if (found.resource.resourceType !== type) return null;
  const { mapping, index } = source;
  const where = `${found.file}:${found.at}`;
  const id = idOf(found.resource, found.fullUrl);
  const resource: Resource = id === null ? found.resource : { ...found.resource, id };
  if (type === 'Appointment') return mapJoined(resource, mapping, where, index.outcomes);
  const named = type === 'Encounter' ? appointmentsNamedBy(resource, mapping) : [];
  // Its appointment is in the folder and has handed over the outcome already.
  if (named.some((appointment) => index.appointments.has(appointment)))
    return { records: [], unreadable: [], ignored: 1 };
  return mapResource(resource, mapping, where);
}

const REMOVED_AS: Record<string, { kind: RecordKind; id: (id: string) => string }[]> = {
  Location: [{ kind: 'location', id: (id) => id }],
  Practitioner: [{ kind: 'practitioner', id: (id) => id }],
  HealthcareService: [{ kind: 'service', id: (id) => id }],
  Patient: [{ kind: 'patient', id: (id) => id }],
  CarePlan: [{ kind: 'plan', id: (id) => id }],
  ServiceRequest: [
    { kind: 'plan', id: (id) => `ServiceRequest/${id}` },
    { kind: 'recall', id: (id) => `ServiceRequest/${id}` },
  ],
  Task: [{ kind: 'recall', id: (id) => `Task/${id}` }],
  Appointment: [{ kind: 'appointment', id: (id) => id }],
  Encounter: [{ kind: 'appointment', id: (id) => id }],
  Invoice: [{ kind: 'invoice', id: (id) => id }],
  Observation: [{ kind: 'score', id: (id) => id }],
  Consent: [{ kind: 'consent', id: (id) => id }],
  Communication: [{ kind: 'communication', id: (id) => id }],
};

/** What goes when a resource of this type is deleted. */
export function removal(type: string, id: string): MappedResource {
  const gone = (REMOVED_AS[type] ?? []).map((as): SourceDelete => ({
    kind: as.kind,
    op: 'delete',
    id: as.id(id),
    createdAt: null,
    updatedAt: null,
    versionId: null,
  }));
  return { records: gone as SourceRecord[], unreadable: [], ignored: 0 };
}

/** Said once, with the first page of the first course, so that everything read is counted somewhere. */
async function tellOfTheRest(source: FolderSource, page: MappedResource): Promise<void> {
  const { index } = source;
  page.ignored += [...index.others.values()].reduce((sum, count) => sum + count, 0);
  if (index.broken === 0) return;
  for (const file of index.files) {
    for await (const found of readFhirFile(index.folder, file)) {
      if ('broken' in found) page.unreadable.push(unreadable(found));
    }
  }
}

function unreadable(found: Found & { broken: string; code: string; raw: string | null }): UnreadableRecord {
  const { file, at, broken, code, raw } = found;
  return { kind: null, id: null, code, reason: broken, where: `${file}:${at}`, raw };
}
