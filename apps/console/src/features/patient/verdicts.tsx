import type { RuleVerdict } from '../../api.types.js';
import { Moment } from '../../ui/moment.js';
import { Sentence } from '../../ui/sentence.js';
import { Signal } from '../../ui/signal.js';
import { ruleWords } from '../worklist/words.js';
import { becauseWord } from './words.js';

/** Every rule's answer, the ones that list this person first: why, and just as much why not. */
export function Verdicts({ verdicts }: { verdicts: RuleVerdict[] }) {
  const ordered = verdicts.toSorted((a, b) => Number(b.fires) - Number(a.fires) || a.rule.localeCompare(b.rule));
  return (
    <table className="kw-table kw-stack">
      <caption className="kw-hidden">Every rule’s verdict</caption>
      <thead>
        <tr>
          <th scope="col">Rule</th>
          <th scope="col">Verdict</th>
          <th scope="col">Why</th>
          <th scope="col">Can next change</th>
        </tr>
      </thead>
      <tbody>
        {ordered.map((verdict) => (
          <tr key={verdict.rule} data-fires={verdict.fires || undefined}>
            <td data-label="Rule">
              <span className="kw-rule-id">{verdict.rule}</span> {ruleWords(verdict.name)}
            </td>
            <td data-label="Verdict" className="kw-nowrap">
              <Signal tone={verdict.fires ? 'wait' : verdict.because === 'suspended' ? 'wait' : 'quiet'}>
                {becauseWord(verdict.because)}
              </Signal>
            </td>
            <td data-label="Why">
              <Sentence of={verdict.says} />
            </td>
            <td data-label="Can next change" className="kw-nowrap">
              {verdict.because === 'off' ? (
                'when switched on'
              ) : (
                <Moment at={verdict.nextChangeAt} none="only by new facts" />
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
