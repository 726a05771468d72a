import { CoolDownQueries, type EvaluationContext, type Transaction } from '@keepwell/database';
import { coolUntil, lineKey, zoneOf, type Instant, type PersonEvaluation, type Specialty } from '@keepwell/domain';
import type { Evaluated } from './answer.js';

/** Whose new reasons wait, their household being in hand or spoken with lately (E07, K17). */
export class CoolDowns {
  private readonly queries = new CoolDownQueries();

  /** Until when, by person; who may have a case of their own now, or has one already, is not among them. */
  async of(
    tx: Transaction,
    practiceId: string,
    evaluated: readonly Evaluated[],
    { facts }: EvaluationContext,
    now: Instant,
  ): Promise<Map<string, Instant>> {
    const offTrack = evaluated.filter(({ evaluation }) => evaluation.state === 'off_track');
    const personIds = offTrack.map(({ evaluation }) => evaluation.personId);
    const contacts = await this.queries.of(tx, practiceId, personIds, new Date(now));
    const until = new Map<string, Instant>();
    if (contacts.size === 0) return until;
    const specialties = specialtiesByLine(facts);
    const zone = zoneOf(facts.timezone ?? facts.locations[0]?.data.timezone ?? 'UTC');
    for (const { evaluation } of offTrack) {
      const contact = contacts.get(evaluation.personId);
      if (contact === undefined) continue;
      const instant = coolUntil(contact, specialtyOf(evaluation, specialties), zone, now);
      if (instant !== null) until.set(evaluation.personId, instant);
    }
    return until;
  }
}

/** What the strongest reason is about: a case would be about that. */
function specialtyOf({ findings }: PersonEvaluation, byLine: ReadonlyMap<string, Specialty>): Specialty | null {
  const about = findings.find(({ kind }) => kind === 'O')?.service ?? null;
  return about === null ? null : (byLine.get(lineKey(about)) ?? null);
}

/** By line and by name: a reason names either. */
function specialtiesByLine({ services }: EvaluationContext['facts']): Map<string, Specialty> {
  const known = new Map<string, Specialty>();
  for (const { data } of services) {
    if (data.specialty === null) continue;
    for (const word of [data.line, data.name]) if (word !== null) known.set(lineKey(word), data.specialty);
  }
  return known;
}
