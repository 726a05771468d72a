import type { Patient } from '../records.js';

const isFilled = (text: string | null): boolean => text !== null && text.trim() !== '';

/** Is there any way to reach them? Whether we may is another question (Q85). */
export function hasContact({ phone, email }: Patient): boolean {
  return isFilled(phone) || isFilled(email);
}
