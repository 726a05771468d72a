/** Numbers by place, without the places where there is nothing: how counts are written down. */
export type Sparse = (readonly [place: number, value: number])[];

export function sparse(values: Int32Array): Sparse {
  const written: [number, number][] = [];
  for (const [place, value] of values.entries()) if (value !== 0) written.push([place, value]);
  return written;
}

export function addSparse(values: Int32Array, written: Sparse): void {
  for (const [place, value] of written) values[place]! += value;
}
