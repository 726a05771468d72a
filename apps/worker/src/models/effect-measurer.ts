import { ExperimentQueries, JobQueries, RankingQueries, type Database } from '@keepwell/database';
import { measuredEffects, type Instant } from '@keepwell/domain';

/**
 * Measures once a week what getting in touch brings, from what experiments left alone (RC 7). Where too little has been seen the starting value
 * stays, and is called one.
 */
export class EffectMeasurer {
  private readonly experiments = new ExperimentQueries();
  private readonly ranking = new RankingQueries();
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
        await this.ranking.saveEffects(tx, practiceId, effects);
        // What a contact is worth is worked out with the day.
        await this.jobs.owe(tx, practiceId, 'plan_day', practiceId);
        return Object.keys(effects).length;
      },
      { seesHeldBack: true },
    );
  }
}
