import { many, text, type Element } from './element.js';

/** What a reference points at, within this source. */
export interface Target {
  type: string;
  id: string;
}

/** Turns a reference as written into its target; null when it leads elsewhere or nowhere. */
export type Locate = (reference: string) => Target | null;

const RELATIVE = /^([A-Z][A-Za-z]+)\/([A-Za-z0-9\-.]{1,64})(?:\/_history\/[A-Za-z0-9\-.]+)?$/;

/** `Patient/1`, `Patient/1/_history/2` and, below the base address, the same as a full address. */
export function locateBelow(base: string | null): Locate {
  return (reference) => {
    const local = base !== null && reference.startsWith(`${base}/`) ? reference.slice(base.length + 1) : reference;
    const match = RELATIVE.exec(local);
    return match === null ? null : { type: match[1]!, id: match[2]! };
  };
}

/** Targets of the references found under `name`, restricted to one type of resource. */
export function targets(parent: Element | undefined, name: string, type: string, locate: Locate): string[] {
  return many(parent, name)
    .map((element) => target(element, locate))
    .filter((found) => found !== null)
    .filter((found) => found.type === type)
    .map((found) => found.id);
}

export function target(element: Element | undefined, locate: Locate): Target | null {
  const reference = text(element, 'reference');
  return reference === null ? null : locate(reference);
}
