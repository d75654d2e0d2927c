import { workspace } from 'vscode';
import { serverSettings } from './generated';

/**
 * The settings that somebody has set, in the shape of the section `kam`. What is
 * not set is left out: a default of the editor must not win over the project's
 * `.kam-ls.yaml`.
 */
export function configured(): Record<string, unknown> {
  const section = workspace.getConfiguration('kam');
  const settings: Record<string, unknown> = {};
  for (const name of serverSettings) {
    const set = section.inspect(name);
    const levels = [set?.globalValue, set?.workspaceValue].filter((value) => value !== undefined);
    const last = levels.at(-1);
    if (last === undefined) {
      continue;
    }
    // Objects, such as the severities of rules, are merged one by one.
    const value = isObject(last) ? Object.assign({}, ...levels.filter(isObject)) : last;
    put(settings, name.split('.'), value);
  }
  return settings;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function put(into: Record<string, unknown>, path: string[], value: unknown): void {
  const [key, ...rest] = path;
  if (rest.length === 0) {
    into[key] = value;
    return;
  }
  const group = (into[key] ??= {}) as Record<string, unknown>;
  put(group, rest, value);
}
