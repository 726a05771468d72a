import { Injectable } from '@nestjs/common';
import {
  AlarmQueries,
  CaseVerdictQueries,
  CompareRunQueries,
  FieldProfileQueries,
  JobQueries,
  StreamHealthQueries,
  StreamQueries,
  StreamVolumeQueries,
} from '@keepwell/database';
import type {
  AlarmRow,
  CompareRow,
  ConnectionHealth,
  StreamHealth,
  StreamVolume,
  Transaction,
} from '@keepwell/database';
import { isFarAbove, isFarBelow, isLate, JUDGED_DAYS, precisionOf, rulesOnField } from '@keepwell/domain';
import type { Marks } from '@keepwell/domain';
import type { Caller } from '../auth/caller.js';
import { PracticeWork } from '../auth/practice-work.js';
import type { JobDto } from '../connections/dto/connection.dto.js';
import { Clock } from '../http/clock.js';
import { Problem } from '../http/problem.js';
import type {
  AlarmDto,
  AlarmListDto,
  DriftDto,
  HealthDto,
  StreamHealthDto,
  ThroughputHourDto,
} from './dto/health.dto.js';
import type { CompareRangeDto } from './dto/records.dto.js';

const DAY_MS = 86_400_000;
const SHOWN_DAYS = 30;

/** Whether a connection is fresh, complete and honest, as its operator sees it. */
@Injectable()
export class HealthService {
  constructor(
    private readonly work: PracticeWork,
    private readonly streams: StreamHealthQueries,
    private readonly volumes: StreamVolumeQueries,
    private readonly alarmRows: AlarmQueries,
    private readonly compares: CompareRunQueries,
    private readonly profiles: FieldProfileQueries,
    private readonly positions: StreamQueries,
    private readonly jobs: JobQueries,
    private readonly verdicts: CaseVerdictQueries,
    private readonly clock: Clock,
  ) {}

  async of(caller: Caller, id: string): Promise<HealthDto> {
    return this.work.run(caller, async (tx) => {
      const health = await this.find(tx, id);
      const now = this.clock.now();
      const volumes = new Map(
        (await this.volumes.volumes(tx, id, new Date(now))).map((volume) => [volume.stream, volume]),
      );
      const compares = new Map((await this.compares.newest(tx, id)).map((compare) => [compare.stream, compare]));
      const { streams, connector: _connector, pollSeconds: _pollSeconds, ...rest } = health;
      return {
        ...rest,
        streams: streams.map((stream) =>
          shownStream(health, stream, volumes.get(stream.name), compares.get(stream.name), now),
        ),
        alarms: (await this.alarmRows.open(tx, id)).map(shownAlarm),
        judged: precisionOf(await this.marksOf(tx, id, now)),
      };
    });
  }

  private async marksOf(tx: Transaction, id: string, now: number): Promise<Marks> {
    const marks = await this.verdicts.ofConnections(tx, new Date(now - JUDGED_DAYS * DAY_MS));
    const own = marks.find(({ connectionId }) => connectionId === id);
    return { right: own?.right ?? 0, wrong: own?.wrong ?? 0 };
  }

  async alarms(caller: Caller): Promise<AlarmListDto> {
    return this.work.run(caller, async (tx) => ({
      open: (await this.alarmRows.open(tx, null)).map(shownAlarm),
      ended: (await this.alarmRows.ended(tx, new Date(this.clock.now() - SHOWN_DAYS * DAY_MS))).map(shownAlarm),
    }));
  }

  async throughput(caller: Caller, id: string, days: number): Promise<ThroughputHourDto[]> {
    return this.work.run(caller, async (tx) => {
      await this.find(tx, id);
      return this.volumes.throughput(tx, id, new Date(this.clock.now() - days * DAY_MS));
    });
  }

  async drift(caller: Caller, id: string): Promise<DriftDto> {
    return this.work.run(caller, async (tx) => {
      await this.find(tx, id);
      const { since, fields } = await this.profiles.summary(tx, id);
      const vanished = new Set(
        (await this.alarmRows.open(tx, id))
          .filter(({ code }) => code === 'field_vanished')
          .map(({ subject }) => subject),
      );
      return {
        since,
        fields: fields.map((row) => ({
          ...row,
          rules: rulesOnField(row.kind, row.field),
          vanished: vanished.has(`${row.stream} ${row.kind}.${row.field}`),
        })),
      };
    });
  }

  async compare(caller: Caller, id: string, range: CompareRangeDto): Promise<JobDto> {
    const from = range.from === undefined ? null : Date.parse(range.from);
    const to = range.to === undefined ? null : Date.parse(range.to);
    if ((from === null) !== (to === null))
      throw new Problem('invalid_request', 'Give both ends of the range, or neither to compare everything.');
    if (from !== null && to !== null && from >= to)
      throw new Problem('invalid_request', 'The range ends before it begins.');
    return this.work.run(caller, async (tx, trail) => {
      const { state, streams } = await this.find(tx, id);
      if (state === 'paused') throw new Problem('conflict', 'This connection is paused; resume it first.');
      if (streams.length > 0 && streams.every(({ compares }) => compares === false)) {
        throw new Problem('conflict', 'Nothing of this connection can be read apart from its usual way.');
      }
      trail.about('connection', id, { from: range.from ?? null, to: range.to ?? null });
      await this.compares.ask(tx, caller.practiceId, id, { from, to });
      return { jobId: await this.jobs.owe(tx, caller.practiceId, 'compare', id) };
    });
  }

  async acceptSmaller(caller: Caller, id: string, stream: string): Promise<void> {
    await this.work.run(caller, async (tx, trail) => {
      const { streams, state } = await this.find(tx, id);
      const found = streams.find(({ name }) => name === stream);
      if (found === undefined) throw new Problem('not_found', 'This connection has no such stream.');
      const { practiceId } = caller;
      await this.positions.acceptSmallerSource(tx, { practiceId, connectionId: id, stream });
      trail.about('connection', id, { stream });
      if (state === 'ready') await this.jobs.owe(tx, practiceId, 'sync', id);
      await this.jobs.owe(tx, practiceId, 'watch', practiceId);
    });
  }

  async replay(caller: Caller, id: string): Promise<JobDto> {
    return this.work.run(caller, async (tx, trail) => {
      await this.find(tx, id);
      trail.about('connection', id);
      return { jobId: await this.jobs.owe(tx, caller.practiceId, 'replay_journal', id) };
    });
  }

  private async find(tx: Transaction, id: string): Promise<ConnectionHealth> {
    const found = await this.streams.find(tx, id);
    if (found === null) throw new Problem('not_found', 'There is no such connection.');
    return found;
  }
}

function shownStream(
  connection: ConnectionHealth,
  stream: StreamHealth,
  volume: StreamVolume | undefined,
  compare: CompareRow | undefined,
  now: number,
): StreamHealthDto {
  const { name, kinds, mode, compares, watermark, doubtfulSince, lastFullCount } = stream;
  const readUpTo = watermark ?? connection.lastSuccessAt;
  const { seen = 0, expected = null } = volume ?? {};
  return {
    ...{ name, compares, watermark, doubtfulSince, lastFullCount, kinds: kinds ?? [] },
    mode: mode as StreamHealthDto['mode'],
    fresh: readUpTo !== null && !isLate(Date.parse(readUpTo), connection.pollSeconds, now),
    lastCompareAt: compare?.finishedAt ?? null,
    differences:
      compare === undefined || compare.finishedAt === null ? null : compare.missed + compare.changed + compare.gone,
    lastCompare: compare ?? null,
    volume: { expected, seen, low: isFarBelow(seen, expected), high: isFarAbove(seen, expected) },
  };
}

function shownAlarm({ detail, ...alarm }: AlarmRow): AlarmDto {
  const rules = Array.isArray(detail.rules) ? detail.rules.filter((rule) => typeof rule === 'string') : [];
  return { ...alarm, rules };
}
