import {
  commands, Disposable, languages, MarkdownString, StatusBarAlignment, ThemeColor, window, DiagnosticSeverity,
} from 'vscode';
import { isServed } from './names';
import type { Server } from './server';

/** The item of the status bar: the server's state, and the problems of the spec that is shown. */
export class Status implements Disposable {
  private readonly item = window.createStatusBarItem('kam.status', StatusBarAlignment.Right, 100);
  private readonly subscriptions: Disposable;
  private asked = 0; // how often the server was asked what a document is

  constructor(private readonly server: Server) {
    this.item.name = 'KAM';
    this.item.command = 'kam.showMenu';
    const update = () => void this.update();
    this.subscriptions = Disposable.from(
      this.item,
      server.onDidChangeState(update),
      window.onDidChangeActiveTextEditor(update),
      languages.onDidChangeDiagnostics(({ uris }) => {
        const shown = window.activeTextEditor?.document.uri.toString();
        if (uris.some((uri) => uri.toString() === shown)) {
          update();
        }
      }),
    );
    update();
  }

  /** Offers what can be done. */
  async menu(): Promise<void> {
    const document = window.activeTextEditor?.document;
    const spec = document === undefined || await this.server.kind(document) === 'spec';
    const chosen = await window.showQuickPick([
      ...spec ? [
        { label: '$(list-tree) Show the Kubernetes manifest', command: 'kam.openManifest' },
        { label: '$(calendar) Show the schedules', command: 'kam.openSchedule' },
        { label: '$(wand) Apply all safe fixes', command: 'kam.fixAllInFile' },
      ] : [],
      { label: '$(warning) Show the problems', command: 'workbench.actions.view.problems' },
      { label: '$(book) Open the page of a rule', command: 'kam.openRule' },
      { label: '$(refresh) Restart the server', command: 'kam.restartServer' },
      { label: '$(output) Show the output', command: 'kam.showOutput' },
    ], { placeHolder: this.summary() });
    if (chosen !== undefined) {
      await commands.executeCommand(chosen.command);
    }
  }

  dispose(): void {
    this.subscriptions.dispose();
  }

  private summary(): string {
    const { state, version, failure } = this.server;
    return state === 'running' ? `kam-ls ${version}` : state === 'failed' ? `the server does not run: ${failure}` : `the server is ${state}`;
  }

  private async update(): Promise<void> {
    const document = window.activeTextEditor?.document;
    const asked = ++this.asked;
    const kind = document === undefined || !isServed(document) ? 'none' : await this.server.kind(document);
    if (asked !== this.asked) {
      return;
    }
    if (document === undefined || kind === 'none') {
      this.item.hide();
      return;
    }
    const found = languages.getDiagnostics(document.uri).filter((d) => d.source === 'kam-ls');
    const errors = found.filter((d) => d.severity === DiagnosticSeverity.Error).length;
    this.item.backgroundColor = undefined;
    switch (this.server.state) {
      case 'starting':
        this.item.text = '$(sync~spin) KAM';
        break;
      case 'running':
        this.item.text = errors > 0 ? `$(error) KAM ${found.length}` : found.length > 0 ? `$(warning) KAM ${found.length}` : '$(check) KAM';
        break;
      default:
        this.item.text = '$(stop-circle) KAM';
        this.item.backgroundColor = new ThemeColor('statusBarItem.errorBackground');
    }
    const problems = found.length === 0 ? 'no problems' : `${found.length} ${found.length === 1 ? 'problem' : 'problems'}, ${errors} of them ${errors === 1 ? 'an error' : 'errors'}`;
    this.item.tooltip = new MarkdownString().appendText(`${this.summary()}\n\n${problems}`);
    this.item.accessibilityInformation = { label: `KAM: ${this.summary()}, ${problems}` };
    this.item.show();
  }
}
