import type { Instant, Specialty, ZoneId } from '@keepwell/domain/records';
import { DAY, MINUTE } from './calendar.js';
import { Chart } from './chart.js';
import { speak } from './lives/contact.js';
import { Flawed } from './flaws/flawed.js';
import type { Flaws } from './flaws/flaws.js';
import { liveDental } from './lives/dental.js';
import { befall, drawFortune } from './lives/fortune.js';
import { liveMedspa } from './lives/medspa.js';
import { liveMembership } from './lives/membership.js';
import type { Person } from './lives/person.js';
import { livePhysio } from './lives/physio.js';
import { liveProgram } from './lives/program.js';
import { drawHousehold, type Newcomer } from './people/household.js';
import { makeSetting, type Setting } from './practice/setting.js';
import { Random } from './random.js';
import type { AnyHistory, Life } from './world.js';

export interface PracticeOptions {
  /** The same seed and options give the same practice, to the byte. */
  seed: number | string;
  /** How many are registered at `asOf`; others come later, in proportion. */
  patients: number;
  /** The moment at which the practice is looked at. What comes later is known to the truth, and to a living server. */
  asOf: Instant;
  /** How long before `asOf` the first patients came. */
  months?: number;
  /** How far beyond `asOf` the story is told. */
  aheadDays?: number;
  /** Shares of the specialties; need not add up to anything. */
  mix?: Partial<Record<Specialty, number>>;
  /** 0 is an export of a tidy system; 1 the worst seen: about one row in a hundred cannot be read. */
  dirt?: number;
  /** What is wrong with the files, by name and share (flaws/flaws.ts); nothing: a desk that writes down everything at once. */
  flaws?: Flaws;
  /** 1: people leave as often as they do; 0: nobody means to leave, and no card stays unpaid. */
  leavers?: number;
  /** False: nobody takes longer to book again than is usual. */
  stragglers?: boolean;
  zone?: ZoneId;
  currency?: string;
}

export interface Practice {
  options: Required<PracticeOptions>;
  start: Instant;
  /** Nothing on file is later. */
  until: Instant;
  setting: Setting;
  /** Tells everybody's story, one after the other and the same each time: nothing is kept. */
  people(): Generator<Life>;
}

const DEFAULT_MIX: Partial<Record<Specialty, number>> = { PT: 45, DE: 25, MS: 16, PR: 4, MB: 6, DPC: 4 };
/** The zone of a practice that was not given another. */
export const SIMULATED_ZONE = 'Europe/London';
const MONTH = 30.4375 * DAY;

export function simulatePractice(options: PracticeOptions): Practice {
  const full: Required<PracticeOptions> = {
    months: 18,
    aheadDays: 60,
    mix: DEFAULT_MIX,
    dirt: 0,
    flaws: {},
    leavers: 1,
    stragglers: true,
    zone: SIMULATED_ZONE,
    currency: 'GBP',
    ...options,
  };
  const start = full.asOf - full.months * MONTH;
  const until = full.asOf + full.aheadDays * DAY;
  const specialties = (Object.entries(full.mix) as [Specialty, number][]).filter(([, share]) => share > 0);
  if (specialties.length === 0) throw new RangeError('A practice needs at least one specialty in its mix');
  const setting = makeSetting(
    {
      zone: full.zone,
      currency: full.currency,
      specialties: specialties.map(([specialty]) => specialty),
      start,
      until,
    },
    new Random(`${full.seed}:setting`),
  );
  return { options: full, start, until, setting, people: () => tellEveryone(full, setting, start, until) };
}

/** The practice's own records: what every patient's rows refer to. */
export function settingRecords(setting: Setting): AnyHistory[] {
  return [...setting.locations, ...setting.practitioners, ...setting.services];
}

function* tellEveryone(
  options: Required<PracticeOptions>,
  setting: Setting,
  start: Instant,
  until: Instant,
): Generator<Life> {
  const flawed = new Flawed(String(options.seed), options.flaws);
  let told = 0;
  let known = 0;
  for (let household = 1; known < options.patients; household++) {
    const random = new Random(`${options.seed}:household:${household}`);
    let head: string | null = null;
    for (const newcomer of drawHousehold({ number: household, mix: options.mix, start, until }, random)) {
      if (known === options.patients) break;
      told += 1;
      const clean = tell(newcomer, told, options, setting, until);
      head ??= clean.patientId;
      const life = flawed.copyOf(clean, head);
      if ((life.records[0]?.versions[0]?.at ?? Infinity) <= options.asOf) known += 1;
      yield life;
    }
  }
}

function tell(
  newcomer: Newcomer,
  number: number,
  { seed, leavers, stragglers, flaws }: Required<PracticeOptions>,
  setting: Setting,
  until: Instant,
): Life {
  const random = new Random(`${seed}:person:${number}`);
  const patientId = `P${String(number).padStart(6, '0')}`;
  const place = setting.placeOf[newcomer.specialty];
  const practitionerId = random.pick(place.practitionerIds);
  const chart = new Chart(patientId);
  const registeredAt = place.calendar.deskFrom(newcomer.firstContactAt) - 2 * MINUTE;
  const data = { ...newcomer.patient, locationId: place.locationId, practitionerId };
  const person: Person = {
    patientId,
    newcomer,
    patient: chart.open('patient', registeredAt, data, patientId),
    setting,
    place,
    practitionerId,
    chart,
    random,
    truth: { patientId, householdId: data.householdId, excluded: [], episodes: [] },
    until,
    habits: { leavers, stragglers, walkIns: flaws.walk_ins ?? 0 },
  };
  if (data.doNotContact) person.truth.excluded.push({ as: 'E02', from: registeredAt });
  const fortune = drawFortune(person);
  if (fortune.what === 'death' || fortune.what === 'move') person.until = Math.min(until, fortune.at);
  COURSES[newcomer.specialty](person, newcomer.firstContactAt);
  speak(person);
  befall(person, fortune.what, fortune.at);
  return { patientId, records: chart.until(until), truth: withinStory(person, until) };
}

const COURSES: Record<Specialty, (person: Person, contactAt: Instant) => void> = {
  PT: livePhysio,
  DE: liveDental,
  MS: liveMedspa,
  PR: liveProgram,
  MB: (person, contactAt) => liveMembership(person, contactAt, 'MB'),
  DPC: (person, contactAt) => liveMembership(person, contactAt, 'DPC'),
};

/** Leaves out of the truth what lies beyond the end of the story. */
function withinStory(person: Person, until: Instant): Life['truth'] {
  const episodes = person.truth.episodes.map((episode) => {
    const visitEnds = episode.visitEnds.filter((at) => at <= until);
    return {
      ...episode,
      visitEnds,
      visits: visitEnds.length,
      closedAt: episode.closedAt !== null && episode.closedAt <= until ? episode.closedAt : null,
      gaps: episode.gaps
        .filter((gap) => gap.since <= until)
        .map((gap) => ({ ...gap, endedAt: gap.endedAt !== null && gap.endedAt <= until ? gap.endedAt : null })),
      pauses: episode.pauses
        .filter((pause) => pause.from <= until)
        .map(({ from, until: end }) => ({ from, until: end !== null && end <= until ? end : null })),
    };
  });
  return { ...person.truth, excluded: person.truth.excluded.filter(({ from }) => from <= until), episodes };
}
