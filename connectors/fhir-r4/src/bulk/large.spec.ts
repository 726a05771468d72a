import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import type { Cursor, PullPage } from '@keepwell/connector-sdk';
import { openTestContext } from '@keepwell/connector-sdk/testing';
import { fhirR4 } from '../connector.js';

/** A million by hand: LINES=1000000. */
const LINES = Number(process.env['LINES'] ?? 50_000);
const MEBIBYTE = 1 << 20;

let server: Server;
let origin: string;
beforeAll(async () => {
  server = createServer((request, response) => {
    const url = request.url ?? '';
    if (url.endsWith('/metadata')) {
      const resource = [{ type: 'Patient', interaction: [{ code: 'search-type' }], searchParam: [] }];
      const rest = [{ mode: 'server', resource }];
      response.end(JSON.stringify({ resourceType: 'CapabilityStatement', fhirVersion: '4.0.1', rest }));
    } else if (url.includes('$export')) {
      response.writeHead(202, { 'content-location': `${origin}/fhir/state` }).end();
    } else if (url.endsWith('/state')) {
      const output = [{ type: 'Patient', url: `${origin}/fhir/patients.ndjson`, count: LINES }];
      response.end(JSON.stringify({ transactionTime: '2026-03-10T11:00:00Z', requiresAccessToken: false, output }));
    } else Readable.from(patients()).pipe(response);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => new Promise((done) => server.close(done)));

function* patients(): Generator<string> {
  for (let from = 0; from < LINES; from += 100) {
    let lines = '';
    for (let n = from; n < Math.min(from + 100, LINES); n += 1) {
      const name = [{ use: 'official', family: `Example${n}`, given: ['Ann', 'Marie'] }];
      const telecom = [{ system: 'email', value: `patient${n}@example.com` }];
      const meta = { versionId: '1', lastUpdated: '2026-03-01T10:00:00Z' };
      const patient = {
        resourceType: 'Patient',
        id: `p${n}`,
        meta,
        active: true,
        name,
        telecom,
        birthDate: '1980-02-03',
      };
      lines += `${JSON.stringify(patient)}\n`;
    }
    yield lines;
  }
}

it('V-05 reads a file of any length in little memory, each line once', async () => {
  const open = openTestContext(fhirR4, {
    settings: { url: `${origin}/fhir`, timezone: 'Europe/London', reading: 'bulk' },
    exceptions: [origin],
  });
  const before = process.memoryUsage().rss;
  const from = performance.now();
  let most = 0;
  let read = 0;
  let page: PullPage | null = null;
  let cursor: Cursor | null = null;
  while (page?.done !== true) {
    page = await fhirR4.pull(open.context, 'Export', cursor, { limit: 500 });
    cursor = page.nextCursor;
    read += page.records.length;
    most = Math.max(most, process.memoryUsage().rss);
  }
  await open.close();
  expect(read).toBe(LINES);
  expect(page.unreadable).toEqual([]);
  expect((most - before) / MEBIBYTE).toBeLessThan(300);
  if (LINES > 100_000) {
    const seconds = ((performance.now() - from) / 1000).toFixed(1);
    process.stdout.write(`${LINES} lines in ${seconds} s: RSS ${before >> 20} -> at most ${most >> 20} MiB\n`);
  }
}, 600_000);
