import { Link } from 'react-router';
import type { Alarm } from '../../api.sources.types.js';
import { Moment } from '../../ui/moment.js';
import { Sentence } from '../../ui/sentence.js';
import { Signal } from '../../ui/signal.js';
import { useManages } from '../session/roles.js';
import { partAddress, partOfAlarm } from './parts.js';
import { ALARM_WORDS } from './source-words.js';
import { useMayManage } from './use-connections.js';

interface AlarmListProps {
  alarms: Alarm[];
  label: string;
  /** Where it is, with a link to it: not needed on the connection's own page. */
  withConnection?: boolean;
}

/** What is wrong with sources: each said once, with what to do, until it is over. */
export function AlarmList({ alarms, label, withConnection = false }: AlarmListProps) {
  return (
    <ul className="kw-plain kw-alarms" aria-label={label}>
      {alarms.map((alarm) => (
        <li key={alarm.id}>
          <div>
            <Signal tone={alarm.closedAt === null ? 'wrong' : 'quiet'}>{ALARM_WORDS[alarm.code]}</Signal>{' '}
            {withConnection && <Link to={`/connections/${alarm.connectionId}`}>{alarm.connection}</Link>}
          </div>
          <div>
            <Sentence of={alarm.says} />
            {alarm.rules.length > 0 && (
              <span className="kw-quiet"> Rules that rest on it: {alarm.rules.join(', ')}.</span>
            )}
            <WhereToSeeToIt alarm={alarm} />
          </div>
          <div className="kw-quiet kw-nowrap">
            since <Moment at={alarm.openedAt} />
            {alarm.closedAt !== null && (
              <>
                , over <Moment at={alarm.closedAt} />
              </>
            )}
          </div>
        </li>
      ))}
    </ul>
  );
}

function WhereToSeeToIt({ alarm: { code, closedAt, connectionId } }: { alarm: Alarm }) {
  const part = partOfAlarm(code);
  const mayManage = useMayManage();
  const answersForTheList = useManages();
  if (code === 'surge_held' && closedAt === null && answersForTheList) {
    return (
      <>
        {' '}
        <Link to="/worklist/held">Look at them</Link>
      </>
    );
  }
  if (part === null || closedAt !== null || (part.managed && !mayManage)) return null;
  return (
    <>
      {' '}
      <Link to={partAddress(part.part, connectionId)}>See to it under “{part.label}”</Link>
    </>
  );
}
