/** True by night: a proof that is tried on a sample in every run is then tried on everything. */
export const isLongForm = process.env.LONG_FORM === 'true';

/** How often a property is tried: so often in every run, by night five times that, or as PROPERTY_RUNS says. */
export function runs(inEveryRun: number): number {
  return Number(process.env.PROPERTY_RUNS ?? (isLongForm ? 5 * inEveryRun : inEveryRun));
}
