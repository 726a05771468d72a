import { ConnectorBroken } from '@keepwell/connector-sdk';
import { many, one, text, texts, type Element, type Resource } from './element.js';

/** What a server says it can do (CapabilityStatement), asked type by type. */
export interface Capability {
  name: string | null;
  /** Can resources of this type be searched? */
  searches(type: string): boolean;
  /** Is this search parameter offered for this type? */
  offers(type: string, parameter: string): boolean;
}

export function readCapability(statement: Resource): Capability {
  if (statement.resourceType !== 'CapabilityStatement') {
    throw new ConnectorBroken(
      `The server answered ${statement.resourceType} where its CapabilityStatement was asked for.`,
    );
  }
  const version = text(statement, 'fhirVersion');
  if (version !== null && !version.startsWith('4.')) {
    throw new ConnectorBroken(`The server speaks FHIR ${version.slice(0, 10)}; this connector reads R4 (4.0 and 4.3).`);
  }
  const rest = many(statement, 'rest').find((entry) => text(entry, 'mode') === 'server') ?? one(statement, 'rest');
  const types = new Map<string, Element>(many(rest, 'resource').map((entry) => [text(entry, 'type') ?? '', entry]));
  const names = (element: Element | undefined) =>
    many(element, 'searchParam').flatMap((entry) => text(entry, 'name') ?? []);
  const everywhere = names(rest);
  return {
    name: text(one(statement, 'software'), 'name') ?? text(statement, 'title') ?? texts(statement, 'format')[0] ?? null,
    searches: (type) => many(types.get(type), 'interaction').some((entry) => text(entry, 'code') === 'search-type'),
    offers: (type, parameter) => everywhere.includes(parameter) || names(types.get(type)).includes(parameter),
  };
}
