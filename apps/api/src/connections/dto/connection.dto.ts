import { ApiExtraModels, ApiProperty, getSchemaPath } from '@nestjs/swagger';
import { SETTING_VALUE } from './setting-value.js';

export class StreamCountsDto {
  read: number;
  applied: number;
  unchanged: number;
  quarantined: number;
}

/** `read = applied + unchanged + quarantined`, always. */
@ApiExtraModels(StreamCountsDto)
export class RunDto {
  id: string;
  trigger: 'schedule' | 'manual' | 'replay';
  state: 'running' | 'ok' | 'partial' | 'failed';
  startedAt: string;
  finishedAt: string | null;
  read: number;
  applied: number;
  unchanged: number;
  quarantined: number;
  /** Expected, where the source can count. */
  total: number | null;
  problem: string | null;
  @ApiProperty({ type: 'object', additionalProperties: { $ref: getSchemaPath(StreamCountsDto) } })
  streams: Record<string, StreamCountsDto>;
}

export class StreamDto {
  name: string;
  /** Everything the source recorded up to here has been read. */
  watermark: string | null;
  /** When it had been read to its end for the first time. */
  firstReadDoneAt: string | null;
}

/** From the source's own time of a change of an appointment to the moment it was read here. The list follows each read at once. */
export class LatencyDto {
  medianSeconds: number;
  /** 95 of 100 changes were read within so many seconds. */
  p95Seconds: number;
  /** How many changes the figures rest on: of the 1,000 appointments read last, those that changed after the first read. */
  changes: number;
}

export class ConnectionDto {
  id: string;
  name: string;
  connector: string;
  /** What the connector calls itself; its id where it is no longer there. */
  connectorName: string;
  state: 'ready' | 'paused' | 'needs_attention';
  /** One sentence: what a person should do. */
  problem: string | null;
  lastSuccessAt: string | null;
  nextPollAt: string | null;
  /** Seconds since the last complete read; null before the first. */
  freshnessSeconds: number | null;
  pollSeconds: number;
  streams: StreamDto[];
  lastRun: RunDto | null;
  /** Records put aside and still open. */
  quarantined: number;
  /** Whether any read of it ever brought a record. */
  gaveRecords: boolean;
  /** How long a change there takes to be read here; null where that cannot be told. */
  latency: LatencyDto | null;
  /** Why it cannot: the first read has not ended, nothing changed since, or what changed carries no time of the source's own. */
  latencyMissing: 'first_read' | 'no_change' | 'no_clock' | null;
}

export class ConnectionDetailDto extends ConnectionDto {
  /** Settings without the secret ones. */
  @ApiProperty({ type: 'object', additionalProperties: SETTING_VALUE })
  settings: Record<string, string | number | boolean>;
  /** Names of the secret settings that are set; their values are never returned. */
  secretsSet: string[];
  /** Calls and messages of ours are noted in the other system too, where it takes that. */
  writeBackContacts: boolean;
  /** The connection whose patients its records name; null: its own. */
  patientsFrom: string | null;
}

export class MissingPartDto {
  part: 'booking' | 'payments' | 'client_data';
  /** What is missing, and which rules say "no data" because of it. */
  says: string;
}

export class CheckResultDto {
  ok: boolean;
  /** How the other side names itself. */
  sourceName: string | null;
  timezone: string | null;
  problems: string[];
  missing: MissingPartDto[];
  /** Records seen per kind, where the source can count. */
  counts: Record<string, number>;
  notes: string[];
  /** A proposed mapping; applied only when a person takes it over. */
  proposal?: unknown;
}

export class RunPageDto {
  items: RunDto[];
  nextCursor: string | null;
}

export class QuarantinedRecordDto {
  id: string;
  stream: string;
  kind: string | null;
  sourceId: string | null;
  code: string;
  reason: string;
  where: string | null;
  state: 'open' | 'replayed' | 'dismissed';
  at: string;
}

export class QuarantinePageDto {
  items: QuarantinedRecordDto[];
  nextCursor: string | null;
}

export class JobDto {
  jobId: string;
}
