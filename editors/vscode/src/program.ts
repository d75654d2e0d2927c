import { existsSync } from 'node:fs';
import { isAbsolute } from 'node:path';
import { workspace, type ExtensionContext } from 'vscode';

/**
 * The `kam-ls` to run: what the setting says, or the one in the package. Nothing is
 * looked for on the PATH, where a folder could put something. It throws where there
 * is none.
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
  const bundled = context.asAbsolutePath(`bin/${process.platform === 'win32' ? 'kam-ls.exe' : 'kam-ls'}`);
  if (!existsSync(bundled)) {
    throw new Error(`the extension is not for this platform, ${process.platform} on ${process.arch}: install the one that is, or set kam.server.path`);
  }
  return bundled;
}
