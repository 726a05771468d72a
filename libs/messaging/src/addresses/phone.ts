import { isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/max';

/** Longer than any number with its separators and extension: not worth reading. */
const MOST = 40;

/** Kept free for drama by Ofcom, and so no numbers to the numbering plan: the simulated practice's patients have them. */
const FOR_DRAMA = ['+447700900', '+441632960'];

/**
 * E.164, or null where it is no number that can be dialled. `country` (ISO 3166-1) is where a number without `+` is from; null: such
 * a number is not guessed.
 */
export function normalisePhone(raw: string | null, country: string | null): string | null {
  if (raw === null || raw.length > MOST) return null;
  const from = country?.toUpperCase() ?? '';
  const parsed = parsePhoneNumberFromString(raw, isSupportedCountry(from) ? from : undefined);
  // An extension is somebody's desk: it can be neither texted nor dialled by a machine.
  if (parsed === undefined || parsed.ext !== undefined) return null;
  const { number } = parsed;
  const isDrama = parsed.isPossible() && FOR_DRAMA.some((range) => number.startsWith(range));
  return parsed.isValid() || isDrama ? number : null;
}

/** Whether a text can arrive: `either` where the numbering plan does not tell (United States). Takes E.164. */
export function phoneKind(number: string): 'mobile' | 'landline' | 'either' | 'other' {
  switch (parsePhoneNumberFromString(number)?.getType()) {
    case 'MOBILE':
      return 'mobile';
    case 'FIXED_LINE':
      return 'landline';
    case 'FIXED_LINE_OR_MOBILE':
      return 'either';
    default:
      return 'other';
  }
}
