import {
  CaseQueries,
  EvaluationQueries,
  GapQueries,
  JobQueries,
  LeaseLost,
  RuleDraftQueries,
  RuleSettingQueries,
  type ClaimedJob,
  type Database,
  type DraftChange,
  type DraftPersonRow,
  type DraftToPreview,
  type EvaluationContext,
  type Transaction,
} from '@keepwell/database';
import { lineMedianDays, minorsBornAfter, type Instant } from '@keepwell/domain';
import { AskedPersonReader } from '../evaluation/asked-persons.js';
import { CaseOutlook, type Outlook } from '../evaluation/case-outlook.js';
import { Placing } from '../evaluation/placing.js';
import { practiceBasis, type PracticeBasis } from '../evaluation/practice-basis.js';
import { draftDifference, listingOf, type Listing } from './draft-difference.js';
import { PreviewCount } from './preview-numbers.js';

const BATCH_SIZE = 500;

export interface PreviewRun {
  practiceId: string;
  now: Instant;
  signal?: AbortSignal;
  job?: ClaimedJob;
  batchSize?: number;
}

/** What a run has in hand: the practice as it is, and as the draft would have it. */
interface Prepared {
  draft: DraftToPreview;
  context: EvaluationContext;
  now: PracticeBasis;
  then: PracticeBasis;
}

/**
 * Asks everybody twice as of one instant, with the rules in force and with those of a draft, and keeps who would enter and leave the
 * list and why (X17). By the same ways as the evaluation: the same facts, the same households, what people have said, what an
 * experiment hides. One batch at a time is in memory; a preview that was cut off begins anew.
 */
export class PreviewRunner {
  private readonly drafts = new RuleDraftQueries();
  private readonly settings = new RuleSettingQueries();
  private readonly evaluations = new EvaluationQueries();
  private readonly gaps = new GapQueries();
  private readonly cases = new CaseQueries();
  private readonly jobs = new JobQueries();
  private readonly persons = new AskedPersonReader();
  private readonly outlook = new CaseOutlook();
  private readonly placing = new Placing();

  constructor(private readonly database: Database) {}

  /** Every draft that waits, one after the other. Answers how many previews there are now. */
  async run(run: PreviewRun): Promise<number> {
    for (let done = 0; ;) {
      const prepared = await this.inPractice(run, (tx) => this.begin(tx, run));
      if (prepared === null) return done;
      if (await this.preview(run, prepared)) done += 1;
    }
  }

  private async begin(tx: Transaction, { practiceId, now }: PreviewRun): Promise<Prepared | null> {
    const draft = await this.drafts.toPreview(tx, practiceId);
    if (draft === null) return null;
    const version = await this.settings.version(tx, practiceId);
    const context = await this.evaluations.context(tx, practiceId);
    const medians = context.basis?.lineMedians ?? lineMedianDays(await this.gaps.histogram(tx, practiceId));
    const ruleSettings = withDraft(context.ruleSettings, draft.changes, context);
    const of = await this.evaluations.countEveryone(tx, practiceId);
    await this.drafts.beginPreview(tx, practiceId, draft.id, { version, asOf: now, of });
    return {
      ...{ draft, context },
      now: practiceBasis(context, medians, now),
      then: practiceBasis({ ...context, ruleSettings }, medians, now),
    };
  }

  /** False: the draft was ended meanwhile, or is to be previewed anew. */
  private async preview(run: PreviewRun, prepared: Prepared): Promise<boolean> {
    const { practiceId, batchSize = BATCH_SIZE } = run;
    const count = new PreviewCount();
    let after: string | null = null;
    for (;;) {
      run.signal?.throwIfAborted();
      const from: string | null = after;
      const asked: string[] | null = await this.inPractice(run, async (tx) => {
        if (!(await this.drafts.isPreviewing(tx, practiceId, prepared.draft.id))) return null;
        const personIds = await this.evaluations.everyone(tx, practiceId, from, batchSize);
        const rows = await this.compare(tx, run, prepared, personIds, count);
        await this.drafts.savePeople(tx, practiceId, prepared.draft.id, rows);
        await this.drafts.tellPreview(tx, practiceId, prepared.draft.id, personIds.length);
        await this.holdOn(tx, run);
        return personIds;
      });
      if (asked === null) return false;
      after = asked.at(-1) ?? null;
      if (after === null) break;
    }
    return this.inPractice(run, (tx) => this.drafts.endPreview(tx, practiceId, prepared.draft.id, count.numbers));
  }

  private async compare(
    tx: Transaction,
    { practiceId, now }: PreviewRun,
    prepared: Prepared,
    personIds: string[],
    count: PreviewCount,
  ): Promise<DraftPersonRow[]> {
    const bornAfter = minorsBornAfter(now, prepared.now.majorityAgeYears);
    const persons = await this.persons.read(tx, practiceId, personIds, bornAfter);
    const there = personIds.filter((personId) => persons.isThere(personId));
    const standing = await this.cases.standing(tx, practiceId, there, { locks: false });
    const listings = async (basis: PracticeBasis): Promise<Listing[]> => {
      const practice = { context: prepared.context, basis };
      const answers = await this.outlook.answers(tx, { practiceId, now }, practice, persons, there);
      const said = await this.outlook.said(tx, { practiceId, now }, answers);
      const outlooks = await this.outlook.changes(tx, { practiceId, now }, practice, answers, standing, said);
      const hidden = await this.hiddenOf(tx, { practiceId, now }, outlooks);
      return outlooks.map((each) => listingOf(each, hidden.has(each.each.personId)));
    };
    const before = await listings(prepared.now);
    const after = await listings(prepared.then);
    return before.flatMap((each, place) => {
      const then = after[place];
      if (then === undefined) return [];
      const row = draftDifference(each, then);
      count.add(each, then, row);
      return row ?? [];
    });
  }

  private async hiddenOf(
    tx: Transaction,
    run: { practiceId: string; now: Instant },
    outlooks: readonly Outlook[],
  ): Promise<ReadonlySet<string>> {
    const cases = outlooks.flatMap(({ each, before, change }) => {
      const snapshot = change.row ?? before?.snapshot;
      if (snapshot === undefined) return [];
      return [{ personId: each.personId, rules: snapshot.rules, wasHidden: before?.placing?.heldBack ?? null }];
    });
    return this.placing.wouldHide(tx, run, cases);
  }

  /** A process that was held up while another took over must not write (S-10). */
  private async holdOn(tx: Transaction, { job }: PreviewRun): Promise<void> {
    if (job !== undefined && !(await this.jobs.isHeld(tx, job))) {
      throw new LeaseLost('The preview was taken over by another worker');
    }
  }

  private inPractice<T>({ practiceId }: PreviewRun, work: (tx: Transaction) => Promise<T>): Promise<T> {
    return this.database.inPractice(practiceId, work, { byIndex: true, seesHeldBack: true });
  }
}

/** The settings as they would be: what the draft names replaces what is in force for the same rule and place. */
function withDraft(
  inForce: EvaluationContext['ruleSettings'],
  changes: readonly DraftChange[],
  { locationIds }: EvaluationContext,
): EvaluationContext['ruleSettings'] {
  const places = new Map([...locationIds].map(([key, id]) => [id, placeOf(key)]));
  const drafted = changes.flatMap(({ rule, locationId, mode, parameters }) => {
    const location = locationId === null ? null : places.get(locationId);
    return location === undefined ? [] : [{ rule, mode, parameters, location }];
  });
  const isSame = (one: (typeof inForce)[number], other: (typeof inForce)[number]) =>
    one.rule === other.rule &&
    one.location?.source === other.location?.source &&
    one.location?.id === other.location?.id;
  return [...inForce.filter((each) => !drafted.some((other) => isSame(each, other))), ...drafted];
}

/** `sourceKey` the other way. */
function placeOf(key: string): { source: string; id: string } {
  const end = key.indexOf(' ');
  return { source: key.slice(0, end), id: key.slice(end + 1) };
}
