import { Link } from 'react-router';
import type { Reach as ReachOfPerson } from '../../api.types.js';
import { IconPhone } from '../../ui/icons.js';
import { caseStateWord } from '../worklist/words.js';

interface ReachProps {
  reach: ReachOfPerson;
  personId: string;
  /** Null: not known; else a link that dials is given only where calling is allowed. */
  mayCall: boolean;
  onDial: () => void;
}

/** How to reach them: known only to whoever has the case in hand. One call is for the whole household. */
export function Reach({ reach, personId, mayCall, onDial }: ReachProps) {
  const others = reach.household.filter((member) => member.personId !== personId);
  return (
    <div className="kw-reach">
      {reach.guardian !== null && (
        <p className="kw-reach-guardian">
          Not of age: speak with <Link to={`/patients/${reach.guardian.personId}`}>{reach.guardian.name}</Link>.
          {reach.guardian.phone !== null && <span className="kw-number"> {reach.guardian.phone}</span>}
        </p>
      )}
      {reach.phone === null ? (
        <p className="kw-quiet">No phone number on record.</p>
      ) : mayCall && reach.phoneHref !== null ? (
        <a className="kw-dial" href={reach.phoneHref} onClick={onDial}>
          <IconPhone size={18} aria-hidden /> Call <span className="kw-number">{reach.phone}</span>
        </a>
      ) : (
        <p className="kw-number">{reach.phone}</p>
      )}
      {reach.email !== null && <p className="kw-quiet kw-clip">{reach.email}</p>}
      {others.length > 0 && (
        <div className="kw-household">
          <strong>One call for the household</strong>
          <ul className="kw-plain">
            {others.map((member) => (
              <li key={member.personId}>
                <Link to={`/patients/${member.personId}`}>{member.name}</Link>{' '}
                <span className="kw-quiet">
                  {member.state === null ? 'nothing open' : caseStateWord(member.state).toLowerCase()}
                </span>
              </li>
            ))}
          </ul>
        </div>
      )}
    </div>
  );
}
