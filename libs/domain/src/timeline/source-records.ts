/**
 * Values by source and id. Every appointment is looked up here, and joining the two names into one key would cost more than
 * the two looks.
 */
export class SourceRecords<Value> {
  private readonly bySource = new Map<string, Map<string, Value>>();

  set(source: string, id: string, value: Value): void {
    const ofSource = this.bySource.get(source);
    if (ofSource === undefined) this.bySource.set(source, new Map([[id, value]]));
    else ofSource.set(id, value);
  }

  get(source: string, id: string | null): Value | null {
    if (id === null) return null;
    return this.bySource.get(source)?.get(id) ?? null;
  }
}
