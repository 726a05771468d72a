import { keepwell } from '../../../test/command-line.js';
import { benchDetection, type DetectionReport } from '../detection.js';
import { livePack } from './pack.js';
import { detectionText } from './report-text.js';
import { judgeCases, scoreOf } from './score.js';
import { hadNothingBooked, offTrackSpans } from './truth-spans.js';
import { upliftCoverage } from './uplift.js';
import { walk, type ListedCase, type Walked } from './walk.js';
import { practiceOf, seedsOf, TUNING_SEEDS, walkedMornings, WORLDS } from './worlds.js';

/** The short form; the nightly test walks longer and larger practices. */
const mixed = WORLDS.find(({ id }) => id === 'mixed')!;
const mornings = walkedMornings(90);
const practice = practiceOf(mixed, 9101, 200);
const walked = walk(practice, livePack(), mornings);
const DAY = 86_400_000;
const ABOUT_VISITS = ['left_unbooked', 'cancelled', 'no_show'];

describe('bench detection, one small practice with untidy files', () => {
  it('lists nobody whom the file forbids to list (E01, E02, E10)', () => {
    expect(walked.cases.length).toBeGreaterThan(30);
    expect(walked.forbidden).toEqual([]);
  });

  it('X01 gives reasons whose every fact is on file and none is later than the morning', () => {
    expect(walked.factsChecked).toBeGreaterThan(500);
    expect(walked.unexplained).toEqual([]);
  });

  it('finds the same cases when everybody is asked every morning', () => {
    const few = practiceOf(mixed, 9103, 70);
    const some = walkedMornings(60);
    const asNeeded = walk(few, livePack(), some);
    const everyMorning = walk(few, livePack(), some, { askEveryMorning: true });
    const told = ({ cases }: Walked) =>
      cases.map(({ patientId, from, until, rules }) => [patientId, from, until, rules.join(' ')].join(' | ')).sort();
    expect(asNeeded.cases.length).toBeGreaterThan(8);
    expect(told(everyMorning)).toEqual(told(asNeeded));
    expect(everyMorning.evaluations).toBeGreaterThan(4 * asNeeded.evaluations);
  });

  it('is truer and earlier than fixed gaps of 60 and 90 days', () => {
    const [ours, fixed] = [walked.cases, walked.fixedGaps[60]].map((cases) => scoreOf({ cases, capacity: 2 }, walked));
    expect(ours!.trueCases / ours!.cases).toBeGreaterThan(0.8);
    expect(ours!.trueCases / ours!.cases).toBeGreaterThan(fixed!.trueCases / fixed!.cases);
    expect(ours!.found / ours!.dropOffs).toBeGreaterThanOrEqual(fixed!.found / fixed!.dropOffs);
    expect(ours!.falseAlarms).toBeLessThan(fixed!.falseAlarms);
  });

  it('X04 holds the true effect of a contact in most of its intervals', () => {
    const coverage = upliftCoverage(judgeCases(walked.cases), 80);
    expect(coverage.cases).toBeGreaterThan(30);
    expect(coverage.covered / coverage.seeds).toBeGreaterThan(0.85);
    expect(coverage.trueEffect).toBeGreaterThan(0);
  });
});

describe('the score', () => {
  const [life, span] = walked.lives
    .flatMap((each) => offTrackSpans(each).map((own) => [each, own] as const))
    .find(
      ([, { isDropOff, gap, until }]) =>
        isDropOff &&
        ABOUT_VISITS.includes(gap.cause) &&
        gap.since > mornings[20]! &&
        gap.since < mornings[50]! &&
        until > mornings[60]!,
    )!;
  const listed = (from: number, until: number | null, patientId = life.patientId): ListedCase => ({
    ...{ patientId, life, from, until, findings: [], rules: ['R01'] },
  });
  const score = (...cases: ListedCase[]) => scoreOf({ cases, capacity: 3 }, { ...walked, lives: [life] });

  it('takes a case for true that overlaps a time off-track, and for false that does not', () => {
    expect(score(listed(span.gap.since + DAY, null))).toMatchObject({
      cases: 1,
      trueCases: 1,
      dropOffCases: 1,
      falseAlarms: 0,
    });
    const calm = walked.lives.find((each) => each.truth.episodes.length > 0 && offTrackSpans(each).length === 0)!;
    const calmCase = { ...listed(mornings[5]!, null, calm.patientId), life: calm };
    expect(score(calmCase)).toMatchObject({ cases: 1, trueCases: 0, dropOffCases: 0, falseAlarms: 1 });
    const back = { ...listed(span.until + DAY, span.until + 2 * DAY) };
    const others = offTrackSpans(life).some(
      ({ from, until }) => from < span.until + 2 * DAY && until > span.until + DAY,
    );
    expect(score(back).trueCases).toBe(others ? 1 : 0);
  });

  it('counts the delay from the last commitment, and what was agreed on', () => {
    const { delays, delaysFromVisit } = score(listed(span.gap.since + 5 * DAY, null));
    expect(delays).toContain((span.gap.since + 5 * DAY - span.gap.agreedUntil) / DAY);
    expect(delaysFromVisit).toContain((span.gap.since + 5 * DAY - span.gap.committedUntil) / DAY);
  });

  it('misses whom nobody listed', () => {
    const none = score();
    expect(none.dropOffs).toBeGreaterThan(0);
    expect(none.found).toBe(0);
  });

  it('counts a second record of somebody who is listed already as false', () => {
    const from = span.gap.since + DAY;
    expect(score(listed(from, null), listed(from + DAY, null, `${life.patientId}-D`))).toMatchObject({
      cases: 2,
      trueCases: 1,
    });
  });

  it('keeps what was found on the first morning apart', () => {
    expect(score(listed(mornings[0]!, null))).toMatchObject({ cases: 0, backlog: 1, delays: [] });
  });

  it('knows when nothing was booked', () => {
    expect(hadNothingBooked(life, span.gap.committedUntil + 1)).toBe(true);
  });
});

describe('keepwell bench detection', () => {
  it('refuses seeds on which rules were tuned, unless told so', async () => {
    expect(await keepwell('bench', 'detection', '--quick', '--from-seed', String(TUNING_SEEDS[0]))).toMatchObject({
      code: 2,
      err: expect.stringContaining('rules were tuned on seed 101'),
    });
    expect(seedsOf(3, false).filter((seed) => TUNING_SEEDS.includes(seed))).toEqual([]);
    expect(seedsOf(2, true)).toEqual(TUNING_SEEDS.slice(0, 2));
  });

  it('knows its worlds', async () => {
    expect(await keepwell('bench', 'detection', '--world', 'nowhere')).toMatchObject({
      code: 2,
      err: expect.stringContaining('--world is one of physio, dental, mixed, quiet, no_leavers'),
    });
  });

  it('writes for people and for programs', async () => {
    const report: DetectionReport = await benchDetection({
      ...{ seeds: [9102], patients: 60, worlds: ['mixed'], days: 40, upliftSeeds: 5 },
    });
    expect(JSON.parse(JSON.stringify(report))).toMatchObject({
      bench: 'detection',
      cases: expect.arrayContaining([
        expect.objectContaining({ name: 'mixed: precision', unit: 'share', floor: null }),
      ]),
      worlds: [{ id: 'mixed', ways: { keepwell: { precision: expect.any(Number) } }, forbidden: [], unexplained: [] }],
    });
    const text = detectionText(report);
    expect(text).toContain('Keepwell, live list');
    expect(text).toContain('fixed 60 days');
    expect(text).toContain('forbidden cases 0');
    expect(text).toContain('intervals hold the true effect');
  });
});
