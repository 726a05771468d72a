import {
  EvaluationQueries,
  GapQueries,
  JobQueries,
  LeaseLost,
  MarkQueries,
  together,
  type ClaimedJob,
  type Database,
  type EvaluationContext,
  type GapCounts,
  type Transaction,
} from '@keepwell/database';
import { lineMedianDays, type Instant } from '@keepwell/domain';
import { Batch, type BatchCounts, type BatchRead, type BatchSource } from './batch.js';
import { FirstMedians } from './first-medians.js';
import { basisChange, isSameBasis, practiceBasis, type EvaluatedPractice } from './practice-basis.js';
import { nextStaleAt } from './source-standing.js';
import { Surge, type SurgeLimits } from './surge.js';

/**
 * Persons per transaction: large enough that statements cost little, small enough that nobody waits long for a lock, and that two batches,
 * one written and one read ahead, need little memory.
 */
const BATCH_SIZE = 250;
/** While a practice is read for the first time there is nothing to say yet; when the read ends the work is owed at once. */
const FIRST_READ_WAIT_MS = 5_000;

export interface EvaluationRun {
  practiceId: string;
  now: Instant;
  signal?: AbortSignal;
  /** The claim under which this runs: its loss undoes the batch under way. */
  job?: ClaimedJob;
  batchSize?: number;
}

/** Of everybody. */
export interface FullRun extends EvaluationRun {
  /** Compares findings and cases with what is stored even where the answer is the same as before; absent: it does. */
  isThorough?: boolean;
}

interface AnyRun extends EvaluationRun {
  isThorough: boolean;
  surge: Surge;
}

export interface EvaluationOutcome extends BatchCounts {
  /** When something is owed next; null: when a fact changes. */
  nextDueAt: Instant | null;
}

/**
 * Incremental in two directions (docs/decisions): asks about persons whose facts changed and about those whose answer can
 * have changed by the passing of time. `runFull` asks about everybody and must find nothing to write.
 *
 * What every answer rests on is the stored basis. When the practice has moved away from it, those concerned are marked
 * first, and only then does the basis move: whoever is not marked has an answer that rests on what is stored.
 */
export class EvaluationRunner {
  private readonly evaluations = new EvaluationQueries();
  private readonly marks = new MarkQueries();
  private readonly gaps = new GapQueries();
  private readonly jobs = new JobQueries();
  private readonly batch = new Batch();
  private readonly firstMedians = new FirstMedians();
  private readonly surgeLimits: SurgeLimits = new Map();

  constructor(private readonly database: Database) {}

  async run(run: EvaluationRun): Promise<EvaluationOutcome> {
    return this.until(run, this.owed(run), this.owed(run));
  }

  /** Everybody, in the order of ids: the same answers by the longest way. */
  async runFull(run: FullRun): Promise<EvaluationOutcome> {
    let after: string | null = null;
    const owed = this.owed(run);
    return this.until({ ...run, isThorough: run.isThorough ?? true }, async (tx, limit, round, underWay) => {
      // When the medians have moved, those concerned are marked; the others have been asked about already.
      if (round > 0) return owed(tx, limit, round, underWay);
      const personIds: string[] = await this.evaluations.everyone(tx, run.practiceId, after, limit);
      after = personIds.at(-1) ?? after;
      return personIds.length > 0 ? { changed: [], personIds, isLast: false } : owed(tx, limit, round, underWay);
    });
  }

  /** Each call answers the next of those who are marked or due. `underWay`: whose answers are being written; they are owed until that is committed. */
  private owed({ practiceId, now }: EvaluationRun): NextBatch {
    let after: string | null = null;
    return async (tx, limit, _round, underWay) => {
      const [marked, dueByNow] = await together(
        this.evaluations.changed(tx, practiceId, limit + underWay.size, after),
        this.evaluations.due(tx, practiceId, now, limit + underWay.size),
      );
      const changed = marked.filter(({ personId }) => !underWay.has(personId)).slice(0, limit);
      after = changed.at(-1)?.personId ?? after;
      const due = dueByNow.filter((personId) => !underWay.has(personId)).slice(0, limit - changed.length);
      const personIds = [...new Set([...changed.map(({ personId }) => personId), ...due])];
      return { changed, personIds, isLast: changed.length + due.length < limit };
    };
  }

  /** `atOnce`: the first batch may be read beside the practice, to be let go of where that has moved; absent: it may not. */
  private async until(given: FullRun, next: NextBatch, atOnce?: NextBatch): Promise<EvaluationOutcome> {
    const run: AnyRun = { ...given, isThorough: given.isThorough === true, surge: new Surge(this.surgeLimits) };
    const total: BatchCounts = { asked: 0, written: 0, findings: 0, cases: 0 };
    for (let round = 0; ; round++) {
      const begun = await this.inPractice(run, (tx) => this.begin(tx, run, round, next, atOnce));
      if (begun === 'wait') return { ...total, nextDueAt: run.now + FIRST_READ_WAIT_MS };
      const { practice, isEveryone } = begun;
      let { step } = begun;
      if (step !== null) addCounts(total, step.counts);
      if (isEveryone) await this.noteGrowth(run);
      step ??= { outcome: 'go on', counts: NOTHING, nextDueAt: null };
      if (step.outcome === 'go on') step = await this.allBatches(run, round, next, practice, total);
      if (step.outcome === 'settled') return { ...total, nextDueAt: step.nextDueAt };
    }
  }

  /** One batch after the other: while one is asked about and written, the next is read on another connection. */
  private async allBatches(
    run: AnyRun,
    round: number,
    next: NextBatch,
    practice: EvaluatedPractice,
    total: BatchCounts,
  ): Promise<Step> {
    const readNext = (underWay: ReadonlySet<string>) => {
      const reading = this.inPractice(run, (tx) => this.readBatch(tx, run, round, next, practice, underWay));
      // Where the batch before fails, nobody asks for this one any more.
      reading.catch(() => undefined);
      return reading;
    };
    let reading = readNext(NOBODY);
    try {
      for (let batches = 1; ; batches++) {
        const read = await reading;
        run.signal?.throwIfAborted();
        if (isPowerOfFour(batches)) await this.noteGrowth(run);
        if (!read.source.isLast) reading = readNext(new Set(read.asked));
        const step = await this.inPractice(run, (tx) => this.askBatch(tx, run, practice, read));
        addCounts(total, step.counts);
        if (step.outcome !== 'go on') return step;
      }
    } finally {
      await reading.catch(() => undefined);
    }
  }

  /** Where nothing has moved the first batch follows at once: most runs are of one change. */
  private async begin(
    tx: Transaction,
    run: AnyRun,
    round: number,
    next: NextBatch,
    atOnce: NextBatch | undefined,
  ): Promise<Begun | 'wait'> {
    const limit = run.batchSize ?? BATCH_SIZE;
    const [moved, early] = await together(this.moveBasis(tx, run), atOnce?.(tx, limit, round, NOBODY));
    if (moved === 'wait') return moved;
    const { practice, hasMoved, isEveryone } = moved;
    if (hasMoved) return { practice, isEveryone, step: null };
    const read = this.batch.read(tx, run, practice, early ?? (await next(tx, limit, round, NOBODY)));
    return { practice, isEveryone, step: await this.askBatch(tx, run, practice, read) };
  }

  private async readBatch(
    tx: Transaction,
    run: AnyRun,
    round: number,
    next: NextBatch,
    practice: EvaluatedPractice,
    underWay: ReadonlySet<string>,
  ): Promise<BatchRead> {
    const source = await next(tx, run.batchSize ?? BATCH_SIZE, round, underWay);
    const read = this.batch.read(tx, run, practice, source);
    await read.persons;
    return read;
  }

  private async askBatch(tx: Transaction, run: AnyRun, practice: EvaluatedPractice, read: BatchRead): Promise<Step> {
    const isEmpty = read.asked.length === 0;
    const counts = isEmpty ? NOTHING : await this.batch.ask(tx, run, practice, read);
    if (counts === 'basis moved') {
      await this.holdOn(tx, run);
      return { outcome: counts, counts: NOTHING, nextDueAt: null };
    }
    const isLast = isEmpty || read.source.isLast;
    const isSettled = isLast && hasSettled(practice);
    const [nextDueAt] = await together(
      isSettled ? this.nextDueAt(tx, run, practice.context) : null,
      isEmpty ? null : this.holdOn(tx, run),
    );
    return { outcome: isSettled ? 'settled' : isLast ? 'medians moved' : 'go on', counts, nextDueAt };
  }

  private noteGrowth(run: EvaluationRun): Promise<void> {
    return this.inPractice(run, (tx) => this.evaluations.noteGrowth(tx));
  }

  /** Reads the practice; where it moved away from what stored answers rest on, marks whom that concerns. */
  private async moveBasis(
    tx: Transaction,
    run: EvaluationRun,
  ): Promise<{ practice: EvaluatedPractice; hasMoved: boolean; isEveryone: boolean } | 'wait'> {
    const { practiceId, now } = run;
    const [context, histogram] = await together(
      this.evaluations.context(tx, practiceId),
      this.gaps.histogram(tx, practiceId),
    );
    if (isFirstReadUnderWay(context)) return 'wait';
    const basis = practiceBasis(context, await this.medians(tx, run, context, histogram), now);
    const hasMoved = !isSameBasis(context.basis, basis.stored);
    let isEveryone = false;
    if (hasMoved) {
      const { everyone, lines, sources, warmed } = basisChange(context.basis, basis.stored);
      isEveryone = everyone;
      if (everyone) await this.marks.everyone(tx, practiceId);
      else {
        await this.marks.restingOnLines(tx, practiceId, lines);
        await this.marks.ofSources(tx, practiceId, sources);
        if (warmed) await this.marks.askedInWarmUp(tx, practiceId);
      }
      await this.evaluations.saveBasis(tx, practiceId, basis.stored, now);
      await this.holdOn(tx, run);
    }
    return { practice: { context, basis, histogram }, hasMoved, isEveryone };
  }

  private async medians(
    tx: Transaction,
    run: EvaluationRun,
    context: EvaluationContext,
    histogram: GapCounts,
  ): Promise<Record<string, number>> {
    if (context.basis !== null || histogram.size > 0) return lineMedianDays(histogram);
    return this.firstMedians.of(tx, run, practiceBasis(context, {}, run.now));
  }

  private async nextDueAt(
    tx: Transaction,
    run: EvaluationRun,
    { sources }: EvaluationContext,
  ): Promise<Instant | null> {
    const { isMarked, nextChangeAt } = await this.evaluations.nextDueAt(tx, run.practiceId);
    if (isMarked) return run.now;
    const instants = [nextChangeAt, nextStaleAt(sources, run.now)].filter((instant) => instant !== null);
    return instants.length > 0 ? Math.min(...instants) : null;
  }

  /** A process that was held up while another took over must not write (S-10). */
  private async holdOn(tx: Transaction, { job }: EvaluationRun): Promise<void> {
    if (job !== undefined && !(await this.jobs.isHeld(tx, job))) {
      throw new LeaseLost('The evaluation was taken over by another worker');
    }
  }

  private inPractice<T>({ practiceId }: EvaluationRun, work: (tx: Transaction) => Promise<T>): Promise<T> {
    return this.database.inPractice(practiceId, work, { byIndex: true, seesHeldBack: true, pipelined: true });
  }
}

interface Step {
  outcome: 'go on' | 'settled' | 'medians moved' | 'basis moved';
  counts: BatchCounts;
  /** Of what has settled. */
  nextDueAt: Instant | null;
}

interface Begun {
  practice: EvaluatedPractice;
  isEveryone: boolean;
  /** Null: nobody was asked yet. */
  step: Step | null;
}

const NOBODY: ReadonlySet<string> = new Set();
const NOTHING: BatchCounts = { asked: 0, written: 0, findings: 0, cases: 0 };

/** Are the medians that answers rest on those of now? */
function hasSettled({ basis, histogram }: EvaluatedPractice): boolean {
  const lineMedians = lineMedianDays(histogram);
  return basisChange(basis.stored, { ...basis.stored, lineMedians }).lines.length === 0;
}

type NextBatch = (tx: Transaction, limit: number, round: number, underWay: ReadonlySet<string>) => Promise<BatchSource>;

function isFirstReadUnderWay({ sources }: EvaluationContext): boolean {
  const isRead = sources.some(({ firstReadDoneAt }) => firstReadDoneAt !== null);
  return !isRead && sources.some(({ isSyncing }) => isSyncing);
}

/** 1, 4, 16 …: what was looked at is looked at again when there is several times as much. */
function isPowerOfFour(count: number): boolean {
  return count > 0 && Number.isInteger(Math.log2(count) / 2);
}

function addCounts(total: BatchCounts, more: BatchCounts): void {
  total.asked += more.asked;
  total.written += more.written;
  total.findings += more.findings;
  total.cases += more.cases;
}
