import { cancelled, clock, noShow, pt, regular, table } from '../../../../../test/support/loss-rows.js';
import { aPerson } from '../../testing/a-person.js';

describe('R06 NO_SHOW_NOT_REBOOKED', () => {
  table([
    { case: 'physio waits one business day', person: noShow, asOf: '2025-03-04T08:59:59.999Z', fires: '' },
    { case: 'and fires at opening time (Q03)', person: noShow, asOf: '2025-03-04T09:00Z', fires: 'R06' },
    {
      case: 'a no-show of Friday fires on Monday (K20)',
      person: () => regular().noShow('2025-03-07T10:00Z', pt),
      asOf: '2025-03-10T09:00Z',
      fires: 'R06',
    },
    {
      case: 'a corrected outcome ends it (K10)',
      person: () => regular().visit('2025-03-03T10:00Z', pt),
      asOf: '2025-03-04T09:00Z',
      fires: '',
    },
    {
      case: 'no outcome entered is no no-show (K11)',
      person: () => regular().booking('2025-03-03T10:00Z', pt),
      asOf: '2025-03-10T09:00Z',
      fires: '',
    },
    {
      case: 'telehealth counts when the system says so (K15)',
      person: () => regular().noShow('2025-03-03T10:00Z', { ...pt, telehealth: true }),
      asOf: '2025-03-04T09:00Z',
      fires: 'R06',
    },
  ]);
});

describe('R07 CLINIC_CANCELLED', () => {
  const byClinic = (serviceId: string) => () =>
    aPerson()
      .visit('2025-01-06T10:00Z', { serviceId })
      .cancel('2025-03-06T10:00Z', '2025-03-03T10:00Z', { serviceId, cancelledBy: 'clinic' });
  table([
    { case: 'one business day', person: byClinic('pt'), asOf: '2025-03-04T09:00Z', fires: 'R07' },
    { case: 'not before', person: byClinic('pt'), asOf: '2025-03-04T08:59:59.999Z', fires: '' },
    {
      case: 'every specialty, an unknown one included (Q13)',
      person: byClinic('odd'),
      asOf: '2025-03-04T09:00Z',
      fires: 'R07',
    },
    { case: 'memberships, too', person: byClinic('mb'), asOf: '2025-03-04T09:00Z', fires: 'R07' },
  ]);
});

describe('R15 FIRST_VISIT_LOST', () => {
  const newcomer = () => aPerson().cancel('2025-03-06T10:00Z', '2025-03-03T10:00Z', pt);
  table([
    { case: 'one business day after the loss, before R05', person: newcomer, asOf: '2025-03-04T09:00Z', fires: 'R15' },
    {
      case: 'with R05 once that holds, in the order of their ids',
      person: newcomer,
      asOf: '2025-03-05T09:00Z',
      fires: 'R05 R15',
    },
    {
      case: 'a no-show counts as well (Q58)',
      person: () => aPerson().noShow('2025-03-03T10:00Z', pt),
      asOf: '2025-03-04T09:00Z',
      fires: 'R06 R15',
    },
    { case: 'not for somebody who was ever seen (Q58)', person: cancelled, asOf: '2025-03-04T09:00Z', fires: '' },
    {
      case: 'not when the clinic cancelled the earliest booking (Q58)',
      person: () =>
        aPerson()
          .cancel('2025-03-06T10:00Z', '2025-03-03T10:00Z', { ...pt, cancelledBy: 'clinic' })
          .noShow('2025-03-07T10:00Z', pt),
      asOf: '2025-03-12T09:00Z',
      fires: 'R06',
    },
    {
      case: 'the latest such loss names the window (Q58)',
      person: () =>
        newcomer().cancel(
          '2025-03-12T10:00Z',
          '2025-03-10T10:00Z',
          pt,
          clock('2025-03-03T10:05Z', '2025-03-10T10:00Z'),
        ),
      asOf: '2025-03-11T08:59Z',
      fires: '',
    },
    {
      case: 'and fires after it (Q58)',
      person: () =>
        newcomer().cancel(
          '2025-03-12T10:00Z',
          '2025-03-10T10:00Z',
          pt,
          clock('2025-03-03T10:05Z', '2025-03-10T10:00Z'),
        ),
      asOf: '2025-03-11T09:00Z',
      fires: 'R15',
    },
    {
      case: 'a live booking of any line silences it (Q45)',
      person: () => newcomer().booking('2025-03-20T10:00Z', { serviceId: 'ms' }, clock('2025-02-20T10:00Z')),
      asOf: '2025-03-04T09:00Z',
      fires: '',
    },
    {
      case: 'a request that ran out was no booking (Q23, Q27)',
      person: () =>
        newcomer().booking(
          '2025-03-01T10:00Z',
          { ...pt, status: 'pending', pendingRequest: true },
          clock('2025-02-20T10:00Z'),
        ),
      asOf: '2025-03-04T09:00Z',
      fires: 'R15',
    },
  ]);
});
