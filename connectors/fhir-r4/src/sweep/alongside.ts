import { many, one, text, type Resource } from '../element.js';
import { mapResource, type MappedResource } from '../map.js';
import type { ServerSource } from '../pull-server.js';
import { target, type Target } from '../references.js';
import type { Memory } from './memory.js';
import { askingOf } from './patient-list.js';

/** Practitioners and places that cannot be listed, read once in a walk where a booking or a visit names them. */
export async function readAlongside(
  source: ServerSource,
  memory: Memory,
  resources: Resource[],
): Promise<MappedResource[]> {
  const mapped: MappedResource[] = [];
  for (const { type, id } of resources.flatMap((resource) => namedBy(resource, source))) {
    const key = `${type}/${id}`;
    if (memory.told.has(key) || askingOf(source.settings, type).by !== 'reference') continue;
    memory.told.add(key);
    const found = await source.server.read(type, id);
    if (typeof found === 'object') mapped.push(mapResource(found, source.mapping, key));
  }
  return mapped;
}

function namedBy(resource: Resource, { mapping }: ServerSource): Target[] {
  const named = [
    ...many(resource, 'participant').flatMap((entry) => [one(entry, 'actor'), one(entry, 'individual')]),
    ...many(resource, 'location').map((entry) => one(entry, 'location')),
  ];
  const references = named.filter((element) => text(element, 'reference') !== null);
  return references.map((element) => target(element, mapping.locate)).filter((found) => found !== null);
}
