import { ExperimentQueries, JobQueries, MarkQueries, RankingQueries, type Database } from '@keepwell/database';
import { canonicalJson, measuredEffects, type Instant, type MeasuredEffect } from '@keepwell/domain';

/**
 * Measures once a week what getting in touch brings, from what experiments left alone (RC 7). Where too little has been seen the starting value
 * stays, and is called one.
 */
export class EffectMeasurer {
  private readonly experiments = new ExperimentQueries();
  private readonly ranking = new RankingQueries();
  private readonly marks = new MarkQueries();
  private readonly jobs = new JobQueries();

  constructor(private readonly database: Database) {}

  /** Answers for how many rules something could be measured. */
  async measure(practiceId: string, now: Instant): Promise<number> {
    return this.database.inPractice(
      practiceId,
      async (tx) => {
        const cases = await this.experiments.assigned(tx, practiceId);
        if (cases.length === 0) return 0;
        const effects = measuredEffects(cases, now);
        const { effects: before } = await this.ranking.context(tx, practiceId);
        await this.ranking.saveEffects(tx, practiceId, effects);
        if (sharesOf(before) !== sharesOf(effects)) {
          // Which of several reasons leads goes by it (K23).
          await this.marks.anew(tx, practiceId, await this.ranking.ofSeveralReasons(tx, practiceId));
          await this.jobs.owe(tx, practiceId, 'evaluate', practiceId);
        }
        // What a contact is worth is worked out with the day.
        await this.jobs.owe(tx, practiceId, 'plan_day', practiceId);
        return Object.keys(effects).length;
      },
      { seesHeldBack: true },
    );
  }
}

const sharesOf = (effects: Record<string, MeasuredEffect>): string =>
  canonicalJson(Object.entries(effects).map(([rule, { n, effect }]) => ({ rule, n, effect })));
