import { useSearchParams } from 'react-router';
import type { RecommendedPack, Rule } from '../api.rules.types.js';
import { ruleAddress } from '../features/rules/addresses.js';
import { DraftForm } from '../features/rules/draft-form.js';
import { MODES } from '../features/rules/mode-words.js';
import { packReason } from '../features/rules/recommended-pack.js';
import { RuleChoice } from '../features/rules/rule-choice.js';
import { useRecommendedPack, useRules } from '../features/rules/use-rules.js';
import { asItStands, type WantedRule } from '../features/rules/wanted.js';
import { useManages } from '../features/session/roles.js';
import { Page } from '../ui/page.js';
import { ErrorState, LoadingBars } from '../ui/states.js';

/** What somebody meant when they came here, read from the address. */
interface Meant {
  wanted: WantedRule[];
  reason: string;
}

export default function NewRuleDraftPage() {
  const [address] = useSearchParams();
  const rules = useRules();
  const manages = useManages();
  const isPack = address.get('pack') === 'recommended';
  // What the page before has asked for is known here, too: it counts where the pack is meant.
  const recommended = useRecommendedPack(isPack && manages);
  const pack = isPack ? recommended.data : undefined;
  const failed = [rules, ...(isPack ? [recommended] : [])].find(({ isError }) => isError);
  const isKnown = rules.data !== undefined && (!isPack || pack !== undefined);
  const meant = isKnown ? meantBy(address, rules.data, pack) : null;
  const only = meant?.wanted.length === 1 ? meant.wanted[0] : undefined;
  return (
    <Page
      title={isPack ? 'Propose the recommended pack' : 'Propose a change'}
      back={{ to: only === undefined ? '/rules' : ruleAddress(only.rule), label: only?.rule ?? 'Rules' }}
      lead="Nothing is switched by it: you see whom it concerns, and a second person approves."
    >
      {!manages ? (
        <p className="kw-quiet">A manager or an admin of this practice proposes changes of rules.</p>
      ) : failed !== undefined ? (
        <ErrorState error={failed.error ?? new Error()} onRetry={() => void failed.refetch()} />
      ) : rules.data === undefined || meant === null ? (
        <LoadingBars rows={4} height={72} label="Loading the rules" />
      ) : meant.wanted.length === 0 && !isPack ? (
        <RuleChoice rules={rules.data} unknown={address.get('rule')} />
      ) : meant.wanted.length === 0 ? (
        <p className="kw-quiet">Every rule of the recommended pack is on already.</p>
      ) : (
        <DraftForm key={address.toString()} rules={rules.data} meant={meant} />
      )}
    </Page>
  );
}

/** One rule, with a mode and a place where they are named; or all that the pack would switch on. */
function meantBy(address: URLSearchParams, rules: readonly Rule[], pack: RecommendedPack | undefined): Meant {
  if (pack !== undefined) {
    const ids = new Set(pack.switchOn.map(({ rule }) => rule));
    const wanted = rules
      .filter(({ rule }) => ids.has(rule))
      .map((rule) => ({ ...asItStands(rule, null), rule: rule.rule, mode: 'on' as const }));
    return { wanted, reason: packReason(pack) };
  }
  const mode = MODES.find((one) => one === address.get('mode'));
  const wanted = rules
    .filter(({ rule }) => rule === address.get('rule'))
    .map((rule) => ({
      ...asItStands(rule, address.get('location')),
      rule: rule.rule,
      ...(mode === undefined ? {} : { mode }),
    }));
  return { wanted, reason: '' };
}
