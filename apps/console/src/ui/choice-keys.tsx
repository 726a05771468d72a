import { useId, type ReactNode } from 'react';

interface Choice {
  value: string;
  label: ReactNode;
  /** The one key that chooses it, printed beside it. */
  keyName?: string;
  hint?: ReactNode;
}

interface ChoiceKeysProps {
  label: string;
  choices: readonly Choice[];
  chosen: string | null;
  onChoose: (value: string) => void;
  /** Choosing the chosen one again takes it back. */
  onClear?: () => void;
  disabled?: boolean;
  /** Small ones stand side by side, for what is optional. */
  small?: boolean;
}

/** A few words to choose from, each one press of a button or of its key. */
export function ChoiceKeys({ label, choices, chosen, onChoose, onClear, disabled, small }: ChoiceKeysProps) {
  const id = useId();
  return (
    <div role="group" aria-labelledby={id} className="kw-choice-group">
      <span id={id} className="kw-choice-label">
        {label}
      </span>
      <div className={small ? 'kw-choice-keys kw-choice-keys-small' : 'kw-choice-keys'}>
        {choices.map(({ value, label: words, keyName, hint }) => (
          <button
            key={value}
            type="button"
            className="kw-choice-key"
            aria-pressed={value === chosen}
            disabled={disabled}
            onClick={() => (value === chosen && onClear !== undefined ? onClear() : onChoose(value))}
          >
            {keyName !== undefined && <kbd aria-hidden>{keyName}</kbd>}
            <span>
              {words}
              {hint !== undefined && <span className="kw-quiet kw-block">{hint}</span>}
            </span>
          </button>
        ))}
      </div>
    </div>
  );
}
