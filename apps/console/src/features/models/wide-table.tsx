import type { ReactNode } from 'react';

/** A table with more columns than a telephone has room for: it is moved sideways, by keys too, and the page stays. */
export const WideTable = ({ label, children }: { label: string; children: ReactNode }) => (
  <div className="kw-wide-table" role="region" aria-label={label} tabIndex={0}>
    {children}
  </div>
);
