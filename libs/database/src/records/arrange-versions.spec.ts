import { arrangeVersions, type Run } from './arrange-versions.js';

const run = (hash: string, clock: number, observedAt: number): Run => ({
  ...{ hash, data: {}, createdAt: null, updatedAt: clock, latestAt: clock, versionId: null, recordedAt: clock },
  ...{ observedAt, sequence: observedAt, goneAt: null },
});
const seen = (runs: Run[]) => runs.map(({ hash, recordedAt, observedAt }) => [hash, recordedAt, observedAt]);

describe('the versions of a record', () => {
  it('S-03 that follow each other with the same content are one', () => {
    expect(seen(arrangeVersions([run('a', 10, 11)], [run('a', 20, 21)]))).toEqual([['a', 10, 11]]);
  });

  it('X09 keep when a content was first read, though an older clock for it is told later', () => {
    const arranged = arrangeVersions([run('a', 20, 21)], [run('a', 10, 900)]);
    expect(seen(arranged)).toEqual([
      ['a', 10, 900],
      ['a', 20, 21],
    ]);
    expect(seen(arrangeVersions(arranged, [run('a', 30, 950)]))).toEqual(seen(arranged));
  });
});
