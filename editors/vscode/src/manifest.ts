import {
  Disposable, EventEmitter, languages, MarkdownString, Range, TextEditorRevealType, ThemeColor, Uri, ViewColumn, window, workspace,
  type TextDocument, type TextEditor,
} from 'vscode';
import type { Range as ProtocolRange } from 'vscode-languageclient/node';
import { linesFrom, placeAt, type Mapped } from './follow';
import type { Server } from './server';

const scheme = 'kam-manifest';

/** What `kam.render` answers with; ranges are those of the protocol. */
interface Rendered {
  manifest: string;
  sourceMap: { line: number; range: ProtocolRange; scope: ProtocolRange }[];
}

/** A manifest that is shown, of the spec with the key's URI. */
interface Shown {
  text: string;
  map: Mapped[];
  failure: string; // why the text is not that of the spec as it is, or ''
  asking?: Promise<void>; // while an answer is to come
  changed: boolean; // since the last question
}

/**
 * The manifests beside their specs. Each is a read-only document, so that it can
 * be searched, folded and copied from, and is rendered anew when its spec changes.
 * The cursor in one of the two marks the same attribute in the other.
 */
export class ManifestView implements Disposable {
  private readonly shown = new Map<string, Shown>();
  private readonly changed = new EventEmitter<Uri>();
  private readonly mark = window.createTextEditorDecorationType({
    isWholeLine: true, backgroundColor: new ThemeColor('editor.selectionHighlightBackground'),
    overviewRulerColor: new ThemeColor('editorOverviewRuler.findMatchForeground'),
  });
  private readonly faded = window.createTextEditorDecorationType({ opacity: '0.6' });
  private readonly subscriptions: Disposable;

  constructor(private readonly server: Server) {
    this.subscriptions = Disposable.from(
      this.changed, this.mark, this.faded,
      workspace.registerTextDocumentContentProvider(scheme, {
        onDidChange: this.changed.event,
        provideTextDocumentContent: (uri) => this.content(uri),
      }),
      workspace.onDidChangeTextDocument(({ document }) => document.uri.scheme === scheme && this.decorate()),
      workspace.onDidCloseTextDocument((document) => {
        if (document.uri.scheme === scheme && document.isClosed) {
          this.forget(specOf(document.uri));
        }
      }),
      server.onDidTell((document) => this.touch(document.uri.toString())),
      // What the manifest says depends on settings and on other files, too: a new
      // pass over the spec is the sign that something is different.
      languages.onDidChangeDiagnostics(({ uris }) => uris.forEach((uri) => this.touch(uri.toString()))),
      server.onDidChangeState((state) => state === 'running' && this.shown.forEach((_, spec) => this.touch(spec))),
      window.onDidChangeTextEditorSelection(({ textEditor }) => this.follow(textEditor)),
      window.onDidChangeVisibleTextEditors(() => {
        this.shown.forEach((shown, spec) => shown.changed && this.touch(spec));
        this.decorate();
      }),
    );
    // Those of a window that was open before.
    workspace.textDocuments.filter(({ uri }) => uri.scheme === scheme).forEach(({ uri }) => void this.render(specOf(uri)));
  }

  /** Shows the manifest of a spec to its side. */
  async open(spec: string | undefined): Promise<void> {
    if (spec === undefined) {
      return;
    }
    await this.render(spec);
    const document = await workspace.openTextDocument(manifestOf(spec));
    await window.showTextDocument(document, { viewColumn: ViewColumn.Beside, preserveFocus: true, preview: false });
    this.decorate();
  }

  dispose(): void {
    this.subscriptions.dispose();
  }

  private async content(uri: Uri): Promise<string> {
    const spec = specOf(uri);
    if (!this.shown.has(spec)) { // a window that was open before
      await this.render(spec);
    }
    const shown = this.shown.get(spec);
    return shown === undefined ? '' : head(shown) + shown.text;
  }

  private forget(spec: string): void {
    this.shown.delete(spec);
    this.editorsOf(Uri.parse(spec)).forEach((editor) => editor.setDecorations(this.mark, []));
  }

  /** Renders a manifest that is shown anew, at once if it is to be seen and else when it is. */
  private touch(spec: string): void {
    const shown = this.shown.get(spec);
    if (shown === undefined) {
      return;
    }
    shown.changed = true;
    if (this.editorsOf(manifestOf(spec)).length > 0) {
      void this.render(spec);
    }
  }

  /** Shows the manifest of what the spec is now. While one is asked for no other is. */
  private render(spec: string): Promise<void> {
    const shown = this.shown.get(spec) ?? { text: '', map: [], failure: '', changed: false };
    this.shown.set(spec, shown);
    shown.changed = true;
    return shown.asking ??= (async () => {
      while (shown.changed) {
        shown.changed = false;
        await this.ask(spec, shown);
      }
      delete shown.asking;
    })();
  }

  private async ask(spec: string, shown: Shown): Promise<void> {
    const before = head(shown) + shown.text;
    try {
      await workspace.openTextDocument(Uri.parse(spec)); // its tab may be closed
      const { manifest, sourceMap } = await this.server.execute<Rendered>('kam.render', spec);
      shown.text = manifest;
      shown.map = sourceMap.map(({ line, range, scope }) => ({ line, key: range, scope }));
      shown.failure = '';
    } catch (error) {
      shown.failure = error instanceof Error ? error.message : String(error);
    }
    if (head(shown) + shown.text !== before) {
      this.changed.fire(manifestOf(spec));
    }
    this.decorate();
  }

  /** Marks in the other editor what the cursor of one is in, and shows it there. */
  private follow(editor: TextEditor): void {
    const uri = editor.document.uri;
    if (uri.scheme === scheme) {
      const spec = specOf(uri);
      const shown = this.shown.get(spec);
      const place = shown?.map.find((m) => m.line === editor.selection.active.line - lines(head(shown)));
      for (const other of this.editorsOf(Uri.parse(spec))) {
        const range = place && clamp(place.key, other.document);
        other.setDecorations(this.mark, range === undefined ? [] : [range]);
        if (range !== undefined && editor === window.activeTextEditor) {
          other.revealRange(range, TextEditorRevealType.InCenterIfOutsideViewport);
        }
      }
      editor.setDecorations(this.mark, []);
    } else if (this.shown.has(uri.toString())) {
      this.editorsOf(uri).forEach((other) => other.setDecorations(this.mark, []));
      this.markManifest(editor, true);
    }
  }

  private markManifest(editor: TextEditor, reveal: boolean): void {
    const spec = editor.document.uri.toString();
    const shown = this.shown.get(spec);
    if (shown === undefined) {
      return;
    }
    const place = placeAt(shown.map, editor.selection.active);
    const offset = lines(head(shown));
    for (const other of this.editorsOf(manifestOf(spec))) {
      const ranges = place === undefined ? [] : linesFrom(shown.map, place).map((line) => other.document.validateRange(new Range(line + offset, 0, line + offset, 0)));
      other.setDecorations(this.mark, ranges);
      if (reveal && ranges[0] !== undefined) {
        other.revealRange(ranges[0], TextEditorRevealType.InCenterIfOutsideViewport);
      }
    }
  }

  /** Puts on what is visible the marks that it should have. */
  private decorate(): void {
    for (const editor of window.visibleTextEditors) {
      const { uri, lineCount } = editor.document;
      if (uri.scheme === scheme) {
        const shown = this.shown.get(specOf(uri));
        const stale = shown !== undefined && shown.failure !== '';
        const hoverMessage = stale ? new MarkdownString().appendText(`not up to date: ${shown.failure}`) : undefined;
        editor.setDecorations(this.faded, stale ? [{ range: new Range(lines(head(shown)), 0, lineCount, 0), hoverMessage }] : []);
      } else if (this.shown.has(uri.toString()) && editor === window.activeTextEditor) {
        this.markManifest(editor, false);
      }
    }
  }

  private editorsOf(uri: Uri): TextEditor[] {
    return window.visibleTextEditors.filter((editor) => editor.document.uri.toString() === uri.toString());
  }
}

/** The lines above a manifest that say why it is not up to date. */
function head(shown: Shown): string {
  if (shown.failure === '') {
    return '';
  }
  const what = shown.text === '' ? 'There is no manifest yet' : 'This is the last manifest that could be rendered';
  return `# ${what}:\n# ${shown.failure.replace(/\s+/g, ' ')}\n\n`;
}

function lines(text: string): number {
  return text.split('\n').length - 1;
}

function clamp(range: ProtocolRange, document: TextDocument): Range {
  const { start, end } = range;
  return document.validateRange(new Range(start.line, start.character, end.line, end.character));
}

/** The URI of a spec's manifest. Its path is what the tab shows. */
function manifestOf(spec: string): Uri {
  const name = Uri.parse(spec).path.split('/').at(-1)!.replace(/(\.kam)?\.(ya?ml|json)$/, '');
  return Uri.from({ scheme, path: `/${name || 'spec'}.manifest.yaml`, query: spec });
}

function specOf(manifest: Uri): string {
  return manifest.query;
}
