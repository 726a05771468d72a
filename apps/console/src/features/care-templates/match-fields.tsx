import { MultiSelect, TagsInput } from '@mantine/core';
import type { ServiceMatch } from '../../api.care.js';
import { statusWords } from '../patient/words.js';
import { SERVICE_KINDS } from './templates.js';

interface MatchProps {
  match: ServiceMatch;
  /** Whose appointments, for whoever hears the page. */
  of: string;
  onChange: (match: ServiceMatch) => void;
}

/** Which appointments count: any of these. */
export function MatchFields({ match, of, onChange }: MatchProps) {
  return (
    <div className="kw-template-row">
      <MultiSelect
        size="xs"
        label="Kinds of appointment"
        aria-label={`Kinds of appointment: ${of}`}
        data={SERVICE_KINDS.map((value) => ({ value, label: statusWords(value) }))}
        value={match.kinds}
        onChange={(kinds) => onChange({ ...match, kinds: SERVICE_KINDS.filter((kind) => kinds.includes(kind)) })}
      />
      <TagsInput
        size="xs"
        label="or of these service lines"
        aria-label={`or of these service lines: ${of}`}
        value={match.lines}
        onChange={(lines) => onChange({ ...match, lines })}
      />
      <TagsInput
        size="xs"
        label="or services of these names"
        aria-label={`or services of these names: ${of}`}
        value={match.services}
        onChange={(services) => onChange({ ...match, services })}
      />
    </div>
  );
}
