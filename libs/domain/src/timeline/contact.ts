import type { Patient } from '../records.js';

const SPACE = 32;

/** Whatever begins with a letter, a figure or a sign needs no trimming. */
const isFilled = (text: string | null): boolean =>
  text !== null && text !== '' && ((text.charCodeAt(0) > SPACE && text.charCodeAt(0) < 127) || text.trim() !== '');

/** Is there any way to reach them? Whether we may is another question (Q85). */
export function hasContact({ phone, email }: Patient): boolean {
  return isFilled(phone) || isFilled(email);
}
