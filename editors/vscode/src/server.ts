import { spawn, type ChildProcess } from 'node:child_process';
import {
  commands, Disposable, env, EventEmitter, Uri, window, workspace,
  type ExtensionContext, type LogOutputChannel, type TextDocument,
} from 'vscode';
import { CloseAction, ErrorAction, ExecuteCommandRequest, LanguageClient, State, type LanguageClientOptions } from 'vscode-languageclient/node';
import { Findings } from './findings';
import { configurationPatterns, patterns } from './generated';
import { isNamed, selector } from './names';
import { without, withoutAttributes } from './others';
import { program } from './program';
import { configured } from './settings';

export type ServerState = 'starting' | 'running' | 'stopped' | 'failed';

/** What a view does with a server's command: uri is that of a document, as a string. */
export type CommandHandler = (uri: string | undefined, ...rest: unknown[]) => unknown;

/** How long a server may take to say that it is there, in milliseconds. */
const patience = 20_000;

/** How often a server that ends is started again, within three minutes. */
const restarts = 4;

/** The language server: one process for the window. */
export class Server implements Disposable {
  private client: LanguageClient | undefined;
  private process: ChildProcess | undefined;
  private readonly handlers = new Map<string, CommandHandler>();
  private readonly changed = new EventEmitter<ServerState>();
  private readonly told = new EventEmitter<TextDocument>();
  private readonly findings = new Findings();
  private readonly subscriptions: Disposable[] = [];
  private turn: Promise<void> = Promise.resolve(); // what start, stop and restart wait for
  readonly onDidChangeState = this.changed.event;
  /**
   * Fires when the server has been told of a document or of a change in it. What is
   * asked then is answered for that version; what is asked when the editor tells of
   * a change may be answered for the one before.
   */
  readonly onDidTell = this.told.event;
  state: ServerState = 'stopped';
  /** Why the state is 'failed'. */
  failure = '';

  constructor(private readonly context: ExtensionContext, readonly output: LogOutputChannel) {
    this.subscriptions.push(
      this.changed, this.told, this.findings,
      workspace.onDidChangeConfiguration((e) => {
        if (e.affectsConfiguration('kam.server.path')) {
          setImmediate(() => void this.restart()); // behind what the client has to send because of it
        }
      }),
    );
  }

  /** Registers what is shown when the server's command is chosen. */
  onCommand(name: string, handler: CommandHandler): void {
    this.handlers.set(name, handler);
  }

  /** The version of the server, '' while there is none. */
  get version(): string {
    return this.client?.initializeResult?.serverInfo?.version ?? '';
  }

  start(): Promise<void> {
    return this.inTurn(() => this.launch());
  }

  stop(): Promise<void> {
    return this.inTurn(() => this.end());
  }

  restart(): Promise<void> {
    return this.inTurn(async () => {
      await this.end();
      await this.launch();
    });
  }

  /** Has the server run one of its commands. It rejects with the server's message. */
  async execute<T>(command: string, ...args: unknown[]): Promise<T> {
    if (!this.client?.isRunning()) {
      throw new Error('the server is not running');
    }
    return this.client.sendRequest(ExecuteCommandRequest.type, { command, arguments: args }) as Promise<T>;
  }

  /** What a document is to the server. While there is none to ask, its language and its name tell. */
  async kind(document: TextDocument): Promise<'spec' | 'configuration' | 'none'> {
    try {
      return await this.execute('kam.kind', document.uri.toString());
    } catch {
      if (isNamed(document, configurationPatterns)) {
        return 'configuration';
      }
      return document.languageId.startsWith('kam-') || isNamed(document, patterns) ? 'spec' : 'none';
    }
  }

  dispose(): void {
    Disposable.from(...this.subscriptions).dispose();
  }

  /** One after the other, so that there is never a server too many. */
  private inTurn(step: () => Promise<void>): Promise<void> {
    return this.turn = this.turn.then(step, step);
  }

  private async launch(): Promise<void> {
    this.become('starting');
    try {
      const command = program(this.context);
      const client = new LanguageClient('kam', 'KAM', () => this.run(command), this.options());
      this.client = client;
      client.onDidChangeState(({ newState }) => {
        if (client === this.client && this.state !== 'failed') {
          this.become(newState === State.Running ? 'running' : newState === State.Starting ? 'starting' : 'stopped');
        }
      });
      await within(patience, client.start(), `${command} does not speak LSP`);
      this.output.info(`${command} ${this.version}`);
    } catch (error) {
      this.process?.kill();
      this.fail(error);
    }
  }

  /** Starts the program, not in a folder of the user's: its files are none of ours. */
  private async run(command: string): Promise<ChildProcess> {
    const started = spawn(command, ['serve'], { cwd: this.context.extensionPath });
    this.process = started;
    await new Promise((resolve, reject) => started.once('spawn', resolve).once('error', reject));
    return started;
  }

  private async end(): Promise<void> {
    const client = this.client;
    this.client = undefined;
    try {
      if (client?.isRunning()) {
        await client.stop();
      }
      await client?.dispose();
    } catch (error) {
      this.output.warn(`the old server: ${error}`); // it may be the reason to restart
      this.process?.kill();
    }
    this.become('stopped');
  }

  private options(): LanguageClientOptions {
    const ended: number[] = []; // when the server did, by itself
    return {
      documentSelector: selector(),
      outputChannel: this.output,
      diagnosticCollectionProvider: this.findings.provider,
      markdown: { supportHtml: false },
      initializationOptions: configured(),
      initializationFailedHandler: () => false, // launch says so
      errorHandler: {
        error: () => ({ action: ErrorAction.Continue, handled: true }),
        closed: () => {
          if (this.state === 'starting') {
            return { action: CloseAction.DoNotRestart, handled: true };
          }
          const now = Date.now();
          ended.push(now);
          if (ended.filter((time) => now - time < 180_000).length <= restarts) {
            return { action: CloseAction.Restart, handled: true };
          }
          this.fail(new Error(`it has ended ${restarts + 1} times in three minutes`));
          return { action: CloseAction.DoNotRestart, handled: true };
        },
      },
      middleware: {
        workspace: { configuration: (params) => params.items.map(() => configured()) },
        executeCommand: (command, args, next) => {
          const handler = this.handlers.get(command);
          return handler ? handler(...(args as [string])) : next(command, args);
        },
        didOpen: async (document, next) => {
          await next(document);
          this.told.fire(document);
        },
        didChange: async (event, next) => {
          await next(event);
          this.told.fire(event.document);
        },
        // VS Code forgets the arguments of an action's command when the menu that it was
        // chosen from has gone, which may be before it is run. Nothing is resolved on the
        // way, and what needs no arguments has none.
        provideCodeActions: async (document, range, context, token, next) => {
          const offered = await next(document, range, context, token);
          offered?.forEach((action) => {
            if ('kind' in action && action.command?.command === 'kam.render') {
              action.command = { title: action.title, command: 'kam.openManifest' };
            }
          });
          return offered;
        },
        resolveCodeAction: (action, token, next) => action.command === undefined ? next(action, token) : action,
        provideDiagnostics: async (document, previous, token, next) => {
          const report = await next(document, previous, token);
          if (report?.kind === 'full') {
            report.items = without('uri' in document ? document.uri : document, report.items);
          }
          return report;
        },
        provideCompletionItem: async (document, position, context, token, next) =>
          withoutAttributes(document, await next(document, position, context, token)),
      },
    };
  }

  private fail(error: unknown): void {
    this.failure = error instanceof Error ? error.message : String(error);
    this.output.error(this.failure);
    this.become('failed');
    void window.showErrorMessage(`KAM: the server does not run: ${this.failure}`, 'Open Settings', 'Show Output').then((chosen) => {
      if (chosen === 'Open Settings') {
        void commands.executeCommand('workbench.action.openSettings', 'kam.server.path');
      } else if (chosen === 'Show Output') {
        this.output.show();
      }
    });
  }

  private become(state: ServerState): void {
    if (state !== this.state) {
      this.state = state;
      this.changed.fire(state);
    }
  }
}

/** Rejects with a reason where a promise takes longer than some milliseconds. */
async function within<T>(ms: number, promise: Promise<T>, reason: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${reason}: no answer in ${ms / 1000} s`)), ms);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Opens a page in the user's browser. */
export function openPage(url: string): void {
  void env.openExternal(Uri.parse(url));
}
