import type { Instant } from '@keepwell/domain/records';
import type { Habits } from './habits.js';
import { isoInstant, RESOURCE_TYPES, type Json } from './resource.js';
import { parametersOf } from './search-parameters.js';

export function capabilityStatement(base: string, startedAt: Instant, habits: Habits, auth: boolean): Json {
  const withoutLastUpdated = habits.withoutLastUpdated ?? [];
  return {
    resourceType: 'CapabilityStatement',
    status: 'active',
    date: isoInstant(startedAt),
    kind: 'instance',
    software: { name: 'Keepwell simulated practice', version: '1' },
    implementation: { description: 'A practice that does not exist, for demonstrations and tests', url: base },
    fhirVersion: '4.0.1',
    format: ['json', 'application/fhir+json'],
    rest: [
      {
        mode: 'server',
        security: auth ? { service: [{ text: 'SMART-on-FHIR' }] } : undefined,
        resource: RESOURCE_TYPES.map((type) => ({
          type,
          interaction: [{ code: 'read' }, { code: 'search-type' }],
          versioning: 'versioned',
          searchParam: Object.entries(parametersOf(type))
            .filter(([name]) => name !== '_lastUpdated' || !withoutLastUpdated.includes(type))
            .map(([name, { kind }]) => ({ name, type: kind })),
        })),
      },
    ],
  };
}
