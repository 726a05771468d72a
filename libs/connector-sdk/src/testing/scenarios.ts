import type { RecordKind } from '@keepwell/domain/records';
import type { OpenedContext } from './test-context.js';

export type ErrorKind = 'RetryLater' | 'SettingsWrong' | 'RecordUnreadable' | 'ConnectorBroken';

/** What a connector author hands to `checkConnector`. No list may be empty: a kit that looks at nothing finds nothing. */
export interface ConnectorScenarios {
  /** Settings that must be refused, and the field that must be named. */
  wrongSettings: { title: string; settings: Record<string, unknown>; field: string }[];
  /** Sources that can be read to their end. */
  sources: SourceScenario[];
  /** Sources on which the connector must fail, and how. */
  errors: ErrorScenario[];
}

export interface SourceScenario {
  title: string;
  /** Opens the same source anew; called many times. Give it a fixed clock. */
  open(): Promise<OpenedContext>;
  /** Records wanted per page: small, so that there are several pages. */
  limit: number;
  /** Different records per kind, and how many things must be put aside. */
  expect: { records: Partial<Record<RecordKind, number>>; unreadable: number };
}

export interface ErrorScenario {
  title: string;
  open(): Promise<OpenedContext>;
  error: ErrorKind;
  /** A part of the sentence shown to the practice. */
  says: string;
  /** Words that must appear in no sentence and no log: the names and numbers of the source's patients. */
  neverSays?: string[];
}

export interface Finding {
  check: string;
  says: string;
}

export interface KitReport {
  /** Every check that was made, by name. */
  passed: string[];
  failures: Finding[];
}
