import { assertConformance } from '@keepwell/connector-sdk/testing';
import { conformance } from '../conformance.js';

it('X07 S3-62 S2-29 H-06 passes the conformance kit', () => assertConformance(conformance), 120_000);
