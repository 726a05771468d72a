import type { Connector } from '@keepwell/connector-sdk';

/** The connectors there are; tests hand in one of their own. */
export abstract class ConnectorList {
  abstract readonly all: readonly Connector[];
  abstract find(id: string): Connector | undefined;
}
