import { ConnectorBroken, RecordUnreadable, RetryLater, SettingsWrong } from '@keepwell/connector-sdk';
import { LeaseLost, SecretUnreadable } from '@keepwell/database';
import { OutboundError } from '@keepwell/outbound';

/** What a failed run means for what comes next. */
export interface Failure {
  /** `stopped`: this process ends; `taken`: another worker reads; `later`, `settings`, `broken`: the connector's errors. */
  kind: 'stopped' | 'taken' | 'later' | 'settings' | 'broken';
  /** For the practice: no patient's data. */
  sentence: string;
  /** For the log: what kind of error, where. */
  detail: string;
  /** When to try again at the earliest; null: at the next poll. */
  retryInMs: number | null;
}

const SOON_MS = 60_000;

/** Connector errors say what to do next; anything else is ours to repair and is not shown in its own words. */
export function failureOf(error: unknown, signal: AbortSignal): Failure {
  const detail = detailOf(error);
  if (signal.aborted)
    return { kind: 'stopped', sentence: 'The sync was interrupted and goes on soon.', detail, retryInMs: 0 };
  if (error instanceof LeaseLost) {
    return { kind: 'taken', sentence: 'Another worker is reading this connection.', detail, retryInMs: null };
  }
  if (error instanceof RetryLater)
    return { kind: 'later', sentence: error.message, detail, retryInMs: error.afterMs ?? SOON_MS };
  if (error instanceof SettingsWrong) return { kind: 'settings', sentence: error.message, detail, retryInMs: null };
  if (error instanceof SecretUnreadable) {
    return {
      kind: 'settings',
      sentence: 'The stored credentials cannot be opened: enter them again.',
      detail,
      retryInMs: null,
    };
  }
  if (error instanceof OutboundError) {
    return error.refused
      ? { kind: 'settings', sentence: error.message, detail, retryInMs: null }
      : { kind: 'later', sentence: error.message, detail, retryInMs: SOON_MS };
  }
  if (error instanceof ConnectorBroken || error instanceof RecordUnreadable) {
    return { kind: 'broken', sentence: error.message, detail, retryInMs: null };
  }
  return {
    kind: 'broken',
    sentence: 'The sync stopped on an error that was not foreseen; it has been logged.',
    detail,
    retryInMs: null,
  };
}

/** Class, database code and place, not the message: PostgreSQL's may repeat a row. */
function detailOf(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  const code = 'code' in error && typeof error.code === 'string' ? ` ${error.code}` : '';
  const at =
    error.stack
      ?.split('\n')
      .find((line) => line.trimStart().startsWith('at '))
      ?.trim() ?? '';
  return `${error.name}${code} ${at}`.trim();
}
