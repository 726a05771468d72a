import type { RecordData, RecordKind, SourceUpsert } from '@keepwell/domain/records';
import type { Resource } from '../src/element.js';
import { mapResource } from '../src/map.js';
import { appointmentStatuses } from '../src/map/appointment.js';
import type { Mapping } from '../src/map/mapping.js';
import { locateBelow } from '../src/references.js';
import { STAMP } from './resources.js';

/** As a connection in London to https://ehr.example/fhir understands its resources. */
export const mapping: Mapping = {
  zone: 'Europe/London',
  specialty: null,
  locate: locateBelow('https://ehr.example/fhir'),
  statuses: appointmentStatuses(),
};

export const map = (resource: Resource) => mapResource(resource, mapping, 'somewhere');
export const only = <K extends RecordKind>(resource: Resource, kind: K): SourceUpsert<K> => {
  const found = map(resource).records.filter((record) => record.kind === kind && record.op === 'upsert');
  if (found.length !== 1) throw new Error(`${found.length} records of kind ${kind} where one was expected`);
  return found[0] as unknown as SourceUpsert<K>;
};
export const dataOf = <K extends RecordKind>(resource: Resource, kind: K): RecordData[K] => only(resource, kind).data;
export const resource = (resourceType: string, body: Record<string, unknown>): Resource => ({
  resourceType,
  id: 'x1',
  meta: { lastUpdated: STAMP, versionId: '7' },
  ...body,
});
