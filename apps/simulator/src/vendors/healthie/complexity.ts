import { Kind, parse, type FieldNode, type SelectionSetNode } from 'graphql';

export const MOST_COMPLEX = 2000;

/** Each field costs one, and what stands below a list as often as rows are asked for: 100 where nobody says. */
export function complexityOf(document: string, variables: Record<string, unknown>): number {
  const operation = parse(document).definitions.find((definition) => definition.kind === Kind.OPERATION_DEFINITION);
  return operation === undefined ? 0 : costOf(operation.selectionSet, variables);
}

function costOf(selections: SelectionSetNode, variables: Record<string, unknown>): number {
  const fields = selections.selections.filter((selection) => selection.kind === Kind.FIELD);
  return fields.reduce((sum, field) => sum + 1 + timesOf(field, variables), 0);
}

function timesOf(field: FieldNode, variables: Record<string, unknown>): number {
  if (field.selectionSet === undefined) return 0;
  const below = costOf(field.selectionSet, variables);
  const isList = field.selectionSet.selections.some(
    (selection) => selection.kind === Kind.FIELD && ['edges', 'nodes'].includes(selection.name.value),
  );
  return isList ? below * rowsOf(field, variables) : below;
}

function rowsOf(field: FieldNode, variables: Record<string, unknown>): number {
  const first = field.arguments?.find(({ name }) => name.value === 'first')?.value;
  if (first?.kind === Kind.INT) return Number(first.value);
  const said = first?.kind === Kind.VARIABLE ? variables[first.name.value] : undefined;
  return typeof said === 'number' ? said : 100;
}
