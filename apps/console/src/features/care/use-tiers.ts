import { useQuery } from '@tanstack/react-query';
import { getTiers, type TierName } from '../../api.care.js';
import { useSeesPatients } from '../session/roles.js';

/** Names that come onto the screen together are asked for together. */
const GATHER_MS = 20;
const MOST_AT_ONCE = 200;
const STALE_MS = 5 * 60_000;

interface Asker {
  resolve: (tiers: TierName[]) => void;
  reject: (problem: unknown) => void;
}

const waiting = new Map<string, Asker[]>();
let timer: ReturnType<typeof setTimeout> | null = null;

async function askFor(people: [string, Asker[]][]): Promise<void> {
  try {
    const known = new Map(
      (await getTiers(people.map(([personId]) => personId))).map(({ personId, tiers }) => [personId, tiers]),
    );
    for (const [personId, askers] of people) for (const { resolve } of askers) resolve(known.get(personId) ?? []);
  } catch (problem) {
    for (const [, askers] of people) for (const { reject } of askers) reject(problem);
  }
}

function askAll(): void {
  timer = null;
  const people = [...waiting];
  waiting.clear();
  for (let first = 0; first < people.length; first += MOST_AT_ONCE) {
    void askFor(people.slice(first, first + MOST_AT_ONCE));
  }
}

function tiersOf(personId: string): Promise<TierName[]> {
  return new Promise((resolve, reject) => {
    waiting.set(personId, [...(waiting.get(personId) ?? []), { resolve, reject }]);
    timer ??= setTimeout(askAll, GATHER_MS);
  });
}

/** The tiers one person of a list belongs to; asked for with those of the names around it. */
export const useTiers = (personId: string) =>
  useQuery({
    queryKey: ['tiers', personId],
    queryFn: () => tiersOf(personId),
    enabled: useSeesPatients(),
    staleTime: STALE_MS,
    retry: false,
  });
