import { RULES } from './index.js';
import { parametersInWords } from './parameter-words.js';

it('X17 every threshold of every rule is said in words, with its unit', () => {
  for (const rule of RULES) {
    for (const { name, says, unit, value, default: usual } of parametersInWords(rule, {})) {
      expect([rule.id, name, says.length > 10]).toEqual([rule.id, name, true]);
      expect([rule.id, name, unit]).not.toEqual([rule.id, name, 'number']);
      expect(value).toBe(usual);
    }
  }
});

it('X17 shows what a practice changed beside what it would be, and what it added', () => {
  const [first] = RULES;
  if (first === undefined) throw new Error('There are no rules');
  const words = parametersInWords(first, { PT: '5 BD', MB: '30 d' });
  expect(words.find(({ name }) => name === 'PT')).toMatchObject({ value: '5 BD', default: '3 BD', unit: 'BD' });
  expect(words.at(-1)).toMatchObject({ name: 'MB', value: '30 d', default: null, specialty: 'MB', unit: 'd' });
});

it('X17 tells a share and a number of days from hours', () => {
  const units = Object.fromEntries(
    RULES.flatMap((rule) => parametersInWords(rule, {}).map(({ name, unit }) => [`${rule.id} ${name}`, unit])),
  );
  expect(units).toMatchObject({ 'R34 below': 'share', 'R34 days': 'd', 'R27 after': 'hours', 'R06 PT': 'BD' });
});
