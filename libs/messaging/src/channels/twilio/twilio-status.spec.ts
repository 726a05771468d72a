import { getExpectedTwilioSignature } from 'twilio/lib/webhooks/webhooks.js';
import { isTwilioSignature } from './signature.js';
import { twilioStatus } from './twilio-status.js';

describe('twilioStatus', () => {
  it.each([
    ['accepted', null, 'accepted', null, false],
    ['scheduled', null, 'accepted', null, false],
    ['queued', null, 'accepted', null, false],
    ['sending', null, 'accepted', null, false],
    ['sent', null, 'sent', null, false],
    ['partially_delivered', null, 'sent', null, false],
    ['delivered', null, 'delivered', null, false],
    ['read', null, 'delivered', null, false],
    ['Delivered', '30005', 'delivered', null, false],
    ['undelivered', '30003', 'failed', null, false],
    ['undelivered', '30004', 'failed', 'provider', false],
    ['undelivered', '30005', 'failed', 'wrong_number', false],
    ['undelivered', '30006', 'failed', 'landline', false],
    ['undelivered', '30007', 'failed', null, true],
    ['undelivered', '30034', 'failed', null, true],
    ['failed', '21610', 'failed', 'provider', false],
    ['failed', null, 'failed', null, false],
    ['failed', '99999', 'failed', null, false],
    ['canceled', null, 'failed', null, false],
    ['received', null, null, null, false],
    ['constructor', null, null, null, false],
    ['', null, null, null, false],
  ])('C-16 %s with %s', (status, code, state, suppress, alert) => {
    const meaning = twilioStatus(status, code);
    expect(meaning).toMatchObject({ state, suppress, alert });
    expect(meaning.says === null).toBe(state !== 'failed');
  });
});

describe('isTwilioSignature', () => {
  const url = 'https://keepwell.example/api/hooks/twilio/p1/status?attempt=a1';
  const params = { MessageSid: 'SM1', MessageStatus: 'sent', To: '+15005550006' };
  const signed = getExpectedTwilioSignature('token', url, params);

  it('takes what the account signed, also with the token that is being replaced', () => {
    expect(isTwilioSignature('token', signed, url, params)).toBe(true);
    expect(isTwilioSignature(['new', 'token'], signed, url, params)).toBe(true);
  });

  it.each([
    ['no signature', 'token', undefined, url, params],
    ['an empty one', 'token', '', url, params],
    ['another token', ['other'], signed, url, params],
    ['no token', [], signed, url, params],
    ['an empty token', '', getExpectedTwilioSignature('', url, params), url, params],
    ['another host', 'token', signed, url.replace('keepwell.example', 'evil.example'), params],
    ['another attempt', 'token', signed, url.replace('a1', 'a2'), params],
    ['a changed field', 'token', signed, url, { ...params, MessageStatus: 'delivered' }],
    ['a field more', 'token', signed, url, { ...params, ErrorCode: '30005' }],
    ['rubbish', 'token', '\u0000💥', url, params],
  ])('X-30 refuses %s', (_, tokens, signature, address, form) => {
    expect(isTwilioSignature(tokens, signature, address, form)).toBe(false);
  });
});
