import { RetryLater } from '@keepwell/connector-sdk';
import { problemSentence } from './problem-sentence.js';

describe('what is kept of an error', () => {
  it('is the sentence of a connector error', () => {
    expect(problemSentence(new RetryLater('The server asks for a pause of 60 s'))).toBe(
      'The server asks for a pause of 60 s',
    );
  });

  it('W-06: is never the message of any other error, which may quote a value', () => {
    const error = Object.assign(new Error('invalid input syntax for type date: "Ada Lovelace"'), { code: '22007' });
    const sentence = problemSentence(error);
    expect(sentence).toMatch(/^Error 22007 at dispatch\/problem-sentence\.spec\.[jt]s:\d+$/);
    expect(sentence).not.toContain('Lovelace');
    expect(problemSentence('Ada Lovelace')).not.toContain('Lovelace');
  });
});
