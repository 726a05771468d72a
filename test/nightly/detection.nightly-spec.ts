import { benchDetection } from '../../apps/cli/src/bench/detection.js';
import { detectionText } from '../../apps/cli/src/bench/detection/report-text.js';
import { seedsOf } from '../../apps/cli/src/bench/detection/worlds.js';

/** The targets of detection on practices that nothing was tuned on. docs/detection.md says what they prove and what not. */
describe('detection in simulated practices', () => {
  it('is true, complete and early enough, forbids what is forbidden and knows its own uncertainty', async () => {
    const report = await benchDetection({ seeds: seedsOf(3, false), patients: 1000 });
    process.stdout.write(detectionText(report));
    const figures = Object.fromEntries(report.worlds.map(({ id, ways }) => [id, ways.keepwell]));
    for (const world of report.worlds) {
      expect(world.forbidden).toEqual([]);
      expect(world.unexplained).toEqual([]);
    }
    expect(figures.physio!.precision).toBeGreaterThanOrEqual(0.94);
    expect(figures.physio!.recall).toBeGreaterThanOrEqual(0.98);
    expect(figures.physio!.delayMedian).toBeLessThanOrEqual(4);
    expect(figures.dental!.precision).toBeGreaterThanOrEqual(0.96);
    expect(figures.dental!.recall).toBeGreaterThanOrEqual(0.89);
    expect(figures.dental!.delayMedian).toBeLessThanOrEqual(16);
    expect(figures.mixed!.precision).toBeGreaterThanOrEqual(0.9);
    expect(figures.mixed!.recall).toBeGreaterThanOrEqual(0.95);
    expect(figures.mixed!.delayMedian).toBeLessThanOrEqual(4.5);
    expect(figures.mixed!.delay90).toBeLessThanOrEqual(21);
    expect(figures.quiet!.falsePerThousandWeeks).toBeLessThanOrEqual(1);
    const { covered, seeds } = report.uplift;
    expect(covered / seeds).toBeGreaterThanOrEqual(0.92);
    expect(covered / seeds).toBeLessThanOrEqual(0.98);
  }, 3_600_000);
});
