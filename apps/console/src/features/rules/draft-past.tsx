import { Button } from '@mantine/core';
import { Link } from 'react-router';
import type { RuleDraft } from '../../api.rules.types.js';
import { IconRepeat } from '../../ui/icons.js';
import { Moment } from '../../ui/moment.js';
import { Section } from '../../ui/section.js';
import { LoadingBars } from '../../ui/states.js';
import { RunState } from '../backtest/run-state.js';
import { useBacktests } from '../backtest/use-backtests.js';
import { backtestAddress, everyText, periodText } from '../backtest/words.js';
import { draftOnThePast } from './addresses.js';
import { isOpen } from './mode-words.js';

/** What the change would have done on past days: the runs that were asked for with it, and the way to ask for one. */
export function DraftOnThePast({ draft }: { draft: RuleDraft }) {
  const runs = useBacktests(true);
  const own = (runs.data?.pages ?? []).flatMap(({ items }) => items).filter(({ draftId }) => draftId === draft.id);
  return (
    <Section title="On the past" aside="beside the settings in force">
      {runs.isPending ? (
        <LoadingBars rows={1} height={22} label="Loading what was tried" />
      ) : own.length === 0 ? (
        <p className="kw-flat kw-quiet">
          {runs.isError
            ? 'What was tried could not be loaded.'
            : 'Not tried yet. A run shows how many of its alerts would have been right, and how early they would have come.'}
        </p>
      ) : (
        <ul className="kw-plain kw-changes">
          {own.map((run) => (
            <li key={run.id} className="kw-change">
              <Link to={backtestAddress(run.id)}>{periodText(run)}</Link>
              <span className="kw-quiet">
                {everyText(run.every)}, asked for <Moment at={run.askedAt} />
              </span>
              <RunState run={run} />
            </li>
          ))}
        </ul>
      )}
      {isOpen(draft) && (
        <Button
          component={Link}
          to={draftOnThePast(draft.id)}
          variant="default"
          mt="md"
          leftSection={<IconRepeat size={16} />}
        >
          Try on the past
        </Button>
      )}
    </Section>
  );
}
