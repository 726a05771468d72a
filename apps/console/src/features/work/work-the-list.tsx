import { Button } from '@mantine/core';
import { useHasRole } from '../session/use-session.js';
import { useKeys } from '../../ui/use-keys.js';
import { MyDay } from './my-day.js';
import { useNextPatient } from './use-next-patient.js';

/** Starts at the top of the list as it is shown: the first patient whom nobody has in hand. */
export function WorkTheList() {
  const mayWork = useHasRole('coordinator', 'manager', 'admin');
  return mayWork ? <Start /> : null;
}

function Start() {
  const { goOn, isGoing, sentence } = useNextPatient();
  useKeys({ n: () => void goOn() });
  return (
    <>
      <span className="kw-quiet">{sentence ?? <MyDay />}</span>
      <Button loading={isGoing} onClick={() => void goOn()} title="Key: N">
        Work the list
      </Button>
    </>
  );
}
