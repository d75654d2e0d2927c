// Reads texts with the parsers that other language servers use.
//
//   node peers.mjs FOLDER
//
// FOLDER has them in its node_modules. Each line of standard input is a text as
// JSON, {"language": "yaml" or "json", "text": "..."}; each line of standard output
// is what its parser makes of it: {"errors": [message], "roots": [node]}. A node has
// the line of its start, and the entries of a mapping, the items of a list, or a
// value.
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const require = createRequire(join(process.argv[2], 'package.json'));
const yaml = require('yaml');
const jsonc = require('jsonc-parser');

// lineOf is a function from offsets in text to lines, both from 0.
function lineOf(text) {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return (offset) => {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (starts[middle] <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  };
}

// readYAML reads as yaml-language-server does, but for keys that are in a mapping
// twice: those are no syntax errors to the others.
function readYAML(text) {
  const line = lineOf(text);
  const composer = new yaml.Composer({ strict: false, version: '1.2', keepSourceTokens: true, uniqueKeys: false });
  const documents = [...composer.compose([...new yaml.Parser().parse(text)], true, text.length)];
  const string = (node) => String(node?.source ?? node?.value ?? '');
  const convert = (node) => {
    const result = { line: line(node?.range?.[0] ?? 0) };
    if (yaml.isMap(node)) {
      result.entries = node.items
        .filter(({ key }) => key === null || yaml.isScalar(key))
        .map(({ key, value }) => ({ key: string(key), line: line(key?.range?.[0] ?? 0), value: convert(value) }));
    } else if (yaml.isSeq(node)) {
      result.items = node.items.map((item) => convert(yaml.isPair(item) ? item.value : item));
    } else {
      result.scalar = true;
      result.value = string(node);
    }
    return result;
  };
  return {
    errors: documents.flatMap(({ errors }) => errors.map(({ message }) => message)),
    roots: documents.map(({ contents }) => convert(contents)),
  };
}

// readJSON reads as VS Code reads JSON without comments.
function readJSON(text) {
  const line = lineOf(text);
  const errors = [];
  const root = jsonc.parseTree(text, errors, { disallowComments: true });
  const convert = (node) => {
    const result = { line: line(node?.offset ?? 0) };
    if (node?.type === 'object') {
      result.entries = node.children.map(({ children: [key, value] }) => ({ key: key.value, line: line(key.offset), value: convert(value) }));
    } else if (node?.type === 'array') {
      result.items = node.children.map(convert);
    } else {
      result.scalar = true;
      result.value = String(node?.value ?? '');
    }
    return result;
  };
  return {
    errors: errors.map(({ error }) => jsonc.printParseErrorCode(error)),
    roots: root ? [convert(root)] : [],
  };
}

for await (const request of createInterface({ input: process.stdin })) {
  const { language, text } = JSON.parse(request);
  console.log(JSON.stringify(language === 'json' ? readJSON(text) : readYAML(text)));
}
