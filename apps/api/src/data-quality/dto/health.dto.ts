export class AlarmDto {
  id: string;
  connectionId: string;
  connection: string;
  /** What is wrong, for programs. */
  code:
    | 'feed_late'
    | 'source_shrunken'
    | 'volume_silent'
    | 'volume_low'
    | 'volume_high'
    | 'status_unknown'
    | 'field_vanished'
    | 'quarantine_many'
    | 'compare_failed'
    | 'notifications_missed'
    | 'webhook_refused'
    | 'surge_held';
  /** The stream, word or field it is about; empty: the whole connection. */
  subject: string;
  /** What is wrong and what to do. */
  says: string;
  /** Of a vanished field: the rules that rest on it. */
  rules: string[];
  openedAt: string;
  closedAt: string | null;
}

export class AlarmListDto {
  open: AlarmDto[];
  /** Those of the last 30 days that are over. */
  ended: AlarmDto[];
}

export class VolumeDto {
  /** Changes usual in these 24 hours of the week; null with less than three weeks of history. */
  expected: number | null;
  /** Changes of the last 24 hours. */
  seen: number;
  low: boolean;
  high: boolean;
}

export class CompareDto {
  id: string;
  stream: string;
  /** What begins in this range; both null: everything. */
  from: string | null;
  to: string | null;
  /** `refused`: it brought too little to be believed. */
  state: 'asked' | 'running' | 'ok' | 'refused' | 'failed';
  startedAt: string;
  finishedAt: string | null;
  problem: string | null;
  walked: number;
  /** Not stored here, and stored by the comparison. */
  missed: number;
  /** Stored here otherwise than the source had said by then. */
  changed: number;
  /** Stored here and not brought; not confirmed yet. */
  absent: number;
  /** Confirmed as deleted. */
  gone: number;
}

export class StreamHealthDto {
  name: string;
  kinds: string[];
  mode: 'delta' | 'window' | 'snapshot' | 'queue' | 'push' | null;
  /** Everything the source recorded up to here has been read. */
  watermark: string | null;
  /** Not older than twice the poll interval and six hours. */
  fresh: boolean;
  /** It brought too little to be believed since then: absences are not concluded. */
  doubtfulSince: string | null;
  /** Whether it can be compared with its source; null: not read yet. */
  compares: boolean | null;
  lastCompareAt: string | null;
  /** What the last comparison found missing, changed or deleted. */
  differences: number | null;
  lastCompare: CompareDto | null;
  lastFullCount: number | null;
  volume: VolumeDto;
}

export class BreakerDto {
  openedAt: string;
  probeAt: string | null;
  because: string | null;
}

export class HealthDto {
  state: 'ready' | 'paused' | 'needs_attention';
  problem: string | null;
  /** Null: closed, requests go through. */
  breaker: BreakerDto | null;
  nextPollAt: string | null;
  lastSuccessAt: string | null;
  streams: StreamHealthDto[];
  alarms: AlarmDto[];
  /** How truly its patients were listed in the last 60 days, as people and the ends of cases tell it. */
  judged: ListedRightlyDto;
}

/** The interval is Wilson's at 95 %. */
export class ListedRightlyDto {
  right: number;
  wrong: number;
  /** Null: nothing has been judged. */
  share: number | null;
  low: number;
  high: number;
}

export class ThroughputHourDto {
  at: string;
  read: number;
  applied: number;
  quarantined: number;
}

export class BoardStatusDto {
  status: string;
  /** As it stands here now. */
  ours: number;
  /** As the source told it when it was compared last; null: it was not. */
  source: number | null;
  /** As it stood here at that moment: to be seen equal. */
  oursThen: number | null;
}

export class BoardDto {
  asOf: string;
  /** When the source was walked; null: it cannot be counted there. */
  comparedAt: string | null;
  today: BoardStatusDto[];
  /** Today and the six days after it. */
  week: BoardStatusDto[];
  /** Booked patients are not the whole practice: people without any booking ahead. */
  patients: number;
  withoutBooking: number;
}

export class FieldShareDto {
  stream: string;
  kind: string;
  field: string;
  seen: number;
  filled: number;
  /** The rules that rest on it. */
  rules: string[];
  vanished: boolean;
}

export class DriftDto {
  since: string | null;
  fields: FieldShareDto[];
}
