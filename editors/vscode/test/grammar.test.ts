// The injected grammar, over VS Code's own for YAML and JSON. KAM_GRAMMARS is the
// folder of the extensions that come with VS Code.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { before, test } from 'node:test';
import oniguruma from 'vscode-oniguruma';
import textmate, { type IGrammar } from 'vscode-textmate';

const builtin = process.env['KAM_GRAMMARS'];
assert.ok(builtin, 'KAM_GRAMMARS is not set');
const own = new URL('../syntaxes/', import.meta.url).pathname;
const files = [own, join(builtin, 'yaml/syntaxes'), join(builtin, 'json/syntaxes')]
  .flatMap((dir) => readdirSync(dir).filter((name) => name.endsWith('.tmLanguage.json')).map((name) => join(dir, name)));
const grammars = new Map(files.map((path) => {
  const text = readFileSync(path, 'utf8');
  return [JSON.parse(text).scopeName as string, textmate.parseRawGrammar(text, path)];
}));

let yaml: IGrammar;
let json: IGrammar;

before(async () => {
  const wasm = readFileSync(createRequire(import.meta.url).resolve('vscode-oniguruma/release/onig.wasm'));
  await oniguruma.loadWASM(wasm);
  const registry = new textmate.Registry({
    onigLib: Promise.resolve({
      createOnigScanner: (sources) => new oniguruma.OnigScanner(sources),
      createOnigString: (text) => new oniguruma.OnigString(text),
    }),
    loadGrammar: async (scope) => grammars.get(scope) ?? null,
    getInjections: (scope) => ['source.kam-yaml', 'source.kam-json'].includes(scope) ? ['kam.injection'] : undefined,
  });
  yaml = (await registry.loadGrammar('source.kam-yaml'))!;
  json = (await registry.loadGrammar('source.kam-json'))!;
});

/** The words of a text, each with its innermost scope. */
function words(grammar: IGrammar, text: string): [string, string][] {
  let stack = textmate.INITIAL;
  const all: [string, string][] = [];
  for (const line of text.split('\n')) {
    const { tokens, ruleStack } = grammar.tokenizeLine(line, stack);
    stack = ruleStack;
    for (const { startIndex, endIndex, scopes } of tokens) {
      const word = line.slice(startIndex, endIndex);
      if (word.trim() !== '') {
        all.push([word, scopes.at(-1)!]);
      }
    }
  }
  return all;
}

function scopeOf(grammar: IGrammar, text: string, word: string): string {
  const found = words(grammar, text).find(([w]) => w === word);
  assert.ok(found, `${word} is no word of its own in ${JSON.stringify(words(grammar, text))}`);
  return found[1];
}

test('the fields of a schedule', () => {
  const spec = 'a:\n  schedule: "1 2-3 4 jan 6" # why\n  containers:\n    b: {image: x}\n';
  for (const [word, scope] of [
    ['schedule', 'entity.name.tag.yaml'], ['1', 'constant.numeric.minute.kam'], ['2', 'constant.numeric.hour.kam'], ['-', 'keyword.operator.schedule.kam'],
    ['4', 'constant.numeric.day-of-month.kam'], ['jan', 'constant.language.schedule.kam'], ['6', 'constant.numeric.day-of-week.kam'],
  ] as const) {
    assert.equal(scopeOf(yaml, spec, word), scope, word);
  }
  // What stands behind it is YAML as before.
  assert.match(scopeOf(yaml, spec, ' why'), /^comment\.line/);
  assert.match(scopeOf(yaml, spec, 'containers'), /entity\.name\.tag\.yaml/);
  assert.equal(scopeOf(yaml, 'schedule: @daily\n', '@daily').includes('schedule'), false); // '@' begins no plain scalar
  assert.equal(scopeOf(yaml, "schedule: '@daily'\n", '@daily'), 'keyword.control.schedule.kam');
  assert.equal(scopeOf(yaml, 'schedule: "@every 1h30m"\n', '1h30m'), 'constant.numeric.duration.kam');
  assert.equal(scopeOf(yaml, 'schedule: 0 3 * * 1\ncontainers: {}\n', '3'), 'constant.numeric.hour.kam');
  assert.equal(scopeOf(yaml, 'a: {schedule: "0 3 * * 1", containers: {}}\n', '3'), 'constant.numeric.hour.kam');
  assert.equal(scopeOf(json, '{"schedule": "0 3 * * 1"}\n', '3'), 'constant.numeric.hour.kam');
});

test('what is no schedule', () => {
  for (const spec of ['# schedule: "0 3 * * 1"\n', 'reschedule: "0 3 * * 1"\n', 'schedule: "0 3 * *"\n', 'schedule: "0 3 * * 1 2"\n']) {
    assert.ok(words(yaml, spec).every(([, scope]) => !scope.endsWith('hour.kam')), spec);
  }
});

test('references to secrets', () => {
  for (const text of ['A: secret://db/password\n', 'A: "secret://db/password"\n', 'dirs: {/x: secret://db/password}\n', 'A: |\n  x secret://db/password\n']) {
    assert.equal(scopeOf(yaml, text, 'db'), 'entity.name.type.secret.kam', text);
    assert.equal(scopeOf(yaml, text, 'password'), 'variable.other.property.secret.kam', text);
  }
  assert.equal(scopeOf(json, '{"A": "secret://db/password"}\n', 'db'), 'entity.name.type.secret.kam');
});

test('quantities', () => {
  const spec = 'resources:\n  cpu: "250m-1"\n  memory: 1.5Gi\n';
  for (const [word, scope] of [['250', 'constant.numeric.quantity.kam'], ['m', 'keyword.other.unit.kam'], ['-', 'keyword.operator.range.kam'], ['1.5', 'constant.numeric.quantity.kam'], ['Gi', 'keyword.other.unit.kam']] as const) {
    assert.equal(scopeOf(yaml, spec, word), scope, word);
  }
  assert.equal(scopeOf(yaml, 'resources: {cpu: "2", memory: "4Gi"}\n', '4'), 'constant.numeric.quantity.kam');
  assert.equal(scopeOf(json, '{"resources": {"nvidia.com/gpu": "1"}}\n', '1'), 'constant.numeric.quantity.kam');
  assert.ok(words(yaml, 'memory: plenty\n').every(([, scope]) => !scope.endsWith('kam')));
});

// With a pattern that goes back and forth this would not end.
test('long lines', () => {
  const line = `a: "${'schedule: "'.repeat(2000)}"\ncpu: ${'1'.repeat(20000)}\n`;
  assert.ok(words(yaml, line).length > 0);
});
