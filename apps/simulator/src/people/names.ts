/**
 * Invented people. Telephone numbers lie in the ranges that Ofcom keeps free for drama (01632 960, 07700 900, 020 7946 0,
 * 01x1 496 0) and addresses at example.org (RFC 2606): nobody can be reached by mistake.
 */
export const GIVEN_NAMES = (
  'Ada Alma Amir Anika Anton Beatrix Bela Bruno Carys Cato Celia Cyrus Dara Delphine Edda Eino Elif Emrys Enzo Esme Farah ' +
  'Fenn Flora Gita Greta Hal Hana Hugo Ida Ilse Imran Ines Ivo Jada Jonas Juno Kaia Kasimir Keiko Lale Leif Lena Lior Lotte ' +
  'Malik Mara Mateo Mei Mina Nadia Nils Noor Odile Olek Orla Otis Pia Priya Quentin Rafa Rhea Rosa Rune Sana Selma Silas ' +
  'Sunniva Tamar Tariq Thea Tove Ulla Umar Vera Viggo Wanda Wilf Xenia Yara Yusuf Zelda Zeno'
).split(' ');

export const FAMILY_NAMES = (
  'Abernew Ashgrove Barleycott Bellweather Birchall Blackmere Bramwith Brightwater Calloway Cinderby Copperfield Cranleigh ' +
  'Dapplewood Dunmarrow Eastlake Elderslie Fallowfield Fenwright Foxglove Galewood Gorsedale Greenhalgh Hartsmoor ' +
  'Hawkridge Heatherly Hollowell Inglewood Ivering Juniper Kestrelby Kingsmead Larkspur Lindenau Lockmere Marchbanks ' +
  'Meadowcroft Merrowby Nettleford Nightingale Oakhanger Orchardson Pemberly Pinewarden Quillfeather Ravensworth Rookwood ' +
  'Saltmarsh Sedgewick Silverthorn Stonebrook Sweetbriar Tallowin Thistledown Underhill Valebrook Wainscott Westermoor ' +
  'Whitlock Willowby Wrenfield Yarrowby'
).split(' ');

const DRAMA_RANGES = [
  '+441632960',
  '+447700900',
  '+442079460',
  ...[113, 114, 115, 116, 117, 118, 121, 131, 141, 151, 161].map((area) => `+44${area}4960`),
];

/** `draw` in [0, 1) chooses the range and the number. */
export function fictionalPhone(draw: number): string {
  const number = Math.floor(draw * DRAMA_RANGES.length * 1000);
  return `${DRAMA_RANGES[Math.floor(number / 1000)]}${String(number % 1000).padStart(3, '0')}`;
}

export const LANGUAGES = { en: 90, pl: 3, ur: 3, es: 2, cy: 2 } as const;
export const REFERRALS = { friend: 35, search: 30, doctor: 20, insurer: 5, walk_by: 10 } as const;
