import {
  BaselineQueries,
  EvaluationQueries,
  settingsOf,
  TimelineQueries,
  type Database,
  type EvaluationContext,
} from '@keepwell/database';
import { auditPractice, type AuditReport, type Instant, type PersonFacts } from '@keepwell/domain';
import type { WorkerLog } from '../log.js';

/** What was read when the baseline was taken. */
export interface BaselineSource {
  connections: { connectionId: string; readAt: string | null }[];
}

/** Stored with the practice and never changed; `version` is that of this shape. */
export interface Baseline {
  version: 1;
  takenAt: string;
  report: AuditReport<BaselineSource>;
}

const AT_ONCE = 1_000;
/** The audit looks at everybody at once: past this it would not fit beside the worker's other work. */
const MOST_PERSONS = 60_000;

/** When everything a practice has connected has been read once, its audit of that moment is kept: the baseline (S2-02). */
export class BaselineKeeper {
  private readonly baselines = new BaselineQueries();
  private readonly evaluations = new EvaluationQueries();
  private readonly timelines = new TimelineQueries();

  constructor(
    private readonly database: Database,
    private readonly log: WorkerLog,
  ) {}

  /** Answers whether one was taken now. */
  async keepIfDue(practiceId: string, now: Instant, signal?: AbortSignal): Promise<boolean> {
    const context = await this.database.inPractice(practiceId, async (tx) =>
      (await this.baselines.isKept(tx, practiceId)) ? null : this.evaluations.context(tx, practiceId),
    );
    if (context === null || !isReadOnce(context)) return false;
    const persons = await this.everybody(practiceId, signal);
    if (persons === null) {
      this.log.warn(
        { practice: practiceId, most: MOST_PERSONS },
        'no baseline: the practice is too large for one audit',
      );
      return false;
    }
    const baseline: Baseline = {
      version: 1,
      takenAt: new Date(now).toISOString(),
      report: auditPractice(
        { practice: context.facts, persons },
        { asOf: now, settings: { ...settingsOf(context, []), mode: 'audit' }, source: sourceOf(context) },
      ),
    };
    return this.database.inPractice(practiceId, (tx) => this.baselines.keep(tx, practiceId, baseline));
  }

  private async everybody(practiceId: string, signal: AbortSignal | undefined): Promise<PersonFacts[] | null> {
    const persons: PersonFacts[] = [];
    let after: string | null = null;
    for (;;) {
      signal?.throwIfAborted();
      const batch: PersonFacts[] = await this.database.inPractice(practiceId, async (tx) => {
        const ids = await this.evaluations.everyone(tx, practiceId, after, AT_ONCE);
        after = ids.at(-1) ?? after;
        return this.timelines.currentFacts(tx, practiceId, ids);
      });
      if (batch.length === 0) return persons;
      persons.push(...batch.filter(({ patients }) => patients.length > 0));
      if (persons.length > MOST_PERSONS) return null;
    }
  }
}

function isReadOnce({ sources }: EvaluationContext): boolean {
  return sources.length > 0 && sources.every(({ firstReadDoneAt }) => firstReadDoneAt !== null);
}

function sourceOf({ sources }: EvaluationContext): BaselineSource {
  const text = (instant: Instant | null) => (instant === null ? null : new Date(instant).toISOString());
  return {
    connections: sources.map(({ connectionId, lastSuccessAt }) => ({ connectionId, readAt: text(lastSuccessAt) })),
  };
}
