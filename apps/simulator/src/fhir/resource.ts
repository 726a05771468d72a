import type { Instant } from '@keepwell/domain/records';

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json | undefined };

export const RESOURCE_TYPES = [
  'Patient',
  'Practitioner',
  'Location',
  'HealthcareService',
  'CarePlan',
  'ServiceRequest',
  'Appointment',
  'Encounter',
  'Invoice',
  'Consent',
  'Communication',
  'Observation',
] as const;
export type ResourceType = (typeof RESOURCE_TYPES)[number];

/** A resource without its meta, which belongs to the version. */
export interface Content {
  resourceType: ResourceType;
  id: string;
  [element: string]: Json | undefined;
}

export interface Coding {
  system?: string;
  code: string;
  display?: string;
}

/** Code systems; those for kind and specialty are the ones that connectors/fhir-r4/README.md publishes. */
export const SYSTEMS = {
  service: 'urn:keepwell:simulator:service',
  line: 'urn:keepwell:simulator:service-line',
  kind: 'urn:keepwell:service-kind',
  specialty: 'urn:keepwell:specialty',
} as const;

export function reference(type: ResourceType, id: string): { reference: string } {
  return { reference: `${type}/${id}` };
}

export function concept(text: string, ...coding: Coding[]): { text: string; coding?: Json } {
  return coding.length === 0 ? { text } : { coding: coding.map((entry) => ({ ...entry })), text };
}

export function isoInstant(at: Instant): string {
  return new Date(at).toISOString();
}

/** `undefined` keeps the element out of the JSON. */
export function given<T, R>(value: T | null | undefined, write: (value: T) => R): R | undefined {
  return value === null || value === undefined ? undefined : write(value);
}
