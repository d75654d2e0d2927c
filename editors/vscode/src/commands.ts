import { languages, SnippetString, window, workspace } from 'vscode';
import { rules } from './generated';
import { openPage, type Server } from './server';
import { ruleOf } from './others';

/** Opens a spec without a name, with what every job has in it. */
export async function newSpec(): Promise<void> {
  const document = await workspace.openTextDocument({ language: 'kam-yaml', content: '' });
  const editor = await window.showTextDocument(document);
  await editor.insertSnippet(new SnippetString([
    'schedule: "${1:0 3 * * *}"',
    'containers:',
    '  ${2:main}:',
    '    image: "${3:registry.example.com/team/image:1.0}"',
    '    command: [${4:"/bin/job"}]',
    '$0',
  ].join('\n')));
}

/** Applies what the server calls safe in a document. */
export async function applyFixes(server: Server, uri: string): Promise<void> {
  try {
    const { edits } = await server.execute<{ edits: number }>('kam.fixAll', uri);
    if (edits === 0) {
      window.setStatusBarMessage('KAM: there is nothing that is safe to fix unasked', 5000);
    }
  } catch (error) {
    void window.showErrorMessage(`KAM: ${error instanceof Error ? error.message : error}`);
  }
}

/** Opens the page of the rule under the cursor; where there is none it asks which. */
export async function openRule(id?: unknown): Promise<void> {
  const known = (wanted: string) => rules.find((r) => r.id === wanted);
  let rule = typeof id === 'string' ? known(id) : undefined;
  const editor = window.activeTextEditor;
  const here = editor === undefined ? [] : languages.getDiagnostics(editor.document.uri)
    .filter((d) => d.source === 'kam-ls' && d.range.intersection(editor.selection) !== undefined)
    .map((d) => known(ruleOf(d)));
  const found = [...new Set(here)].filter((r) => r !== undefined);
  if (rule === undefined && found.length === 1) {
    rule = found[0];
  }
  if (rule === undefined) {
    const offered = found.length > 0 ? found : rules;
    const chosen = await window.showQuickPick(offered.map((r) => ({ label: r.id, detail: r.summary })), {
      placeHolder: 'A rule', matchOnDetail: true,
    });
    rule = chosen && known(chosen.label);
  }
  if (rule !== undefined) {
    openPage(rule.url);
  }
}
