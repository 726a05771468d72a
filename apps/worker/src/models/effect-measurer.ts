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
        // Which of several reasons leads goes by it (K23).
        const concerned =
          sharesOf(before) === sharesOf(effects) ? [] : await this.ranking.ofSeveralReasons(tx, practiceId);
        await this.marks.forget(tx, practiceId, concerned);
        // What a contact is worth is worked out with the day. Owed in the order in which an evaluation writes: answers, the day, marks.
        await this.jobs.owe(tx, practiceId, 'plan_day', practiceId);
        await this.marks.persons(tx, practiceId, concerned);
        if (concerned.length > 0) await this.jobs.owe(tx, practiceId, 'evaluate', practiceId);
        return Object.keys(effects).length;
      },
      { seesHeldBack: true },
    );
  }
}

const sharesOf = (effects: Record<string, MeasuredEffect>): string =>
  canonicalJson(Object.entries(effects).map(([rule, { n, effect }]) => ({ rule, n, effect })));
