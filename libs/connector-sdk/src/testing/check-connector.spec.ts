import type { Recall, SourceRecord } from '@keepwell/domain/records';
import { missingParts } from '../capability.js';
import { defineConnector, type Connector, type Cursor, type PullPage } from '../connector.js';
import { RetryLater, SettingsWrong } from '../errors.js';
import { checkConnector } from './check-connector.js';
import type { ConnectorScenarios } from './scenarios.js';
import { openTestContext } from './test-context.js';

const RECALLS = 7;

const recall = (n: number): SourceRecord => {
  const data: Recall = {
    patientId: `p${n}`,
    type: 'hygiene',
    dueOn: '2026-03-01',
    intervalMonths: null,
    disabledUntil: null,
    doneAt: null,
  };
  return { kind: 'recall', op: 'upsert', id: `r${n}`, createdAt: null, updatedAt: n, versionId: null, data };
};

/** A good small connector: seven recalls in pages. Each planted fault spoils one thing. */
function smallConnector(spoil: Partial<Connector> = {}, spoilPage: (page: PullPage) => PullPage = (page) => page) {
  return defineConnector({
    id: 'small',
    version: 1,
    name: 'Small',
    description: 'For the kit',
    settings: {
      type: 'object',
      properties: { mode: { type: 'string', title: 'Mode', enum: ['good', 'busy'], default: 'good' } },
    },
    manifest: {
      waysIn: ['poll'],
      gives: { recall: { mode: 'snapshot', deletes: 'absence', merges: 'none', confidence: 'verified' } },
      writes: {},
      throttle: null,
    },
    keeps: { recall: ['patientId', 'type', 'dueOn'] },
    streams: async () => [
      {
        name: 'recalls',
        kinds: ['recall'],
        mode: 'snapshot',
        deletes: 'absence',
        merges: 'none',
        confidence: 'verified',
      },
    ],
    check: async () => ({
      ok: true,
      sourceName: 'small',
      timezone: null,
      problems: [],
      missing: missingParts(['recall']),
      counts: {},
      notes: [],
    }),
    async pull(context, _stream, cursor, { limit }) {
      if (context.settings.mode === 'busy') throw new RetryLater('The small source is busy.');
      const from = typeof cursor === 'number' ? cursor : 0;
      const records = Array.from({ length: Math.min(limit, RECALLS - from) }, (_, index) => recall(from + index));
      const done = from + records.length >= RECALLS;
      return spoilPage({
        records,
        unreadable: [],
        nextCursor: done ? null : from + records.length,
        done,
        sweep: { walk: 'w' },
      });
    },
    ...spoil,
  });
}

const scenariosFor = (connector: Connector): ConnectorScenarios => ({
  wrongSettings: [{ title: 'an unknown mode', settings: { mode: 'strange' }, field: 'mode' }],
  sources: [
    {
      title: 'seven recalls',
      open: async () => openTestContext(connector, { settings: {} }),
      limit: 2,
      expect: { records: { recall: RECALLS }, unreadable: 0 },
    },
  ],
  errors: [
    {
      title: 'a busy source',
      open: async () => openTestContext(connector, { settings: { mode: 'busy' } }),
      error: 'RetryLater',
      says: 'busy',
      neverSays: ['Anna'],
    },
  ],
});

const failuresOf = async (connector: Connector, scenarios = scenariosFor(connector)) =>
  (await checkConnector(connector, scenarios)).failures.map(({ check }) => check);

describe('checkConnector', () => {
  it('passes a connector that keeps the contract', async () => {
    const connector = smallConnector();
    const report = await checkConnector(connector, scenariosFor(connector));
    expect(report.failures).toEqual([]);
    expect(report.passed).toHaveLength(30);
  });

  const pages: [string, (page: PullPage) => PullPage][] = [
    ['paging ends', (page) => ({ ...page, done: false, nextCursor: 0 })],
    ['a walk resumes without gaps or repeats', skipAfterJson()],
    ['every record is brought', (page) => ({ ...page, records: page.records.slice(1) })],
    [
      'cursors are JSON',
      (page) => ({ ...page, nextCursor: page.done ? (new Date(0) as unknown as Cursor) : page.nextCursor }),
    ],
    ['cursors are small', (page) => ({ ...page, nextCursor: page.done ? 'x'.repeat(9000) : page.nextCursor })],
    ['records keep the contract of records.ts', (page) => spoilt(page, { dueOn: 'soon' })],
    [
      'records keep the contract of records.ts',
      (page) => ({ ...page, records: page.records.map((r) => ({ ...r, id: '' })) }),
    ],
    ['records keep the contract of records.ts', (page) => spoilt(page, { doneAt: Number.NaN })],
    ['S3-62 only what is kept is carried', (page) => spoilt(page, { intervalMonths: 6 })],
    ['a full walk says so', ({ sweep: _sweep, ...page }) => page],
    ['the same source read twice is the same', changing()],
    ['watermarks are instants', (page) => ({ ...page, watermark: Number.NaN })],
    ['counts are whole', (page) => ({ ...page, ignored: -1 })],
    [
      'nothing is skipped in silence',
      (page) => ({ ...page, unreadable: [{ kind: null, id: null, code: 'x', reason: 'x', where: null, raw: null }] }),
    ],
    [
      'what is put aside says why',
      (page) => ({ ...page, unreadable: [{ kind: null, id: null, code: '', reason: '', where: null, raw: null }] }),
    ],
  ];
  it.each(pages)('finds a planted fault: %s', async (check, spoil) => {
    expect(await failuresOf(smallConnector({}, spoil))).toContain(check);
  });

  const wholes: [string, Partial<Connector>][] = [
    ['each failure is one of the four errors', { pull: () => Promise.reject(new TypeError('busy')) }],
    ['each failure says what is wrong', { pull: () => Promise.reject(new RetryLater('Later.')) }],
    ['no sentence and no log holds patient data', { pull: () => Promise.reject(new RetryLater('busy with Anna')) }],
    ['there are streams', { streams: async () => [] }],
    ['S3-62 it says what it keeps', { keeps: {} }],
    [
      'the check of a good source is ok',
      {
        check: async () => ({
          ok: false,
          sourceName: null,
          timezone: null,
          problems: ['no'],
          missing: [],
          counts: {},
          notes: [],
        }),
      },
    ],
    [
      'secrets are marked',
      {
        settings: {
          type: 'object',
          properties: {
            mode: { type: 'string', title: 'Mode', enum: ['good', 'busy'] },
            api_key: { type: 'string', title: 'Key' },
          },
        },
      },
    ],
    [
      'wrong settings are refused',
      { settings: { type: 'object', properties: { mode: { type: 'string', title: 'Mode' } } } },
    ],
    ['streams bring the kinds they name', { streams: async () => [{ ...STREAM, kinds: ['patient'] }] }],
  ];
  it.each(wholes)('finds a planted fault: %s', async (check, spoil) => {
    const connector = smallConnector(spoil);
    const scenarios = scenariosFor(connector);
    // A source that cannot be read at all is no source scenario; the failure is looked for among the errors.
    if (spoil.pull) scenarios.sources = [];
    expect(await failuresOf(connector, scenarios)).toContain(check);
  });

  it('does not let a kit pass that looks at nothing', async () => {
    const connector = smallConnector();
    expect(await failuresOf(connector, { wrongSettings: [], sources: [], errors: [] })).toEqual([
      'no expectation is empty',
      'no expectation is empty',
      'no expectation is empty',
    ]);
    const hollow = scenariosFor(connector);
    hollow.sources[0]!.expect.records = {};
    expect(await failuresOf(connector, hollow)).toContain('no expectation is empty');
  });

  it('wants the right field named', async () => {
    const connector = smallConnector({ streams: () => Promise.reject(new SettingsWrong('other', 'The other one.')) });
    const scenarios = { ...scenariosFor(connector), sources: [] };
    scenarios.wrongSettings = [{ title: 'refused late', settings: { mode: 'good' }, field: 'mode' }];
    expect(await failuresOf(connector, scenarios)).toContain('wrong settings are refused');
  });
});

const STREAM = {
  name: 'recalls',
  kinds: ['recall' as const],
  mode: 'snapshot' as const,
  deletes: 'absence' as const,
  merges: 'none' as const,
  confidence: 'verified' as const,
};

function spoilt(page: PullPage, data: Partial<Recall>): PullPage {
  const records = page.records.map((record) =>
    record.kind === 'recall' && record.op === 'upsert' ? { ...record, data: { ...record.data, ...data } } : record,
  );
  return { ...page, records };
}

/** Keeps its position in memory instead of in the cursor: right until another process goes on. */
function skipAfterJson(): (page: PullPage) => PullPage {
  let last: Cursor = 0;
  return (page) => {
    const resumed = page.records[0] !== undefined && page.records[0].id !== `r${JSON.stringify(last)}`;
    last = page.nextCursor ?? 0;
    return resumed ? { ...page, records: page.records.slice(1) } : page;
  };
}

/** Stamps records with something of its own instead of the source's. */
function changing(): (page: PullPage) => PullPage {
  let stamp = 0;
  return (page) => ({ ...page, records: page.records.map((record) => ({ ...record, updatedAt: (stamp += 1) })) });
}
