import { assertConformance } from '@keepwell/connector-sdk/testing';
import { conformance } from '../conformance.js';

it('X07 V-04 S-02 S-05 FHIR R4 passes the conformance kit', () => assertConformance(conformance), 240_000);
