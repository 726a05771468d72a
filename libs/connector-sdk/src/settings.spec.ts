import type { SettingsSchema } from './connector.js';
import { SettingsWrong } from './errors.js';
import { parseSettings, secretFields } from './settings.js';

const schema: SettingsSchema = {
  type: 'object',
  properties: {
    url: { type: 'string', title: 'Address', format: 'uri' },
    dir: { type: 'string', title: 'Folder', format: 'folder' },
    timezone: { type: 'string', title: 'Time zone', format: 'timezone' },
    days: { type: 'integer', title: 'Days', minimum: 1, maximum: 31, default: 7 },
    strict: { type: 'boolean', title: 'Strict', default: false },
    auth: { type: 'string', title: 'Sign-in', enum: ['none', 'secret'], default: 'none' },
    key: { type: 'string', title: 'Key', secret: true, maxLength: 12 },
  },
  anyOf: [{ required: ['url'] }, { required: ['dir'] }],
};

const wrong = (values: Record<string, unknown>): SettingsWrong => {
  try {
    parseSettings(schema, values);
  } catch (error) {
    if (error instanceof SettingsWrong) return error;
    throw error;
  }
  throw new Error('the settings were accepted');
};

describe('parseSettings', () => {
  it('fills in defaults and reads the text of a command line', () => {
    expect(parseSettings(schema, { dir: ' ./x ', days: '30', strict: 'true', key: ' spaced ' })).toEqual({
      url: undefined,
      dir: './x',
      timezone: undefined,
      days: 30,
      strict: true,
      auth: 'none',
      key: ' spaced ',
    });
  });

  it.each([
    [{ dir: 'x', colour: 'red' }, 'colour', 'is not a setting here; there are: url, dir'],
    [{ dir: 'x', days: '40' }, 'days', 'whole number from 1 to 31'],
    [{ dir: 'x', days: 1.5 }, 'days', 'whole number'],
    [{ dir: 'x', strict: 'yes' }, 'strict', 'true or false'],
    [{ dir: 'x', auth: 'magic' }, 'auth', 'one of none, secret'],
    [{ dir: 'x', timezone: 'Mars/Olympus' }, 'timezone', 'time zone such as'],
    [{ dir: 'x', timezone: '+01:00' }, 'timezone', 'time zone such as'],
    [{ url: 'ftp://x' }, 'url', 'https://'],
    [{ url: 'https://anna:pw@example.org' }, 'url', 'without user name'],
    [{}, 'url', 'One of these is needed: url, or dir'],
    [{ url: '   ' }, 'url', 'One of these is needed'],
  ])('refuses %j naming %s', (values, field, sentence) => {
    expect(wrong(values)).toMatchObject({ field, message: expect.stringContaining(sentence) });
  });

  it('never repeats a secret', () => {
    expect(wrong({ dir: 'x', key: 'a-secret-that-is-too-long' }).message).not.toContain('a-secret');
  });

  it('names the secret fields', () => {
    expect(secretFields(schema)).toEqual(['key']);
  });
});
