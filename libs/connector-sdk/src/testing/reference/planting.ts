import type { SourceRecord } from '@keepwell/domain/records';
import type { Connector, ConnectorContext, Cursor, PullOptions, PullPage } from '../../connector.js';
import type { ConnectorScenarios } from '../scenarios.js';
import { acmeConnector } from './acme-connector.js';

/** One thing done wrong, and the one check that must notice it. */
export interface PlantedFault {
  check: string;
  /** What the connector does, as a sentence about it. */
  fault: string;
  connector?: () => Connector;
  scenarios?: (honest: ConnectorScenarios) => ConnectorScenarios;
}

export interface Asked {
  context: ConnectorContext;
  stream: string;
  cursor: Cursor | null;
  options: PullOptions;
}

/** The honest connector, each of its pages spoilt. */
export function onPage(spoil: (page: PullPage, asked: Asked) => PullPage): () => Connector {
  return () => {
    const honest = acmeConnector();
    return {
      ...honest,
      pull: async (context, stream, cursor, options) =>
        spoil(await honest.pull(context, stream, cursor, options), { context, stream, cursor, options }),
    };
  };
}

/** The honest connector, each record changed. */
export const onRecord = (change: (record: SourceRecord, asked: Asked) => object): (() => Connector) =>
  onPage((page, asked) => ({
    ...page,
    records: page.records.map((record) => ({ ...record, ...change(record, asked) }) as SourceRecord),
  }));

/** The honest connector, fields of records of one kind changed. */
export const onData = (kind: string, change: (data: Record<string, unknown>) => object): (() => Connector) =>
  onRecord((record) =>
    record.op === 'upsert' && record.kind === kind ? { data: { ...record.data, ...change({ ...record.data }) } } : {},
  );

/** The honest connector, parts of it replaced. */
export const instead =
  (parts: (honest: Connector) => Partial<Connector>): (() => Connector) =>
  () => {
    const honest = acmeConnector();
    return { ...honest, ...parts(honest) };
  };
