import { checkTemplate, lintTemplate } from './lint-template.js';
import type { TemplateText } from './template.js';

const sms = (body: string, purpose: TemplateText['purpose'] = 'service'): TemplateText => ({
  ...{ channel: 'sms', language: 'en', subject: null },
  ...{ body, purpose },
});
const mail = (subject: string | null, body: string): TemplateText => ({ ...sms(body), channel: 'email', subject });
const good = 'Hi {{ patient.givenName }}, {{ practice.name }} here. Shall we find you a new time?';

describe('lintTemplate', () => {
  it('lets a plain text pass', () => {
    expect(checkTemplate(sms(good))).toEqual({ problems: [], warnings: [] });
    expect(lintTemplate(mail('A note from {{ practice.name }}', good))).toEqual([]);
  });

  it.each([
    ['service.name'],
    ['plan.line'],
    ['plan.visitsLeft'],
    ['package.unitsLeft'],
    ['invoice.balance'],
    ['score.value'],
  ])('M-01 refuses %s at save', (field) => {
    expect(lintTemplate(sms(`${good} {{ ${field} }}`)).join()).toMatch(`The body shows ${field}`);
  });

  it.each([['patient.givenName'], ['practitioner.name'], ['appointment.lastVisitOn'], ['service.name']])(
    'M-01 refuses %s in a subject at save',
    (field) => {
      expect(lintTemplate(mail(`{{ ${field} }}`, good)).join()).toMatch(`The subject shows ${field}`);
    },
  );

  it('refuses a field nobody knows, and says which there are', () => {
    const [problem] = lintTemplate(sms(`${good} {{ patient.firstName }}`));
    expect(problem).toMatch(/names patient\.firstName, which is no field\. Use one of: practice\.name/);
    expect(problem).not.toMatch(/service\.name/);
  });

  it.each([
    '20% off this week',
    'a free consultation',
    'a special offer',
    'with a discount',
    'your voucher',
    'half price',
    '$50 off',
    'refer a friend',
    'summer sale',
    'save up to £20',
    'a complimentary check',
    'our new treatments',
  ])('C-12 a service text that offers "%s" is refused; a marketing text may', (offer) => {
    expect(lintTemplate(sms(`${good} We have ${offer}.`)).join()).toMatch(/makes an offer/);
    expect(lintTemplate(sms(`${good} We have ${offer}.`, 'marketing')).join()).not.toMatch(/makes an offer/);
  });

  it.each([
    'last chance',
    'act now',
    'Hurry',
    "don't miss it",
    'don’t wait',
    'only 3 spots left',
    'You must come',
    'final reminder',
    'book now',
  ])('S0-24 S3-16 pressure is refused in any text: %s', (words) => {
    for (const purpose of ['service', 'marketing'] as const) {
      expect(lintTemplate(sms(`${good} ${words}.`, purpose)).join()).toMatch(/puts pressure/);
    }
  });

  it.each([
    'your test results are in',
    'how is the pain',
    'you should rest',
    'stop taking it',
    'your condition',
    'your injury',
    'it may get worse',
    'your medication',
    'after your surgery',
    'we advise more visits',
  ])('S3-02 a clinical wording is refused: %s', (words) => {
    expect(lintTemplate(sms(`${good} ${words}`)).join()).toMatch(/is clinical/);
  });

  it.each(['feel free to ring us', 'a time that suits', 'salesroom', 'whole-heartedly', 'We can hold a place for you'])(
    'does not take fright at: %s',
    (words) => {
      expect(lintTemplate(sms(`${good} ${words}.`))).toEqual([]);
    },
  );

  it('C-13 an SMS says who writes', () => {
    expect(lintTemplate(sms('Hi {{ patient.givenName }}, shall we find a time?')).join()).toMatch(
      /does not say who writes/,
    );
  });

  it('C-13 warns beyond one SMS and refuses beyond three, the opt-out line counted', () => {
    const at = (length: number) => `{{ practice.name }} ${'a'.repeat(length)}`;
    const name = 'Riverside Health Centre '.length;
    const line = '\nReply STOP to opt out.'.length;
    expect(checkTemplate(sms(at(160 - name - line)))).toEqual({ problems: [], warnings: [] });
    expect(checkTemplate(sms(at(161 - name - line))).warnings).toHaveLength(1);
    expect(checkTemplate(sms(at(459 - name - line))).problems).toEqual([]);
    expect(checkTemplate(sms(at(460 - name - line))).problems.join()).toMatch(/4 SMS: at most 3/);
    expect(checkTemplate(sms(`${good} 😀`)).warnings.join()).toMatch(/UCS-2/);
  });

  it('X33 a subject is one line', () => {
    expect(lintTemplate(mail('A note\r\nBcc: all@example.org', good)).join()).toMatch(/line break/);
    expect(lintTemplate(mail(null, good))).toEqual(['An e-mail needs a subject.']);
    expect(lintTemplate(mail(' ', good))).toEqual(['An e-mail needs a subject.']);
    expect(lintTemplate({ ...sms(good), subject: 'x' })).toEqual(['An SMS has no subject. Leave it out.']);
  });

  it('keeps patients out of addresses', () => {
    const problem = lintTemplate(sms(`${good} https://example.org/?n={{ patient.givenName }}`)).join();
    expect(problem).toMatch(/field inside an address/);
    expect(lintTemplate(sms(`${good} http://example.org`)).join()).toMatch(/without https/);
  });

  it('X-15 X-17 refuses at save what is not two wordings and fields', () => {
    for (const body of [
      '{% include "a" %}',
      '{% raw %}x{% endraw %}',
      '{% for i in (1..9) %}x{% endfor %}',
      '{{ a',
      ' ',
    ]) {
      expect(lintTemplate(sms(body)).length).toBeGreaterThan(0);
    }
  });
});
