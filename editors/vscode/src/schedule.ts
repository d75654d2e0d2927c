import { randomBytes } from 'node:crypto';
import {
  Disposable, Range, Selection, TextEditorRevealType, Uri, ViewColumn, window, workspace, type WebviewPanel,
} from 'vscode';
import { isServed } from './names';
import type { Server } from './server';
import { body, page, type Preview } from './week';

/** The schedules of one document: a reading, the next runs and the week of each. */
export class ScheduleView implements Disposable {
  private panel: WebviewPanel | undefined;
  private spec = '';
  private first = 0; // the index of the schedule that is on top
  private asked = 0;
  private readonly subscriptions: Disposable;

  constructor(private readonly server: Server) {
    // "in 3 h 12 min" is true for a minute.
    const minute = setInterval(() => void this.refresh(), 60_000);
    this.subscriptions = Disposable.from(
      new Disposable(() => clearInterval(minute)),
      server.onDidTell((document) => {
        if (document.uri.toString() === this.spec) {
          void this.refresh();
        }
      }),
      workspace.onDidChangeConfiguration((e) => e.affectsConfiguration('kam') && void this.refresh()),
      window.onDidChangeActiveTextEditor(async (editor) => {
        if (editor !== undefined && this.panel !== undefined && isServed(editor.document) && await server.kind(editor.document) === 'spec') {
          this.show(editor.document.uri.toString());
          void this.refresh();
        }
      }),
      server.onDidChangeState((state) => state === 'running' && void this.refresh()),
    );
  }

  /** Shows the schedules of a document to its side, that with an index first. */
  async open(spec: string | undefined, index = 0): Promise<void> {
    if (spec === undefined) {
      return;
    }
    this.show(spec);
    this.first = index;
    if (this.panel === undefined) {
      this.panel = window.createWebviewPanel('kam.schedules', 'Schedules', { viewColumn: ViewColumn.Beside, preserveFocus: true }, {
        enableScripts: true, enableCommandUris: ['kam.revealSchedule'], enableFindWidget: true, localResourceRoots: [],
      });
      this.panel.onDidDispose(() => (this.panel = undefined));
      this.panel.onDidChangeViewState(({ webviewPanel }) => webviewPanel.visible && void this.refresh());
      this.panel.webview.html = page(randomBytes(16).toString('base64'));
      this.panel.webview.onDidReceiveMessage(() => void this.refresh()); // it is loaded, again perhaps
    } else {
      this.panel.reveal(undefined, true);
    }
    await this.refresh();
  }

  /** Puts the cursor on a schedule, from its line and column. */
  static async reveal(spec: string, line: number, character: number): Promise<void> {
    const open = window.visibleTextEditors.find((editor) => editor.document.uri.toString() === spec);
    const document = open?.document ?? await workspace.openTextDocument(Uri.parse(spec));
    const editor = await window.showTextDocument(document, open?.viewColumn);
    const at = document.validateRange(new Range(line, character, line, character));
    editor.selection = new Selection(at.start, at.start);
    editor.revealRange(at, TextEditorRevealType.InCenterIfOutsideViewport);
  }

  dispose(): void {
    this.panel?.dispose();
    this.subscriptions.dispose();
  }

  private show(spec: string): void {
    if (spec !== this.spec) {
      this.spec = spec;
      this.first = 0;
    }
  }

  private async refresh(): Promise<void> {
    if (this.panel?.visible !== true) {
      return;
    }
    const question = ++this.asked;
    const spec = this.spec;
    let found: Preview[] | string;
    try {
      await workspace.openTextDocument(Uri.parse(spec)); // its tab may be closed
      found = await this.server.execute<Preview[]>('kam.schedules', spec);
    } catch (error) {
      found = error instanceof Error ? error.message : String(error);
    }
    if (question !== this.asked || this.panel === undefined) {
      return;
    }
    const name = Uri.parse(spec).path.split('/').at(-1) ?? '';
    this.panel.title = `Schedules: ${name}`;
    await this.panel.webview.postMessage(body(name, found, this.first, (p) =>
      `command:kam.revealSchedule?${encodeURIComponent(JSON.stringify([spec, p.range.start.line, p.range.start.character]))}`));
  }
}
