import assert from 'node:assert/strict';
import { test } from 'node:test';
import { body, page, type Preview } from '../src/week.ts';

const counts = Array.from({ length: 7 }, () => Array.from({ length: 24 }, () => 0));
counts[6]![23] = 60;
counts[0]![0] = 1;
const preview: Preview = {
  workload: '<img src=x onerror=alert(1)>', schedule: '0 3 * * "1"', range: { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } },
  description: 'at <b>03:00</b>', notes: ['a & b'], timeZone: 'UTC', runs: ['Mon 2026-01-12 03:00 UTC, in 3 h'], week: { start: '2026-01-12', runs: counts },
};

test('what comes of a spec is text', () => {
  const html = body('a<b>.kam.yaml', [preview], 0, () => 'command:x?"><script>');
  assert.ok(!/<img|<script|<b>/.test(html), html);
  assert.ok(html.includes('&#60;img'));
  assert.ok(html.includes('Mon 2026-01-12 03:00 UTC') && html.includes('in 3 h<'));
  assert.ok(html.includes('Sun 23:00 to 23:59: 60 runs') && html.includes('Mon 00:00 to 00:59: 1 run"'));
});

test('none, one first, and what went wrong', () => {
  const link = () => 'command:x';
  assert.ok(body('a', [], 0, link).includes('has no schedule that Kubernetes takes'));
  assert.ok(body('a', 'the server is <gone>', 0, link).includes('the server is &#60;gone&#62;'));
  const [a, b] = [{ ...preview, workload: 'first' }, { ...preview, workload: 'second', week: null, runs: [] }];
  const order = (first = 0) => [...body('a', [a, b], first, link).matchAll(/>(first|second)</g)].map((m) => m[1]);
  assert.deepEqual(order(), ['first', 'second']);
  assert.deepEqual(order(1), ['second', 'first']);
  assert.deepEqual(order(7), ['first', 'second']);
  assert.ok(body('a', [b], 0, link).includes('It has no next run.'));
});

test('the page runs its own script and no other', () => {
  const html = page('abc');
  assert.match(html, /default-src 'none'; style-src 'unsafe-inline'; script-src 'nonce-abc'/);
  assert.deepEqual(html.match(/<script[^>]*>/g), ['<script nonce="abc">']);
});
