import {
  CaseQueries,
  countOfPersons,
  EvaluationQueries,
  FindingQueries,
  GapQueries,
  RankingQueries,
  RelationQueries,
  summedCounts,
  tellWorklist,
  together,
  type ChangedPerson,
  type LineGaps,
  type OpenFinding,
  type StandingCase,
  type StoredEvaluation,
  type Transaction,
} from '@keepwell/database';
import {
  holdBack,
  minorsBornAfter,
  type AppointmentStatus,
  type CaseSaid,
  type Instant,
  type LocalDate,
  type MeasuredEffect,
  type PersonFacts,
  type PersonState,
} from '@keepwell/domain';
import type { Answer } from './answer.js';
import { AskedPersonReader, type AskedPersons } from './asked-persons.js';
import { CaseWrites, endOrphanedCase, moveMergedCase, noteCaseChange } from './case-changes.js';
import { CaseEffects } from './case-effects.js';
import { CaseOutlook } from './case-outlook.js';
import { findingDifferences } from './finding-differences.js';
import { applyGapChanges, gapDifferences } from './gap-differences.js';
import type { EvaluatedPractice } from './practice-basis.js';
import { Placing } from './placing.js';
import { Surge } from './surge.js';

export interface BatchSource {
  /** Marks that were seen; they are taken back with the batch. */
  changed: ChangedPerson[];
  /** All to be asked about, the changed ones included. */
  personIds: string[];
  /** Nobody is left after these. */
  isLast: boolean;
}

/** Those to be asked about, and what was known of them when it was read. */
export interface BatchRead {
  source: BatchSource;
  asked: string[];
  /** Under way, so that what else is asked at once need not wait; to be awaited before the transaction ends in which it is read. */
  persons: Promise<AskedPersons>;
  /** Nobody born on or before this date is a minor. */
  bornAfter: LocalDate;
}

export interface BatchCounts {
  /** Persons asked about. */
  asked: number;
  /** Answers that differ from the stored ones. */
  written: number;
  findings: number;
  cases: number;
}

export interface BatchRun {
  practiceId: string;
  now: Instant;
  isThorough: boolean;
  /** What this run knows of new cases of late; one for all batches of a run (K30). */
  surge: Surge;
}

interface Answered {
  answers: Answer[];
  /** Of whom nothing is on record any more. */
  gone: string[];
  heirs: ReadonlySet<string>;
  marks: ChangedPerson[];
  stored: Map<string, StoredEvaluation>;
}

interface StoredBefore {
  /** Who took over the records of those who are gone. */
  survivors: ReadonlyMap<string, string>;
  gaps: ReadonlyMap<string, LineGaps[]>;
  findings: OpenFinding[];
  onTrial: OpenFinding[];
  standing: Map<string, StandingCase>;
  said: ReadonlyMap<string, CaseSaid>;
  /** What contacts bring as it is measured now: whoever is marked for it may be asked by a run that began before. */
  contactEffects: Record<string, MeasuredEffect>;
}

const OUTCOMES: ReadonlySet<AppointmentStatus> = new Set(['arrived', 'in_progress', 'completed', 'no_show']);

/**
 * Asks about some persons and writes what is different, all in the caller's transaction: a mark is gone when, and only
 * when, what it asked for is written. Marks are read before the facts, so that a fact arriving between the two is marked
 * anew and looked at again.
 */
export class Batch {
  private readonly evaluations = new EvaluationQueries();
  private readonly relations = new RelationQueries();
  private readonly persons = new AskedPersonReader();
  private readonly outlook = new CaseOutlook();
  private readonly findings = new FindingQueries();
  private readonly shadowFindings = new FindingQueries('shadow_finding');
  private readonly cases = new CaseQueries();
  private readonly ranking = new RankingQueries();
  private readonly gaps = new GapQueries();
  private readonly effects = new CaseEffects();
  private readonly placing = new Placing();

  /** What is known of those to be asked about. It writes nothing and locks nothing: it may be read while the batch before is written. */
  read(tx: Transaction, { practiceId, now }: BatchRun, { basis }: EvaluatedPractice, source: BatchSource): BatchRead {
    const bornAfter = minorsBornAfter(now, basis.majorityAgeYears);
    const asked = [...new Set(source.personIds)];
    return { source, asked, bornAfter, persons: this.persons.read(tx, practiceId, asked, bornAfter) };
  }

  async ask(
    tx: Transaction,
    run: BatchRun,
    practice: EvaluatedPractice,
    read: BatchRead,
  ): Promise<BatchCounts | 'basis moved'> {
    const { practiceId, now } = run;
    const { source, bornAfter } = read;
    const [known, storedOfAsked] = await together(
      this.withDependents(tx, practiceId, read),
      this.evaluations.stored(tx, practiceId, read.asked),
    );
    const { asked } = known;
    const gone = asked.filter((personId) => !known.persons.isThere(personId));
    const { persons, heirs } = await this.withHeirs(tx, practiceId, { asked, gone, persons: known.persons }, bornAfter);

    const speaking = sourcesWithNewOutcomes(persons.facts.values(), practice);
    if (speaking.length > 0) {
      const { stored } = practice.basis;
      const withOutcomes = [...stored.withOutcomes, ...speaking].sort();
      await this.evaluations.saveBasis(tx, practiceId, { ...stored, withOutcomes }, now);
      return 'basis moved';
    }

    const there = [...new Set([...asked, ...heirs])].filter((personId) => persons.isThere(personId));
    const readOf = new Set(read.asked);
    const more = [...there, ...gone].filter((personId) => !readOf.has(personId));
    const [storedOfMore, answers] = await together(
      this.evaluations.stored(tx, practiceId, more),
      this.outlook.answers(tx, run, practice, persons, there),
    );
    const stored = new Map([...storedOfAsked, ...storedOfMore]);
    return this.write(tx, run, practice, { answers, gone, heirs, stored, marks: source.changed });
  }

  /**
   * Those as well whose answer rests on somebody who changed. Looked up here, where the batch before is committed: whom it found to rest on
   * somebody is among them.
   */
  private async withDependents(
    tx: Transaction,
    practiceId: string,
    { source, asked, bornAfter, ...read }: BatchRead,
  ): Promise<{ asked: string[]; persons: AskedPersons }> {
    const changedIds = source.changed.map(({ personId }) => personId);
    const [persons, dependents] = await together(
      read.persons,
      this.relations.dependents(tx, practiceId, changedIds, bornAfter),
    );
    const known = new Set(asked);
    const more = dependents.filter((personId) => !known.has(personId));
    if (more.length === 0) return { asked, persons };
    return {
      asked: [...asked, ...more],
      persons: persons.and(await this.persons.read(tx, practiceId, more, bornAfter)),
    };
  }

  /**
   * Whoever takes over the records of somebody gone is looked at with them, though their own answer be the same as in a batch before: a
   * case that comes to them is brought in line with what they were found to be (K03).
   */
  private async withHeirs(
    tx: Transaction,
    practiceId: string,
    { asked, gone, persons }: { asked: string[]; gone: string[]; persons: AskedPersons },
    bornAfter: LocalDate,
  ): Promise<{ persons: AskedPersons; heirs: ReadonlySet<string> }> {
    const survivors = gone.length > 0 ? await this.cases.survivors(tx, practiceId, gone) : new Map<string, string>();
    const heirs = new Set(survivors.values());
    if ([...heirs].every((personId) => asked.includes(personId))) return { persons, heirs };
    return { persons: await this.persons.read(tx, practiceId, [...new Set([...asked, ...heirs])], bornAfter), heirs };
  }

  private async write(
    tx: Transaction,
    run: BatchRun,
    practice: EvaluatedPractice,
    { answers, gone, heirs, stored, marks }: Answered,
  ): Promise<BatchCounts> {
    const { practiceId, isThorough } = run;
    const different = answers.filter(({ personId, row }) => isDifferent(stored.get(personId), row));
    const leaving = gone.filter((personId) => stored.has(personId));
    const changed = new Set(different);
    const looked = answers.filter((each) => isThorough || changed.has(each) || heirs.has(each.personId));
    if (looked.length === 0 && leaving.length === 0) {
      await this.evaluations.unmark(tx, practiceId, marks);
      return { asked: answers.length, written: 0, findings: 0, cases: 0 };
    }

    const before = await this.before(tx, run, looked, leaving);
    const [, , , , findings, onTrial] = await together(
      this.evaluations.save(
        tx,
        practiceId,
        different.map(({ row }) => row),
      ),
      this.evaluations.saveRelations(
        tx,
        practiceId,
        different
          .map(({ row }) => row)
          .filter(({ personId, related }) => restsElsewhere(stored.get(personId), related)),
      ),
      this.evaluations.remove(tx, practiceId, leaving),
      this.writeGaps(tx, practiceId, practice, looked, leaving, before.gaps),
      this.writeFindings(tx, run, looked, leaving, 'findings', before.findings),
      this.writeFindings(tx, run, looked, leaving, 'shadow', before.onTrial),
    );
    const { cases, hidden } = await this.writeCases(tx, run, practice, { looked, leaving, stored, before });
    const told = [...different.map(({ personId }) => personId), ...leaving].filter((id) => !hidden.has(id));
    // Last, as people lock a case before they mark its patient: whoever goes the other way round would wait for them, and they for it.
    await together(tellWorklist(tx, practiceId, told), this.evaluations.unmark(tx, practiceId, marks));
    return {
      ...{ asked: answers.length, written: different.length + leaving.length },
      ...{ findings: findings + onTrial, cases },
    };
  }

  /** What is stored of those whose answers are written, read before anything of it changes. */
  private async before(
    tx: Transaction,
    { practiceId, now }: BatchRun,
    looked: Answer[],
    leaving: string[],
  ): Promise<StoredBefore> {
    const survivors =
      leaving.length > 0 ? await this.cases.survivors(tx, practiceId, leaving) : new Map<string, string>();
    const personIds = [...looked.map(({ personId }) => personId), ...leaving];
    const [gaps, findings, onTrial, standing, said, contactEffects] = await together(
      this.gaps.ofPersons(tx, practiceId, personIds),
      this.findings.open(tx, practiceId, personIds),
      this.shadowFindings.open(tx, practiceId, personIds),
      this.cases.standing(tx, practiceId, [...new Set([...personIds, ...survivors.values()])]),
      this.outlook.said(tx, { practiceId, now }, looked),
      this.ranking.effects(tx, practiceId),
    );
    return { survivors, gaps, findings, onTrial, standing, said, contactEffects };
  }

  private async writeGaps(
    tx: Transaction,
    practiceId: string,
    { histogram }: EvaluatedPractice,
    looked: Answer[],
    leaving: string[],
    before: StoredBefore['gaps'],
  ): Promise<void> {
    const after = new Map<string, LineGaps[]>(looked.map(({ personId, evaluation }) => [personId, evaluation.gaps]));
    for (const personId of leaving) after.set(personId, []);
    const { changes, changedPersons } = gapDifferences(before, after);
    await together(
      this.gaps.replace(
        tx,
        practiceId,
        new Map(changedPersons.map((personId) => [personId, after.get(personId) ?? []])),
      ),
      this.gaps.change(tx, practiceId, changes),
    );
    applyGapChanges(histogram, changes);
  }

  private async writeFindings(
    tx: Transaction,
    { practiceId, now }: BatchRun,
    looked: Answer[],
    leaving: string[],
    which: 'findings' | 'shadow',
    open: OpenFinding[],
  ): Promise<number> {
    const queries = which === 'findings' ? this.findings : this.shadowFindings;
    const openOf = new Map<string, OpenFinding[]>(looked.map(({ personId }) => [personId, []]));
    for (const finding of open) openOf.get(finding.personId)?.push(finding);
    const differences = looked.map(({ personId, evaluation }) =>
      findingDifferences(evaluation, openOf.get(personId) ?? [], which),
    );
    const changes = differences.flatMap((difference) => difference.changes);
    const left = leaving.length === 0 ? [] : open.filter(({ personId }) => leaving.includes(personId));
    const ends = [
      ...differences.flatMap((difference) => difference.ends),
      ...left.map(({ id }) => ({ id, because: 'merged' })),
    ];
    // An ended one makes room for the next of its episode: in this order.
    await together(queries.close(tx, practiceId, ends, now), queries.save(tx, practiceId, changes, now));
    return changes.length + ends.length;
  }

  private async writeCases(
    tx: Transaction,
    { practiceId, now, surge }: BatchRun,
    practice: EvaluatedPractice,
    {
      looked,
      leaving,
      stored,
      before: { survivors, standing, said, contactEffects },
    }: { looked: Answer[]; leaving: string[]; stored: Map<string, StoredEvaluation>; before: StoredBefore },
  ): Promise<{ cases: number; hidden: Set<string> }> {
    const asStored = new Map([...standing.values()].map((each) => [each.id, each]));
    const writes = new CaseWrites();
    for (const personId of leaving) {
      const left = standing.get(personId);
      if (left === undefined) continue;
      const survivorId = survivors.get(personId);
      if (survivorId === undefined) endOrphanedCase(left, now, writes);
      else standing.set(survivorId, moveMergedCase(left, survivorId, standing.get(survivorId) ?? null, now, writes));
    }
    const asked = { ...practice, context: { ...practice.context, contactEffects } };
    const changes = await this.outlook.changes(tx, { practiceId, now }, asked, looked, standing, said);
    const held = await surge.heldOf(
      tx,
      { practiceId, now },
      changes.map(({ each, change }) => ({ personId: each.personId, evaluation: each.evaluation, change })),
    );
    for (const { each, before, change } of changes) {
      noteCaseChange(each, before, held.has(each.personId) ? holdBack(change) : change, writes);
    }
    const uncased = (['watch', 'lapsed'] as const).map((state) =>
      countOfPersons(state, stateChange(state, looked, leaving, stored)),
    );
    await this.effects.sayWhatWasDone(tx, practiceId, writes, now);
    await this.effects.merge(tx, practiceId, writes, now);
    const hidden = await this.placing.place(tx, { practiceId, now }, writes, asStored);
    await this.cases.save(tx, practiceId, writes.cases);
    await this.effects.follow(tx, practiceId, writes, now);
    await this.cases.append(tx, practiceId, writes.events);
    if (writes.events.some(({ event }) => event.event === 'discarded')) await surge.endIfOver(tx, practiceId, now);
    await this.cases.count(tx, practiceId, summedCounts([...writes.counts, ...uncased]));
    return { cases: writes.cases.length, hidden };
  }
}

/** Sources that were thought to keep no outcomes and now tell one: every answer about their patients may change (Q28). */
function sourcesWithNewOutcomes(facts: Iterable<PersonFacts>, { basis }: EvaluatedPractice): string[] {
  const known = new Set(basis.stored.withOutcomes);
  const found = new Set<string>();
  for (const { appointments } of facts) {
    for (const { source, data } of appointments) {
      if (!known.has(source) && OUTCOMES.has(data.status)) found.add(source);
    }
  }
  return [...found];
}

function isDifferent(stored: StoredEvaluation | undefined, { hash, warmUp, related }: Answer['row']): boolean {
  if (stored === undefined || stored.hash !== hash || stored.warmUp !== warmUp) return true;
  return restsElsewhere(stored, related);
}

function restsElsewhere(stored: StoredEvaluation | undefined, related: string[]): boolean {
  return (stored?.related ?? []).join() !== related.join();
}

/** By how many the number of people in this state has changed. */
function stateChange(
  state: PersonState,
  looked: Answer[],
  leaving: string[],
  stored: ReadonlyMap<string, StoredEvaluation>,
): number {
  const was = (personId: string) => Number(stored.get(personId)?.state === state);
  const now = looked.map(({ personId, row }) => Number(row.state === state) - was(personId));
  return [...now, ...leaving.map((personId) => -was(personId))].reduce((sum, each) => sum + each, 0);
}
