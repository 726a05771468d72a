import { Link } from 'react-router';
import { Signal } from '../../ui/signal.js';
import { useGoLive } from './use-go-live.js';

/** Over every page of a practice in its shadow week. */
export function ShadowBanner() {
  const week = useGoLive().data?.week ?? null;
  const judged = week === null ? null : week.judged.right + week.judged.wrong;
  return (
    <div>
      <Signal tone="wait">Shadow week: nothing is sent</Signal>{' '}
      <span>
        The list runs and is judged by the team.
        {week !== null && judged !== null && (
          <span className="kw-number">
            {' '}
            {judged.toLocaleString('en-GB')} of {week.fewestMarks.toLocaleString('en-GB')} judged.
          </span>
        )}
      </span>{' '}
      <Link to="/go-live">What is still missing</Link>
    </div>
  );
}
