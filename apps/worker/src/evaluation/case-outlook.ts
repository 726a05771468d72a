import { CaseSaidQueries, RuleSettingQueries, type StandingCase, type Transaction } from '@keepwell/database';
import type { CaseChange, CaseSaid, Instant } from '@keepwell/domain';
import { answerOf, type Answer } from './answer.js';
import type { AskedPersons } from './asked-persons.js';
import { caseChangeOf } from './case-changes.js';
import { CoolDowns } from './cool-downs.js';
import type { EvaluatedPractice } from './practice-basis.js';
import { readinessOfPerson } from './source-standing.js';

/** An answer, the case that stands, and what the answer means for it. */
export interface Outlook {
  each: Answer;
  before: StandingCase | null;
  change: CaseChange;
}

type Asked = Pick<EvaluatedPractice, 'context' | 'basis'>;

/** What answers mean for the cases of their persons. It writes nothing: a preview asks as the evaluation does. */
export class CaseOutlook {
  private readonly queries = new CaseSaidQueries();
  private readonly settings = new RuleSettingQueries();
  private readonly coolDowns = new CoolDowns();

  async answers(
    tx: Transaction,
    { practiceId, now }: { practiceId: string; now: Instant },
    { context, basis }: Asked,
    persons: AskedPersons,
    personIds: string[],
  ): Promise<Answer[]> {
    const evaluated = personIds.map((personId) => persons.evaluate(personId, basis, now));
    const cool = await this.coolDowns.of(tx, practiceId, evaluated, context, now);
    return evaluated.map((each) => answerOf(each, cool.get(each.evaluation.personId) ?? null));
  }

  /** What people said of those whom the rules list; of the others it does not matter. */
  said(
    tx: Transaction,
    { practiceId, now }: { practiceId: string; now: Instant },
    answers: readonly Answer[],
  ): Promise<Map<string, CaseSaid>> {
    return this.queries.of(tx, practiceId, offTrackOf(answers), new Date(now));
  }

  async changes(
    tx: Transaction,
    { practiceId, now }: { practiceId: string; now: Instant },
    { context, basis }: Asked,
    answers: readonly Answer[],
    standing: ReadonlyMap<string, StandingCase>,
    said: ReadonlyMap<string, CaseSaid>,
  ): Promise<Outlook[]> {
    const outlook = (each: Answer, changedRules: readonly string[]): Outlook => {
      const before = standing.get(each.personId) ?? null;
      const readiness = readinessOfPerson(each.facts, basis.readiness);
      const about = withCoolDown(said.get(each.personId), each.coolUntil);
      return {
        each,
        before,
        change: caseChangeOf(each, before, { now, readiness, ids: context, said: about, changedRules }),
      };
    };
    const outlooks = answers.map((each) => outlook(each, []));
    const isEnd = ({ change }: Outlook) => change.change === 'close' || change.change === 'resolve';
    if (!outlooks.some(isEnd)) return outlooks;
    // Only for an end does it matter whether the patient's facts brought it about or the practice's settings.
    const changedRules = await this.settings.changedOfLate(tx, practiceId, now);
    if (changedRules.length === 0) return outlooks;
    return outlooks.map((each) => (isEnd(each) ? outlook(each.each, changedRules) : each));
  }
}

function offTrackOf(answers: readonly Answer[]): string[] {
  return answers.filter(({ evaluation }) => evaluation.state === 'off_track').map(({ personId }) => personId);
}

function withCoolDown(said: CaseSaid | undefined, coolUntil: Instant | null): CaseSaid | undefined {
  if (coolUntil === null) return said;
  return { ...(said ?? { snoozedUntil: null, stopped: false, closedByStaffAt: null }), coolUntil };
}
