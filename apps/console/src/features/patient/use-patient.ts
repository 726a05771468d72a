import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { getPatient, getTimeline } from '../../api.js';
import type { PatientPage } from '../../api.types.js';
import { useAnnounce } from '../../ui/announcer.js';

export function usePatient(personId: string) {
  const patient = useQuery({ queryKey: ['patient', personId], queryFn: ({ signal }) => getPatient(personId, signal) });
  const timeline = useQuery({
    queryKey: ['timeline', personId],
    queryFn: ({ signal }) => getTimeline(personId, signal),
  });
  return { patient, timeline };
}

const wasListed = (patient: PatientPage) => patient.evaluation?.state === 'off_track';

/** A sentence when the person left the list while somebody was looking at them: they must not be called for nothing. */
export function useMeanwhile(patient: PatientPage | undefined): string | null {
  const announce = useAnnounce();
  const listedWhenOpened = useRef<boolean | null>(null);
  const [sentence, setSentence] = useState<string | null>(null);
  useEffect(() => {
    if (patient === undefined) return;
    const listed = wasListed(patient);
    listedWhenOpened.current ??= listed;
    if (!listedWhenOpened.current || listed) {
      setSentence(null);
      return;
    }
    const said =
      (patient.evaluation?.nextBookingAt ?? null) === null
        ? 'This changed while you were looking: the patient is no longer off-track.'
        : 'This changed while you were looking: the patient has a booking and is no longer off-track.';
    setSentence(said);
    announce(said);
  }, [patient, announce]);
  return sentence;
}
