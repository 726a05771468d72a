import { NO_CARE, type CareTemplates } from '../care/template.js';
import type { PracticeFacts, RecordVersion } from '../facts.js';
import type { ReturnModel } from '../models/return-model.js';
import { sameSpecialty, type Instant, type RecordKind, type ServiceKind, type Specialty } from '../records.js';
import { locationKey, type EvaluationSettings, type PracticeAggregates } from '../settings.js';
import { defaultOpeningDays, openingDaysOf, type OpeningDays } from '../zones/opening-days.js';
import { AsOf } from './as-of.js';
import { noPlaceholder, placeholdersBy, type IsPlaceholder } from './placeholder.js';
import { LEAST_OUTCOME_DAYS } from './outcome-missing.js';
import { seeRecord, versionsByRecord } from './versions.js';
import { SourceRecords } from './source-records.js';

/** Service lines compare trimmed and without regard to case; `''` is the line nobody named (Q29). */
export function lineKey(line: string | null): string {
  return line === null ? '' : line.trim().toLowerCase();
}

export interface ServiceView {
  id: string;
  name: string | null;
  line: string;
  /** The line as the practice writes it. */
  lineName: string | null;
  kind: ServiceKind | null;
  intervalDays: number | null;
  specialty: Specialty | null;
}

/** What the practice looked like at an instant, and until when it keeps looking so. */
export interface PractitionerView {
  name: string | null;
  active: boolean | null;
  leftAt: Instant | null;
  /** When this much of it was known. */
  recordedAt: Instant | null;
}

export interface PracticeView {
  /** Asked for the list that people work from; false in an audit, whose answers are decided to the letter. */
  isLive: boolean;
  service(source: string, id: string | null): ServiceView | null;
  /** Of the location named, else of the first of the list, else of the practice's own zone (Q12). */
  openingDays(source: string, locationId: string | null, elseLocationId: string | null): OpeningDays;
  hasLocation(source: string, locationId: string): boolean;
  practitioner(source: string, id: string | null): PractitionerView | null;
  /** The service line that a recall's type names: a line itself, or the id or name of a service (Q59); else `''`. */
  lineOfType(source: string, type: string | null): string;
  /** Of any service of the line (Q31). */
  specialtyOfLine(line: string): Specialty | null;
  /** When services and plans together name exactly one (Q31). */
  onlySpecialty: Specialty | null;
  keepsNoOutcome(source: string): boolean;
  /** Any source keeps none. */
  keepsSomeNoOutcome: boolean;
  medianOfLine(line: string): number | null;
  /** Open days that are given to enter what became of an appointment there (K11). */
  outcomeDays(source: string, locationId: string | null): number;
  /** Whether that was measured there, or is a starting value. */
  isOutcomeDelayMeasured(source: string, locationId: string | null): boolean;
  /** Null where the line has no model that was good on later weeks. */
  returnModelOf(line: string): ReturnModel | null;
  isPlaceholder: IsPlaceholder;
  services: readonly ServiceView[];
  /** What the practice means patients to get; an audit knows none. */
  care: CareTemplates;
}

interface ViewFor {
  from: Instant;
  until: Instant | null;
  view: PracticeView;
}

/** Views by the stretch of time for which they hold: a practice's own facts hardly ever change. */
export function practiceViews(
  facts: PracticeFacts,
  aggregates: PracticeAggregates,
  mode: EvaluationSettings['mode'] = 'audit',
): (asOf: AsOf) => PracticeView {
  const locations = versionsByRecord(facts.locations);
  const services = versionsByRecord(facts.services);
  const practitioners = versionsByRecord(facts.practitioners);
  const constants = {
    isLive: mode === 'live',
    ...constantsOf(aggregates),
    care: mode === 'live' ? (facts.care ?? NO_CARE) : NO_CARE,
    isPlaceholder: mode === 'live' ? placeholdersBy(facts.placeholders ?? []) : noPlaceholder,
  };
  let recent: ViewFor | null = null;

  return (asOf) => {
    if (recent === null || asOf.at < recent.from || (recent.until !== null && asOf.at >= recent.until)) {
      const own = asOf.apart();
      const view = {
        ...viewAt(locations, services, facts, aggregates, own),
        practitioner: practitionersAt(practitioners, own),
        ...constants,
      };
      recent = { from: asOf.at, until: own.nextChangeAt, view };
    }
    if (recent.until !== null) asOf.reached(recent.until);
    return recent.view;
  };
}

function constantsOf(aggregates: PracticeAggregates) {
  const silent = new Set(aggregates.sourcesWithoutOutcomes);
  const medians = new Map(Object.entries(aggregates.lineMedianDays));
  const delays = new Map(Object.entries(aggregates.outcomeDays ?? {}));
  const models = new Map(Object.entries(aggregates.returnModels ?? {}));
  const delayAt = (source: string, locationId: string | null): number | undefined =>
    (locationId === null ? undefined : delays.get(locationKey(source, locationId))) ?? delays.get(source);
  return {
    keepsNoOutcome: (source: string) => silent.has(source),
    keepsSomeNoOutcome: silent.size > 0,
    medianOfLine: (line: string) => medians.get(line) ?? null,
    outcomeDays: (source: string, locationId: string | null) => delayAt(source, locationId) ?? LEAST_OUTCOME_DAYS,
    isOutcomeDelayMeasured: (source: string, locationId: string | null) => delayAt(source, locationId) !== undefined,
    returnModelOf: (line: string) => models.get(line) ?? null,
  };
}

function seeAll<K extends RecordKind>(records: RecordVersion<K>[][], asOf: AsOf): RecordVersion<K>[] {
  return records.flatMap((versions) => seeRecord(versions, asOf)?.row ?? []);
}

function viewAt(
  locationRecords: RecordVersion<'location'>[][],
  serviceRecords: RecordVersion<'service'>[][],
  facts: PracticeFacts,
  aggregates: PracticeAggregates,
  asOf: AsOf,
): Omit<
  PracticeView,
  | 'isLive'
  | 'keepsNoOutcome'
  | 'keepsSomeNoOutcome'
  | 'medianOfLine'
  | 'outcomeDays'
  | 'isOutcomeDelayMeasured'
  | 'practitioner'
  | 'returnModelOf'
  | 'isPlaceholder'
  | 'care'
> {
  const locations = new SourceRecords<OpeningDays>();
  let firstLocation: OpeningDays | null = null;
  for (const row of seeAll(locationRecords, asOf)) {
    const opening = openingDaysOf(row.data);
    firstLocation ??= opening;
    locations.set(row.source, row.id, opening);
  }
  const elsewhere = firstLocation ?? defaultOpeningDays(facts.timezone ?? 'UTC');

  const services = new SourceRecords<ServiceView>();
  const allServices: ServiceView[] = [];
  const specialties = new Set<Specialty>(aggregates.planSpecialties);
  const lineSpecialties = new Map<string, Specialty>();
  const lines = new Set<string>();
  const linesByName = new Map<string, string>();
  for (const row of seeAll(serviceRecords, asOf)) {
    const service = serviceView(row);
    services.set(row.source, row.id, service);
    allServices.push(service);
    lines.add(service.line);
    if (service.name !== null && !linesByName.has(lineKey(service.name)))
      linesByName.set(lineKey(service.name), service.line);
    if (service.specialty === null) continue;
    specialties.add(service.specialty);
    if (service.line !== '' && !lineSpecialties.has(service.line)) lineSpecialties.set(service.line, service.specialty);
  }
  const [onlySpecialty = null] = specialties.size === 1 ? specialties : [];
  return {
    service: (source, id) => services.get(source, id),
    openingDays: (source, locationId, elseLocationId) =>
      locations.get(source, locationId) ?? locations.get(source, elseLocationId) ?? elsewhere,
    hasLocation: (source, locationId) => locations.get(source, locationId) !== null,
    lineOfType: (source, type) => {
      const word = lineKey(type);
      if (word === '' || lines.has(word)) return word;
      return services.get(source, type?.trim() ?? null)?.line ?? linesByName.get(word) ?? '';
    },
    services: allServices,
    specialtyOfLine: (line) => lineSpecialties.get(line) ?? null,
    onlySpecialty,
  };
}

/** A row written later shows a leaving only from `left_at` on, and nobody as inactive (Q01). */
function practitionersAt(
  records: RecordVersion<'practitioner'>[][],
  asOf: AsOf,
): (source: string, id: string | null) => PractitionerView | null {
  const practitioners = new SourceRecords<PractitionerView>();
  for (const versions of records) {
    const seen = seeRecord(versions, asOf);
    if (seen === null) continue;
    const { row, asCreated } = seen;
    const { name, active, leftAt } = row.data;
    const recordedAt = asCreated ? row.createdAt : row.recordedAt;
    practitioners.set(row.source, row.id, { name, active: asCreated ? null : active, leftAt, recordedAt });
  }
  return (source, id) => practitioners.get(source, id);
}

function serviceView({ id, data }: RecordVersion<'service'>): ServiceView {
  return {
    id,
    name: data.name,
    line: lineKey(data.line),
    lineName: data.line === null || data.line.trim() === '' ? null : data.line.trim(),
    kind: data.kind,
    intervalDays: data.intervalDays !== null && data.intervalDays > 0 ? data.intervalDays : null,
    specialty: sameSpecialty(data.specialty),
  };
}
