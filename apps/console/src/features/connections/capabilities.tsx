import type { Given, Manifest } from '../../api.sources.types.js';
import { Section } from '../../ui/section.js';
import { Signal } from '../../ui/signal.js';
import { recordKindWord } from '../patient/words.js';
import { deletesWords, USES, wayWords, WRITE_WORDS } from './capability-words.js';
import { MODE_WORDS } from './source-words.js';

/** What this kind of source can give with every right granted, what that enables, and which rules rest on what it lacks. */
export function Capabilities({ manifest }: { manifest: Manifest | null }) {
  if (manifest === null) {
    return (
      <Section title="What it can give">
        <p className="kw-quiet kw-flat">Its connector does not say. A test shows what it gives.</p>
      </Section>
    );
  }
  const given = USES.flatMap((use) => {
    const how = manifest.gives[use.kind];
    return how === undefined ? [] : [{ ...use, how }];
  });
  const missing = USES.filter(({ kind }) => manifest.gives[kind] === undefined);
  const writes = Object.entries(manifest.writes);
  return (
    <Section title="What it can give" aside={manifest.waysIn.map(wayWords).join(', ')}>
      <ul className="kw-gives" aria-label="Given">
        {given.map(({ kind, enables, how }) => (
          <li key={kind}>
            <Signal tone="good">{recordKindWord(kind)}</Signal>
            <span className="kw-quiet">
              {enables}. {howText(how)}
            </span>
          </li>
        ))}
      </ul>
      {missing.length > 0 && (
        <>
          <h3 className="kw-subhead">Not given</h3>
          <ul className="kw-gives" aria-label="Not given">
            {missing.map(({ kind, enables, rules }) => (
              <li key={kind}>
                <Signal tone={rules.length > 0 ? 'wait' : 'quiet'}>{recordKindWord(kind)}</Signal>
                <span className="kw-quiet">
                  {enables}
                  {rules.length > 0 && `. Rules that rest on it: ${rules.join(', ')}`}
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
      <h3 className="kw-subhead">Written back</h3>
      <p className="kw-quiet kw-flat">
        {writes.length === 0
          ? 'Nothing can be written to it.'
          : writes
              .map(([kind, { note }]) => `${WRITE_WORDS[kind] ?? kind}${note === undefined ? '' : ` (${note})`}`)
              .join(', ')}
      </p>
    </Section>
  );
}

function howText({ mode, deletes, confidence, note }: Given): string {
  const doubt = confidence === 'experimental' ? 'Not verified against the vendor. ' : '';
  return `Read by ${MODE_WORDS[mode]}; ${deletesWords(deletes)}. ${doubt}${note ?? ''}`.trim();
}
