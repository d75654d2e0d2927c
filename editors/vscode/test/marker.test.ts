import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { hasMarker } from '../src/marker.ts';

// The texts, and what the server says of each, are written by a test of the server's.
const cases: { text: string; marked: boolean }[] = JSON.parse(readFileSync(new URL('marker.json', import.meta.url), 'utf8'));

test('the marker is where the server sees it', () => {
  assert.ok(cases.some((c) => c.marked) && cases.some((c) => !c.marked));
  for (const { text, marked } of cases) {
    const lines = text.split(/\r?\n/);
    assert.equal(hasMarker((i) => lines[i]), marked, JSON.stringify(text));
  }
});
