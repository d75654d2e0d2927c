// The page that shows schedules. Nothing of the editor is here, so that it can be
// tested without one. All that comes of a spec is escaped; the only script puts what
// is sent into the page, which stays where it was scrolled to.

import type { Span } from './follow';

/** A schedule as `kam.schedules` answers with it. */
export interface Preview {
  workload: string;
  schedule: string;
  range: Span;
  description: string;
  notes: string[];
  timeZone: string;
  runs: string[]; // the next ones, as "Tue 2026-01-13 03:00 CET, in 3 h 12 min"
  week: { start: string; runs: number[][] } | null; // from Monday, by the hour
}

const days = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

/** The page, in which nothing is shown yet; it says when it is loaded. The nonce is a secret of its script. */
export function page(nonce: string): string {
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'nonce-${nonce}'">
<title>Schedules</title>
<style>${style}</style>
</head>
<body>
<script nonce="${nonce}">
addEventListener('message', ({ data }) => { document.body.innerHTML = data; });
acquireVsCodeApi().postMessage('loaded');
</script>
</body>
</html>`;
}

/**
 * What the page says about the schedules of a document, or about why there are none.
 * That with the index `first` is on top.
 */
export function body(name: string, found: Preview[] | string, first: number, link: (p: Preview) => string): string {
  return typeof found === 'string' ? `<p class="note">${escape(found)}</p>`
    : found.length === 0 ? `<p class="note">${escape(name)} has no schedule that Kubernetes takes.</p>`
    : ordered(found, first).map((p) => section(p, link(p))).join('\n');
}

function ordered(found: Preview[], first: number): Preview[] {
  const chosen = found[first];
  return chosen === undefined ? found : [chosen, ...found.filter((p) => p !== chosen)];
}

function section(p: Preview, link: string): string {
  return `<section>
<h2><a href="${escape(link)}" title="Go to the schedule">${escape(p.workload || 'the job')}</a> <code>${escape(p.schedule)}</code></h2>
<p class="reading">${escape(p.description)}</p>
${p.notes.map((note) => `<p class="note">${escape(note)}</p>`).join('\n')}
${p.runs.length === 0 ? '<p>It has no next run.</p>' : runs(p)}
${p.week === null ? '' : week(p.week)}
</section>`;
}

function runs(p: Preview): string {
  const rows = p.runs.map((run) => `<tr>${run.split(', ').map((part) => `<td>${escape(part)}</td>`).join('')}</tr>`);
  return `<table class="runs"><caption>Next runs, ${escape(p.timeZone)}</caption>${rows.join('')}</table>`;
}

function week(w: { start: string; runs: number[][] }): string {
  const most = Math.max(1, ...w.runs.flat());
  const hours = Array.from({ length: 24 }, (_, h) => `<th scope="col">${h % 3 === 0 ? String(h).padStart(2, '0') : ''}</th>`);
  const rows = w.runs.map((counts, day) => {
    const cells = counts.map((n, h) => {
      const hour = String(h).padStart(2, '0');
      const title = `${days[day]} ${hour}:00 to ${hour}:59: ${n} ${n === 1 ? 'run' : 'runs'}`;
      const weight = n === 0 ? 0 : 20 + Math.round(35 * n / most);
      return `<td title="${title}"${n === 0 ? '' : ` class="on" style="--weight: ${weight}%"`}>${n === 0 ? '' : n}</td>`;
    });
    return `<tr><th scope="row">${days[day]}</th>${cells.join('')}</tr>`;
  });
  return `<table class="week"><caption>Runs by hour, week of ${escape(w.start)}</caption><tr><td></td>${hours.join('')}</tr>${rows.join('')}</table>`;
}

export function escape(text: string): string {
  return text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);
}

const style = `
body { padding: 0 1em 1em; font-size: var(--vscode-font-size); }
section + section { border-top: 1px solid var(--vscode-panel-border); margin-top: 1.5em; }
h2 { font-size: 1.3em; font-weight: 600; margin-bottom: .3em; }
h2 code { font-family: var(--vscode-editor-font-family); font-weight: normal; margin-left: .5em; }
h2 a { color: var(--vscode-textLink-foreground); text-decoration: none; }
.reading { font-size: 1.15em; margin: .3em 0; }
.note { border-left: 3px solid var(--vscode-editorWarning-foreground); padding-left: .7em; }
table { border-collapse: collapse; margin-top: 1.2em; font-variant-numeric: tabular-nums; }
caption { text-align: left; color: var(--vscode-descriptionForeground); padding-bottom: .4em; }
.runs td { padding: .15em 1.5em .15em 0; }
.week { width: 100%; max-width: 46em; table-layout: fixed; }
.week tr > :first-child { width: 2.6em; }
.week th { white-space: nowrap; font-weight: normal; color: var(--vscode-descriptionForeground); font-size: .85em; padding: 0 .3em 0 0; text-align: left; }
.week td { height: 1.6em; padding: 0; overflow: hidden; text-align: center; font-size: .8em; border: 1px solid var(--vscode-panel-border); }
.week tr:first-of-type td { border: none; }
.week .on { background: color-mix(in srgb, var(--vscode-charts-blue) var(--weight), transparent); color: var(--vscode-editor-foreground); }
`;
