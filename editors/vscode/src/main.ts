import { window, type ExtensionContext } from 'vscode';
import { applyFixes, newSpec, openRule } from './commands';
import { ManifestView } from './manifest';
import { ScheduleView } from './schedule';
import { Server } from './server';
import { Status } from './status';

/** What runs once there is a spec. */
export interface Main {
  /** What the commands of the palette do, by their names. */
  commands: Record<string, (...args: any[]) => unknown>;
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
  server.onCommand('kam.cronPreview', (uri, index) => schedules.open(uri, typeof index === 'number' ? index : undefined));
  await server.start();

  const here = () => window.activeTextEditor?.document.uri.toString();
  return {
    commands: {
      'kam.newSpec': newSpec,
      'kam.openManifest': () => manifests.open(here()),
      'kam.openSchedule': () => schedules.open(here()),
      'kam.revealSchedule': ScheduleView.reveal,
      'kam.fixAllInFile': () => applyFixes(server),
      'kam.openRule': openRule,
      'kam.restartServer': () => server.restart(),
      'kam.showOutput': () => output.show(),
      'kam.showMenu': () => status.menu(),
    },
    stop: () => server.stop(),
  };
}
