import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleEntries, linesOf, PieceTooLarge, TRUNCATED } from './bundle-entries.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'keepwell-entries-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function entriesOf(content: string): Promise<unknown[]> {
  const path = join(folder, 'bundle.json');
  await writeFile(path, content);
  const entries: unknown[] = [];
  for await (const entry of bundleEntries(path)) entries.push(entry === TRUNCATED ? 'truncated' : JSON.parse(entry));
  return entries;
}

const ENTRIES = [
  { resource: { id: '1', text: 'a "quote" and a } and a ]', list: [{ entry: [{ deep: 1 }] }] } },
  { resource: { id: '2', text: 'back\\slash\\' } },
  { resource: { id: 'ünïcödé 😀' } },
];

describe('bundleEntries', () => {
  it.each([
    ['compact', JSON.stringify({ resourceType: 'Bundle', entry: ENTRIES })],
    ['indented', JSON.stringify({ resourceType: 'Bundle', entry: ENTRIES, total: 3 }, null, 2)],
    ['with a byte-order mark', `\uFEFF${JSON.stringify({ entry: ENTRIES, resourceType: 'Bundle' })}`],
    ['after decoys', JSON.stringify({ meta: { entry: [{ no: 1 }] }, note: '"entry":[{', entry: ENTRIES })],
  ])('finds the entries of a Bundle, %s', async (_how, content) => {
    expect(await entriesOf(content)).toEqual(ENTRIES);
  });

  it('finds the same entries wherever the file is cut into chunks', async () => {
    // Larger than one chunk of the reader, with every entry at another offset to its borders.
    const many = Array.from({ length: 4000 }, (_, n) => ({ id: n, text: `${'é}"]{['.repeat(n % 40)}` }));
    expect(await entriesOf(JSON.stringify({ resourceType: 'Bundle', entry: many }))).toEqual(many);
  });

  it.each([
    ['{"resourceType":"Patient","id":"1"}', []],
    ['{"resourceType":"Bundle","entry":[]}', []],
    ['[1,2,3]', []],
    ['not json at all', []],
    ['{"entry":[{"a":1},{"b":', [{ a: 1 }, 'truncated']],
    ['{"entry":[{"a":1}', [{ a: 1 }, 'truncated']],
  ])('of %s gives %j', async (content, entries) => {
    expect(await entriesOf(content)).toEqual(entries);
  });

  it('does not gather an entry without end', async () => {
    const endless = `{"entry":[{"text":"${'x'.repeat(11 * 1024 * 1024)}"}]}`;
    await expect(entriesOf(endless)).rejects.toBeInstanceOf(PieceTooLarge);
  });

  it('reads lines, empty ones and a last one without an end apart', async () => {
    const path = join(folder, 'lines.ndjson');
    await writeFile(path, '\uFEFF{"a":1}\r\n\n  \n{"b":"é"}');
    const lines: unknown[] = [];
    for await (const line of linesOf(path)) lines.push(JSON.parse(line));
    expect(lines).toEqual([{ a: 1 }, { b: 'é' }]);
  });
});
