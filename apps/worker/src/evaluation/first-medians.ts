import { EvaluationQueries, type GapCounts, type Transaction } from '@keepwell/database';
import { lineMedianDays, minorsBornAfter, type Instant } from '@keepwell/domain';
import { AskedPersonReader } from './asked-persons.js';
import { applyGapChanges, gapDifferences } from './gap-differences.js';
import type { PracticeBasis } from './practice-basis.js';

/** Of so many the medians seldom differ from those of all by a day. */
const PERSONS = 1_000;
const AT_ONCE = 250;

/**
 * Days between visits as some of the persons of a practice have them that was never evaluated. To begin with what is usual there, and not with
 * nothing, spares asking a second time about everybody whose answer rests on it, and cases that open only to be closed when it is known.
 * Whose line has another median when everybody has been asked is asked again, as ever.
 */
export class FirstMedians {
  private readonly evaluations = new EvaluationQueries();
  private readonly persons = new AskedPersonReader();

  /** `basis`: of the practice without medians; how long somebody stays away between two visits does not depend on them. */
  async of(
    tx: Transaction,
    { practiceId, now }: { practiceId: string; now: Instant },
    basis: PracticeBasis,
  ): Promise<Record<string, number>> {
    const personIds = await this.evaluations.spreadOver(tx, practiceId, PERSONS);
    const bornAfter = minorsBornAfter(now, basis.majorityAgeYears);
    const histogram: GapCounts = new Map();
    for (let from = 0; from < personIds.length; from += AT_ONCE) {
      const some = personIds.slice(from, from + AT_ONCE);
      const known = await this.persons.read(tx, practiceId, some, bornAfter);
      const gaps = some.map((personId) => [personId, known.evaluate(personId, basis, now).evaluation.gaps] as const);
      applyGapChanges(histogram, gapDifferences(new Map(), new Map(gaps)).changes);
    }
    return lineMedianDays(histogram);
  }
}
