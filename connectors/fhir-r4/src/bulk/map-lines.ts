import type { ConnectorContext, UnreadableRecord } from '@keepwell/connector-sdk';
import { isElement, isResource, many, one, text, type Element, type Resource } from '../element.js';
import { fetchFromServer } from '../fetch-one.js';
import { Pairs, together } from '../joined.js';
import { mapResource, type MappedResource } from '../map.js';
import { removal } from '../pull-folder.js';
import { broughtBy, type ServerSource } from '../pull-server.js';
import type { ExportFile, ExportManifest } from './manifest.js';
import type { ExportWalk } from './position.js';

/** A line that was read, and which one of its file it is. */
export interface ReadLine {
  number: number;
  text: string;
  tooLarge: boolean;
}

/** Lines of one file in our words. Halves of a pair are asked for, as when searching: the export may hold only one of them. */
export async function mapLines(
  context: ConnectorContext,
  source: ServerSource,
  from: { walk: ExportWalk; manifest: ExportManifest; file: ExportFile },
  lines: ReadLine[],
): Promise<MappedResource> {
  const { file } = from;
  const made: MappedResource[] = [];
  const resources: { resource: Resource; where: string }[] = [];
  for (const line of lines) {
    const where = `${file.name}, line ${line.number}`;
    const value = valueOf(line);
    if (value === null) {
      const [code, reason] = line.tooLarge
        ? ['too_large', 'One line of the export is larger than 10 MiB.']
        : ['not_json', 'This line of the export is not JSON.'];
      made.push(aside({ code, reason, where, raw: line.tooLarge ? null : line.text }));
    } else if (file.what === 'error') made.push(failure(value, where, line.text, context));
    else if (file.what === 'deleted') made.push(await removals(context, source, value, where, line.text));
    else if (isResource(value)) resources.push({ resource: value, where });
    else made.push(aside({ code: 'not_fhir', reason: 'There is no FHIR resource here.', where, raw: line.text }));
  }
  return together([...made, ...(await mapEach(context, source, from, resources))]);
}

async function mapEach(
  context: ConnectorContext,
  source: ServerSource,
  { walk, manifest }: { walk: ExportWalk; manifest: ExportManifest },
  found: { resource: Resource; where: string }[],
): Promise<MappedResource[]> {
  const { server, capability, mapping } = source;
  const pairs = new Pairs(server, capability, mapping, context.now(), source.settings);
  const of = (type: string) => found.filter(({ resource }) => resource.resourceType === type);
  const [appointments, encounters] = [of('Appointment'), of('Encounter')];
  const ids = broughtBy(source, walk);
  const made = found
    .filter(({ resource: { resourceType } }) => resourceType !== 'Appointment' && resourceType !== 'Encounter')
    .map(({ resource, where }) => mapResource(resource, mapping, where));
  if (appointments.length > 0) {
    const where = appointments[0]!.where;
    made.push(
      ...(await pairs.mapAppointments(
        appointments.map(({ resource }) => resource),
        where,
      )),
    );
    for (const { resource } of appointments) ids.add(text(resource, 'id') ?? '');
  }
  if (encounters.length > 0) {
    const where = encounters[0]!.where;
    // An appointment that this export brings was asked for its Encounters when it was handed over.
    const brings = walk.full && pairs.askable && manifest.files.some(({ type }) => type === 'Appointment');
    const brought = brings ? { ids, bringsToo: () => true } : null;
    made.push(
      ...(await pairs.mapEncounters(
        encounters.map(({ resource }) => resource),
        where,
        brought,
      )),
    );
  }
  return made;
}

/** A transaction Bundle whose entries say what is to be deleted. */
async function removals(
  context: ConnectorContext,
  source: ServerSource,
  value: Element,
  where: string,
  raw: string,
): Promise<MappedResource> {
  const entries = many(value, 'entry');
  const made: MappedResource[] = [];
  for (const entry of entries) {
    const asked = one(entry, 'request');
    const match = /^(?:.*\/)?([A-Z][A-Za-z]+)\/([A-Za-z0-9\-.]{1,64})$/.exec(text(asked, 'url') ?? '');
    if (text(asked, 'method') !== 'DELETE' || match === null) {
      const reason = 'This entry of the list of deletions names nothing that was deleted.';
      made.push(aside({ code: 'not_a_deletion', reason, where, raw: JSON.stringify(entry) }));
      continue;
    }
    const [, type, id] = match as unknown as [string, string, string];
    // Where Appointments and Encounters are numbered apart, this id may be that of a booking that still stands.
    const standing = type === 'Encounter' ? await fetchFromServer(context, source, 'appointment', id) : 'gone';
    if (standing === 'gone') made.push(removal(type, id));
    else made.push({ records: standing === 'forbidden' ? [] : [standing], unreadable: [], ignored: 0 });
  }
  if (entries.length > 0 || value.resourceType === 'Bundle') return together(made);
  return aside({ code: 'not_fhir', reason: 'The list of deletions holds something else.', where, raw });
}

/** An OperationOutcome: what the server could not export. Its words may quote patients and stay in the raw text. */
function failure(outcome: Element, where: string, raw: string, context: ConnectorContext): MappedResource {
  const issues = many(outcome, 'issue');
  const grave = issues.filter((issue) => ['error', 'fatal'].includes(text(issue, 'severity') ?? ''));
  if (issues.length > 0 && grave.length === 0) {
    context.log('The server remarks on its export', { where, issues: issues.length });
    return { records: [], unreadable: [], ignored: 1 };
  }
  const codes = [...new Set(grave.flatMap((issue) => text(issue, 'code') ?? []))].join(', ').slice(0, 100);
  const reason = `The server could not export something${codes === '' ? '' : ` (${codes})`}: nothing is taken as deleted because of this export.`;
  return aside({ code: 'export_error', reason, where, raw });
}

function aside(unreadable: Omit<UnreadableRecord, 'kind' | 'id'>): MappedResource {
  return { records: [], unreadable: [{ kind: null, id: null, ...unreadable }], ignored: 0 };
}

function valueOf({ text: line, tooLarge }: ReadLine): Element | null {
  if (tooLarge) return null;
  try {
    const value: unknown = JSON.parse(line);
    return isElement(value) ? value : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
