import { csvConnector, fhirConnector } from '../../../test/answers.js';
import { draftProblems, draftSettings, initialDraft } from './settings-schema.js';

const schema = fhirConnector.settings;

describe('a connector’s settings as a draft', () => {
  it('starts with the stored values, else the defaults, and never with a secret', () => {
    expect(initialDraft(schema)).toEqual({ url: '', dir: '', clientSecret: '', pageSize: 200, includeTests: false });
    expect(initialDraft(schema, { url: 'https://a.example', pageSize: 50, clientSecret: 'leaked' })).toMatchObject({
      url: 'https://a.example',
      pageSize: 50,
      clientSecret: '',
    });
  });

  it('is sent by type, without what is empty', () => {
    const draft = { ...initialDraft(schema), url: 'https://a.example', pageSize: '25', includeTests: true };
    expect(draftSettings(schema, draft)).toEqual({ url: 'https://a.example', pageSize: 25, includeTests: true });
  });

  it('asks for what is required, and for one of several groups', () => {
    expect(draftProblems(csvConnector.settings, initialDraft(csvConnector.settings))).toEqual({
      dir: 'This is needed.',
    });
    expect(Object.keys(draftProblems(schema, initialDraft(schema)))).toEqual(['url']);
    expect(draftProblems(schema, { ...initialDraft(schema), dir: '/srv/x' })).toEqual({});
  });

  it('counts a stored secret as filled', () => {
    const needsSecret = { ...schema, anyOf: undefined, required: ['clientSecret'] };
    expect(draftProblems(needsSecret, initialDraft(needsSecret))).toHaveProperty('clientSecret');
    expect(draftProblems(needsSecret, initialDraft(needsSecret), ['clientSecret'])).toEqual({});
  });

  it.each([
    [{ pageSize: 0 }, 'pageSize'],
    [{ pageSize: 1001 }, 'pageSize'],
    [{ pageSize: 1.5 }, 'pageSize'],
    [{ url: 'ehr.example' }, 'url'],
  ])('says what is wrong with %j', (change, field) => {
    const draft = { ...initialDraft(schema), url: 'https://a.example', ...change };
    expect(Object.keys(draftProblems(schema, draft))).toEqual([field]);
  });
});
