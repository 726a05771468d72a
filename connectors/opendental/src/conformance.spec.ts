import { assertConformance } from '@keepwell/connector-sdk/testing';
import { conformance } from '../conformance.js';

it('X07 Open Dental passes the conformance kit', () => assertConformance(conformance), 240_000);
