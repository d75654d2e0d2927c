import { commands, languages, tasks, workspace, type ExtensionContext, type TextDocument } from 'vscode';
import { configurationPatterns, patterns } from './generated';
import type { Main } from './main';
import { hasMarker } from './marker';
import { anyOf, isCandidate, isServed } from './names';
import { Checks } from './task';

// This is all that runs where there are YAML files but no specs: it waits for one.
// Everything else, the client and the server, is loaded when it comes.

let main: Promise<Main> | undefined;

/** Commands that somebody may choose before anything is loaded. */
const names = [
  'kam.newSpec', 'kam.openManifest', 'kam.openSchedule', 'kam.revealSchedule', 'kam.fixAllInFile',
  'kam.openRule', 'kam.restartServer', 'kam.showOutput', 'kam.showMenu',
] as const;

export function activate(context: ExtensionContext): void {
  const load = () => main ??= import('./main').then((loaded) => loaded.start(context));
  // Documents whose language was changed, which is done once while they are open: the
  // user may change it back.
  const changed = new Set<string>();

  const look = async (document: TextDocument) => {
    if (isServed(document)) {
      await load();
    } else if (isCandidate(document) && !changed.has(document.uri.toString()) && await isSpec(document)) {
      changed.add(document.uri.toString());
      await languages.setTextDocumentLanguage(document, document.languageId === 'yaml' ? 'kam-yaml' : 'kam-json');
    }
  };
  /** Reports whether a comment in a document, or a configuration, says that it is a spec. */
  const isSpec = async (document: TextDocument) => {
    if (document.languageId === 'yaml' && hasMarker((line) => line < document.lineCount ? document.lineAt(line).text : undefined)) {
      return true;
    }
    if (main === undefined && workspace.getConfiguration('kam').get<string[]>('files', []).length === 0) {
      return false; // there is no configuration either, or the server would run
    }
    return (await load()).isSpec(document);
  };
  const lookAtAll = () => workspace.textDocuments.forEach((document) => void look(document));

  context.subscriptions.push(
    tasks.registerTaskProvider('kam', new Checks(context)),
    workspace.onDidOpenTextDocument(look),
    workspace.onDidSaveTextDocument((document) => languages.match({ pattern: anyOf(configurationPatterns) }, document) > 0 ? lookAtAll() : look(document)),
    workspace.onDidCloseTextDocument((document) => {
      if (document.isClosed) { // and not in another language now
        changed.delete(document.uri.toString());
      }
    }),
    workspace.onDidChangeConfiguration((e) => e.affectsConfiguration('kam.files') && lookAtAll()),
    ...names.map((name) => commands.registerCommand(name, async (...args: unknown[]) => (await load()).commands[name](...args))),
  );
  lookAtAll();
  void inFolders().then(async (found) => {
    if (found) {
      await load();
      lookAtAll();
    }
  });
}

export async function deactivate(): Promise<void> {
  await (await main)?.stop();
}

/** Reports whether a folder has specs, or a configuration that may name some. */
async function inFolders(): Promise<boolean> {
  const found = await workspace.findFiles(anyOf([...patterns, ...configurationPatterns]), '**/node_modules/**', 1);
  return found.length > 0;
}
