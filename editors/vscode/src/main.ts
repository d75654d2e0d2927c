import { commands, Uri, window, type ExtensionContext, type TextDocument } from 'vscode';
import { applyFixes, newSpec, openRule } from './commands';
import { ManifestView } from './manifest';
import { ScheduleView } from './schedule';
import { Server } from './server';
import { Status } from './status';

/** What runs once there is a spec. */
export interface Main {
  /** What the commands of the palette do, by their names. */
  commands: Record<string, (...args: any[]) => unknown>;
  /** Reports whether a configuration calls a document a spec. */
  isSpec(document: TextDocument): Promise<boolean>;
  stop(): Promise<void>;
}

/** Starts the server and puts everything that shows something in its place. */
export async function start(context: ExtensionContext): Promise<Main> {
  const output = window.createOutputChannel('KAM', { log: true });
  const server = new Server(context, output);
  const manifests = new ManifestView(server);
  const schedules = new ScheduleView(server);
  const status = new Status(server);
  context.subscriptions.push(output, server, manifests, schedules, status);

  // The server's lenses and code actions name commands of its own; what they
  // answer with is shown here, in place of a message or a file.
  server.onCommand('kam.render', (uri) => manifests.open(uri));
  server.onCommand('kam.cronPreview', (uri, index) => schedules.open(uri, typeof index === 'number' ? index : 0));
  await server.start();

  /** Runs a command on the spec that a menu names, or that is in front, or beside what is. */
  const onSpec = (run: (uri: string) => unknown) => async (resource?: unknown) => {
    if (resource instanceof Uri) {
      await run(resource.toString());
      return;
    }
    for (const { document } of [window.activeTextEditor, ...window.visibleTextEditors].filter((editor) => editor !== undefined)) {
      if (await server.kind(document) === 'spec') {
        await run(document.uri.toString());
        return;
      }
    }
    if (await window.showInformationMessage('KAM: this is about a spec, and none is to be seen.', 'New Job') !== undefined) {
      await commands.executeCommand('kam.newSpec');
    }
  };
  return {
    commands: {
      'kam.newSpec': newSpec,
      'kam.openManifest': onSpec((uri) => manifests.open(uri)),
      'kam.openSchedule': onSpec((uri) => schedules.open(uri)),
      'kam.revealSchedule': ScheduleView.reveal,
      'kam.fixAllInFile': onSpec((uri) => applyFixes(server, uri)),
      'kam.openRule': openRule,
      'kam.restartServer': () => server.restart(),
      'kam.showOutput': () => output.show(),
      'kam.showMenu': () => status.menu(),
    },
    isSpec: async (document) => await server.kind(document) === 'spec',
    stop: () => server.stop(),
  };
}
