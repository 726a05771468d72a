import { Link } from 'react-router';
import type { WorklistTab } from '../../api.types.js';
import type { Rule } from '../../api.rules.types.js';
import { viewAddress } from '../worklist/view.js';
import { TABS } from '../worklist/words.js';

/** One number for each part of the list, because a link leads to one part and must show exactly whom it counts. */
export function Listed({ rule }: { rule: Rule }) {
  // A tab of which the rule has no number shows nobody because of it.
  const counts: Partial<Record<WorklistTab, number>> = rule.listedOn;
  const parts = TABS.flatMap(({ tab, label }) => {
    const count = counts[tab] ?? 0;
    return count === 0 ? [] : [{ tab, label, count }];
  });
  if (parts.length === 0) return <span className="kw-none">nobody</span>;
  return (
    <ul className="kw-plain">
      {parts.map(({ tab, label, count }) => (
        <li key={tab} className="kw-nowrap">
          <Link to={viewAddress({ tab, sort: 'priority', rule: rule.rule })}>
            <span className="kw-quiet">{label}</span> {count.toLocaleString('en-GB')}
          </Link>
        </li>
      ))}
    </ul>
  );
}

/** What a rule on trial would list. */
export function Trial({ rule: { trial } }: { rule: Pick<Rule, 'trial'> }) {
  if (trial.now === 0) return <>would list nobody now</>;
  return (
    <>
      would list <span className="kw-number">{trial.now.toLocaleString('en-GB')}</span>
      {trial.lastWeek > 0 && (
        <>
          , <span className="kw-number">{trial.lastWeek.toLocaleString('en-GB')}</span> new in 7 days
        </>
      )}
    </>
  );
}
