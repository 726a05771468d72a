import { OutboxQueries, type Database } from '@keepwell/database';
import type { OutreachRunner } from '../../../apps/worker/src/outreach/outreach-runner.js';

/** What one writes first: send what is due, note it afterwards, and on any error try again. Every proof of at-most-once must catch it. */
export function naiveSender(database: Database, twilioUrl: string): { runner: Pick<OutreachRunner, 'run'> } {
  const outbox = new OutboxQueries();
  const send = async (practiceId: string, id: string) => {
    const [row] = await database.inPractice(practiceId, (tx) =>
      tx.query<{ to: string; body: string }[]>('select to_address as "to", body from outbox_message where id = $1', [
        id,
      ]),
    );
    const form = new URLSearchParams({ To: row?.to ?? '', Body: row?.body ?? '' });
    const url = `${twilioUrl}/2010-04-01/Accounts/AC/Messages.json`;
    const answer = await fetch(url, { method: 'POST', body: form, signal: AbortSignal.timeout(250) });
    if (!answer.ok) throw new Error(`${answer.status}`);
    const { sid } = (await answer.json()) as { sid: string };
    await database.inPractice(practiceId, (tx) =>
      tx.query(`update outbox_message set state = 'accepted', provider_id = $2, accepted_at = now() where id = $1`, [
        id,
        sid,
      ]),
    );
  };
  return {
    runner: {
      run: async (practiceId) => {
        const due = await database.inPractice(practiceId, (tx) => outbox.due(tx, practiceId, new Date(), 4));
        await Promise.all(due.map((id) => send(practiceId, id).catch(() => undefined)));
        return { counts: {}, nextDueAt: new Date() };
      },
    },
  };
}
