import { commands, languages, tasks, workspace, type ExtensionContext, type TextDocument } from 'vscode';
import { configurationPatterns, patterns } from './generated';
import { hasMarker } from './marker';
import { isNamed, isOwn } from './names';
import { Checks } from './task';
import type { Main } from './main';

// This is all that runs where there are YAML files but no specs: it waits for one.
// Everything else, the client and the server, is loaded when it comes.

let main: Promise<Main> | undefined;

/** Commands that somebody may choose before anything is loaded. */
const names = [
  'kam.newSpec', 'kam.openManifest', 'kam.openSchedule', 'kam.revealSchedule', 'kam.fixAllInFile',
  'kam.openRule', 'kam.restartServer', 'kam.showOutput', 'kam.showMenu',
] as const;

export async function activate(context: ExtensionContext): Promise<void> {
  const load = () => main ??= import('./main').then((loaded) => loaded.start(context));
  const marked = new Set<string>(); // whose language was changed: once, so that the user can change it back
  const look = async (document: TextDocument) => {
    const uri = document.uri.toString();
    if (document.languageId === 'yaml' && !marked.has(uri) && hasMarker((line) => line < document.lineCount ? document.lineAt(line).text : undefined)) {
      marked.add(uri);
      await languages.setTextDocumentLanguage(document, 'kam-yaml');
    }
    if (concerns(document)) {
      await load();
    }
  };
  context.subscriptions.push(
    tasks.registerTaskProvider('kam', new Checks(context)),
    workspace.onDidOpenTextDocument(look),
    workspace.onDidSaveTextDocument(look),
    ...names.map((name) => commands.registerCommand(name, async (...args: unknown[]) => (await load()).commands[name](...args))),
  );
  await Promise.all(workspace.textDocuments.map(look));
  if (main === undefined && await inFolders()) {
    await load();
  }
}

export async function deactivate(): Promise<void> {
  await (await main)?.stop();
}

/** Reports whether a document is a spec or a configuration, or may be called one by the settings. */
function concerns(document: TextDocument): boolean {
  return isOwn(document) || isNamed(document, [...patterns, ...configurationPatterns])
    || (document.languageId === 'yaml' && workspace.getConfiguration('kam', document).get<string[]>('files', []).length > 0);
}

/** Reports whether a folder has specs, or a configuration that may name some. */
async function inFolders(): Promise<boolean> {
  const found = await workspace.findFiles(`**/{${[...patterns, ...configurationPatterns].join(',')}}`, undefined, 1);
  return found.length > 0;
}
