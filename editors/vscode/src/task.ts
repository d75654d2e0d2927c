import {
  ProcessExecution, Task, TaskGroup, TaskScope, window, workspace,
  type ExtensionContext, type TaskDefinition, type TaskProvider, type WorkspaceFolder,
} from 'vscode';
import { program } from './program';

interface CheckTask extends TaskDefinition {
  task: 'check';
  arguments?: string[];
}

/** Offers the task `kam: check` for each folder, and runs those of tasks.json. */
export class Checks implements TaskProvider {
  constructor(private readonly context: ExtensionContext) {}

  provideTasks(): Task[] {
    try {
      return (workspace.workspaceFolders ?? []).map((folder) => this.make({ type: 'kam', task: 'check' }, folder));
    } catch {
      return []; // there is no program: the server says so
    }
  }

  resolveTask(task: Task): Task | undefined {
    try {
      return this.make(task.definition as CheckTask, task.scope ?? TaskScope.Workspace);
    } catch (error) {
      void window.showErrorMessage(`KAM: the task cannot run: ${error instanceof Error ? error.message : error}`);
      return undefined;
    }
  }

  private make(definition: CheckTask, scope: WorkspaceFolder | TaskScope.Global | TaskScope.Workspace): Task {
    // Without a shell, so that no name of a file means anything to one.
    const run = new ProcessExecution(program(this.context), ['check', '--format', 'compact', ...(definition.arguments ?? [])]);
    const task = new Task(definition, scope, definition.task, 'kam', run, '$kam');
    task.group = TaskGroup.Test;
    task.detail = 'kam-ls check: every spec of the folder';
    return task;
  }
}
