/** What a command may touch of the outside: tests hand in their own. */
export interface Io {
  /** Results. Nothing else is ever written here. */
  out(text: string): void;
  /** Talk: progress, notes, errors. */
  say(line: string): void;
  /** A terminal to draw progress on; `null` when talk goes to a file or a program. */
  terminal: NodeJS.WriteStream | null;
  now(): number;
  /** The environment; the process's own when absent. */
  env?: Record<string, string | undefined>;
  /** Aborted by Ctrl-C. */
  signal: AbortSignal;
}

/** The process this runs in. */
export function processIo(): Io {
  const interrupted = new AbortController();
  process.once('SIGINT', () => interrupted.abort(new Error('interrupted')));
  // `keepwell audit | head`: the reader has seen enough.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
    throw error;
  });
  return {
    out: (text) => void process.stdout.write(text),
    say: (line) => void process.stderr.write(`${line}\n`),
    terminal: process.stderr.isTTY ? process.stderr : null,
    now: Date.now,
    signal: interrupted.signal,
  };
}
