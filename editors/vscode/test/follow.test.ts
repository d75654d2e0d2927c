import assert from 'node:assert/strict';
import { test } from 'node:test';
import { linesFrom, placeAt, type Mapped } from '../src/follow.ts';

const span = (l1: number, c1: number, l2: number, c2: number) => ({ start: { line: l1, character: c1 }, end: { line: l2, character: c2 } });
const at = (line: number, character: number) => ({ line, character });

// schedule: "0 3 * * *"
// containers:
//   web: {image: a:1, workingDir: /srv}
//   db:
//     env:
//       TEXT: |
//         one
//         two
const map: Mapped[] = [
  { line: 4, key: span(0, 0, 0, 8), scope: span(0, 0, 0, 21) },
  { line: 9, key: span(2, 2, 2, 5), scope: span(2, 2, 2, 38) },
  { line: 10, key: span(2, 8, 2, 13), scope: span(2, 8, 2, 18) },
  { line: 11, key: span(2, 20, 2, 30), scope: span(2, 20, 2, 36) },
  { line: 12, key: span(3, 2, 3, 4), scope: span(3, 2, 7, 11) },
  { line: 14, key: span(5, 6, 5, 10), scope: span(5, 6, 7, 11) },
  { line: 15, key: span(5, 6, 5, 10), scope: span(5, 6, 7, 11) },
];

test('the innermost attribute that a place is in', () => {
  for (const [place, line] of [
    [at(0, 0), 4], [at(0, 15), 4], [at(0, 21), 4],
    [at(2, 9), 10], [at(2, 18), 10], [at(2, 19), 9], [at(2, 25), 11], [at(2, 37), 9],
    [at(3, 3), 12], [at(4, 7), 12], // env has no line of its own
    [at(6, 3), 14], [at(7, 11), 14],
  ] as const) {
    assert.equal(placeAt(map, place)?.line, line, `${place.line}:${place.character}`);
  }
});

test('before a key and behind a value the line counts', () => {
  assert.equal(placeAt(map, at(2, 0))?.line, 9);
  assert.equal(placeAt(map, at(0, 30))?.line, 4);
  assert.equal(placeAt(map, at(1, 3)), undefined); // containers is rendered as such nowhere
  assert.equal(placeAt(map, at(99, 0)), undefined);
  assert.equal(placeAt([], at(0, 0)), undefined);
});

test('all lines that come from an attribute', () => {
  assert.deepEqual(linesFrom(map, map[5]!), [14, 15]);
  assert.deepEqual(linesFrom(map, map[0]!), [4]);
});
