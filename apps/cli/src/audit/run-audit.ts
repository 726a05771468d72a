import { auditPractice } from '@keepwell/domain';
import type { Io } from '../io.js';
import { startProgress } from '../progress.js';
import { readPractice } from '../source/read-practice.js';
import type { SourceOptions } from '../source/source-options.js';
import type { AuditReport } from './audit-report.js';
import { auditSource } from './source-totals.js';

export interface Audit {
  report: AuditReport;
  /** For the person at the keyboard, after a result that does not say it itself. */
  talk: string[];
}

/** Reads the source, asks the rules about everybody, counts. Nothing is stored. */
export async function runAudit(options: SourceOptions, asOf: string | null, io: Io): Promise<Audit> {
  const practice = await readPractice(options, asOf, io);
  const { facts, persons, settings, collected } = practice;
  const progress = await startProgress(io, 'Asking the rules');
  try {
    const report = auditPractice(
      { practice: facts, persons, whole: collected.records },
      {
        asOf: practice.asOf,
        settings,
        source: auditSource(practice),
        kinds: collected.kinds,
        onProgress: (done) => {
          io.signal.throwIfAborted();
          progress.update(done, persons.length, 'Asking the rules');
        },
      },
    );
    return { report, talk: talkAbout(report) };
  } finally {
    progress.stop();
  }
}

function talkAbout({ source }: AuditReport): string[] {
  const aside = source.putAside.map(
    ({ code, count, example }) => `note: ${count} put aside (${code}), the first: ${example}`,
  );
  return [...aside, ...source.notes.map((note) => `note: ${note}`)];
}
