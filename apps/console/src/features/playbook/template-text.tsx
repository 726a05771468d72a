import { Fragment } from 'react';

const MARK = /(\{\{.*?\}\}|\{%.*?%\})/s;

/** A template as it is written; what is filled in from records stands out. */
export function TemplateText({ of }: { of: string }) {
  // Splitting by a group puts the marks at the odd places.
  return of.split(MARK).map((part, place) =>
    place % 2 === 0 ? (
      <Fragment key={place}>{part}</Fragment>
    ) : (
      <span key={place} className="kw-mark">
        {part}
      </span>
    ),
  );
}
