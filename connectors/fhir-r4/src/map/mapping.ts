import type { StatusWords } from '@keepwell/connector-sdk';
import type {
  Instant,
  RecordData,
  RecordKind,
  SourceDelete,
  SourceRecord,
  SourceUpsert,
  Specialty,
  ZoneId,
} from '@keepwell/domain/records';
import { instant, one, text, type Resource } from '../element.js';
import type { Locate } from '../references.js';

/** What a resource needs to be understood and does not carry itself. */
export interface Mapping {
  zone: ZoneId;
  /** The practice's specialty, for services that do not say theirs. */
  specialty: Specialty | null;
  locate: Locate;
  statuses: StatusWords;
}

/** Records; or nothing of ours, and why; or a resource that should be ours and cannot be understood. */
export type Mapped =
  | { records: SourceRecord[] }
  | { ignored: string }
  | { unreadable: { kind: RecordKind; code: string; reason: string } };

export function updatedAt(resource: Resource, mapping: Mapping): Instant | null {
  return instant(one(resource, 'meta'), 'lastUpdated', mapping.zone);
}

export function upsert<K extends RecordKind>(
  kind: K,
  resource: Resource,
  mapping: Mapping,
  data: RecordData[K],
  id = text(resource, 'id') ?? '',
): SourceUpsert<K> {
  return {
    kind,
    op: 'upsert',
    id,
    createdAt: null,
    updatedAt: updatedAt(resource, mapping),
    versionId: text(one(resource, 'meta'), 'versionId'),
    data,
  };
}

/** The source says that this is not in force (any more): withdrawn, refused, entered in error. */
export function withdrawn<K extends RecordKind>(
  kind: K,
  resource: Resource,
  mapping: Mapping,
  id = text(resource, 'id') ?? '',
): SourceDelete<K> {
  return {
    kind,
    op: 'delete',
    id,
    createdAt: null,
    updatedAt: updatedAt(resource, mapping),
    versionId: text(one(resource, 'meta'), 'versionId'),
  };
}

/**
 * The union of all kinds cannot be built from a generic one without saying so: `SourceUpsert<K>` for one K is always
 * one member of `SourceRecord`.
 */
export function records(...made: (SourceUpsert | SourceDelete)[]): Mapped {
  return { records: made as SourceRecord[] };
}
