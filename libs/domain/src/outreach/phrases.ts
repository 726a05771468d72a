/**
 * Phrases of plain words and where they occur, without regular expressions: a message is read once, and each of its words
 * costs at most the few phrases that begin with it, so that reading time grows with length alone.
 *
 * One phrase is words in order. `a|b` is one word of several, `@name` a word of a named class, `~3` up to three words of any
 * kind that begin no new clause.
 */
export type WordClasses = Record<string, readonly string[]>;

type Part = { words: ReadonlySet<string> } | { gap: number };

interface Phrase {
  parts: readonly Part[];
}

export interface Phrases {
  byFirstWord: ReadonlyMap<string, readonly Phrase[]>;
}

/** After these somebody speaks of something else: in "stop because I got a call" nobody wants calls stopped. */
const NEW_CLAUSE: ReadonlySet<string> = new Set(['because', 'but', 'before', 'until', 'if', 'when', 'i', 'ill', 'im']);

function partOf(written: string, classes: WordClasses): Part {
  if (written.startsWith('~')) return { gap: Number(written.slice(1)) };
  const words = written.split('|').flatMap((word) => {
    if (!word.startsWith('@')) return [word];
    const named = classes[word.slice(1)];
    if (named === undefined) throw new Error(`"${written}": there is no class of words ${word}.`);
    return named;
  });
  return { words: new Set(words) };
}

export function phrasesOf(lines: readonly string[], classes: WordClasses): Phrases {
  const byFirstWord = new Map<string, Phrase[]>();
  for (const line of lines) {
    const parts = line.split(' ').map((part) => partOf(part, classes));
    const first = parts[0]!;
    if ('gap' in first) throw new Error(`"${line}": a phrase begins with a word.`);
    for (const word of first.words) byFirstWord.set(word, [...(byFirstWord.get(word) ?? []), { parts }]);
  }
  return { byFirstWord };
}

/** Where the rest of a phrase ends that is to begin at `from`; -1: it does not stand there. */
function endOf(parts: readonly Part[], part: number, words: readonly string[], from: number): number {
  const next = parts[part];
  if (next === undefined) return from;
  if ('words' in next) {
    const word = words[from];
    return word !== undefined && next.words.has(word) ? endOf(parts, part + 1, words, from + 1) : -1;
  }
  for (let skipped = 0; skipped <= next.gap; skipped += 1) {
    const end = endOf(parts, part + 1, words, from + skipped);
    if (end !== -1) return end;
    const over = words[from + skipped];
    if (over === undefined || NEW_CLAUSE.has(over)) return -1;
  }
  return -1;
}

/** The first phrase that stands in the words: its stretch, or null. */
export function findPhrase(words: readonly string[], phrases: Phrases): { from: number; to: number } | null {
  for (let from = 0; from < words.length; from += 1) {
    for (const { parts } of phrases.byFirstWord.get(words[from]!) ?? []) {
      const to = endOf(parts, 0, words, from);
      if (to !== -1) return { from, to };
    }
  }
  return null;
}

/** The words with every stretch of a phrase put out of the way: what stands beside it does not come together. */
export function withoutPhrases(words: readonly string[], phrases: Phrases): string[] {
  const left: string[] = [];
  for (let from = 0; from < words.length;) {
    const here = phrases.byFirstWord.get(words[from]!) ?? [];
    const to = Math.max(-1, ...here.map(({ parts }) => endOf(parts, 0, words, from)));
    if (to > from) left.push('\u2026');
    else left.push(words[from]!);
    from = Math.max(to, from + 1);
  }
  return left;
}
