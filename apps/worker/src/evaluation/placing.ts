import {
  countsOf,
  ExperimentQueries,
  JobQueries,
  RankingQueries,
  type Assignment,
  type CasePlacing,
  type RankingContext,
  type StandingCase,
  type Transaction,
} from '@keepwell/database';
import { armOf, NEVER_HELD_BACK, shareAt, staysHidden, type CaseSnapshot, type Instant } from '@keepwell/domain';
import { caseValue } from '../day/case-value.js';
import type { CaseWrites } from './case-changes.js';

const IN_SIGHT: CasePlacing = { heldBack: false, waiting: false, hasPlace: false };

/**
 * Where each case of a batch goes besides its state: out of sight where its household is held back (E11), without a place where the practice
 * plans its days. Said before the cases are written; the numbers beside the list go with it.
 */
export class Placing {
  private readonly ranking = new RankingQueries();
  private readonly experiments = new ExperimentQueries();
  private readonly jobs = new JobQueries();

  /** `before`: the cases of the batch as they were stored, by id. Answers who is out of sight. */
  async place(
    tx: Transaction,
    { practiceId, now }: { practiceId: string; now: Instant },
    writes: CaseWrites,
    before: ReadonlyMap<string, StandingCase>,
  ): Promise<Set<string>> {
    const hidden = new Set(
      [...before.values()].filter(({ placing }) => placing?.heldBack === true).map(({ personId }) => personId),
    );
    const { cases } = writes;
    if (cases.length === 0) return hidden;
    const context = await this.ranking.context(tx, practiceId);
    // What was true before the practice was connected is nobody's to try things with.
    const opened = cases.filter(({ id, snapshot }) => !before.has(id) && !snapshot.backlog);
    const assigned = await this.assignmentsOf(tx, { practiceId, now }, opened, context);
    const shown: { caseId: string; because: string }[] = [];
    let wantsPlace = false;
    for (const each of cases) {
      const stored = before.get(each.id);
      const placing = placingOf(each, stored, assigned.get(each.id), context);
      writes.put({ ...each, placing, contactValue: caseValue(each.snapshot, context) });
      writes.counts.push(
        ...corrections(stored?.snapshot, stored?.placing, -1),
        ...corrections(each.snapshot, placing, 1),
      );
      if (placing.heldBack) hidden.add(each.personId);
      else {
        hidden.delete(each.personId);
        if (stored?.placing?.heldBack === true) shown.push({ caseId: each.id, because: urgentOf(each.snapshot) });
        wantsPlace ||= placing.waiting && (stored === undefined || stored.placing?.waiting !== true);
      }
    }
    await this.experiments.assign(tx, practiceId, [...assigned.values()]);
    await this.experiments.show(tx, practiceId, shown, new Date(now));
    if (wantsPlace) await this.jobs.owe(tx, practiceId, 'plan_day', practiceId);
    return hidden;
  }

  /**
   * Whose cases nobody would see, were they to stand like this: those out of sight stay so, and of those that would open the ones that
   * an experiment would hold back. Assigns nobody.
   */
  async wouldHide(
    tx: Transaction,
    { practiceId, now }: { practiceId: string; now: Instant },
    cases: readonly { personId: string; rules: readonly string[]; wasHidden: boolean | null }[],
  ): Promise<Set<string>> {
    const staysSo = cases.filter(({ wasHidden, rules }) => wasHidden === true && staysHidden('held_back', rules));
    const hidden = new Set(staysSo.map(({ personId }) => personId));
    const opening = cases.filter(({ wasHidden }) => wasHidden === null);
    const { experiment } = await this.ranking.context(tx, practiceId);
    if (experiment === null || opening.length === 0) return hidden;
    const { experimentId, salt, phases, startsAt } = experiment;
    const share = shareAt(phases, startsAt, now);
    const households = await this.ranking.households(
      tx,
      practiceId,
      opening.map(({ personId }) => personId),
    );
    for (const { personId, rules } of opening) {
      const arm = armOf({ practiceId, experimentId, salt }, households.get(personId) ?? `p:${personId}`, share);
      if (arm === 'held_back' && staysHidden('held_back', rules)) hidden.add(personId);
    }
    return hidden;
  }

  /** Of the cases that open while an experiment runs, by case: from the household alone, whatever was found. */
  private async assignmentsOf(
    tx: Transaction,
    { practiceId, now }: { practiceId: string; now: Instant },
    opened: readonly StandingCase[],
    { experiment }: RankingContext,
  ): Promise<Map<string, Assignment>> {
    if (experiment === null || opened.length === 0) return new Map();
    const { experimentId, salt, phases, startsAt } = experiment;
    const share = shareAt(phases, startsAt, now);
    const personIds = opened.map(({ personId }) => personId);
    const households = await this.ranking.households(tx, practiceId, personIds);
    return new Map(
      opened.map(({ id, personId, snapshot }) => {
        const household = households.get(personId) ?? `p:${personId}`;
        const arm = armOf({ practiceId, experimentId, salt }, household, share);
        const { locationId, class: of, rules } = snapshot;
        const stratum = { locationId, class: of, rules };
        return [id, { experimentId, caseId: id, personId, household, arm, share, ...stratum, openedAt: new Date(now) }];
      }),
    );
  }
}

function placingOf(
  { snapshot }: StandingCase,
  stored: StandingCase | undefined,
  assigned: Assignment | undefined,
  { dayCapacity }: RankingContext,
): CasePlacing {
  const was = stored?.placing ?? IN_SIGHT;
  const isHidden = stored === undefined ? assigned?.arm === 'held_back' : was.heldBack;
  const heldBack = isHidden && staysHidden('held_back', snapshot.rules);
  const wasListed = stored?.snapshot.state === 'open' && !stored.snapshot.backlog && !was.heldBack;
  const isListed = snapshot.state === 'open' && !snapshot.backlog && !heldBack;
  // Where it was before it stays; whoever comes back on the day on which they had a place still has it.
  const waiting = isListed && (wasListed ? was.waiting : dayCapacity !== null && !was.hasPlace);
  return { heldBack, waiting, hasPlace: was.hasPlace };
}

/** What was counted as if the case stood in plain sight is counted where it stands. */
function corrections(snapshot: CaseSnapshot | undefined, placing: CasePlacing | undefined, by: 1 | -1) {
  if (snapshot === undefined || placing === undefined) return [];
  if (!placing.heldBack && !placing.waiting) return [];
  return [...countsOf({ ...snapshot, ...placing }, by), ...countsOf(snapshot, by === 1 ? -1 : 1)];
}

function urgentOf({ rules }: CaseSnapshot): string {
  return rules.find((rule) => NEVER_HELD_BACK.has(rule)) ?? 'merged';
}
