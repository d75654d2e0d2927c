import {
  CompletionItemKind, CompletionList, extensions, workspace,
  type CompletionItem, type Diagnostic, type TextDocument, type Uri,
} from 'vscode';
import { structural, syntactic } from './generated';

/**
 * Some people give specs to another extension, by `files.associations`. It reports
 * what a parser of YAML or JSON finds, and what the JSON Schema says that this
 * extension contributes. Both would say it: then only the rest comes from here.
 */
export function without(uri: Uri, found: Diagnostic[]): Diagnostic[] {
  const document = workspace.textDocuments.find((d) => d.uri.toString() === uri.toString());
  return document === undefined || !validatedElsewhere(document) ? found
    : found.filter((d) => !syntactic.includes(ruleOf(d)) && !structural.includes(ruleOf(d)));
}

/** Leaves out of a completion what the schema offers as well: the attributes. */
export function withoutAttributes<T extends CompletionItem[] | CompletionList | null | undefined>(document: TextDocument, offered: T): T {
  if (!offered || !validatedElsewhere(document)) {
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
