import { SPECIALTIES, type Specialty } from '@keepwell/domain/records';

export class MixWrong extends Error {
  override readonly name = 'MixWrong';
}

/** `PT=60,DE=40`: shares of the specialties, which need not add up to anything. Throws `MixWrong`. */
export function parseMix(text: string): Partial<Record<Specialty, number>> {
  const mix: Partial<Record<Specialty, number>> = {};
  for (const part of text.split(',')) {
    const [name = '', share = ''] = part.split('=').map((word) => word.trim());
    const specialty = SPECIALTIES.find((known) => known === name.toUpperCase());
    if (specialty === undefined) {
      throw new MixWrong(`there is no specialty "${name}": choose of ${SPECIALTIES.join(', ')}`);
    }
    const weight = Number(share);
    if (share === '' || !(weight >= 0)) throw new MixWrong(`${specialty} needs a share, such as ${specialty}=40`);
    mix[specialty] = weight;
  }
  if (Object.values(mix).every((weight) => weight === 0)) throw new MixWrong('somebody must come: all shares are 0');
  return mix;
}
