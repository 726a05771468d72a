import { get } from 'node:http';
import { json } from 'node:stream/consumers';

/** A plain FHIR client for tests: what comes over the wire, nothing interpreted. */
export interface Resource {
  resourceType: string;
  id: string;
  meta: { versionId: string; lastUpdated: string };
  [element: string]: unknown;
}

export interface Bundle {
  resourceType: string;
  total?: number;
  link: { relation: string; url: string }[];
  entry: { fullUrl: string; resource: Resource }[];
}

export function getBundle(url: string): Promise<Bundle> {
  return new Promise((resolve, reject) => {
    get(url, (response) => {
      if (response.statusCode !== 200) reject(new Error(`${url} answered ${response.statusCode}`));
      json(response).then((body) => resolve(body as Bundle), reject);
    }).on('error', reject);
  });
}

export function nextOf(bundle: Bundle): string | undefined {
  return bundle.link.find(({ relation }) => relation === 'next')?.url;
}

/** Every resource of a walk, page after page. */
export async function readAll(url: string): Promise<Resource[]> {
  const all: Resource[] = [];
  for (let next: string | undefined = url; next !== undefined;) {
    const bundle: Bundle = await getBundle(next);
    all.push(...bundle.entry.map(({ resource }) => resource));
    next = nextOf(bundle);
  }
  return all;
}
