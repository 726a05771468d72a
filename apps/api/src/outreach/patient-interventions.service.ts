import { Injectable } from '@nestjs/common';
import { InterventionActQueries, PatientQueries, UNDO_MINUTES } from '@keepwell/database';
import type { InterventionActRow, Transaction } from '@keepwell/database';
import { INTERVENTION_SKIP_REASONS } from '@keepwell/domain';
import type { Intervention } from '@keepwell/messaging';
import type { Caller } from '../auth/caller.js';
import { PracticeWork } from '../auth/practice-work.js';
import { Clock } from '../http/clock.js';
import { Problem } from '../http/problem.js';
import type {
  InterventionActDto,
  PatientInterventionsDto,
  RecordInterventionDto,
} from './dto/patient-interventions.dto.js';
import { ShippedPlaybooks } from './shipped-playbooks.js';

/** More than anybody reads; the history holds them all. */
const MOST_ACTS = 200;
const UNDO_MS = UNDO_MINUTES * 60_000;

const REASON_LABELS = new Map<string, string>(INTERVENTION_SKIP_REASONS.map(({ code, label }) => [code, label]));

const RECORDED_ELSEWHERE = {
  talk: 'A conversation is recorded as a call, with how it ended and what comes next.',
  sequence: 'A sequence counts from its start: start it, after reading what would be sent.',
} as const;

/** What staff did for one patient of the library of interventions, or left out, and why (S2-05). */
@Injectable()
export class PatientInterventionsService {
  constructor(
    private readonly work: PracticeWork,
    private readonly patients: PatientQueries,
    private readonly acts: InterventionActQueries,
    private readonly playbooks: ShippedPlaybooks,
    private readonly clock: Clock,
  ) {}

  async of(caller: Caller, patientId: string): Promise<PatientInterventionsDto> {
    return this.work.run(caller, async (tx, trail) => {
      const personId = await this.personOf(tx, patientId);
      trail.about('person', personId);
      const now = this.clock.now();
      return {
        acts: (await this.acts.of(tx, personId, MOST_ACTS)).map((act) => answer(act, caller, now)),
        lastTalk: await this.acts.lastTalk(tx, personId),
        sequences: await this.acts.startedSequences(tx, personId),
        skipReasons: [...INTERVENTION_SKIP_REASONS],
      };
    });
  }

  async record(caller: Caller, patientId: string, said: RecordInterventionDto): Promise<InterventionActDto> {
    const { kind, key, version, title } = await this.wanted(said);
    const { outcome, reason = null } = said;
    return this.work.run(caller, async (tx, trail) => {
      const personId = await this.personOf(tx, patientId);
      trail.about('person', personId, { kind, key, version, outcome, reason });
      const at = new Date(this.clock.now());
      const same = await this.acts.sameSince(tx, personId, { kind, key, outcome }, new Date(at.getTime() - UNDO_MS));
      if (same !== null) throw new Problem('conflict', `${same.byName} has said the same a few minutes ago.`);
      const id = await this.acts.record(tx, caller.practiceId, {
        ...{ personId, kind, key, version, title, outcome, reason },
        ...{ note: said.note === undefined || said.note === '' ? null : said.note, byUserId: caller.userId, at },
      });
      return this.found(tx, caller, personId, id);
    });
  }

  async undo(caller: Caller, patientId: string, id: string): Promise<InterventionActDto> {
    return this.work.run(caller, async (tx, trail) => {
      const personId = await this.personOf(tx, patientId);
      const { kind, key, version, undoUntil, undone } = await this.found(tx, caller, personId, id);
      trail.about('person', personId, { kind, key, version });
      if (undone) throw new Problem('nothing_to_undo', 'It has been taken back already.');
      const sentence = `Only whoever said it takes it back, and within ${UNDO_MINUTES} minutes.`;
      if (undoUntil === null) throw new Problem('nothing_to_undo', sentence);
      if (!(await this.acts.takeBack(tx, id, new Date(this.clock.now())))) throw new Problem('nothing_to_undo');
      return this.found(tx, caller, personId, id);
    });
  }

  /** Refuses what cannot be said of it. */
  private async wanted({ kind, key, outcome, reason }: RecordInterventionDto): Promise<Intervention> {
    if (outcome === 'done' && kind !== 'handoff') {
      throw new Problem('invalid_request', RECORDED_ELSEWHERE[kind], { field: 'outcome' });
    }
    if (outcome === 'done' && reason !== undefined) {
      throw new Problem('invalid_request', 'A reason is given with what was left out alone.', { field: 'reason' });
    }
    if (outcome === 'skipped' && reason === undefined) {
      throw new Problem('invalid_request', 'Say why it was left out.', { field: 'reason' });
    }
    const all = await this.playbooks.interventions();
    const wanted = all.find((one) => one.kind === kind && one.key === key);
    if (wanted === undefined) {
      throw new Problem('invalid_request', `There is no ${kind} of this key: choose one of the interventions.`, {
        field: 'key',
      });
    }
    return wanted;
  }

  private async found(tx: Transaction, caller: Caller, personId: string, id: string): Promise<InterventionActDto> {
    const act = await this.acts.find(tx, personId, id);
    if (act === null) throw new Problem('not_found', 'Nothing of this kind was said of this patient.');
    return answer(act, caller, this.clock.now());
  }

  private async personOf(tx: Transaction, patientId: string): Promise<string> {
    const personId = await this.patients.personOf(tx, patientId);
    if (personId === null) throw new Problem('not_found', 'There is no such patient.');
    return personId;
  }
}

function answer({ byUserId, ...act }: InterventionActRow, { userId }: Caller, now: number): InterventionActDto {
  const until = Date.parse(act.at) + UNDO_MS;
  const mayUndo = byUserId === userId && !act.undone && until >= now;
  return {
    ...act,
    reasonLabel: act.reason === null ? null : (REASON_LABELS.get(act.reason) ?? act.reason),
    undoUntil: mayUndo ? new Date(until).toISOString() : null,
  };
}
