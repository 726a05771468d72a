import { useId } from 'react';
import type { EvidenceFact, Finding } from '../../api.types.js';
import { Moment } from '../../ui/moment.js';
import { Sentence } from '../../ui/sentence.js';
import { thresholdName, thresholdValue } from '../rules/threshold-words.js';
import { Priority } from '../worklist/priority.js';
import { kindWord, ruleWords } from '../worklist/words.js';
import { recordKindWord } from './words.js';

/** One rule that fires: what it says, the records that prove it, what was looked for in vain, what would clear it. */
export function FindingCard({ finding, isOpen, dated }: { finding: Finding; isOpen: boolean; dated: boolean }) {
  const heading = useId();
  return (
    <article className="kw-card kw-finding" aria-labelledby={heading}>
      <header>
        <h3 id={heading}>
          <span className="kw-rule-id">{finding.rule}</span> {ruleWords(finding.name)}
        </h3>
        <span className="kw-finding-marks">
          {finding.kind !== 'O' && <span className="kw-tag">{kindWord(finding.kind)}</span>}
          <Priority of={finding.class} dated={dated} />
        </span>
      </header>
      <p className="kw-finding-reason">
        <Sentence of={finding.reason} />
      </p>
      <details className="kw-proof" open={isOpen}>
        <summary>
          The proof: {finding.facts.length} {finding.facts.length === 1 ? 'record' : 'records'}, what was checked, what
          would clear it
        </summary>
        <Proof finding={finding} />
      </details>
    </article>
  );
}

function Proof({ finding }: { finding: Finding }) {
  const parameters = Object.entries(finding.parameters);
  return (
    <>
      <dl className="kw-finding-lines">
        <div>
          <dt>Holds since</dt>
          <dd>
            <Moment at={finding.since} show="exact" />
          </dd>
        </div>
        <div>
          <dt>Clears when</dt>
          <dd>
            <Sentence of={finding.clearsWhen} />
          </dd>
        </div>
        {finding.checked.length > 0 && (
          <div>
            <dt>Checked, not found</dt>
            <dd>
              <Sentence of={finding.checked.join(' · ')} />
            </dd>
          </div>
        )}
        {finding.episode !== null && (
          <div>
            <dt>About</dt>
            <dd>
              {finding.service !== null && `${finding.service} · `}
              <code className="kw-id">{finding.episode}</code>
            </dd>
          </div>
        )}
        <div>
          <dt>Rule</dt>
          <dd className="kw-quiet">
            version {finding.version}
            {parameters.length > 0 &&
              ` · ${parameters.map(([name, value]) => `${thresholdName(name)} ${thresholdValue(value)}`).join(', ')}`}
          </dd>
        </div>
      </dl>
      {finding.facts.length > 0 && <FactsTable facts={finding.facts} caption={`Evidence for ${finding.rule}`} />}
    </>
  );
}

/** The proof: every fact with its source id and both clocks. */
export function FactsTable({ facts, caption }: { facts: EvidenceFact[]; caption: string }) {
  return (
    <table className="kw-table kw-evidence">
      <caption className="kw-hidden">{caption}</caption>
      <thead>
        <tr>
          <th scope="col">Evidence</th>
          <th scope="col">Record</th>
          <th scope="col">Happened</th>
          <th scope="col">Known since</th>
        </tr>
      </thead>
      <tbody>
        {facts.map((fact) => (
          <tr key={`${fact.source} ${fact.kind} ${fact.id}`}>
            <td data-label="Evidence">
              <Sentence of={fact.says} />
            </td>
            <td data-label="Record">
              <span className="kw-quiet">{recordKindWord(fact.kind)}</span>{' '}
              <code className="kw-id kw-block">{fact.id}</code>
            </td>
            <td data-label="Happened">
              <Moment at={fact.effectiveAt} show="exact" />
            </td>
            <td data-label="Known since">
              <Moment at={fact.recordedAt} show="exact" none="always known" />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
