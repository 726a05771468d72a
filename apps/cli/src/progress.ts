import type { Io } from './io.js';

export interface Progress {
  /** `total` is an expectation; `null` when the source cannot tell. */
  update(done: number, total: number | null, doing: string): void;
  stop(): void;
}

const SILENT: Progress = { update: () => {}, stop: () => {} };

/** A bar on a terminal; nothing where a program or a file listens. */
export async function startProgress(io: Io, doing: string): Promise<Progress> {
  if (io.terminal === null) return SILENT;
  const { default: cliProgress } = await import('cli-progress');
  const bar = new cliProgress.SingleBar({
    stream: io.terminal,
    format: '{doing} [{bar}] {value} of about {total}',
    barCompleteChar: '█',
    barIncompleteChar: '░',
    hideCursor: true,
    clearOnComplete: true,
    fps: 8,
  });
  bar.start(1, 0, { doing });
  return {
    update(done, total, now) {
      bar.setTotal(Math.max(total ?? 0, done, 1));
      bar.update(done, { doing: now });
    },
    stop: () => bar.stop(),
  };
}
