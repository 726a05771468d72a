/** Longer than any name or date: a value that long is a mistake or an attack, and would push a text into ever more segments. */
const LONGEST_VALUE = 80;

/** Control characters (line breaks among them), the marks that turn the direction of writing, and what has no width. */
const UNSEEN = /[\p{Cc}\p{Cf}\u2028\u2029]+/gu;

/** One line of plain text as it may stand in a message, or undefined when nothing is left. */
export function shownValue(value: string | null | undefined): string | undefined {
  const line = (value ?? '').replace(UNSEEN, ' ').replace(/\s+/gu, ' ').trim();
  if (line === '') return undefined;
  return Array.from(line).slice(0, LONGEST_VALUE).join('');
}

/** `Wednesday 30 September` from a local date (`2026-09-30`), in the language of the text; no year: it is near. */
export function factDate(date: string, language: string): string {
  const options = { weekday: 'long', day: 'numeric', month: 'long', timeZone: 'UTC' } as const;
  const locale = /^en\b/i.test(language) ? 'en-GB' : known(language);
  return new Intl.DateTimeFormat(locale, options).format(new Date(`${date}T00:00:00Z`)).replace(',', '');
}

/** A language that is unknown, or no language at all, is written in English. */
function known(language: string): string {
  try {
    return Intl.DateTimeFormat.supportedLocalesOf([language])[0] ?? 'en-GB';
  } catch (error) {
    if (error instanceof RangeError) return 'en-GB';
    throw error;
  }
}
