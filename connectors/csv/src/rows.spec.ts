import { open } from 'node:fs/promises';
import path from 'node:path';
import { jest } from '@jest/globals';
import { folderWith, removeFolders } from '../test/folder.js';
import { type CsvRow, readRows } from './rows.js';

afterEach(removeFolders);

const FORMAT = { delimiter: ',', width: 3 };

interface Walked {
  rows: CsvRow[];
  bytesRead: number;
  largestPage: number;
}

async function walk(text: string, limit: number): Promise<Walked> {
  const dir = await folderWith({ 'rows.csv': text });
  const file = await open(path.join(dir, 'rows.csv'), 'r');
  const reads = jest.spyOn(file, 'read');
  const walked: Walked = { rows: [], bytesRead: 0, largestPage: 0 };
  try {
    let position = { offset: 0, line: 1 };
    for (let done = false; !done;) {
      const page = await readRows(file, FORMAT, position, limit);
      walked.rows.push(...page.rows);
      walked.largestPage = Math.max(walked.largestPage, page.rows.length);
      ({ next: position, done } = page);
    }
    for (const { value } of reads.mock.results)
      walked.bytesRead += (await (value as Promise<{ bytesRead: number }>)).bytesRead;
    return walked;
  } finally {
    await file.close();
  }
}

const lines = (count: number, line: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => `${line(index)}\n`).join('');

describe('rows of a file', () => {
  it.each([
    ['sound', (index: number) => `${index},${'x'.repeat(90)},y`],
    [
      'broken now and then',
      (index: number) => (index % 40 === 7 ? `${index},"${'x'.repeat(90)},y` : `${index},"${'x'.repeat(90)}",y`),
    ],
  ])('cost ten times the reading when there are ten times as many (%s)', async (_name, line) => {
    const few = await walk(lines(1000, line), 500);
    const many = await walk(lines(10_000, line), 500);
    expect([few.rows.length, many.rows.length]).toEqual([1000, 10_000]);
    expect(many.bytesRead / few.bytesRead).toBeLessThanOrEqual(13);
    expect(many.largestPage).toBe(500);
  });

  it('are told with line and place, whatever ends a line', async () => {
    for (const end of ['\n', '\r\n', '\r']) {
      const text = ['a,b,c', '', '"d\n1",e,f', 'g,"h,i', 'j,k,l'].join(end);
      const { rows } = await walk(text, 2);
      expect(rows.map(({ line, broken }) => [line, broken])).toEqual([
        [1, null],
        [3, null],
        [5, 'quoting'],
        [6, null],
      ]);
      expect(rows.map(({ start, end: stop }) => text.slice(start, stop).trim())).toEqual([
        'a,b,c',
        '"d\n1",e,f',
        'g,"h,i',
        'j,k,l',
      ]);
    }
  });

  it('end at the end of a file without a last line break, also inside an open quote', async () => {
    expect((await walk('a,b,c', 10)).rows.map(({ cells }) => cells)).toEqual([['a', 'b', 'c']]);
    expect((await walk('a,b,c\n"d,e', 10)).rows.map(({ broken }) => broken)).toEqual([null, 'quoting']);
    expect((await walk('\n\n', 10)).rows).toEqual([]);
    expect((await walk('', 10)).rows).toEqual([]);
  });
});
