/** `%` and `_` are letters like any other in a search box. */
export function escapeLike(word: string): string {
  return word.toLowerCase().replace(/[\\%_]/g, '\\$&');
}
