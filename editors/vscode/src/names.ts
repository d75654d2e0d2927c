import { languages, workspace, type TextDocument } from 'vscode';
import { configurationPatterns, patterns } from './generated';

/** Documents of one language, and perhaps with one of some names, that are not a copy of another. */
export interface Filter {
  language: string;
  scheme: string;
  pattern?: string;
}

/**
 * The documents that the server is told of: those in the languages of specs, those
 * that only have a spec's name since the user gave them another language, and
 * configurations. Other YAML and JSON is not: that would give it a formatter, say,
 * beside its own. Nor is what is another side of a file, in a comparison or from git.
 */
export function selector(): Filter[] {
  const folders = (workspace.workspaceFolders ?? []).map((folder) => folder.uri.scheme);
  return [...new Set(['file', 'untitled', ...folders])].flatMap((scheme) => [
    { scheme, language: 'kam-yaml' },
    { scheme, language: 'kam-json' },
    ...['yaml', 'json', 'jsonc'].map((language) => ({ scheme, language, pattern: anyOf(patterns) })),
    { scheme, language: 'yaml', pattern: anyOf(configurationPatterns) },
  ]);
}

/** Reports whether the server is told of a document. */
export function isServed(document: TextDocument): boolean {
  return languages.match(selector(), document) > 0;
}

/** Reports whether a document is YAML or JSON that may turn out to be a spec. */
export function isCandidate(document: TextDocument): boolean {
  return ['yaml', 'json', 'jsonc'].includes(document.languageId) && !isServed(document)
    && selector().some(({ scheme }) => scheme === document.uri.scheme);
}

/** Reports whether a document's name matches one of some globs, in any folder. */
export function isNamed(document: TextDocument, globs: readonly string[]): boolean {
  return languages.match({ pattern: anyOf(globs) }, document) > 0;
}

/** A glob that matches what one of some matches, in any folder. */
export function anyOf(globs: readonly string[]): string {
  return `**/{${globs.join(',')}}`;
}
