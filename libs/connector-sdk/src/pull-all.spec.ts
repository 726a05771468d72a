import { defineConnector, type Connector, type Stream } from './connector.js';
import { ConnectorBroken, RetryLater } from './errors.js';
import { pullAll } from './pull-all.js';
import { openTestContext } from './testing/index.js';

const stream = (name: string): Stream => ({
  name,
  kinds: ['patient'],
  mode: 'snapshot',
  deletes: 'none',
  merges: 'none',
  confidence: 'verified',
});

const connectorWith = (pull: Connector['pull'], streams = ['one']) =>
  defineConnector({
    id: 'paged',
    version: 1,
    name: 'Paged',
    description: '',
    settings: { type: 'object', properties: {} },
    manifest: { waysIn: ['poll'], gives: {}, writes: {}, throttle: null },
    keeps: {},
    streams: async () => streams.map(stream),
    check: () => Promise.reject(new Error('not asked')),
    pull,
  });

const aside = { kind: null, id: null, code: 'x', reason: 'x', where: null, raw: null };

async function run(connector: Connector, options: Parameters<typeof pullAll>[2] = {}) {
  const { context, close } = openedFor(connector);
  const seen: string[] = [];
  try {
    for await (const { stream: at, page, read, total } of pullAll(connector, context, options)) {
      seen.push(`${at.name} ${read}/${total} ${page.done}`);
    }
  } finally {
    await close();
  }
  return seen;
}

function openedFor(connector: Connector) {
  const opened = openTestContext(connector, { settings: {} });
  return { context: opened.context, close: () => opened.close() };
}

describe('pullAll', () => {
  it('reads every stream to its end, counting everything that was read', async () => {
    const connector = connectorWith(
      async (_context, _stream, cursor) => {
        const page = typeof cursor === 'number' ? cursor : 0;
        return { records: [], unreadable: [aside], ignored: 2, nextCursor: page + 1, done: page === 1, total: 6 };
      },
      ['one', 'two'],
    );
    expect(await run(connector)).toEqual(['one 3/6 false', 'one 6/6 true', 'two 3/6 false', 'two 6/6 true']);
    expect(await run(connector, { cursors: { two: 1 } })).toEqual(['one 3/6 false', 'one 6/6 true', 'two 3/6 true']);
  });

  it('V-02 waits and reads again when the source is busy, at the pace the source sets', async () => {
    const slept: number[] = [];
    let calls = 0;
    const connector = connectorWith(async () => {
      calls += 1;
      if (calls === 1) throw new RetryLater('busy', 7_000);
      return { records: [], unreadable: [], nextCursor: calls, done: calls === 3, retryAfterMs: 250 };
    });
    await run(connector, { sleep: async (ms) => void slept.push(ms) });
    expect(slept).toEqual([7_000, 250]);
  });

  it('does not sit through a wait longer than its patience', async () => {
    const connector = connectorWith(() => Promise.reject(new RetryLater('busy', 3_000_000)));
    await expect(run(connector, { patienceMs: 1_000 })).rejects.toMatchObject({
      name: 'RetryLater',
      afterMs: 3_000_000,
    });
  });

  it('stops a walk that turns in a circle', async () => {
    const connector = connectorWith(async (_context, _stream, cursor) => ({
      records: [],
      unreadable: [],
      nextCursor: cursor === 'a' ? 'b' : 'a',
      done: false,
    }));
    await expect(run(connector)).rejects.toBeInstanceOf(ConnectorBroken);
  });
});
