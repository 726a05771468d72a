export function Brand() {
  return (
    <span className="kw-brand">
      <svg viewBox="0 0 32 32" width="26" height="26" aria-hidden>
        <rect width="32" height="32" rx="8" className="kw-brand-sheet" />
        <path d="M8 17.5 13.5 23 24 9.5" className="kw-brand-path" />
        <circle cx="8" cy="17.5" r="2.6" className="kw-brand-point" />
      </svg>
      Keepwell
    </span>
  );
}
