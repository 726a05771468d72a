import { hl7V2 } from '../../../../connectors/hl7-v2/src/connector.js';
import { openTestContext } from '@keepwell/connector-sdk/testing';
import { Connection, InboxQueries, newId, SecretStore } from '@keepwell/database';
import { pino } from 'pino';
import { aPractice } from '../../../../test/support/builders.js';
import { databaseForThisFile, type TestDatabase } from '../../../../test/support/database.js';
import { MessageIntake } from './message-intake.js';

let test: TestDatabase;
beforeAll(async () => {
  test = await databaseForThisFile();
});
afterAll(() => test.close());

/** Longer than a count of what waits is believed. */
const COUNTED_ANEW_MS = 1_050;
const later = () => new Promise((resolve) => setTimeout(resolve, COUNTED_ANEW_MS));

const siu = (control: number) =>
  Buffer.from(
    `MSH|^~\\&|ENGINE|NORTH|||20260301090000||SIU^S12|W${control}|P|2.5.1\rSCH||${control}|||||||||^^^20260310090000\rPID|1||7^^^N^MR\r`,
  );

describe('too much that waits', () => {
  it('V-05 slows a sender first, then asks it to come again; nothing that was answered AA is dropped, and it goes on by itself', async () => {
    const practiceId = (await aPractice(test.db)).id;
    const connection = { practiceId, connectionId: newId() };
    await test.db.inPractice(practiceId, (tx) =>
      tx.save(Connection, { practiceId, id: connection.connectionId, connector: 'hl7-v2', name: 'e', settings: {} }),
    );
    const opened = openTestContext(hl7V2, { settings: { port: 1, security: 'plain', timezone: 'Europe/London' } });
    const secrets = new SecretStore(test.masterKey);
    const intake = new MessageIntake({
      ...{ database: test.db, connector: hl7V2, context: opened.context, connection, secrets },
      ...{ log: pino({ level: 'silent' }), mostWaiting: 5 },
    });
    let numbered = 0;
    const accepted: number[] = [];
    const send = async (): Promise<{ code: string; says: string; tookMs: number }> => {
      const control = (numbered += 1);
      const from = performance.now();
      const [answer] = await intake.handle(siu(control));
      const [, code = '', , says = ''] = answer?.toString().split('\r')[1]?.split('|') ?? [];
      if (code === 'AA') accepted.push(control);
      return { code, says, tookMs: performance.now() - from };
    };
    for (let n = 0; n < 6; n += 1) expect((await send()).code).toBe('AA');

    await later();
    const slowed = await send();
    expect(slowed.code).toBe('AA');
    expect(slowed.tookMs).toBeGreaterThanOrEqual(240);
    for (let n = 0; n < 4; n += 1) expect((await send()).code).toBe('AA');

    await later();
    const refused = await send();
    expect(refused).toMatchObject({ code: 'AE', says: expect.stringContaining('send it again later') });
    const inbox = new InboxQueries(secrets);
    const waiting = () => test.db.inPractice(practiceId, (tx) => inbox.waiting(tx, connection, new Date(), 100));
    const kept = await waiting();
    expect(kept.map(({ body }) => /\|W(\d+)\|/.exec(body.toString())?.[1])).toEqual(accepted.map(String));
    expect(kept).toHaveLength(11);

    // Once it is applied, the next is taken as ever.
    await test.db.inPractice(practiceId, (tx) =>
      inbox.settle(
        tx,
        practiceId,
        kept.map(({ id }) => ({ id, state: 'applied', reason: null, counts: {} })),
      ),
    );
    await later();
    expect(await send()).toMatchObject({ code: 'AA' });
    expect(await waiting()).toHaveLength(1);
    await intake.end();
    await opened.close();
  }, 30_000);
});
