/**
 * Values by source and id. Every appointment is looked up here, and joining the two names into one key would cost more than
 * the two looks.
 */
export class SourceRecords<Value> {
  private readonly bySource = new Map<string, Map<string, Value>>();
  private lastSource = '';
  private lastId: string | null = null;
  private last: Value | null = null;

  set(source: string, id: string, value: Value): void {
    this.lastId = null;
    const ofSource = this.bySource.get(source);
    if (ofSource === undefined) this.bySource.set(source, new Map([[id, value]]));
    else ofSource.set(id, value);
  }

  /** One person's rows mostly name the same: what was found last is looked at first. */
  get(source: string, id: string | null): Value | null {
    if (id === null) return null;
    if (id === this.lastId && source === this.lastSource) return this.last;
    this.lastSource = source;
    this.lastId = id;
    this.last = this.bySource.get(source)?.get(id) ?? null;
    return this.last;
  }
}
