/** More than any text message holds; what stands beyond it is not read, so that reading takes bounded time. */
export const LONGEST_READ = 4000;
const APOSTROPHES = /['’‘ʼ´`＇]/gu;
/** Accents and the invisible joiners and selectors that emoji bring along. */
const MARKS = /\p{M}|\p{Cf}/gu;
const NO_LETTER = /[^\p{L}\p{N}]+/gu;

/**
 * The words of a message as people type it: any case, full-width or styled letters, accents, punctuation, emoji. Apostrophes
 * close up (`don't` is `dont`), every other sign parts words.
 */
export function plainWords(body: string): string[] {
  return body
    .slice(0, LONGEST_READ)
    .normalize('NFKD')
    .replace(APOSTROPHES, '')
    .replace(MARKS, '')
    .toLowerCase()
    .replace(NO_LETTER, ' ')
    .trim()
    .split(' ')
    .filter((word) => word !== '');
}
