import {
  FieldProfileQueries,
  JobQueries,
  type KindProfile,
  RECORD_TABLES,
  type RunCounts,
  StreamVolumeQueries,
  type SyncConnection,
  type Transaction,
} from '@keepwell/database';
import { carriesSomething, type Instant, type RecordKind, type SourceRecord } from '@keepwell/domain';
import { nextNight } from '../data-quality/next-night.js';

/** Of a page, so many records are looked at field by field: enough to see a field fall silent, little enough to cost nothing. */
const LOOKED_AT = 200;

/**
 * What one run shows of its source beside the records: how much came, and how often each field carried something. Gathered in
 * memory and written once, when the run ends: a run that dies leaves nothing, and nothing rests on it.
 */
export class RunTally {
  private readonly profiles = new Map<string, KindProfile>();
  private readonly fields = new FieldProfileQueries();
  private readonly volumes = new StreamVolumeQueries();
  private readonly jobs = new JobQueries();

  saw(stream: string, records: readonly SourceRecord[]): void {
    // Spread over the page, whose records may be sorted by kind.
    const every = Math.max(1, Math.ceil(records.length / LOOKED_AT));
    for (let index = 0; index < records.length; index += every) {
      const record = records[index];
      if (record !== undefined && record.op === 'upsert') this.look(stream, record.kind, record.data);
    }
  }

  async write(tx: Transaction, connection: SyncConnection, counts: RunCounts, now: Instant): Promise<void> {
    const { practiceId, id: connectionId } = connection;
    const key = { practiceId, connectionId };
    const hours = Object.entries(counts.streams).map(([stream, { read, applied, quarantined }]) => ({
      ...{ stream, read, applied, quarantined },
    }));
    await this.volumes.add(tx, key, new Date(now), hours);
    await this.fields.add(tx, key, new Date(now), [...this.profiles.values()]);
    await this.jobs.owe(tx, practiceId, 'watch', practiceId, new Date(now));
    const night = nextNight(connection.timezone, connectionId, now);
    await this.jobs.owe(tx, practiceId, 'compare', connectionId, new Date(night));
  }

  private look(stream: string, kind: RecordKind, data: object): void {
    const name = `${stream} ${kind}`;
    let profile = this.profiles.get(name);
    if (profile === undefined) this.profiles.set(name, (profile = { stream, kind, seen: 0, filled: {} }));
    profile.seen += 1;
    const { filled } = profile;
    const values = data as Record<string, unknown>;
    for (const { field } of RECORD_TABLES[kind].fields) {
      filled[field] = (filled[field] ?? 0) + (carriesSomething(values[field]) ? 1 : 0);
    }
  }
}
