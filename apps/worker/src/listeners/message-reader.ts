import type { Database, SecretStore, WaitingItem } from '@keepwell/database';
import type { Fate, ItemReader } from '../intake/intake-runner.js';
import type { OpenSource } from '../pace/sources.js';
import { MessageApplier } from './message-applier.js';

/** How the intake applies what listeners kept: all of a batch in one transaction, in the order in which it came. */
export class MessageReader implements ItemReader {
  private readonly applier: MessageApplier;

  constructor(
    private readonly database: Database,
    secrets: SecretStore,
  ) {
    this.applier = new MessageApplier(secrets);
  }

  async apply(
    { connection, connector, context }: OpenSource,
    items: WaitingItem[],
    signal: AbortSignal,
  ): Promise<Fate[]> {
    const messages = await MessageApplier.read(context, connector, items);
    signal.throwIfAborted();
    const { practiceId, id: connectionId } = connection;
    const settled = await this.database.inPractice(practiceId, (tx) =>
      this.applier.apply(tx, { practiceId, connectionId, connector }, messages),
    );
    return settled.map((item) => ({ is: 'settled', ...item }));
  }
}
