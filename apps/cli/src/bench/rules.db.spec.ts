import { reportText } from './bench-report.js';
import { benchRules } from './rules.js';

describe('bench rules', () => {
  it('measures every case beside its floor and its peer, at two sizes', async () => {
    const said: string[] = [];
    const onProgress = (line: string) => void said.push(line);
    const report = await benchRules({ sizes: [60, 80], changes: [1, 40], rounds: 1, onProgress });
    expect(report.bench).toBe('rules');
    for (const { ours, ofFloor, timesPeer } of report.cases) {
      expect(ours).toBeGreaterThan(0);
      if (ofFloor !== null) expect(ofFloor).toBeGreaterThan(0);
      if (timesPeer !== null) expect(timesPeer).toBeGreaterThan(0);
    }
    const alone = report.cases.find(({ name }) => name === 'evaluator alone, from records');
    expect(alone?.peer).toBeGreaterThan(0);
    expect(report.cases.filter(({ name }) => name.startsWith('growth'))).toHaveLength(2);
    expect(said.length).toBeGreaterThan(5);
    const text = reportText(report);
    expect(text).toContain('evaluator alone, from records');
    expect(text).toContain('json-rules-engine');
  }, 120_000);
});
