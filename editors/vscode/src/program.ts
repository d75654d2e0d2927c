import { existsSync } from 'node:fs';
import { isAbsolute } from 'node:path';
import { workspace, type ExtensionContext } from 'vscode';

/**
 * The `kam-ls` to run: what the setting says, or the one in the package, or what the
 * PATH has. It throws where the setting names none.
 */
export function program(context: ExtensionContext): string {
  const path = workspace.getConfiguration('kam').get<string>('server.path', '').trim();
  if (path !== '') {
    if (!isAbsolute(path)) {
      throw new Error(`kam.server.path is "${path}": expected an absolute path`);
    }
    if (!existsSync(path)) {
      throw new Error(`kam.server.path is "${path}", where there is no file`);
    }
    return path;
  }
  const name = process.platform === 'win32' ? 'kam-ls.exe' : 'kam-ls';
  const bundled = context.asAbsolutePath(`bin/${name}`);
  return existsSync(bundled) ? bundled : name;
}
