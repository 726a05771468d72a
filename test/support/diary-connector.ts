import { ConnectorBroken, defineConnector, RetryLater, SettingsWrong } from '@keepwell/connector-sdk';

/** Shows what it was given, and fails as it is told to: what a connector may do while a person waits for its check. */
export const diary = defineConnector({
  id: 'diary',
  version: 1,
  name: 'Diary',
  description: 'A diary in a folder.',
  keeps: { patient: ['givenName'] },
  manifest: { waysIn: ['file'], gives: {}, writes: {}, throttle: null },
  settings: {
    type: 'object',
    properties: {
      dir: { type: 'string', title: 'Folder', format: 'folder' },
      answer: { type: 'string', title: 'Answer', enum: ['well', 'wrong', 'busy', 'broken', 'fault'], default: 'well' },
      url: { type: 'string', title: 'Address', format: 'uri' },
      client_id: { type: 'string', title: 'Client id' },
      days: { type: 'integer', title: 'Days', default: 30 },
      token: { type: 'string', title: 'Token', secret: true },
    },
    required: ['dir'],
  },
  streams: async () => [],
  pull: async () => ({ records: [], unreadable: [], nextCursor: null, done: true }),
  check: async ({ settings, timezone, folders }) => {
    await folders.resolve('dir', String(settings.dir));
    if (settings.answer === 'wrong') throw new SettingsWrong('token', 'The token is not accepted.');
    if (settings.answer === 'busy') throw new RetryLater('The diary is busy.');
    if (settings.answer === 'broken') throw new ConnectorBroken('The diary speaks another language.');
    if (settings.answer === 'fault') throw new TypeError('Given7 is not a function');
    return {
      ok: true,
      sourceName: `Diary opened with a token of ${String(settings.token).length} letters`,
      timezone,
      problems: [],
      missing: [{ part: 'payments', says: 'This source gives no payments: R21 says "no data".' }],
      counts: { patient: 3 },
      notes: ['guessed'],
    };
  },
});
