/**
 * Reports whether the first comment of a YAML text says that it is a spec, as the
 * server tells it: only blank lines, directives and a document marker may stand
 * before it. `line` gives the text of a line, from 0, or undefined behind the last.
 */
export function hasMarker(line: (index: number) => string | undefined): boolean {
  for (let i = 0; ; i++) {
    const text = line(i)?.replace(/^\ufeff/, '').trim();
    if (text === undefined) {
      return false;
    }
    if (text.startsWith('#')) {
      return /^#+\s*kam-ls:\s+spec(\s|$)/.test(text);
    }
    if (text !== '' && !text.startsWith('%') && text !== '---') {
      return false;
    }
  }
}
