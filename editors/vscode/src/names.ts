import { languages, type TextDocument } from 'vscode';

/** Reports whether a document is in one of the languages of specs. */
export function isOwn(document: TextDocument): boolean {
  return document.languageId === 'kam-yaml' || document.languageId === 'kam-json';
}

/** Reports whether a document's name matches one of some globs, in any folder. */
export function isNamed(document: TextDocument, globs: readonly string[]): boolean {
  return languages.match({ pattern: `**/{${globs.join(',')}}` }, document) > 0;
}
