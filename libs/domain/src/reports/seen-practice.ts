import { aggregatesOf } from '../audit/aggregates.js';
import { groupPersons, type RecordsByKind } from '../audit/group-persons.js';
import { relatedPersons } from '../audit/related.js';
import { decideTimeline } from '../decide-person.js';
import { once } from '../evaluate-person.js';
import type { PersonState } from '../evaluation.js';
import type { PersonFacts, PracticeFacts } from '../facts.js';
import { preparePractice } from '../prepared-practice.js';
import type { Instant } from '../records.js';
import type { EvaluationSettings } from '../settings.js';
import { AsOf } from '../timeline/as-of.js';
import { timelineOf, type Timeline } from '../timeline/timeline.js';
import { compareText, recordKey } from '../timeline/versions.js';

export interface KnownRecords {
  /** With all versions of locations, practitioners and services. */
  practice: PracticeFacts;
  /** Every version of every record that had been read, merges not applied. */
  records: RecordsByKind;
  /** Sources that name the patients of another one, and which. */
  patientsFrom?: ReadonlyMap<string, string>;
  /** Our id of a patient record, by `recordKey`. */
  patientIds: ReadonlyMap<string, string>;
  /** Our id of a location, by `recordKey`. */
  locationIds: ReadonlyMap<string, string>;
}

export interface SeenPerson {
  personId: string;
  timeline: Timeline;
  state: PersonState;
  /** Ours: where they belong, else where they were last booked. */
  locationId: string | null;
  isTest: boolean;
}

/** A practice as it was known at an instant: persons as they were merged then, each with timeline and state. */
export interface SeenPractice {
  asOf: AsOf;
  /** Ordered by id. */
  persons: SeenPerson[];
  /** The person that a patient record stood for; undefined: nobody knew it yet. */
  personOf(patientId: string): SeenPerson | undefined;
}

/** The same records, settings and instant give the same answer, whatever became known since. */
export function seePractice(known: KnownRecords, settings: EvaluationSettings, instant: Instant): SeenPractice {
  const { practice, records, patientIds, locationIds } = known;
  const asOf = new AsOf(instant, false);
  const ourId = (source: string, id: string) => patientIds.get(recordKey(source, id)) ?? id;
  const grouped = groupPersons(records, instant, known.patientsFrom);
  const persons = grouped
    .map((person): PersonFacts => ({ ...person, personId: ourId(person.patients[0]![0]!.source, person.personId) }))
    .sort((one, other) => compareText(one.personId, other.personId));
  const prepared = preparePractice(practice, aggregatesOf(persons, practice, instant, records), settings);
  const view = prepared.viewAt(asOf);
  const relatedTo = relatedPersons(persons, asOf);
  const built = new Map<PersonFacts, Timeline | null>();
  const timelineFor = (person: PersonFacts): Timeline | null => {
    let timeline = built.get(person);
    if (timeline === undefined) built.set(person, (timeline = timelineOf(person, view, asOf)));
    return timeline;
  };

  const seen: SeenPerson[] = [];
  const byPatient = new Map<string, SeenPerson>();
  for (const person of persons) {
    const timeline = timelineFor(person);
    if (timeline === null) continue;
    const related = once(() => relatedTo(person).flatMap((other) => timelineFor(other) ?? []));
    const { personId } = person;
    const one: SeenPerson = {
      personId,
      timeline,
      state: decideTimeline(prepared, timeline, related, asOf).state,
      locationId: locationOf(timeline, locationIds),
      isTest: timeline.patients[0]?.row.data.testRecord === true,
    };
    seen.push(one);
    for (const versions of person.patients) {
      const { source, id } = versions[0]!;
      byPatient.set(ourId(source, id), one);
    }
  }
  return { asOf, persons: seen, personOf: (patientId) => byPatient.get(patientId) };
}

function locationOf({ patients, bookings }: Timeline, locationIds: ReadonlyMap<string, string>): string | null {
  const rows = [...patients.map(({ row }) => row), ...bookings.map(({ row }) => row).reverse()];
  for (const { source, data } of rows) {
    const id = data.locationId === null ? undefined : locationIds.get(recordKey(source, data.locationId));
    if (id !== undefined) return id;
  }
  return null;
}
