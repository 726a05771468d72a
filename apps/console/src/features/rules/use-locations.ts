import { useQuery } from '@tanstack/react-query';
import { getLocations } from '../../api.rules.js';

export interface Place {
  value: string;
  label: string;
}

/**
 * The places of the practice by name, to choose from; where two are called alike, with the source that tells of each. `known` stand
 * among them until they are there.
 */
export function useLocations(known: readonly { id: string; name: string }[] = []): Place[] {
  const { data } = useQuery({ queryKey: ['locations'], queryFn: ({ signal }) => getLocations(signal) });
  if (data === undefined) {
    return [...new Map(known.map(({ id, name }) => [id, name]))].map(([value, label]) => ({ value, label }));
  }
  return data.map(({ id, name, connectionName }) => {
    const isAlone = data.filter((one) => one.name === name).length === 1;
    return { value: id, label: isAlone ? name : `${name} (${connectionName})` };
  });
}
