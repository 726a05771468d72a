import { useCallback, useEffect, useState } from 'react';
import { useLocation, useNavigate } from 'react-router';
import { ApiProblem } from '../../api.js';
import { claimNext } from '../../api.cases.js';
import type { NextCase, WorklistTab } from '../../api.types.js';
import { useAnnounce } from '../../ui/announcer.js';
import { holdKeys, letKeysGo } from '../../ui/use-keys.js';
import { useListMemory } from '../worklist/list-memory.js';
import { readView } from '../worklist/view.js';
import { useHand } from './hand.js';

/** The parts of the list in which there is something to do. */
const WORKABLE: readonly WorklistTab[] = ['today', 'in_outreach', 'snoozed', 'backlog'];
export const isWorkable = (tab: WorklistTab): tab is NonNullable<NextCase['tab']> => WORKABLE.includes(tab);

/** Takes the next case of the list one came from, in its order, that nobody has in hand, and opens it. */
export function useNextPatient() {
  const { adopt } = useHand();
  const { recall } = useListMemory();
  const navigate = useNavigate();
  const announce = useAnnounce();
  const { key: arrival } = useLocation();
  useEffect(letKeysGo, [arrival]);
  const [isGoing, setGoing] = useState(false);
  const [sentence, setSentence] = useState<string | null>(null);

  const goOn = useCallback(
    async (skip?: NextCase['skip']) => {
      setGoing(true);
      setSentence(null);
      holdKeys();
      let isLeaving = false;
      const say = (text: string) => {
        setSentence(text);
        announce(text);
      };
      try {
        const { tab, rule, locationId, practitionerId, interest, sort } = readView(
          new URLSearchParams(recall().address.split('?')[1] ?? ''),
        );
        const list = {
          rule,
          locationId,
          practitionerId,
          interest,
          sort,
          tab: isWorkable(tab) ? tab : ('today' as const),
        };
        const inHand = await claimNext({ ...list, ...(skip === undefined ? {} : { skip }) });
        if (inHand === null) {
          say('Nobody is left on this list whom nobody has in hand.');
          return;
        }
        adopt(inHand, true);
        isLeaving = true;
        void navigate(`/patients/${inHand.case.personId}`);
      } catch (problem) {
        say(problem instanceof ApiProblem ? problem.message : 'The next patient could not be opened.');
      } finally {
        setGoing(false);
        // Else the page that opens does it: until then the keys would still be those of the page that is left.
        if (!isLeaving) letKeysGo();
      }
    },
    [adopt, announce, navigate, recall],
  );
  return { goOn, isGoing, sentence };
}
