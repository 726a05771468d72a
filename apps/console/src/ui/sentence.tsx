import { Fragment } from 'react';

const DATE = /(\d{4}-\d{2}-\d{2}(?:[ T]\d{2}:\d{2})?)/;

/** A sentence of the server's as it is, only that a date in it is not broken at its hyphens where the line ends. */
export function Sentence({ of }: { of: string }) {
  // Splitting by a group puts the dates at the odd places.
  return of.split(DATE).map((part, place) =>
    place % 2 === 0 ? (
      <Fragment key={place}>{part}</Fragment>
    ) : (
      <span key={place} className="kw-nowrap">
        {part}
      </span>
    ),
  );
}
