import { readFile } from 'node:fs/promises';
import { Connection, newId } from '@keepwell/database';
import { MllpSender } from '@keepwell/simulator';
import { aPractice } from '../support/builders.js';
import { databaseForThisFile, type TestDatabase } from '../support/database.js';
import { killListener, startChild } from '../support/listener-kills.js';

let test: TestDatabase;
beforeAll(async () => {
  test = await databaseForThisFile();
});
afterAll(() => test.close());

describe('a listener that is killed', () => {
  it('H-01 has kept every message that it answered AA, once: 10,000 messages, killed about every 500', async () => {
    const { kills, acknowledged, kept } = await killListener(test, 10_000, 500);
    expect(kills).toBeGreaterThanOrEqual(19);
    expect(acknowledged.size).toBe(10_000);
    expect(kept.size).toBe(10_000);
    expect([...kept.values()].every((n) => n === 1)).toBe(true);
  }, 3_600_000);
});

const SECONDS = Number(process.env.KEEPWELL_H08_SECONDS ?? 600);
const onLinux = process.platform === 'linux' ? it : it.skip;

/** Resident memory of a process, in KiB. */
async function residentKib(pid: number): Promise<number> {
  return Number(/VmRSS:\s+(\d+)/.exec(await readFile(`/proc/${pid}/status`, 'utf8'))?.[1]);
}

const median = (values: number[]) => [...values].sort((one, other) => one - other)[Math.floor(values.length / 2)] ?? 0;

describe('a listener that is sent fifty messages a second', () => {
  onLinux(
    'H-08 answers 95 of 100 within 200 ms for ten minutes, and its memory stays within 5 %',
    async () => {
      const { id: practiceId } = await aPractice(test.db);
      const connectionId = newId();
      await test.db.inPractice(practiceId, (tx) =>
        tx.save(Connection, { practiceId, id: connectionId, connector: 'hl7-v2', name: 'engine', settings: {} }),
      );
      const child = await startChild({ databaseUrl: test.databaseUrl, practiceId, connectionId });
      const sender = new MllpSender('127.0.0.1', child.port);
      const took: number[] = [];
      const resident: number[] = [];
      const began = performance.now();
      for (let n = 0; n < SECONDS * 50; n += 1) {
        const due = began + n * 20;
        const ahead = due - performance.now();
        if (ahead > 0) await new Promise((resolve) => setTimeout(resolve, ahead));
        const message = `MSH|^~\\&|ENGINE|NORTH|||20260301090000||SIU^S12|H${n}|P|2.5.1\rSCH||${n}|||||||||^^^20260310090000\rPID|1||${n}^^^N^MR\r`;
        expect(await sender.send(Buffer.from(message))).toEqual({ code: 'AA', controlId: `H${n}` });
        // Counted from when it was to be sent: a slow answer must not excuse the next.
        took.push(performance.now() - due);
        if (n % 250 === 249) {
          resident.push(await residentKib(child.process.pid ?? 0));
          // As if it were applied: the brake for what waits stays off.
          await test.asSuperuser(`update inbox_item set state = 'applied' where state = 'received'`);
        }
      }
      sender.close();
      child.process.kill('SIGKILL');
      took.sort((one, other) => one - other);
      const p95 = took[Math.floor(took.length * 0.95)] ?? Number.NaN;
      const quarter = Math.max(1, Math.floor(resident.length / 4));
      // The first quarter is for warming up.
      const growth = median(resident.slice(-quarter)) / median(resident.slice(quarter, 2 * quarter));
      process.stdout.write(`p95 ${p95.toFixed(1)} ms, memory ${growth.toFixed(3)} times; KiB: ${resident.join(' ')}\n`);
      expect(p95).toBeLessThan(200);
      expect(growth).toBeLessThan(1.05);
    },
    (SECONDS + 600) * 1000,
  );
});
