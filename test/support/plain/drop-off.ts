import type { Membership } from '../../../libs/domain/src/records.js';
import { ended, episodes, intervalOf, type E } from './episodes.js';
import type { PersonFacts, PracticeFacts } from '../../../libs/domain/src/facts.js';
import { build, dateIn, dayList, dayOf, midnight, same, see, type World } from './world.js';

const H: Record<string, number> = { PT: 30, PR: 21, MS: 60, DE: 90, DPC: 365 };

/** Q94 once more: `3: 7 at risk, 1 dropped, 0 discharged, 0.142857` for each visit number. */
export function dropOffPlainly(
  facts: PracticeFacts,
  persons: PersonFacts[],
  medians: Record<string, number>,
  T: number,
): string[] {
  const found: { visits: number; outcome: string }[] = [];
  for (const person of persons) {
    const world = build(facts, person, T, medians);
    if (world.patient.testRecord === true) continue;
    for (const episode of episodes(world)) {
      const visits = dayList(episode.visits).length;
      const isInferred = episode.plan === null;
      if (visits === 0 || (isInferred && episode.specialty !== 'PT' && episode.specialty !== 'PR')) continue;
      found.push({ visits, outcome: outcomeOf(world, episode, visits) });
    }
  }
  const lines: string[] = [];
  let survived = 1;
  let incidence = 0;
  for (let visit = 1; visit <= Math.max(0, ...found.map(({ visits }) => visits)); visit += 1) {
    const atRisk = found.filter(({ visits }) => visits >= visit).length;
    const ends = (outcome: string): number =>
      found.filter((one) => one.visits === visit && one.outcome === outcome).length;
    const [dropped, discharged] = [ends('dropped'), ends('discharged')];
    incidence += (survived * dropped) / atRisk;
    survived *= 1 - (dropped + discharged) / atRisk;
    lines.push(`${visit}: ${atRisk} at risk, ${dropped} dropped, ${discharged} discharged, ${incidence.toFixed(6)}`);
  }
  return lines;
}

function outcomeOf(world: World, episode: E, visits: number): string {
  const { plan, line, specialty } = episode;
  if (plan !== null && visits >= (plan.data.prescribedVisits ?? Infinity)) return 'discharged';
  if (plan?.closed === true)
    return plan.data.status === 'completed' || plan.data.status === 'discharged' ? 'discharged' : 'active';
  if (ended(world, episode)) return 'active';
  if (world.rows.some((row) => row.live && same(row.line, line))) return 'active';
  const last = episode.visits.at(-1)!;
  if (specialty === 'MB') return hasLeft(world) ? 'dropped' : 'active';
  const days = H[String(specialty)];
  if (days === undefined) return 'active';
  const zone = last.place.zone;
  let from = dayOf(last);
  if (specialty === 'MS' || specialty === 'DE') {
    const interval = intervalOf(world, plan, episode.visits, line, specialty, visits);
    from = from.add({ days: Math.floor(interval) });
  } else {
    for (const row of world.rows) {
      const isOwn = plan === null ? row.plan === null && row.line === line : row.plan === plan;
      if (!isOwn || row.lossAt === null) continue;
      const lost = dateIn(row.place.zone, row.lossAt);
      if (lost.toString() > from.toString()) from = lost;
    }
  }
  return midnight(zone, from.add({ days })) <= world.T ? 'dropped' : 'active';
}

/** The subscription has ended (RC 1.6). */
function hasLeft(world: World): boolean {
  const members = see<Membership>(world.person.memberships, world.T);
  return (
    members.length > 0 &&
    members.every(({ data, asCreated }) =>
      data.endsAt === null
        ? !asCreated && (data.status === 'cancelled' || data.status === 'expired')
        : data.endsAt <= world.T,
    )
  );
}
