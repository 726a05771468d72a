import {
  aggregatesOf,
  AsOf,
  decidePerson,
  decideRules,
  defaultSettings,
  evaluatePerson,
  preparePractice,
  timelineOf,
  type EvaluationSettings,
  type PersonFacts,
  type PracticeFacts,
  type PreparedPractice,
} from '@keepwell/domain';
import { median, speed, type BenchCase } from './bench-report.js';
import { COMPARED_RULES, type Peer } from './rules-peer.js';
import { BENCH_NOW } from './rules-practice.js';

/** How many patients each side is asked about: as many as a worker reads at once. */
export const EVALUATOR_SAMPLE = 500;
const WARM_UP_ROUNDS = 6;
/** Ours over the same patients, so that a round is long enough for the clock. */
const PASSES = 20;
const HANDFUL = 50;

/** Nothing is waited for here, so what others do on the machine need not show. */
function cpuSeconds(from: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(from);
  return (user + system) / 1e6;
}

/** On only the rules that the peer is asked as well. */
function comparedSettings(): EvaluationSettings {
  const settings = defaultSettings('live');
  const rules = Object.entries(settings.rules).map(([id, setting]) => [
    id,
    { ...setting, mode: COMPARED_RULES.includes(id) ? 'on' : 'off' },
  ]);
  return { ...settings, rules: Object.fromEntries(rules) as EvaluationSettings['rules'] };
}

type Side = 'fromRecords' | 'rules' | 'told' | 'peerFromRecords' | 'peerRules';

/**
 * The same fifteen rules, from raw records in memory, and the rules alone, when each side has what it asks about ready (ours the
 * timeline, the peer its facts, both made outside the clock). Beside json-rules-engine on the same patients.
 */
export async function evaluatorAlone(
  { facts, persons }: { facts: PracticeFacts; persons: PersonFacts[] },
  peer: Peer | null,
  rounds: number,
): Promise<BenchCase[]> {
  const prepared = preparePractice(facts, aggregatesOf(persons, facts, BENCH_NOW), comparedSettings());
  const rates: Record<Side, number[]> = { fromRecords: [], rules: [], told: [], peerFromRecords: [], peerRules: [] };
  for (let round = 0; round < rounds + WARM_UP_ROUNDS; round++) {
    rates.rules.push(decidingRules(prepared, persons));
    let from = process.cpuUsage();
    for (let pass = 0; pass < PASSES; pass++)
      for (const person of persons) decidePerson(prepared, person, [], BENCH_NOW);
    rates.fromRecords.push((PASSES * persons.length) / cpuSeconds(from));
    from = process.cpuUsage();
    for (const person of persons) evaluatePerson(prepared, person, [], BENCH_NOW);
    rates.told.push(persons.length / cpuSeconds(from));
    if (peer === null) continue;
    from = process.cpuUsage();
    for (const person of persons) await peer.ask(person, BENCH_NOW);
    rates.peerFromRecords.push(persons.length / cpuSeconds(from));
    rates.peerRules.push(await peerDeciding(peer, persons));
  }
  const typical = (side: Side) => (rates[side].length === 0 ? null : median(rates[side].slice(WARM_UP_ROUNDS)));
  const line = (name: string, ours: Side, other: Side) =>
    speed(name, 'patients/s', typical(ours) ?? 0, null, typical(other));
  return [
    line('rules alone, all made ready', 'rules', 'peerRules'),
    line('evaluator alone, from records', 'fromRecords', 'peerFromRecords'),
    line('the same, every word written', 'told', 'peerFromRecords'),
  ];
}

/** Patients a second. As in a run over people each timeline is asked soon after it was made, a handful at a time. */
function decidingRules(prepared: PreparedPractice, persons: PersonFacts[]): number {
  const undecided = () => new AsOf(BENCH_NOW, false);
  let seconds = 0;
  for (let pass = 0; pass < PASSES; pass++) {
    for (let first = 0; first < persons.length; first += HANDFUL) {
      const timelines = persons.slice(first, first + HANDFUL).flatMap((person) => {
        const moment = undecided();
        return timelineOf(person, prepared.viewAt(moment), moment) ?? [];
      });
      const from = process.cpuUsage();
      for (const timeline of timelines) decideRules(prepared, timeline, undecided());
      seconds += cpuSeconds(from);
    }
  }
  return (PASSES * persons.length) / seconds;
}

/** The same for the peer: its facts are made just before they are asked about. */
async function peerDeciding(peer: Peer, persons: PersonFacts[]): Promise<number> {
  let seconds = 0;
  for (let first = 0; first < persons.length; first += HANDFUL) {
    const ready = persons.slice(first, first + HANDFUL).map((person) => peer.prepare(person, BENCH_NOW));
    const from = process.cpuUsage();
    for (const each of ready) await peer.askPrepared(each);
    seconds += cpuSeconds(from);
  }
  return persons.length / seconds;
}
