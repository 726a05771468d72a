import { factDate } from './fact-value.js';
import type { TemplateFacts } from './fields.js';
import { renderTemplate } from './render-template.js';
import type { TemplateText } from './template.js';

const sms = (body: string): TemplateText => ({
  channel: 'sms',
  language: 'en',
  purpose: 'service',
  subject: null,
  body,
});
const mail = (subject: string, body: string): TemplateText => ({ ...sms(body), channel: 'email', subject });
const fact = (value: string | null, recordId: string | null = null) => ({ value, recordId });

const facts: TemplateFacts = {
  'practice.name': fact('Harbour Physio'),
  'patient.givenName': fact('Ada', 'p1'),
  'practitioner.name': fact('J. Lee', 'd1'),
  'service.name': fact('Knee', 's1'),
};

describe('renderTemplate', () => {
  it('S2-17 says which patient facts a text uses and where they come from', () => {
    const {
      text,
      facts: used,
      problems,
    } = renderTemplate(sms('Hi {{ patient.givenName }}, {{practice.name}} here.'), facts);
    expect(problems).toEqual([]);
    expect(text).toBe('Hi Ada, Harbour Physio here.');
    expect(used).toEqual([
      { field: 'patient.givenName', value: 'Ada', class: 1, source: 'patient', recordId: 'p1' },
      { field: 'practice.name', value: 'Harbour Physio', class: 0, source: 'practice', recordId: null },
    ]);
  });

  it.each([
    ['absent', undefined],
    ['null', fact(null)],
    ['blank', fact('   ')],
    ['only unseen characters', fact('\u200b\u202e\r\n')],
  ])('S2-17 makes no text with a field whose value is %s, and names all of them', (_, value) => {
    const without = { ...facts, 'patient.givenName': value, 'practice.phone': value } as TemplateFacts;
    const rendered = renderTemplate(sms('Hi {{ patient.givenName }}, call {{ practice.phone }}.'), without);
    expect(rendered.text).toBeNull();
    expect(rendered.problems).toEqual(['empty field patient.givenName', 'empty field practice.phone']);
  });

  it('lets a text do without a fact that is not there', () => {
    const text = '{% if practitioner.name %}{{ practitioner.name }}{% else %}Your team{% endif %} can see you.';
    expect(renderTemplate(sms(text), facts).text).toBe('J. Lee can see you.');
    expect(renderTemplate(sms(text), { ...facts, 'practitioner.name': fact('') }).text).toBe('Your team can see you.');
  });

  it('M-01 refuses a clinical field in the text, and anything personal in a subject, though it was approved', () => {
    const clinical = renderTemplate(sms('Your {{ service.name }} visit'), facts);
    expect(clinical.text).toBeNull();
    expect(clinical.problems.join()).toMatch(/service\.name, which is clinical/);
    const named = renderTemplate(mail('For {{ patient.givenName }}', 'Hello'), facts);
    expect(named.subject).toBeNull();
    expect(named.problems.join()).toMatch(/subject shows patient\.givenName/);
  });

  it('X33 a value is one line of plain text, whatever the source wrote', () => {
    const { text, subject } = renderTemplate(mail('From {{ practice.name }}', 'Hi {{ patient.givenName }}.'), {
      'practice.name': fact('Harbour\r\nBcc: all@example.org'),
      'patient.givenName': fact(`Ada\u202e\n{{ practice.phone }}${'x'.repeat(500)}`),
    });
    expect(subject).toBe('From Harbour Bcc: all@example.org');
    expect(text).toMatch(/^Hi Ada \{\{ practice\.phone \}\}x+\.$/);
    expect(text?.length).toBeLessThan(100);
  });

  it('X33 no line break gets into a field by its name either', () => {
    expect(renderTemplate(sms('{{ patient.given\nName }}'), facts).text).toBeNull();
  });

  it.each([
    ['X-15 a file included', '{% include "/etc/passwd" %}'],
    ['X-15 a file rendered', '{% render "../../package.json" %}'],
    ['X-15 a layout', '{% layout "/etc/passwd" %}x'],
    ['X-15 a block', '{% block a %}x{% endblock %}'],
    ['X-16 the prototype', '{{ patient.constructor.constructor }}'],
    ['X-16 the prototype by brackets', '{{ patient["__proto__"]["polluted"] }}'],
    ['X-16 a constructor of nothing', '{{ constructor }}'],
    ['X-16 a name made of a value', '{{ patient[practice.name] }}'],
    ['X-17 10^8 rounds', '{% for i in (1..100000000) %}x{% endfor %}'],
    ['X-17 10^8 numbers', '{{ (1..100000000) }}'],
    ['X-17 10^8 numbers in a condition', '{% if (1..100000000) contains 5 %}x{% endif %}'],
    ['X-17 a table of 10^8 rows', '{% tablerow i in (1..100000000) %}x{% endtablerow %}'],
    ['X-17 raw', '{% raw %}{{ x }}{% endraw %}'],
    ['X-17 a text that grows', '{% capture a %}{{ practice.name }}{% endcapture %}{{ a }}'],
    ['X-17 an assignment', '{% assign a = "x" %}{{ a }}'],
    ['X-17 a comment that hides', '{% comment %}x{% endcomment %}'],
    ['X-17 tags inside one tag', '{% liquid\nassign a = 1\necho a %}'],
    ['X-17 a filter that builds', '{{ practice.name | append: practice.name | split: "" | join: "xxxxxxxx" }}'],
    ['X-17 a million open tags', '{% if practice.name %}'.repeat(100_000)],
    ['X-17 deep conditions', '{% if practice.name %}'.repeat(150) + 'x' + '{% endif %}'.repeat(150)],
    ['X-17 ten thousand brackets', `{{ patient${'['.repeat(2_000)} }}`],
  ])('%s is refused within 200 ms', (_, body) => {
    const from = performance.now();
    const { text, problems } = renderTemplate(sms(body), facts);
    expect(performance.now() - from).toBeLessThan(200);
    expect(text).toBeNull();
    expect(problems.length).toBeGreaterThan(0);
    expect(problems.join()).not.toMatch(/\/libs\/|node_modules/);
  });

  it('writes a date as one says it', () => {
    expect(factDate('2026-09-30', 'en')).toBe('Wednesday 30 September');
    for (const unknown of ['qq', '', 'en_US', '?'])
      expect(factDate('2026-09-30', unknown)).toBe('Wednesday 30 September');
    expect(factDate('2026-09-30', 'de')).toBe('Mittwoch 30. September');
  });
});
