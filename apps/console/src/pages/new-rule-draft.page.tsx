import { useSearchParams } from 'react-router';
import { ruleAddress } from '../features/rules/addresses.js';
import { DraftForm } from '../features/rules/draft-form.js';
import { MODES } from '../features/rules/mode-words.js';
import { useRules } from '../features/rules/use-rules.js';
import { useManages } from '../features/session/roles.js';
import { ruleWords } from '../features/worklist/words.js';
import { Page } from '../ui/page.js';
import { ErrorState, LoadingBars } from '../ui/states.js';
import NotFoundPage from './not-found.page.js';

export default function NewRuleDraftPage() {
  const [address] = useSearchParams();
  const rules = useRules();
  const manages = useManages();
  const id = address.get('rule') ?? '';
  const rule = rules.data?.find((one) => one.rule === id);
  if (rules.isSuccess && rule === undefined) return <NotFoundPage />;
  const mode = MODES.find((one) => one === address.get('mode')) ?? null;
  return (
    <Page
      title="Propose a change"
      back={{ to: rule === undefined ? '/rules' : ruleAddress(rule.rule), label: rule?.rule ?? 'Rules' }}
      lead={rule === undefined ? undefined : `${rule.rule} ${ruleWords(rule.name)}: ${rule.says}`}
    >
      {rules.isError ? (
        <ErrorState error={rules.error} onRetry={() => void rules.refetch()} />
      ) : rule === undefined ? (
        <LoadingBars rows={4} height={72} label="Loading the rule" />
      ) : manages ? (
        <DraftForm key={address.toString()} rule={rule} meant={{ mode, locationId: address.get('location') }} />
      ) : (
        <p className="kw-quiet">A manager or an admin of this practice proposes changes of rules.</p>
      )}
    </Page>
  );
}
