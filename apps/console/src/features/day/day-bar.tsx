import { Progress } from '@mantine/core';
import type { RuleClass } from '@keepwell/domain';
import { Link } from 'react-router';
import type { TeamDay } from '../../api.day.js';
import type { WorklistTab } from '../../api.types.js';
import { dayInFull, localDate } from '../../ui/dates.js';
import { Moment } from '../../ui/moment.js';
import { useNow } from '../../ui/now.js';
import { numberText } from '../../ui/shares.js';
import { useZone } from '../../ui/zone.js';
import { viewAddress } from '../worklist/view.js';
import { classWord } from '../worklist/words.js';
import { useDay } from './use-day.js';

const CLASSES: readonly RuleClass[] = ['S1', 'S2', 'S3', 'S4'];

/** The team's day over the list: places done and left, and how many found none. Nothing where the list has no end. */
export function DayBar({ tab }: { tab: WorklistTab }) {
  const day = useDay();
  if (tab !== 'today' && tab !== 'waiting') return null;
  if (day.data === undefined) {
    return day.isError ? (
      <p role="alert" className="kw-flat kw-quiet">
        How full the day is could not be read: {day.error.message}
      </p>
    ) : null;
  }
  return day.data.capacity === null ? null : <Places day={day.data} tab={tab} />;
}

function Places({ day, tab }: { day: TeamDay; tab: WorklistTab }) {
  const zone = useZone();
  const today = localDate(useNow(), zone);
  if (day.day === null) {
    return (
      <p className="kw-flat kw-quiet">
        No day is planned yet: the {numberText(day.capacity ?? 0)} places of the team are given when the practice opens.
      </p>
    );
  }
  const share = day.places === 0 ? 0 : (day.done / day.places) * 100;
  return (
    <section className="kw-day" aria-label="The team’s day">
      <div className="kw-day-line">
        <span>
          <strong className="kw-number">
            {numberText(day.done)} of {numberText(day.places)}
          </strong>{' '}
          {day.day === today ? 'done today' : `done of the day of ${dayInFull(day.day)}`}
          {day.places < (day.capacity ?? 0) && (
            <span className="kw-quiet"> · room for {numberText((day.capacity ?? 0) - day.places)} more</span>
          )}
        </span>
        <Progress.Root size="sm" className="kw-day-progress">
          <Progress.Section value={share} aria-label="Places done" />
        </Progress.Root>
      </div>
      <p className="kw-quiet kw-flat">
        <Unserved day={day} isLinked={tab === 'today'} /> Planned <Moment at={day.plannedAt} none="not yet" />.
      </p>
    </section>
  );
}

/** Who found no place, by class: what the team's number of contacts costs. */
function Unserved({ day: { unserved }, isLinked }: { day: TeamDay; isLinked: boolean }) {
  if (unserved.total === 0) return <>Everybody who is off-track found a place.</>;
  const parts = CLASSES.flatMap((of) =>
    unserved[of] === 0 ? [] : [`${numberText(unserved[of])} ${classWord(of).toLowerCase()}`],
  );
  const says = `${numberText(unserved.total)} found no place`;
  return (
    <>
      {isLinked ? <Link to={viewAddress({ tab: 'waiting', sort: 'priority' })}>{says}</Link> : says} when the day was
      planned: {parts.join(', ')}.
    </>
  );
}
