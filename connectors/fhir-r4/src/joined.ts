import type { SourceRecord } from '@keepwell/domain/records';
import type { Capability } from './capability.js';
import { instant, many, text, type Resource } from './element.js';
import { mapResource, type MappedResource } from './map.js';
import { appointmentsNamedBy, outcomeOf, withOutcomes, type Outcome } from './map/encounter.js';
import type { Mapping } from './map/mapping.js';
import { targets } from './references.js';
import { GONE, type FhirServer, type ServerPage } from './server.js';
import type { FhirSettings } from './settings.js';
import { askAll } from './sweep/ask-all.js';
import { askingOf } from './sweep/patient-list.js';

/** Ids asked for at once: short enough for every server's longest address. */
const AT_ONCE = 100;
/** People are seen early, and clocks differ. */
const EARLY_MS = 86_400_000;
/** Encounters of a hundred appointments that fill more pages than this are not one practice's. */
const MOST_PAGES = 50;

export type OutcomesOf = ReadonlyMap<string, readonly Outcome[]>;

/** An appointment in our words, as its Encounters leave it. */
export function mapJoined(
  appointment: Resource,
  mapping: Mapping,
  where: string | null,
  outcomes: OutcomesOf,
): MappedResource {
  const mapped = mapResource(appointment, mapping, where);
  const told = outcomes.get(text(appointment, 'id') ?? '') ?? [];
  if (told.length === 0) return mapped;
  const records = mapped.records.map((record): SourceRecord =>
    record.kind === 'appointment' && record.op === 'upsert' ? withOutcomes(record, told) : record,
  );
  return { ...mapped, records };
}

export function addOutcome(outcomes: Map<string, Outcome[]>, encounter: Resource, mapping: Mapping): void {
  const outcome = outcomeOf(encounter, mapping);
  for (const id of appointmentsNamedBy(encounter, mapping)) {
    const told = outcomes.get(id) ?? [];
    if (told.some((known) => known.encounterId === outcome.encounterId)) continue;
    outcomes.set(id, [...told, outcome]);
  }
}

/** Appointments of a full walk: those remembered of it, and how to tell that it brings another one. */
export interface Brought {
  ids: ReadonlySet<string>;
  bringsToo(appointment: Resource): boolean;
}

/** Asks a server for the other half of a pair, so that it does not matter which half arrives first. */
export class Pairs {
  constructor(
    private readonly server: FhirServer,
    private readonly capability: Capability,
    private readonly mapping: Mapping,
    private readonly now: number,
    private readonly settings: FhirSettings,
  ) {}

  async mapAppointments(appointments: Resource[], where: string): Promise<MappedResource[]> {
    const outcomes = await this.outcomesFor(appointments);
    return appointments.map((appointment) => mapJoined(appointment, this.mapping, where, outcomes));
  }

  /** The same, where all Encounters of the people concerned are at hand. */
  mapWith(appointments: Resource[], encounters: Resource[], where: string): MappedResource[] {
    const open = new Set(this.open(appointments).map((appointment) => text(appointment, 'id') ?? ''));
    const outcomes = new Map<string, Outcome[]>();
    for (const encounter of encounters) addOutcome(outcomes, encounter, this.mapping);
    for (const id of outcomes.keys()) if (!open.has(id)) outcomes.delete(id);
    return appointments.map((appointment) => mapJoined(appointment, this.mapping, where, outcomes));
  }

  /**
   * Encounters as the outcomes of their appointments, or as walk-ins. An appointment that the same walk brings is not
   * read again: it was asked for its Encounters when it was handed over.
   */
  async mapEncounters(encounters: Resource[], where: string, brought: Brought | null): Promise<MappedResource[]> {
    const named = new Set(encounters.flatMap((encounter) => appointmentsNamedBy(encounter, this.mapping)));
    const unknown = [...named].filter((id) => brought === null || !brought.ids.has(id));
    const appointments = await this.appointmentsById(unknown);
    const others = [...appointments].filter(([, appointment]) => brought === null || !brought.bringsToo(appointment));
    const outside = new Map(others);
    const outcomes = await this.outcomesFor([...outside.values()]);
    for (const encounter of encounters) addOutcome(outcomes, encounter, this.mapping);
    const handedOver = new Set<string>();
    return encounters.map((encounter) => {
      const ids = appointmentsNamedBy(encounter, this.mapping);
      const exists = ids.some((id) => appointments.has(id) || brought?.ids.has(id) === true);
      if (!exists) return mapResource(encounter, this.mapping, where);
      const fresh = ids.filter((id) => outside.has(id) && !handedOver.has(id));
      fresh.forEach((id) => handedOver.add(id));
      const mapped = fresh.map((id) => mapJoined(outside.get(id)!, this.mapping, where, outcomes));
      return { ...together(mapped), ignored: fresh.length === 0 ? 1 : 0 };
    });
  }

  /** Can an appointment be asked for its Encounters? */
  get askable(): boolean {
    return this.capability.searches('Encounter') && this.capability.offers('Encounter', 'appointment');
  }

  /** Those on which Encounters have a say: one that is fulfilled has said the last word itself; one that lies ahead has no outcome yet. */
  private open(appointments: Resource[]): Resource[] {
    return appointments.filter((appointment) => {
      const start = instant(appointment, 'start', this.mapping.zone);
      return text(appointment, 'status') !== 'fulfilled' && (start === null || start <= this.now + EARLY_MS);
    });
  }

  /** What Encounters say about these appointments, where the server can be asked. */
  private async outcomesFor(appointments: Resource[]): Promise<Map<string, Outcome[]>> {
    const open = this.open(appointments);
    const ids = open.map((appointment) => text(appointment, 'id')).filter((id) => id !== null);
    const outcomes = new Map<string, Outcome[]>();
    if (askingOf(this.settings, 'Encounter').by === 'patient') {
      for (const encounter of await this.encountersOfPatientsIn(open)) addOutcome(outcomes, encounter, this.mapping);
      return outcomes;
    }
    if (!this.askable) return outcomes;
    for (const some of slices(ids)) {
      const appointment = some.map((id) => `Appointment/${id}`).join(',');
      for (const encounter of await this.all('Encounter', { appointment, _count: 500 })) {
        addOutcome(outcomes, encounter, this.mapping);
      }
    }
    return outcomes;
  }

  /** Where Encounters are asked for by patient only: those of everybody who has one of these appointments. */
  private async encountersOfPatientsIn(appointments: Resource[]): Promise<Resource[]> {
    if (!this.capability.searches('Encounter')) return [];
    const found: Resource[] = [];
    const named = appointments.flatMap((appointment) =>
      many(appointment, 'participant').flatMap((entry) => targets(entry, 'actor', 'Patient', this.mapping.locate)),
    );
    for (const patient of new Set(named)) {
      const question = { type: 'Encounter', query: { patient }, range: null };
      found.push(...(await askAll(this.server, this.settings.profile, question)).resources);
    }
    return found;
  }

  private async appointmentsById(ids: string[]): Promise<Map<string, Resource>> {
    const found = new Map<string, Resource>();
    const keep = (resource: Resource) => found.set(text(resource, 'id') ?? '', resource);
    if (this.capability.searches('Appointment') && this.capability.offers('Appointment', '_id')) {
      for (const some of slices(ids)) {
        (await this.all('Appointment', { _id: some.join(','), _count: 500 })).forEach(keep);
      }
      return found;
    }
    for (const id of ids) {
      const resource = await this.server.read('Appointment', id);
      if (resource !== GONE && resource !== 'forbidden') keep(resource);
    }
    return found;
  }

  private async all(type: string, query: Record<string, string | number>): Promise<Resource[]> {
    const resources: Resource[] = [];
    let page: ServerPage | 'expired' = await this.server.search(type, query);
    for (let read = 1; page !== 'expired'; read += 1) {
      resources.push(...page.resources.filter((resource) => resource.resourceType === type));
      if (page.next === null || read === MOST_PAGES) break;
      page = await this.server.page(type, page.next);
    }
    return resources;
  }
}

function slices<T>(items: T[]): T[][] {
  return Array.from({ length: Math.ceil(items.length / AT_ONCE) }, (_, index) =>
    items.slice(index * AT_ONCE, (index + 1) * AT_ONCE),
  );
}

export function together(mapped: MappedResource[]): MappedResource {
  return {
    records: mapped.flatMap(({ records }) => records),
    unreadable: mapped.flatMap(({ unreadable }) => unreadable),
    ignored: mapped.reduce((sum, { ignored }) => sum + ignored, 0),
  };
}

/** A service that many bookings of a page name is handed over once. */
export function withoutRepeatedServices(records: SourceRecord[]): SourceRecord[] {
  const seen = new Set<string>();
  return records.filter((record) => {
    if (record.kind !== 'service') return true;
    if (seen.has(record.id)) return false;
    seen.add(record.id);
    return true;
  });
}
