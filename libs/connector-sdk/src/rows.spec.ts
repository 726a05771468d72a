import { RecordUnreadable } from './errors.js';
import { dateIn, flagIn, idOf, instantIn, numberIn, rowIn, rowsIn, textIn, wholeIn, wordIn } from './rows.js';

const row = {
  id: 9_007_199_254_740_991,
  name: ' Harbour ',
  blank: '  ',
  half: 1.5,
  yes: 'true',
  open: false,
  inner: { id: 'x' },
  list: [{ id: 1 }, null, 'two'],
  at: '2026-03-29T01:30:00Z',
  day: '2026-02-30',
  date: '2026-03-29T00:00:00',
};

describe('a row of the other side', () => {
  it.each([
    ['text is trimmed', textIn(row, 'name'), 'Harbour'],
    ['blank says nothing', textIn(row, 'blank'), null],
    ['a number is no text', textIn(row, 'id'), null],
    ['an id may be a number', wordIn(row, 'id'), '9007199254740991'],
    ['half a number is no id', wordIn(row, 'half'), null],
    ['false is said', flagIn(row, 'open'), false],
    ['"true" is no flag', flagIn(row, 'yes'), null],
    ['a number', numberIn(row, 'half'), 1.5],
    ['half is not whole', wholeIn(row, 'half'), null],
    ['an object', rowIn(row, 'inner'), { id: 'x' }],
    ['a list is no object', rowIn(row, 'list'), null],
    ['only the objects of a list', rowsIn(row, 'list'), [{ id: 1 }]],
    ['nothing of nothing', rowsIn(null, 'list'), []],
    ['an instant', instantIn(row, 'at', null), Date.UTC(2026, 2, 29, 1, 30)],
    ['a time without a zone', instantIn(row, 'date', null), 'invalid'],
    ['no time', instantIn(row, 'blank', null), null],
    ['the date in front of a midnight', dateIn(row, 'date'), '2026-03-29'],
    ['a day that is none', dateIn(row, 'day'), null],
  ])('%s', (_, found, expected) => expect(found).toEqual(expected));

  it('without an id is put aside, naming the field', () => {
    expect(() => idOf({ Id: '' }, 'Id')).toThrow(new RecordUnreadable(null, 'The row has no Id.'));
  });
});
