import { many, text, type Resource } from './element.js';
import { filesIn, readFhirFile, type Found } from './folder-files.js';
import { addOutcome } from './joined.js';
import type { Outcome } from './map/encounter.js';
import type { Mapping } from './map/mapping.js';
import { locateBelow, type Locate, type Target } from './references.js';
import { COURSES } from './streams.js';

/** What must be known of a whole folder before its first record can be understood. */
export interface FolderIndex {
  folder: string;
  files: string[];
  /** Which types a file holds, so that the walk of one course opens only its own files. */
  typesIn: Map<string, Set<string>>;
  counts: Map<string, number>;
  /** Resources of types that retention does not need. */
  others: Map<string, number>;
  broken: number;
  locate: Locate;
  /** Appointments that the folder holds, and what its Encounters say of them. */
  appointments: Set<string>;
  outcomes: Map<string, Outcome[]>;
}

const OURS = new Set(COURSES.flatMap((course) => course.types));
/** Things that are referred to by a temporary `urn:uuid:` or by an identifier. Encounters and the rest are not. */
const REFERRED = [
  'Patient',
  'Practitioner',
  'Location',
  'HealthcareService',
  'Appointment',
  'CarePlan',
  'ServiceRequest',
];
/** Synthea's bulk files name these by identifier: `Location?identifier=system|value`. */
const IDENTIFIED = ['Patient', 'Practitioner', 'Location'];

/** Reads the folder once from end to end, keeping ids only. */
export async function indexFolder(
  folder: string,
  mapping: Omit<Mapping, 'locate'>,
  signal: AbortSignal,
): Promise<FolderIndex> {
  const files = await filesIn(folder);
  const named = new Map<string, Target>();
  const index: FolderIndex = {
    folder,
    files,
    typesIn: new Map(files.map((file) => [file, new Set<string>()])),
    counts: new Map(),
    others: new Map(),
    broken: 0,
    locate: locateIn(named),
    appointments: new Set(),
    outcomes: new Map(),
  };
  const later: Resource[] = [];
  for (const file of files) {
    for await (const found of readFhirFile(folder, file)) {
      signal.throwIfAborted();
      note(index, named, found, later);
    }
  }
  // Only now is every name known that an Encounter may use for its appointment.
  const known: Mapping = { ...mapping, locate: index.locate };
  for (const encounter of later) addOutcome(index.outcomes, encounter, known);
  return index;
}

function note(index: FolderIndex, named: Map<string, Target>, found: Found, later: Resource[]): void {
  if ('broken' in found) {
    index.broken += 1;
    return;
  }
  const type = 'removed' in found ? found.removed.type : found.resource.resourceType;
  if (!OURS.has(type)) {
    index.others.set(type, (index.others.get(type) ?? 0) + 1);
    return;
  }
  index.typesIn.get(found.file)?.add(type);
  index.counts.set(type, (index.counts.get(type) ?? 0) + 1);
  if (!('resource' in found)) return;
  const { resource, fullUrl } = found;
  const id = idOf(resource, fullUrl);
  if (id === null) return;
  if (REFERRED.includes(type)) {
    if (fullUrl !== null) named.set(fullUrl, { type, id });
    if (IDENTIFIED.includes(type)) {
      for (const identifier of many(resource, 'identifier')) {
        named.set(`${type}?identifier=${text(identifier, 'system') ?? ''}|${text(identifier, 'value') ?? ''}`, {
          type,
          id,
        });
      }
    }
  }
  if (type === 'Appointment') index.appointments.add(id);
  if (type === 'Encounter' && many(resource, 'appointment').length > 0) later.push(outcomeOnly(resource, id));
}

/** Of an Encounter that names an appointment, what its outcome is made of; the rest need not stay in memory. */
function outcomeOnly(encounter: Resource, id: string): Resource {
  const { resourceType, meta, status, subject, appointment } = encounter;
  return { resourceType, id, meta, status, subject, appointment };
}

/** A transaction Bundle may leave the id to its `urn:uuid:` address. */
export function idOf(resource: Resource, fullUrl: string | null): string | null {
  return text(resource, 'id') ?? /^urn:uuid:(.+)$/.exec(fullUrl ?? '')?.[1] ?? null;
}

function locateIn(named: Map<string, Target>): Locate {
  const relative = locateBelow(null);
  return (reference) => named.get(reference) ?? relative(reference) ?? relative(lastTwo(reference));
}

/** In a folder a full address can only mean the resource that lies beside it. */
function lastTwo(reference: string): string {
  return /^https?:\/\//.test(reference)
    ? (/[A-Z][A-Za-z]+\/[A-Za-z0-9\-.]+(?:\/_history\/[A-Za-z0-9\-.]+)?$/.exec(reference)?.[0] ?? '')
    : '';
}
