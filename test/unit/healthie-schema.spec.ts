import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSchema, parse, validate } from 'graphql';
import { everyDocument } from '../../connectors/healthie/src/queries.js';
import { healthieSchema } from '../../apps/simulator/src/vendors/healthie/schema.js';

/**
 * Everything the connector asks of Healthie, held against Healthie's own schema. That file has no licence and is not in the repository: it is read
 * from the folder named by KEEPWELL_VENDOR_SPECS, and where there is none this part is left out, by name. The schema of our simulated Healthie is always
 * held against; where both are there, ours must not promise what theirs does not have.
 */
const specs = process.env.KEEPWELL_VENDOR_SPECS;
const file = specs === undefined ? null : join(specs, 'healthie-2026-01-01.graphql');
const theirs = file !== null && existsSync(file) ? buildSchema(readFileSync(file, 'utf8')) : null;
const documents = Object.entries(everyDocument());

describe("Healthie's schema", () => {
  it.each(documents)('X07 ours allows what the connector asks: %s', (_name, document) => {
    expect(validate(healthieSchema, parse(document)).map(({ message }) => message)).toEqual([]);
  });

  (theirs === null ? it.skip : it).each(documents)(
    'X07 theirs allows what the connector asks: %s',
    (_name, document) => {
      expect(validate(theirs!, parse(document)).map(({ message }) => message)).toEqual([]);
    },
  );

  (theirs === null ? it.skip : it)('X07 ours has no field that theirs does not have', () => {
    const beyond = Object.values(healthieSchema.getTypeMap()).flatMap((type) => {
      if (type.name.startsWith('__') || !('getFields' in type)) return [];
      const other = theirs!.getType(type.name);
      if (other === undefined || !('getFields' in other)) return [`type ${type.name}`];
      const known = other.getFields();
      return Object.values(type.getFields()).flatMap((field) => {
        const same = known[field.name];
        if (same === undefined) return [`${type.name}.${field.name}`];
        return String(same.type) === String(field.type)
          ? []
          : [`${type.name}.${field.name}: ${String(field.type)} for ${String(same.type)}`];
      });
    });
    expect(beyond).toEqual([]);
  });

  it('would refuse a field that is not there, so that the above says something', () => {
    expect(validate(theirs ?? healthieSchema, parse('{ currentUser { shoe_size } }'))).toHaveLength(1);
  });
});
