import {
  ProcessExecution, Task, TaskGroup, TaskScope, workspace,
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
    return (workspace.workspaceFolders ?? []).map((folder) => this.make({ type: 'kam', task: 'check' }, folder));
  }

  resolveTask(task: Task): Task {
    return this.make(task.definition as CheckTask, task.scope ?? TaskScope.Workspace);
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
