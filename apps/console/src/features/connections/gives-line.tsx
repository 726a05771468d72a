import type { Manifest } from '../../api.sources.types.js';
import { recordKindWord } from '../patient/words.js';
import { USES, WRITE_WORDS } from './capability-words.js';

/** The three parts a practice asks for (S2-29), and the kinds that make them. */
const PARTS = [
  { label: 'Bookings', kinds: ['appointment'] },
  { label: 'Payments', kinds: ['payment', 'invoice', 'membership'] },
  { label: 'Client data', kinds: ['patient'] },
] as const;

/** What a kind of source gives, in short: on the card by which it is chosen. */
export function GivesLine({ manifest }: { manifest: Manifest | null }) {
  if (manifest === null) return <span className="kw-quiet">What it gives is known after a test.</span>;
  const given = USES.filter(({ kind }) => manifest.gives[kind] !== undefined);
  const without = PARTS.filter(({ kinds }) => kinds.every((kind) => manifest.gives[kind] === undefined));
  const writes = Object.keys(manifest.writes).map((kind) => WRITE_WORDS[kind] ?? kind);
  return (
    <>
      <span className="kw-quiet">Gives: {given.map(({ kind }) => recordKindWord(kind).toLowerCase()).join(', ')}</span>
      {without.length > 0 && (
        <span className="kw-quiet">Not: {without.map(({ label }) => label.toLowerCase()).join(', ')}</span>
      )}
      {writes.length > 0 && <span className="kw-quiet">Takes: {writes.join(', ')}</span>}
    </>
  );
}
