import type { Connector } from '@keepwell/connector-sdk';
import { cliniko } from './cliniko/src/connector.js';
import { csv } from './csv/src/connector.js';
import { fhirR4 } from './fhir-r4/src/connector.js';
import { healthie } from './healthie/src/connector.js';
import { hl7V2 } from './hl7-v2/src/connector.js';
import { mindbody } from './mindbody/src/connector.js';
import { nexhealth } from './nexhealth/src/connector.js';
import { openDental } from './opendental/src/connector.js';
import { stripe } from './stripe/src/connector.js';

/** Every kind of source Keepwell can read: one line each. */
export const CONNECTORS: readonly Connector[] = [
  cliniko,
  csv,
  fhirR4,
  healthie,
  hl7V2,
  mindbody,
  nexhealth,
  openDental,
  stripe,
];

export function findConnector(id: string): Connector | undefined {
  return CONNECTORS.find((connector) => connector.id === id);
}
