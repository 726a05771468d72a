import { LocalDelivery, newId, type Database } from '@keepwell/database';
import { ClaimTooOld, type MessageProvider } from '@keepwell/messaging';

/**
 * Delivers into a table of this computer, as a mail catcher does: what a practice without a provider, and the simulated one, would
 * have sent. Its own transaction, keyed by the attempt, so that it behaves as a provider elsewhere does: it may have taken a message
 * of which the sender never heard.
 */
export function localProvider(database: Database, now: () => number = Date.now): MessageProvider {
  return {
    id: 'local',
    async send(message, beforeWrite, signal) {
      const { attemptId, practiceId, channel, to, subject, text, html, headers } = message;
      try {
        return await database.inPractice(practiceId, async (tx) => {
          signal.throwIfAborted();
          beforeWrite();
          await tx.insert(LocalDelivery, {
            ...{ practiceId, id: newId(), attemptId, channel, toAddress: to, subject, body: text, html, headers },
            at: new Date(now()),
          });
          return { is: 'accepted', providerId: attemptId, providerStatus: 'delivered', segments: null };
        });
      } catch (error) {
        if (error instanceof ClaimTooOld) return { is: 'abandoned' };
        return { is: 'unknown', says: 'The local outbox did not answer.', code: null };
      }
    },
    async lookUp({ practiceId, attemptId }) {
      const delivery = await database.inPractice(practiceId, (tx) =>
        tx.findOneBy(LocalDelivery, { practiceId, attemptId }),
      );
      return delivery === null ? { found: false } : { found: true, providerId: attemptId, providerStatus: 'delivered' };
    },
  };
}
