import type { Instant, RecordKind } from '@keepwell/domain/records';
import type { LivingPractice, Standing } from '../living/living-practice.js';
import type { Setting } from '../practice/setting.js';
import { rendererFor } from './contents.js';
import { RESOURCE_TYPES, type Content, type Json, type ResourceType } from './resource.js';

export interface Stored {
  id: string;
  lastUpdated: Instant;
  /** Null when deleted. */
  resource: (Content & { meta: Json }) | null;
}

/** What the records of a type are in the practice; an Encounter is only another view of an appointment. */
const KINDS: Partial<Record<ResourceType, RecordKind>> = {
  Patient: 'patient',
  Practitioner: 'practitioner',
  Location: 'location',
  HealthcareService: 'service',
  CarePlan: 'plan',
  ServiceRequest: 'recall',
  Appointment: 'appointment',
  Invoice: 'invoice',
  Consent: 'consent',
  Communication: 'communication',
  Observation: 'score',
};

/** The living practice as FHIR resources, each as it was written last. */
export class FhirStore {
  /** Status words of nobody's list, by appointment. */
  readonly words = new Map<string, string>();
  private readonly tables = new Map<ResourceType, Map<string, Stored>>(RESOURCE_TYPES.map((type) => [type, new Map()]));
  private readonly ordered = new Map<ResourceType, Stored[]>();
  private readonly render: ReturnType<typeof rendererFor>;

  constructor(
    private readonly living: LivingPractice,
    setting: Setting,
  ) {
    this.render = rendererFor(setting.services);
    living.onChange((standing) => this.take(standing));
  }

  get(type: ResourceType, id: string): Stored | undefined {
    return this.tables.get(type)?.get(id);
  }

  /** Everything of a type that is not deleted, by lastUpdated, then id. */
  byUpdate(type: ResourceType): readonly Stored[] {
    let list = this.ordered.get(type);
    if (list === undefined) {
      list = [...(this.tables.get(type)?.values() ?? [])].filter(({ resource }) => resource !== null);
      list.sort((a, b) => a.lastUpdated - b.lastUpdated || (a.id < b.id ? -1 : 1));
      this.ordered.set(type, list);
    }
    return list;
  }

  /** What was deleted from then on. */
  deletedSince(type: ResourceType, since: Instant): { type: ResourceType; id: string }[] {
    return [...(this.tables.get(type)?.values() ?? [])]
      .filter(({ resource, lastUpdated }) => resource === null && lastUpdated >= since)
      .map(({ id }) => ({ type, id }));
  }

  remove(type: ResourceType, id: string): boolean {
    const stored = this.get(type, id);
    if (stored === undefined || stored.resource === null) return false;
    const kind = KINDS[type];
    if (kind !== undefined) return this.living.remove(kind, id);
    this.put(type, { id, lastUpdated: this.living.serverNow(), resource: null });
    return true;
  }

  private take(standing: Standing): void {
    const { contents, security } = this.render(standing);
    for (const content of contents) {
      const meta = {
        versionId: String(standing.version),
        lastUpdated: new Date(standing.updatedAt).toISOString(),
        security,
      };
      this.put(content.resourceType, {
        id: content.id,
        lastUpdated: standing.updatedAt,
        resource: standing.deletedAt === null ? { ...content, ...this.wordOf(content), meta } : null,
      });
    }
  }

  private wordOf({ resourceType, id }: Content): { status?: string } {
    const word = resourceType === 'Appointment' ? this.words.get(id) : undefined;
    return word === undefined ? {} : { status: word };
  }

  private put(type: ResourceType, stored: Stored): void {
    this.tables.get(type)?.set(stored.id, stored);
    this.ordered.delete(type);
  }
}
