import {
  CompletionItemKind, CompletionList, extensions, workspace,
  type CompletionItem, type Diagnostic, type TextDocument, type Uri,
} from 'vscode';
import { configurationPatterns, patterns, structural, syntactic } from './generated';
import { isNamed } from './names';

/**
 * Some people give specs to another extension, by `files.associations`. It reports
 * what a parser of YAML or JSON finds and, in files with a spec's name, what the
 * JSON Schema says that this extension contributes. Both would say it: then only
 * the rest comes from here.
 */
export function without(uri: Uri, found: Diagnostic[]): Diagnostic[] {
  const document = workspace.textDocuments.find((d) => d.uri.toString() === uri.toString());
  if (document === undefined || !validatedElsewhere(document)) {
    return found;
  }
  const said = hasSchema(document) ? [...syntactic, ...structural] : syntactic;
  return found.filter((d) => !said.includes(ruleOf(d)));
}

/** Leaves out of a completion what the schema offers as well: the attributes. */
export function withoutAttributes<T extends CompletionItem[] | CompletionList | null | undefined>(document: TextDocument, offered: T): T {
  if (!offered || !hasSchema(document) || !validatedElsewhere(document)) {
    return offered;
  }
  const keep = (items: CompletionItem[]) => items.filter((item) => item.kind !== CompletionItemKind.Property);
  return (Array.isArray(offered) ? keep(offered) : new CompletionList(keep(offered.items), offered.isIncomplete)) as T;
}

/** The ID of the rule behind a finding, '' if there is none. */
export function ruleOf(d: Diagnostic): string {
  const code = typeof d.code === 'object' ? d.code.value : d.code;
  return String(code ?? '');
}

/** Reports whether a document has a name that a contributed schema is for. */
function hasSchema(document: TextDocument): boolean {
  return isNamed(document, [...patterns, ...configurationPatterns]);
}

function validatedElsewhere(document: TextDocument): boolean {
  switch (document.languageId) {
    case 'json':
    case 'jsonc':
      return workspace.getConfiguration('json', document).get('validate.enable', true);
    case 'yaml':
      return extensions.getExtension('redhat.vscode-yaml') !== undefined
        && workspace.getConfiguration('yaml', document).get('validate', true);
  }
  return false;
}
