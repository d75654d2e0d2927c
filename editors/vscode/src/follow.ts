// How the cursor of a spec and the lines of its manifest follow each other. Nothing
// of the editor is here, so that it can be tested without one.

export interface Place {
  line: number;
  character: number;
}

export interface Span {
  start: Place;
  end: Place;
}

/** A line of a manifest, from 0, the key that it comes from, and that key with its value. */
export interface Mapped {
  line: number;
  key: Span;
  scope: Span;
}

/** The innermost attribute that a place of the spec is in. */
export function placeAt(map: Mapped[], at: Place): Mapped | undefined {
  let best: Mapped | undefined;
  for (const m of map) {
    if (compare(m.scope.start, at) <= 0 && compare(at, m.scope.end) <= 0 && (best === undefined || compare(best.scope.start, m.scope.start) < 0)) {
      best = m;
    }
  }
  if (best !== undefined) {
    return best;
  }
  // Before the first key of a line, or behind the value of one, the line counts.
  return map.find((m) => m.key.start.line === at.line);
}

/** The lines of the manifest that come from the same attribute. */
export function linesFrom(map: Mapped[], place: Mapped): number[] {
  return map.filter((m) => compare(m.key.start, place.key.start) === 0).map((m) => m.line);
}

export function compare(a: Place, b: Place): number {
  return a.line - b.line || a.character - b.character;
}
