import type { Connector } from '@keepwell/connector-sdk';
import { csv } from './csv/src/connector.js';

/** Every kind of source Keepwell can read: one line each. */
export const CONNECTORS: readonly Connector[] = [csv];

export function findConnector(id: string): Connector | undefined {
  return CONNECTORS.find((connector) => connector.id === id);
}
