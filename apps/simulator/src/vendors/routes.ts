import type { VendorAnswer, VendorRequest } from './vendor-server.js';

export interface Route {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Below the base: `/patients/:id`. */
  path: string;
  /** Answered without a key, such as the place where keys are handed out. */
  open?: boolean;
  answer(request: VendorRequest): VendorAnswer | Promise<VendorAnswer>;
}

export interface Found {
  route: Route;
  params: Record<string, string>;
}

/** Finds the route of a request; a fixed word goes before a `:name`. */
export function routeTable(
  base: string,
  routes: Route[],
): (method: string, path: string) => Found | 'no_path' | 'no_method' {
  const table = routes.map((route) => ({ route, parts: partsOf(`${base}${route.path}`) }));
  const names = ({ parts }: (typeof table)[number]) => parts.filter((part) => part.startsWith(':')).length;
  table.sort((a, b) => names(a) - names(b));
  return (method, path) => {
    const asked = partsOf(path);
    const here = table.filter(({ parts }) => fits(parts, asked));
    const found = here.find(({ route }) => route.method === method);
    if (found === undefined) return here.length > 0 ? 'no_method' : 'no_path';
    const named = found.parts.flatMap((part, at): [string, string][] =>
      part.startsWith(':') ? [[part.slice(1), decodeURIComponent(asked[at] ?? '')]] : [],
    );
    return { route: found.route, params: Object.fromEntries(named) };
  };
}

function partsOf(path: string): string[] {
  return path.split('/').filter(Boolean);
}

function fits(parts: string[], asked: string[]): boolean {
  return parts.length === asked.length && parts.every((part, at) => part.startsWith(':') || part === asked[at]);
}
