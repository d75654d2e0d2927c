import { Disposable, languages, tasks, workspace, type Diagnostic, type DiagnosticCollection, type Uri } from 'vscode';
import type { DiagnosticCollectionProvider } from 'vscode-languageclient/node';

/** When what a task may have removed is told again, in milliseconds after its end. */
const soon = [0, 500, 2_000, 6_000];

/**
 * What the server finds, in one collection. It has the name of the problem matcher's
 * owner, so that what the server and a task find in one file is shown once.
 */
export class Findings implements Disposable {
  private readonly collections = new Set<DiagnosticCollection>();
  private readonly subscriptions = Disposable.from(
    // The findings in a closed file come with those of its folder. For one in no
    // folder none come that would replace them.
    workspace.onDidCloseTextDocument((document) => {
      if (document.isClosed && workspace.getWorkspaceFolder(document.uri) === undefined) {
        this.collections.forEach((collection) => collection.delete(document.uri));
      }
    }),
    // Behind a task, what its owner said of closed files before is removed; the server,
    // which has nothing new to say of them, does not say it again. VS Code does not
    // tell when it removes that: it is soon after the task has ended.
    tasks.onDidEndTask(({ execution }) => {
      if (execution.task.definition.type === 'kam') {
        soon.forEach((delay) => setTimeout(() => this.tellAgain(), delay));
      }
    }),
  );

  private tellAgain(): void {
    this.collections.forEach((collection) => {
      const entries: [Uri, Diagnostic[]][] = [];
      collection.forEach((uri, found) => entries.push([uri, [...found]]));
      collection.set(entries);
    });
  }

  /** For the client, which makes a collection for each server that it starts. */
  readonly provider: DiagnosticCollectionProvider = {
    create: (name) => {
      const collection = languages.createDiagnosticCollection(name);
      this.collections.add(collection);
      return collection;
    },
    dispose: (collection) => {
      this.collections.delete(collection);
      collection.dispose();
    },
  };

  dispose(): void {
    this.subscriptions.dispose();
  }
}
