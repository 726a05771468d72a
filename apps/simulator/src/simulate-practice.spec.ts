import { judge } from '../test/judge.js';
import { demoPractice } from './demo.js';
import { simulatePractice } from './simulate-practice.js';
import { versionAt, type Life, type RecordHistory } from './world.js';

const asOf = Date.parse('2026-11-02T09:00:00Z');
const YEAR = 365 * 86_400_000;
const practice = simulatePractice({ seed: 11, patients: 1500, asOf });
const lives = [...practice.people()];

/** How every slot of the last year stood at `asOf`. */
function slotsOfLastYear(people: Life[]) {
  return people
    .flatMap((life) => life.records.filter((record) => record.kind === 'appointment'))
    .map((record) => versionAt(record, asOf)?.data)
    .filter((data) => data !== undefined)
    .filter((data) => data.startsAt < asOf && data.startsAt > asOf - YEAR && data.deletedAt === null);
}

function share(part: number, whole: number): number {
  expect(whole).toBeGreaterThan(100);
  return part / whole;
}

describe('a simulated practice', () => {
  it('is the same for the same seed, and another for another', () => {
    const again = [...simulatePractice({ seed: 11, patients: 1500, asOf }).people()];
    expect(JSON.stringify(again)).toBe(JSON.stringify(lives));
    const other = [...simulatePractice({ seed: 12, patients: 1500, asOf }).people()];
    expect(other[777]).not.toEqual(lives[777]);
  });

  it('begins with the same people whatever its size', () => {
    const small = [...simulatePractice({ seed: 11, patients: 50, asOf }).people()];
    expect(lives.slice(0, small.length)).toEqual(small);
  });

  it('has exactly the asked number of patients on file at that moment', () => {
    const registered = lives.filter(({ records }) => (records[0]?.versions[0]?.at ?? Infinity) <= asOf);
    expect(registered).toHaveLength(1500);
  });

  it('keeps 80 to 90 % of its slots and loses 8 to 20 % to no-shows (rules-catalogue, section 2)', () => {
    const slots = slotsOfLastYear(lives).filter(({ cancelledBy }) => cancelledBy !== 'clinic');
    const kept = slots.filter(({ status }) => status === 'completed' || status === 'arrived').length;
    const missed = slots.filter(({ status }) => status === 'no_show').length;
    expect(share(kept, slots.length)).toBeGreaterThan(0.8);
    expect(share(kept, slots.length)).toBeLessThan(0.9);
    expect(share(missed, slots.length)).toBeGreaterThan(0.075);
    expect(share(missed, slots.length)).toBeLessThan(0.2);
  });

  it('plans 6 to 12 physio visits and loses about one patient in five by the third', () => {
    const plans = lives
      .flatMap((life) => life.records.filter((record) => record.kind === 'plan'))
      .map(({ versions }) => versions[0]?.data)
      .filter((plan) => plan?.specialty === 'PT');
    expect(plans.length).toBeGreaterThan(300);
    const odd = plans.filter((plan) => {
      const prescribed = plan?.prescribedVisits ?? 0;
      const phased = plan?.phases?.reduce((sum, { visits }) => sum + visits, 0);
      return prescribed < 6 || prescribed > 12 || phased !== prescribed;
    });
    expect(odd).toEqual([]);
    const begun = lives.flatMap(({ truth }) => truth.episodes.filter((it) => it.specialty === 'PT' && it.visits > 0));
    const early = begun.filter((it) => it.gaps.some((gap) => gap.meantToLeave && gap.afterVisits <= 3));
    expect(share(early.length, begun.length)).toBeGreaterThan(0.13);
    expect(share(early.length, begun.length)).toBeLessThan(0.28);
  });

  it('gives the next hygiene visit at 52 to 60 % of hygiene visits (rules-catalogue, section 2)', () => {
    let visits = 0;
    let rebooked = 0;
    for (const life of lives) {
      const hygiene = life.records.filter((record) => record.kind === 'appointment').filter(isHygiene);
      for (const record of hygiene) {
        const end = endOfVisit(record);
        if (end === null || end > asOf - 30 * 86_400_000) continue;
        visits += 1;
        if (hygiene.some(({ versions: [first] }) => first && first.at >= end && first.at < end + 3_600_000))
          rebooked += 1;
      }
    }
    expect(share(rebooked, visits)).toBeGreaterThan(0.5);
    expect(share(rebooked, visits)).toBeLessThan(0.62);
  });

  it('fails about 7 % of renewals and recovers most of them', () => {
    const charges = lives
      .flatMap((life) => life.records.filter((record) => record.kind === 'payment'))
      .map(({ versions }) => versions[0]?.data)
      .filter((payment) => payment?.membershipId && payment.attempt === 1);
    const failed = charges.filter((payment) => payment?.status === 'failed').length;
    expect(share(failed, charges.length)).toBeGreaterThan(0.04);
    expect(share(failed, charges.length)).toBeLessThan(0.1);
    const gaps = lives.flatMap(({ truth }) => truth.episodes.flatMap((it) => it.gaps));
    const unpaid = gaps.filter(({ cause, since }) => cause === 'payment_failed' && since < asOf);
    expect(unpaid.filter(({ endedAt }) => endedAt !== null).length / unpaid.length).toBeGreaterThan(0.5);
  });
});

describe('the demo practice', () => {
  it.each(['2026-01-08', '2026-06-20', '2026-12-30'])(
    'shows a living list on %s: 50 to 120 off-track, several rules, some of today',
    (date) => {
      const now = Date.parse(`${date}T10:00:00Z`);
      const offTrack = judge(demoPractice(now), now).filter(({ evaluation }) => evaluation.state === 'off_track');
      expect(offTrack.length).toBeGreaterThanOrEqual(50);
      expect(offTrack.length).toBeLessThanOrEqual(120);
      const findings = offTrack.flatMap(({ evaluation }) => evaluation.findings);
      expect(new Set(findings.map(({ rule }) => rule)).size).toBeGreaterThanOrEqual(6);
      expect(findings.filter((finding) => finding.class === 'S1').length).toBeGreaterThanOrEqual(8);
    },
  );

  it('tells the same story tomorrow', () => {
    const today = [...demoPractice(Date.parse('2026-06-10T08:00:00Z')).people()];
    const tomorrow = [...demoPractice(Date.parse('2026-06-11T20:00:00Z')).people()];
    expect(JSON.stringify(tomorrow)).toBe(JSON.stringify(today));
  });
});

function isHygiene(record: RecordHistory<'appointment'>): boolean {
  return record.versions[0]?.data.serviceId === 'S-DE-1';
}

function endOfVisit({ versions }: RecordHistory<'appointment'>): number | null {
  const newest = versions.at(-1)?.data;
  return newest?.status === 'completed' ? newest.endsAt : null;
}
