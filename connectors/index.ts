import type { Connector } from '@keepwell/connector-sdk';
import { csv } from './csv/src/connector.js';
import { fhirR4 } from './fhir-r4/src/connector.js';

/** Every kind of source Keepwell can read: one line each. */
export const CONNECTORS: readonly Connector[] = [csv, fhirR4];

export function findConnector(id: string): Connector | undefined {
  return CONNECTORS.find((connector) => connector.id === id);
}
