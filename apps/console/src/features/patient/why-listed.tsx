import { Stack } from '@mantine/core';
import type { Evaluation } from '../../api.types.js';
import { Moment } from '../../ui/moment.js';
import { Sentence } from '../../ui/sentence.js';
import { Signal } from '../../ui/signal.js';
import { personStateWord } from '../worklist/words.js';
import { FactsTable, FindingCard } from './finding-card.js';

/** The heart of the page: the reasons first, each with its proof; or why there is none. */
export function WhyListed({ evaluation, dated }: { evaluation: Evaluation | null; dated: boolean }) {
  if (evaluation === null) {
    return <p className="kw-card kw-padded">Not evaluated yet. This takes seconds after a source has been read.</p>;
  }
  const { findings, exclusions, state, nextChangeAt } = evaluation;
  return (
    <Stack gap="md">
      {findings.map((finding, index) => (
        <FindingCard
          key={`${finding.rule} ${finding.episode ?? ''} ${finding.since}`}
          finding={finding}
          isOpen={index === 0}
          dated={dated}
        />
      ))}
      {findings.length === 0 && (
        <div className="kw-card kw-padded">
          <Signal tone={state === 'on_track' ? 'good' : 'quiet'}>{personStateWord(state)}</Signal>
          <p className="kw-finding-reason">No rule lists this person. Each rule below says why not.</p>
          {nextChangeAt !== null && (
            <p className="kw-quiet">
              By the passing of time alone this can next change <Moment at={nextChangeAt} />.
            </p>
          )}
        </div>
      )}
      {exclusions.map((exclusion) => (
        <article key={exclusion.id} className="kw-card kw-finding" aria-label={`Exclusion ${exclusion.id}`}>
          <header>
            <h3>
              <span className="kw-rule-id">{exclusion.id}</span> Kept off the list
            </h3>
          </header>
          <p className="kw-finding-reason">
            <Sentence of={exclusion.says} />
          </p>
          {exclusion.facts.length > 0 && (
            <FactsTable facts={exclusion.facts} caption={`Evidence for ${exclusion.id}`} />
          )}
        </article>
      ))}
    </Stack>
  );
}
