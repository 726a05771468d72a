import type { RecordKind } from '@keepwell/domain';

export class EarlierVersionDto {
  recordedAt: string | null;
  status: string | null;
  startsAt: string | null;
}

export class TimelineEntryDto {
  kind: RecordKind;
  id: string;
  sourceId: string;
  /** Name of the connection. */
  connection: string;
  connectionId: string;
  /** When it happened, or will. */
  effectiveAt: string | null;
  /** When we first could know; null: always known. */
  recordedAt: string | null;
  /** When we read it. */
  observedAt: string;
  title: string;
  status: string | null;
  detail: string | null;
  /** Gone from the source. */
  deleted: boolean;
  /** Earlier versions, newest first. */
  versions: EarlierVersionDto[];
  /** Rules whose finding rests on this record. */
  evidenceFor: string[];
}

export class TimelineDto {
  items: TimelineEntryDto[];
}
