import type { Instant } from '@keepwell/domain/records';
import type { Habits } from './habits.js';
import type { Manners } from './manners.js';
import { isoInstant, RESOURCE_TYPES, type Json, type ResourceType } from './resource.js';
import { parametersOf } from './search-parameters.js';

export function capabilityStatement(
  base: string,
  startedAt: Instant,
  habits: Habits,
  auth: boolean,
  manners: Manners | null,
): Json {
  const withoutLastUpdated = habits.withoutLastUpdated ?? [];
  const offered = (type: ResourceType) => (name: string) =>
    manners === null ? !name.startsWith('-') : manners.searches[type]?.includes(name) === true;
  const group = manners?.group === true ? [{ type: 'Group', interaction: [{ code: 'read' }] }] : [];
  return {
    resourceType: 'CapabilityStatement',
    status: 'active',
    date: isoInstant(startedAt),
    kind: 'instance',
    software: { name: manners?.software ?? 'Keepwell simulated practice', version: '1' },
    implementation: { description: 'A practice that does not exist, for demonstrations and tests', url: base },
    fhirVersion: '4.0.1',
    format: ['json', 'application/fhir+json'],
    rest: [
      {
        mode: 'server',
        operation: [{ name: 'export', definition: 'http://hl7.org/fhir/uv/bulkdata/OperationDefinition/export' }],
        security: auth ? { service: [{ text: 'SMART-on-FHIR' }] } : undefined,
        resource: RESOURCE_TYPES.filter((type) => manners === null || type in manners.searches)
          .map((type): Json => ({
            type,
            interaction: [{ code: 'read' }, { code: 'search-type' }],
            versioning: 'versioned',
            searchParam: Object.entries(parametersOf(type))
              .filter(
                ([name]) => offered(type)(name) && (name !== '_lastUpdated' || !withoutLastUpdated.includes(type)),
              )
              .map(([name, { kind }]) => ({ name, type: kind })),
          }))
          .concat(group),
      },
    ],
  };
}
