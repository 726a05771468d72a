import { useQuery } from '@tanstack/react-query';
import { getInterventions, type Intervention } from '../../api.care.js';
import { usePractice } from '../settings/use-settings.js';

/** They ship with the house and change with it alone. */
const STALE_MS = 60 * 60_000;

/** What can be done at this practice: of its own specialty, and of any. */
export function useInterventions() {
  const practice = usePractice();
  const { data, ...query } = useQuery({
    queryKey: ['interventions'],
    queryFn: ({ signal }) => getInterventions(signal),
    staleTime: STALE_MS,
  });
  const own = practice.data?.specialty ?? null;
  const isOurs = ({ specialty }: Intervention) => specialty === 'any' || own === null || specialty === own;
  return { ...query, items: data?.filter(isOurs) };
}
