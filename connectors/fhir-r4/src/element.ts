import { parseInstant } from '@keepwell/connector-sdk';
import type { Instant, LocalDate, ZoneId } from '@keepwell/domain/records';

/**
 * A piece of FHIR JSON as it came. Servers send wrong types now and then; the readers below answer "not there"
 * instead of failing, so that one odd element costs one field and not a page.
 */
export type Element = { readonly [name: string]: unknown };

export interface Resource extends Element {
  readonly resourceType: string;
}

export function isElement(value: unknown): value is Element {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isResource(value: unknown): value is Resource {
  return isElement(value) && typeof value.resourceType === 'string';
}

export function many(parent: Element | undefined, name: string): Element[] {
  const value = parent?.[name];
  return Array.isArray(value) ? value.filter(isElement) : isElement(value) ? [value] : [];
}

export function one(parent: Element | undefined, name: string): Element | undefined {
  return many(parent, name)[0];
}

export function text(parent: Element | undefined, name: string): string | null {
  const value = parent?.[name];
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : null;
}

export function texts(parent: Element | undefined, name: string): string[] {
  const value = parent?.[name];
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string' && item.trim() !== '') : [];
}

export function flag(parent: Element | undefined, name: string): boolean | null {
  const value = parent?.[name];
  return typeof value === 'boolean' ? value : null;
}

export function number(parent: Element | undefined, name: string): number | null {
  const value = parent?.[name];
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

/** FHIR `instant` and `dateTime`. A year or a month alone says no instant and reads as unknown. */
export function instant(parent: Element | undefined, name: string, zone: ZoneId): Instant | null {
  const value = text(parent, name);
  if (value === null) return null;
  const parsed = parseInstant(value, zone);
  return typeof parsed === 'number' ? parsed : null;
}

/** FHIR `date` in full; a year or a month alone reads as unknown. */
export function date(parent: Element | undefined, name: string): LocalDate | null {
  const value = text(parent, name);
  const match = /^\d{4}-\d{2}-\d{2}/.exec(value ?? '');
  return match !== null && typeof parseInstant(match[0], 'UTC') === 'number' ? match[0] : null;
}

export function codings(parent: Element | undefined, name: string): Element[] {
  return many(parent, name).flatMap((concept) => many(concept, 'coding'));
}

/** Is this code, of this system, among the codings? */
export function hasCode(parent: Element | undefined, name: string, system: string, code: string): boolean {
  return codings(parent, name).some((coding) => text(coding, 'system') === system && text(coding, 'code') === code);
}

/** The words of a CodeableConcept for a person: its text, else the first display, else the first code. */
export function words(concept: Element | undefined): string | null {
  const coding = many(concept, 'coding');
  const first = (name: string) => coding.map((entry) => text(entry, name)).find((entry) => entry !== null) ?? null;
  return text(concept, 'text') ?? first('display') ?? first('code');
}

export function extension(parent: Element | undefined, url: string): Element | undefined {
  return many(parent, 'extension').find((entry) => text(entry, 'url') === url);
}
