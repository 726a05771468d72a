import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { hl7V2 } from '../../connectors/hl7-v2/src/connector.js';
import { messagesIn } from '../../connectors/hl7-v2/src/batch.js';
import { openTestContext } from '@keepwell/connector-sdk/testing';
import { Connection, InboxQueries, newId, SecretStore } from '@keepwell/database';
import { MllpSender } from '@keepwell/simulator';
import { pino } from 'pino';
import { MessageApplier } from '../../apps/worker/src/listeners/message-applier.js';
import { MessageIntake } from '../../apps/worker/src/listeners/message-intake.js';
import { startMllpServer } from '../../apps/worker/src/listeners/mllp-server.js';
import { aPractice } from '../support/builders.js';
import { databaseForThisFile, type TestDatabase } from '../support/database.js';

/**
 * Other people's sample messages, which are not ours to keep here: folders of *.hl7 files named by KEEPWELL_HL7_SAMPLES (separated by
 * colons). Each goes over a real line and through the intake; what became of each is printed.
 */
const folders = (process.env.KEEPWELL_HL7_SAMPLES ?? '').split(':').filter((folder) => folder !== '');
const described = folders.length > 0 ? describe : describe.skip;

const settings = { port: 1, security: 'plain', timezone: 'Europe/London', currency: 'USD' };

interface Sent {
  file: string;
  /** MSA-1; `(none)` where the sender asked for no answer. */
  code: string;
}

/** One file over a line of its own, since the numbers of other people's samples repeat from file to file. */
async function sendFile(test: TestDatabase, practiceId: string, file: string, path: string): Promise<Sent[]> {
  const connectionId = newId();
  const connection = { practiceId, connectionId };
  await test.db.inPractice(practiceId, (tx) =>
    tx.save(Connection, { practiceId, id: connectionId, connector: 'hl7-v2', name: connectionId, settings: {} }),
  );
  const opened = openTestContext(hl7V2, { settings });
  const { context } = opened;
  const secrets = new SecretStore(test.masterKey);
  const log = pino({ level: 'silent' });
  const intake = new MessageIntake({ database: test.db, connector: hl7V2, context, secrets, connection, log });
  const server = await startMllpServer({
    settings: { port: 0, address: '127.0.0.1', tls: null, allow: [], maxFrameBytes: 1024 * 1024 },
    handle: (message) => intake.handle(message),
    tell: () => undefined,
  });
  const sent: Sent[] = [];
  for (const { bytes } of messagesIn(await readFile(path)).messages) {
    const receipt = hl7V2.receiveMessage?.(context, bytes);
    const isSilent = receipt?.answer(receipt.refused === null ? 'accepted' : 'refused').length === 0;
    const sender = new MllpSender('127.0.0.1', server.port);
    const answered = sender.send(bytes);
    // An answer is not answered, nor what asks for none: a wait would be in vain.
    if (isSilent) await Promise.race([answered.catch(() => undefined), wait(300)]);
    sent.push({ file, code: isSilent ? '(none)' : (await answered).code });
    answered.catch(() => undefined);
    sender.close();
  }
  await server.close();
  await intake.end();
  const inbox = new InboxQueries(secrets);
  const items = await test.db.inPractice(practiceId, (tx) => inbox.waiting(tx, connection, new Date(), 100));
  const read = await MessageApplier.read(context, hl7V2, items);
  await test.db.inPractice(practiceId, async (tx) => {
    await inbox.settle(
      tx,
      practiceId,
      await new MessageApplier(secrets).apply(tx, { ...connection, connector: hl7V2 }, read),
    );
  });
  await opened.close();
  return sent;
}

described('sample messages of others', () => {
  it('end each as applied, duplicate, ignored, refused or quarantined with a reason', async () => {
    const test = await databaseForThisFile();
    const practiceId = (await aPractice(test.db)).id;
    const sent: Sent[] = [];
    for (const folder of folders) {
      for (const name of (await readdir(folder, { recursive: true })).filter((file) => file.endsWith('.hl7')).sort()) {
        sent.push(...(await sendFile(test, practiceId, name, join(folder, name))));
      }
    }
    const ends = await test.asSuperuser<{ state: string; type: string; reason: string | null; counts: object }>(
      `select state, type, reason, counts from inbox_item where practice_id = $1 order by id`,
      [practiceId],
    );
    await test.close();
    const lines = ends.map(({ state, type, reason, counts }, n) =>
      [
        sent[n]?.file.padEnd(72),
        sent[n]?.code.padEnd(6),
        type.padEnd(8),
        state.padEnd(11),
        JSON.stringify(counts),
        reason ?? '',
      ].join(' '),
    );
    const totals: Record<string, number> = {};
    for (const [n, { state }] of ends.entries()) {
      const key = `${sent[n]?.code} ${state}`;
      totals[key] = (totals[key] ?? 0) + 1;
    }
    process.stdout.write(`${lines.join('\n')}\n${JSON.stringify(totals, null, 2)}\n`);
    expect(ends).toHaveLength(sent.length);
    expect(ends.filter(({ state }) => state === 'received')).toEqual([]);
    expect(ends.filter(({ state, reason }) => reason === null && !['applied', 'duplicate'].includes(state))).toEqual(
      [],
    );
    const codes = ['AA', 'AE', 'AR', 'CA', 'CE', 'CR', '(none)'];
    expect(sent.filter(({ code }) => !codes.includes(code))).toEqual([]);
  }, 300_000);
});
