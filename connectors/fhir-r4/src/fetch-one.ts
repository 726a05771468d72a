import type { ConnectorContext } from '@keepwell/connector-sdk';
import type { RecordKind, SourceRecord } from '@keepwell/domain/records';
import { text, type Resource } from './element.js';
import { mapResource } from './map.js';
import { Pairs, together } from './joined.js';
import { GONE } from './server.js';
import type { ServerSource } from './pull-server.js';

/** Under which resource a record of ours is kept at the source; an appointment may be an Encounter that nobody booked. */
const KEPT_AS: Partial<Record<RecordKind, string[]>> = {
  location: ['Location'],
  practitioner: ['Practitioner'],
  service: ['HealthcareService'],
  patient: ['Patient'],
  plan: ['CarePlan'],
  appointment: ['Appointment', 'Encounter'],
  invoice: ['Invoice'],
  score: ['Observation'],
  consent: ['Consent'],
  communication: ['Communication'],
};

/** Reads one record again. Services told in passing (`type/…`) have no resource of their own: nobody can say they are gone. */
export async function fetchFromServer(
  context: ConnectorContext,
  source: ServerSource,
  kind: RecordKind,
  id: string,
): Promise<SourceRecord | 'gone' | 'forbidden'> {
  if (kind === 'service' && id.startsWith('type/')) return 'forbidden';
  const prefixed = /^(ServiceRequest|Task)\/(.+)$/.exec(id);
  const types = prefixed ? [prefixed[1]!] : (KEPT_AS[kind] ?? []);
  // One of several patients of an appointment: `ID:PATIENT`.
  const sourceId = prefixed?.[2] ?? (kind === 'appointment' ? id.replace(/:.*$/, '') : id);
  let forbidden = types.length === 0;
  for (const type of types) {
    context.signal.throwIfAborted();
    const resource = await source.server.read(type, sourceId);
    if (resource === 'forbidden') forbidden = true;
    else if (resource !== GONE) {
      const record = (await recordsOf(context, source, type, resource)).find(
        (made) => made.kind === kind && made.id === id,
      );
      if (record) return record;
    }
  }
  return forbidden ? 'forbidden' : 'gone';
}

async function recordsOf(
  context: ConnectorContext,
  source: ServerSource,
  type: string,
  resource: Resource,
): Promise<SourceRecord[]> {
  const pairs = new Pairs(source.server, source.capability, source.mapping, context.now(), source.settings);
  const where = `${type}/${text(resource, 'id') ?? ''}`;
  if (type === 'Appointment') return together(await pairs.mapAppointments([resource], where)).records;
  return mapResource(resource, source.mapping, where).records;
}
