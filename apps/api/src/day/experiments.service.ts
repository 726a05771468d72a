import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { ExperimentQueries, newId, tellWorklist } from '@keepwell/database';
import type { ExperimentRow, Transaction } from '@keepwell/database';
import { DEFAULT_PHASES, shareAt } from '@keepwell/domain';
import type { Caller } from '../auth/caller.js';
import { PracticeWork } from '../auth/practice-work.js';
import { Clock } from '../http/clock.js';
import { Problem } from '../http/problem.js';
import type { EndedExperimentDto, ExperimentDto, ExperimentsDto, StartExperimentDto } from './dto/experiment.dto.js';

const SALT_BYTES = 16;

/** Starting and ending what leaves a share of the households alone, to see who comes back by themselves (RC 7). */
@Injectable()
export class ExperimentsService {
  constructor(
    private readonly work: PracticeWork,
    private readonly experiments: ExperimentQueries,
    private readonly clock: Clock,
  ) {}

  async list(caller: Caller): Promise<ExperimentsDto> {
    return this.work.run(caller, async (tx) => ({ items: await this.items(tx) }));
  }

  async start(
    caller: Caller,
    { name, reason, phases = [...DEFAULT_PHASES] }: StartExperimentDto,
  ): Promise<ExperimentDto> {
    if (phases.slice(0, -1).some(({ weeks }) => weeks === null)) {
      throw new Problem('invalid_request', 'Only the last phase may be without an end: give the others their weeks.');
    }
    return this.work.run(caller, async (tx, trail) => {
      const id = newId();
      const salt = randomBytes(SALT_BYTES).toString('hex');
      const begun = { at: new Date(this.clock.now()), byUserId: caller.userId };
      const isStarted = await this.experiments.start(
        tx,
        caller.practiceId,
        { id, name, salt, phases: phases.map(({ share, weeks }) => ({ share, weeks })), reason },
        begun,
      );
      if (!isStarted) throw new Problem('conflict', 'An experiment is running already: end it first.');
      trail.about('experiment', id, { phases: phases.map(({ share, weeks }) => ({ share, weeks })), reason });
      return this.one(tx, id);
    });
  }

  async end(caller: Caller, id: string, reason: string): Promise<EndedExperimentDto> {
    return this.work.run(
      caller,
      async (tx, trail) => {
        const ended = { reason, at: new Date(this.clock.now()), byUserId: caller.userId };
        const shown = await this.experiments.end(tx, caller.practiceId, id, ended);
        if (shown === null) throw new Problem('not_found', 'No experiment of this id is running.');
        trail.about('experiment', id, { shown: shown.cases, reason });
        await tellWorklist(tx, caller.practiceId, shown.personIds);
        return { shown: shown.cases };
      },
      { seesHeldBack: true },
    );
  }

  private async one(tx: Transaction, id: string): Promise<ExperimentDto> {
    const found = (await this.items(tx)).find((each) => each.id === id);
    if (found === undefined) throw new Problem('not_found', 'There is no such experiment.');
    return found;
  }

  private async items(tx: Transaction): Promise<ExperimentDto[]> {
    const rows = await this.experiments.list(tx);
    return rows.map((row) => answer(row, this.clock.now()));
  }
}

function answer({ contact, heldBack, startsAt, endedAt, ...row }: ExperimentRow, now: number): ExperimentDto {
  const shareNow = endedAt === null ? shareAt(row.phases, Date.parse(startsAt), now) : 0;
  return { ...row, startsAt, endedAt, shareNow, cases: { contact, heldBack } };
}
