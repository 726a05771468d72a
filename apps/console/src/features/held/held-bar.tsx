import { Alert } from '@mantine/core';
import { Link } from 'react-router';
import { IconAlertTriangle } from '../../ui/icons.js';
import { numberText } from '../../ui/shares.js';
import { useManages } from '../session/roles.js';

/** Over the list: new cases that are not on it, and why. */
export function HeldBar({ cases }: { cases: number }) {
  const manages = useManages();
  if (cases === 0) return null;
  return (
    <Alert icon={<IconAlertTriangle size={18} />} color="yellow" variant="light" role="status" className="kw-held">
      {cases === 1 ? 'One new case is' : `${numberText(cases)} new cases are`} held back and not on this list: far more
      came in a day than is usual, as happens when a source was read only in part. Nobody is called or written to before
      a manager has looked. {manages ? <Link to="/worklist/held">Look at them</Link> : 'A manager or an admin decides.'}
    </Alert>
  );
}
