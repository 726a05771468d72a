import { useQuery } from '@tanstack/react-query';
import { getMyDay } from '../../api.cases.js';

/** Conversations had today. Never a goal, and never attempts: dialling more often is not the point (S0-27). */
export function MyDay() {
  const { data } = useQuery({ queryKey: ['my-day'], queryFn: ({ signal }) => getMyDay(signal), staleTime: 60_000 });
  if (data === undefined) return null;
  return (
    <span className="kw-quiet" title="Calls in which you reached somebody, since midnight at the practice">
      Your conversations today: <strong className="kw-number">{data.conversations}</strong>
    </span>
  );
}
