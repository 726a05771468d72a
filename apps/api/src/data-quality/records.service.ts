import { Injectable } from '@nestjs/common';
import {
  ApiConnectionQueries,
  QuarantineQueries,
  RecordViewQueries,
  SecretStore,
  StreamHealthQueries,
  findInJournal,
} from '@keepwell/database';
import type { QuarantineState, RecordVersionView, Transaction } from '@keepwell/database';
import type { Caller } from '../auth/caller.js';
import { PracticeWork } from '../auth/practice-work.js';
import { Problem } from '../http/problem.js';
import type {
  FindRecordDto,
  QuarantineCodeDto,
  QuarantinedTextDto,
  RecordVersionDto,
  RecordViewDto,
} from './dto/records.dto.js';

/** Records one by one, for whoever looks into a mapping: as they stand, as they came, and those that were put aside. */
@Injectable()
export class RecordsService {
  private readonly quarantine: QuarantineQueries;

  constructor(
    private readonly work: PracticeWork,
    private readonly streams: StreamHealthQueries,
    private readonly connections: ApiConnectionQueries,
    private readonly views: RecordViewQueries,
    private readonly secrets: SecretStore,
  ) {
    this.quarantine = new QuarantineQueries(secrets);
  }

  async find(caller: Caller, connectionId: string, { kind, id }: FindRecordDto): Promise<RecordViewDto> {
    return this.work.run(caller, async (tx, trail) => {
      await this.exists(tx, connectionId);
      const view = await this.views.find(tx, connectionId, kind, id);
      if (view === null) throw new Problem('not_found', `No ${kind} of this id was read by this connection.`);
      // The source's id may be a number people know a patient by: ours is written down.
      trail.about(kind, view.recordId, { connectionId });
      const { recordId: _recordId, stream, absentSince, versions, ...current } = view;
      const handedOver = await findInJournal(tx, this.secrets, {
        ...{ practiceId: caller.practiceId, connectionId, kind, sourceId: id },
        ...{ observedAt: new Date(current.observedAt), sequence: current.sequence },
      });
      return {
        ...{ kind, id, stream, absentSince, handedOver },
        current: shown(current),
        versions: versions.map(shown),
      };
    });
  }

  async codes(caller: Caller, connectionId: string, state: QuarantineState): Promise<QuarantineCodeDto[]> {
    return this.work.run(caller, async (tx) => {
      await this.exists(tx, connectionId);
      return this.connections.quarantineCodes(tx, connectionId, state);
    });
  }

  async open(caller: Caller, connectionId: string, id: string): Promise<QuarantinedTextDto> {
    return this.work.run(caller, async (tx, trail) => {
      const found = await this.quarantine.one(tx, caller.practiceId, connectionId, id);
      if (found === null) throw new Problem('not_found', 'There is no such record put aside.');
      trail.about('quarantine', id, { connectionId, code: found.code });
      const { rawForm, readAt, ...rest } = found;
      return { ...rest, form: rawForm, readAt: new Date(readAt).toISOString() };
    });
  }

  async dismiss(caller: Caller, connectionId: string, id: string, because: string): Promise<void> {
    await this.work.run(caller, async (tx, trail) => {
      const found = await this.quarantine.one(tx, caller.practiceId, connectionId, id);
      if (found === null) throw new Problem('not_found', 'There is no such record put aside.');
      const { practiceId, userId: byUserId } = caller;
      if (!(await this.quarantine.dismiss(tx, { practiceId, connectionId, id, byUserId, because }))) {
        throw new Problem('conflict', 'This record is not open any more.');
      }
      trail.about('quarantine', id, { connectionId, code: found.code });
    });
  }

  private async exists(tx: Transaction, id: string): Promise<void> {
    if ((await this.streams.find(tx, id)) === null) throw new Problem('not_found', 'There is no such connection.');
  }
}

function shown({ sequence: _sequence, ...version }: RecordVersionView): RecordVersionDto {
  return version;
}
