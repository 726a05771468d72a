/** What one walk remembers while its context lives; lost with it, which costs repeats and no record. */
export interface Memory {
  walk: string;
  /** Members of the group, in order. */
  members: string[] | null;
  /** Patients that the list has brought. */
  patients: Set<string>;
  /** Practitioners and places that were handed over, as `Type/id`. */
  told: Set<string>;
}

/** The memory of this walk: another walk begins with an empty one. */
export function memoryOf(memories: Map<string, Memory>, course: string, walk: string): Memory {
  const known = memories.get(course);
  if (known?.walk === walk) return known;
  const memory: Memory = { walk, members: null, patients: new Set(), told: new Set() };
  memories.set(course, memory);
  return memory;
}
