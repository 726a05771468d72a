import { neighboursOf } from './list-memory.js';
import { isNarrowed, readView, viewAddress, writeView, type View } from './view.js';

describe('the view of the list in the address bar', () => {
  const full: View = {
    tab: 'backlog',
    sort: '-since',
    rule: 'R06',
    locationId: 'l-1',
    practitionerId: 'd-1',
    state: 'open',
    interest: 'gum care & whitening',
  };

  it('comes back as it was written', () => {
    expect(readView(writeView(full))).toEqual(full);
    expect(readView(writeView({ tab: 'today', sort: 'priority' }))).toEqual({ tab: 'today', sort: 'priority' });
  });

  it('has one address for one view', () => {
    expect(viewAddress({ tab: 'today', sort: 'priority' })).toBe('/worklist');
    expect(viewAddress({ tab: 'all', sort: 'priority', rule: 'R01' })).toBe('/worklist?tab=all&rule=R01');
  });

  it.each([
    'tab=nonsense',
    'sort=name%3Bdrop',
    'state=lost',
    'rule=%3Cscript%3E',
    `locationId=${'x'.repeat(65)}`,
    'interest=+',
    'interest=a%00b',
    `interest=${'x'.repeat(41)}`,
  ])('leaves out what it does not know: %s', (address) => {
    expect(readView(new URLSearchParams(address))).toEqual({ tab: 'today', sort: 'priority' });
  });

  it('has no place for a text', () => {
    expect(readView(new URLSearchParams('q=Abebe'))).not.toHaveProperty('q');
  });

  it('knows when it is narrowed', () => {
    expect(isNarrowed({ tab: 'backlog', sort: 'name' }, '')).toBe(false);
    expect(isNarrowed({ tab: 'today', sort: 'priority' }, 'abe')).toBe(true);
    expect(isNarrowed({ tab: 'today', sort: 'priority', state: 'open' }, '')).toBe(true);
    expect(isNarrowed({ tab: 'today', sort: 'priority', interest: 'whitening' }, '')).toBe(true);
  });
});

describe('the neighbours of a patient on the list', () => {
  it.each([
    ['a', { position: 1, of: 3, previous: null, next: 'b' }],
    ['b', { position: 2, of: 3, previous: 'a', next: 'c' }],
    ['c', { position: 3, of: 3, previous: 'b', next: null }],
    ['elsewhere', null],
  ])('of %s', (personId, neighbours) => {
    expect(neighboursOf(['a', 'b', 'c'], personId)).toEqual(neighbours);
  });
});
