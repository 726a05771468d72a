import {
  SERVICE_KINDS,
  SPECIALTIES,
  type ServiceKind,
  type SourceUpsert,
  type Specialty,
} from '@keepwell/domain/records';
import { codings, many, text, words, type Element, type Resource } from '../element.js';
import type { Mapping } from './mapping.js';

const OUR_SPECIALTY = 'urn:keepwell:specialty';
const OUR_KIND = 'urn:keepwell:service-kind';

/** SNOMED CT, from the value set c80-practice-codes that FHIR R4 binds `specialty` to. */
const SNOMED_SPECIALTY: Record<string, Specialty> = {
  '394812008': 'DE',
  '408444009': 'DE',
  '408449004': 'DE',
  '394606000': 'DE',
  '394608004': 'DE',
  '394602003': 'PT',
};

const NAMED_SPECIALTY: [RegExp, Specialty][] = [
  [/\b(physio\w*|physical therap\w*|chiropract\w*|rehabilitation)\b/i, 'PT'],
  [/\b(dental|dentist\w*|orthodont\w*|dental hygiene)\b/i, 'DE'],
  [/\b(aesthetic\w*|cosmetic\w*|med ?spa)\b/i, 'MS'],
  [/\bdirect primary care\b/i, 'DPC'],
];

/** The service line is the concept's words: Keepwell compares lines trimmed and without case. */
export function lineOf(concept: Element | undefined): string | null {
  return words(concept);
}

export function serviceKindOf(resource: Element, name: string): ServiceKind | null {
  const code = ourCode(resource, name, OUR_KIND);
  return SERVICE_KINDS.find((kind) => kind === code) ?? null;
}

export function specialtyOf(resource: Element, names: string[], mapping: Mapping): Specialty | null {
  for (const name of names) {
    const code = ourCode(resource, name, OUR_SPECIALTY);
    const ours = SPECIALTIES.find((specialty) => specialty === code);
    if (ours) return ours;
  }
  for (const name of names) {
    for (const coding of codings(resource, name)) {
      const known = SNOMED_SPECIALTY[text(coding, 'code') ?? ''];
      if (known && text(coding, 'system') === 'http://snomed.info/sct') return known;
    }
    const said = many(resource, name).map(words).join(' ');
    const named = NAMED_SPECIALTY.find(([pattern]) => pattern.test(said));
    if (named) return named[1];
  }
  return mapping.specialty;
}

function ourCode(resource: Element, name: string, system: string): string | null {
  const coding = codings(resource, name).find((entry) => text(entry, 'system') === system);
  return text(coding, 'code');
}

/** A service that is known only by the words of a booking: `type/CODE`, or `type/the words`. */
export function serviceOfWords(
  resource: Resource,
  concept: Element | undefined,
  mapping: Mapping,
): SourceUpsert<'service'> | null {
  const line = lineOf(concept);
  if (line === null) return null;
  const code = many(concept, 'coding')
    .map((coding) => text(coding, 'code'))
    .find((entry) => entry !== null);
  return {
    kind: 'service',
    op: 'upsert',
    id: `type/${code ?? line.toLowerCase()}`,
    // Said in passing by a booking, whose clock is not the service's own.
    createdAt: null,
    updatedAt: null,
    versionId: null,
    data: {
      name: line,
      line,
      kind: serviceKindOf(resource, 'serviceCategory'),
      intervalDays: null,
      specialty: specialtyOf(resource, ['specialty', 'serviceType', 'serviceCategory'], mapping),
    },
  };
}
