import { useQuery } from '@tanstack/react-query';
import { getCare } from '../../api.care.js';

/** Under the patient's own key: whatever renews the patient renews this. */
export const useCare = (personId: string) =>
  useQuery({ queryKey: ['patient', personId, 'care'], queryFn: ({ signal }) => getCare(personId, signal) });
