import { mailHtml, mailText, unsubscribeHeaders } from './mail-parts.js';
import { helpAnswer, optInConfirmation, optOutConfirmation, withOptOutLine } from './fixed-wording.js';
import { smsSegments } from './sms-segments.js';

const content = {
  text: 'Hello Ada,\n\nShall we find\na new time?',
  practice: { name: 'Harbour Physio' },
  postalAddress: '1 Quay Street\nHarbourtown HA1 2BC',
  unsubscribeUrl: 'https://keepwell.example/u/p/t?a=1&b=2',
};
const seen = (html: string) =>
  html
    .replace(/<title>.*?<\/title>/s, '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/&amp;/g, '&')
    .replace(/\s+/g, ' ')
    .trim();

describe('mail parts', () => {
  it('C-14 both parts say the same, with the postal address and the way out', () => {
    const html = mailHtml(content);
    const text = mailText(content);
    for (const part of [seen(html), text.replace(/\s+/g, ' ')]) {
      expect(part).toContain('Hello Ada, Shall we find a new time?');
      expect(part).toContain('Harbour Physio 1 Quay Street, Harbourtown HA1 2BC');
      expect(part).toContain('Stop these messages');
    }
    expect(html).toContain('href="https://keepwell.example/u/p/t?a=1&amp;b=2"');
    expect(text).toContain('https://keepwell.example/u/p/t?a=1&b=2');
  });

  it('C-14 no mail is made without a postal address or with an address that is not https', () => {
    for (const make of [mailHtml, mailText]) {
      expect(() => make({ ...content, postalAddress: ' \n ' })).toThrow(/postal address/);
      expect(() => make({ ...content, unsubscribeUrl: 'http://keepwell.example/u' })).toThrow(/https/);
      expect(() => make({ ...content, unsubscribeUrl: 'javascript:alert(1)' })).toThrow(/https/);
    }
    expect(mailHtml({ ...content, unsubscribeUrl: null })).not.toContain('<a ');
  });

  it('C-14 names both one-click headers', () => {
    expect(unsubscribeHeaders('https://keepwell.example/u/p/t')).toEqual({
      'List-Unsubscribe': '<https://keepwell.example/u/p/t>',
      'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
    });
    expect(unsubscribeHeaders('https://keepwell.example/u\r\nBcc: x')['List-Unsubscribe']).not.toMatch(/[\r\n]/);
  });

  it('X18 a name that is markup is shown as text, and nothing is fetched', () => {
    const html = mailHtml({
      ...content,
      text: `<img src=x onerror=alert(1)> & "Ada" <script>`,
      practice: { name: '</title><b>' },
    });
    expect(html).not.toMatch(/<(img|script|b)\b/);
    expect(html).toContain('&lt;img src=x onerror=alert(1)&gt; &amp; &quot;Ada&quot; &lt;script&gt;');
    expect(mailHtml(content)).not.toMatch(/src=|url\(|<link|@import/);
  });
});

describe('fixed wordings', () => {
  it.each(['en', 'en-GB', 'de', 'fr-CA', 'xx', ''])('C-05 C-13 stay short and name the clinic (%s)', (language) => {
    const name = 'Riverside Health Centre';
    for (const text of [
      optOutConfirmation(name, language),
      optInConfirmation(name, language),
      helpAnswer(name, '+44 20 7946 0018', language),
    ]) {
      expect(text).toContain(name);
      expect(text).toMatch(/STOP|START/);
      expect(smsSegments(text)).toMatchObject({ encoding: 'GSM-7', segments: 1 });
    }
    expect(withOptOutLine('Hello ', language)).toMatch(/^Hello\n.*STOP/);
  });

  it.each([
    ['en', 'A: you will get no more automated messages from us. Reply START if you want them again.'],
    ['de', 'A: Sie bekommen von uns keine automatischen Nachrichten mehr. Mit START bekommen Sie sie wieder.'],
    [
      'fr',
      'A: vous ne recevrez plus de messages automatiques de notre part. Répondez START pour en recevoir à nouveau.',
    ],
  ])('C-05 the answer to a STOP is locked, and says nothing else (%s)', (language, words) => {
    expect(optOutConfirmation('A', language)).toBe(words);
  });

  it('C-05 an unknown language gets English, and no phone is made up', () => {
    expect(optOutConfirmation('A', 'xx')).toBe(optOutConfirmation('A', 'en'));
    expect(helpAnswer('A', null, 'en')).toBe('A: messages about your visits. Reply STOP to opt out.');
  });
});
