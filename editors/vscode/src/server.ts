import {
  commands, Disposable, env, EventEmitter, languages, RelativePattern, Uri, window, workspace,
  type ExtensionContext, type LogOutputChannel, type TextDocument,
} from 'vscode';
import {
  ExecuteCommandRequest, LanguageClient, State, TransportKind,
  type LanguageClientOptions,
} from 'vscode-languageclient/node';
import { configurationPatterns, patterns } from './generated';
import { program } from './program';
import { isNamed, isOwn } from './names';
import { configured } from './settings';
import { without, withoutAttributes } from './others';

export type ServerState = 'starting' | 'running' | 'stopped' | 'failed';

/** What a view does with a server's command: uri is that of a document, as a string. */
export type CommandHandler = (uri: string | undefined, ...rest: unknown[]) => unknown;

/** Which documents the server is told of. */
interface Filter {
  language: string;
  pattern?: string;
  scheme?: string;
}

/** The language server: one process for the window. */
export class Server implements Disposable {
  private client: LanguageClient | undefined;
  private readonly handlers = new Map<string, CommandHandler>();
  private readonly changed = new EventEmitter<ServerState>();
  private readonly subscriptions: Disposable[] = [];
  private turn: Promise<void> = Promise.resolve(); // what start, stop and restart wait for
  private configurations = false; // there are files that may name further specs
  private readonly told = new EventEmitter<TextDocument>();
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
    // Which documents the server is told of is settled when it starts.
    const watcher = workspace.createFileSystemWatcher('**/.kam-ls.yaml', false, true, true);
    this.subscriptions.push(
      watcher,
      watcher.onDidCreate(() => this.configurations || void this.restart()),
      workspace.onDidChangeConfiguration((e) => {
        if (e.affectsConfiguration('kam.server.path') || (e.affectsConfiguration('kam.files') && !this.configurations)) {
          void this.restart();
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
      try {
        await this.end();
      } catch (error) {
        this.output.warn(`the old server: ${error}`); // it may be the reason to restart
      }
      await this.launch();
    });
  }

  /** One after the other, so that there is never a server too many. */
  private inTurn(step: () => Promise<void>): Promise<void> {
    return this.turn = this.turn.then(step, step);
  }

  private async launch(): Promise<void> {
    this.become('starting');
    try {
      this.configurations = await namesSpecs();
      const command = program(this.context);
      const run = { command, transport: TransportKind.stdio, options: { cwd: undefined } };
      const client = new LanguageClient('kam', 'KAM', run, this.options());
      this.client = client;
      client.onDidChangeState(({ newState }) => {
        if (client === this.client) {
          this.become(newState === State.Running ? 'running' : newState === State.Starting ? 'starting' : 'stopped');
        }
      });
      await client.start();
      this.output.info(`${command} ${this.version}`);
    } catch (error) {
      this.fail(error);
    }
  }

  private async end(): Promise<void> {
    const client = this.client;
    this.client = undefined;
    if (client?.isRunning()) {
      await client.stop();
    }
    await client?.dispose();
    this.become('stopped');
  }

  /** Has the server run one of its commands. It rejects with the server's message. */
  async execute<T>(command: string, ...args: unknown[]): Promise<T> {
    if (!this.client?.isRunning()) {
      throw new Error('the server is not running');
    }
    return this.client.sendRequest(ExecuteCommandRequest.type, { command, arguments: args }) as Promise<T>;
  }

  /**
   * What a document is to the server. While there is none to ask, its language and
   * its name tell.
   */
  async kind(document: TextDocument): Promise<'spec' | 'configuration' | 'none'> {
    if (languages.match(this.selector(), document) === 0) {
      return 'none';
    }
    try {
      return await this.execute('kam.kind', document.uri.toString());
    } catch {
      return isNamed(document, configurationPatterns) ? 'configuration' : isOwn(document) || isNamed(document, patterns) ? 'spec' : 'none';
    }
  }

  dispose(): void {
    Disposable.from(...this.subscriptions, this.changed, this.told).dispose();
  }

  private options(): LanguageClientOptions {
    return {
      documentSelector: this.selector(),
      outputChannel: this.output,
      diagnosticCollectionName: 'kam',
      markdown: { supportHtml: false },
      initializationOptions: configured(undefined),
      synchronize: { configurationSection: 'kam' },
      middleware: {
        workspace: {
          configuration: (params) => params.items.map((item) =>
            configured(item.scopeUri === undefined ? undefined : Uri.parse(item.scopeUri))),
        },
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
        handleDiagnostics: (uri, found, next) => next(uri, without(uri, found)),
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

  /**
   * The documents that the server is told of: those in the languages of specs,
   * those that only have a spec's name since the user gave them another language,
   * and configurations. Other YAML and JSON only where a configuration may name it.
   */
  private selector(): Filter[] {
    const selector: Filter[] = [
      { language: 'kam-yaml' },
      { language: 'kam-json' },
      ...['yaml', 'json', 'jsonc'].map((language) => ({ language, pattern: `**/{${patterns.join(',')}}` })),
      { language: 'yaml', pattern: `**/{${configurationPatterns.join(',')}}` },
    ];
    if (this.configurations) {
      selector.push({ language: 'yaml', scheme: 'file' }, { language: 'json', scheme: 'file' });
    }
    return selector;
  }

  private fail(error: unknown): void {
    this.failure = error instanceof Error ? error.message : String(error);
    this.output.error(this.failure);
    this.become('failed');
    void window.showErrorMessage(`KAM: the server does not start: ${this.failure}`, 'Open Settings', 'Show Output').then((chosen) => {
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

/** Reports whether something may name specs beside those that are told by their names. */
async function namesSpecs(): Promise<boolean> {
  if (workspace.getConfiguration('kam').get<string[]>('files', []).length > 0) {
    return true;
  }
  for (const folder of workspace.workspaceFolders ?? []) {
    const found = await workspace.findFiles(new RelativePattern(folder, '**/.kam-ls.yaml'), undefined, 1);
    if (found.length > 0) {
      return true;
    }
  }
  return false;
}

/** Opens a page in the user's browser. */
export function openPage(url: string): void {
  void env.openExternal(Uri.parse(url));
}
