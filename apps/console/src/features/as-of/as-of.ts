import { createContext, useContext } from 'react';
import { useSearchParams } from 'react-router';

/** A moment that is looked back at, as the address keeps it: an instant in UTC to the minute, so that it means the same everywhere. */
const MINUTE = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}Z$/;

/** `2026-11-03T09:00Z` of an instant. */
export const asOfText = (instant: string) => `${new Date(instant).toISOString().slice(0, 16)}Z`;

/** Null where nothing, or nothing that can be a moment, is said. */
export const readAsOf = (said: string | null) =>
  said !== null && MINUTE.test(said) && !Number.isNaN(Date.parse(said)) ? said : null;

/** Which moment the address looks back at, and the way to another one or to the present. */
export function useAsOf() {
  const [address, setAddress] = useSearchParams();
  const asOf = readAsOf(address.get('asOf'));
  const look = (at: string | null) =>
    setAddress((before) => {
      const next = new URLSearchParams(before);
      if (at === null) next.delete('asOf');
      else next.set('asOf', asOfText(at));
      return next;
    });
  return { asOf, look };
}

/** The past moment that what is drawn belongs to; null: the present. Rows of a past list lead to the patient of then. */
export const AsOfContext = createContext<string | null>(null);
export const useShownAsOf = () => useContext(AsOfContext);
