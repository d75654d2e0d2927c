// The page that shows schedules. Nothing of the editor is here, so that it can be
// tested without one. It has no script, and all that comes of a spec is escaped.

import type { Span } from './follow';

/** A schedule as `kam.schedules` answers with it. */
export interface Preview {
  workload: string;
  schedule: string;
  range: Span;
  description: string;
  notes: string[];
  timeZone: string;
  next: string[]; // RFC 3339, in UTC
  week: { start: string; runs: number[][] } | null; // from Monday, by the hour
}

const days = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

/**
 * The page about the schedules of a document, or about why there are none.
 * That with the index `first` is on top.
 */
export function page(name: string, found: Preview[] | string, first: number | undefined, now: Date, link: (p: Preview) => string): string {
  const body = typeof found === 'string' ? `<p class="note">${escape(found)}</p>`
    : found.length === 0 ? `<p class="note">${escape(name)} has no schedule that Kubernetes takes.</p>`
    : ordered(found, first).map((p) => section(p, now, link(p))).join('\n');
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escape(name)}</title>
<style>${style}</style>
</head>
<body>
${body}
</body>
</html>`;
}

function ordered(found: Preview[], first = 0): Preview[] {
  const chosen = found[first];
  return chosen === undefined ? found : [chosen, ...found.filter((p) => p !== chosen)];
}

function section(p: Preview, now: Date, link: string): string {
  return `<section>
<h2><a href="${escape(link)}" title="Go to the schedule">${escape(p.workload || 'the job')}</a> <code>${escape(p.schedule)}</code></h2>
<p class="reading">${escape(p.description)}</p>
${p.notes.map((note) => `<p class="note">${escape(note)}</p>`).join('\n')}
${p.next.length === 0 ? '<p>It has no next run.</p>' : runs(p, now)}
${p.week === null ? '' : week(p.week)}
</section>`;
}

function runs(p: Preview, now: Date): string {
  const rows = p.next.map((text) => {
    const time = new Date(text);
    return `<tr><td>${escape(inZone(time, p.timeZone))}</td><td>${escape(distance(time.getTime() - now.getTime()))}</td></tr>`;
  });
  return `<table class="runs"><caption>Next runs, ${escape(p.timeZone)}</caption>${rows.join('')}</table>`;
}

/** The time in a zone, as "Tue 2026-01-13 03:00 CET". */
export function inZone(time: Date, timeZone: string): string {
  const format = (zone: string) => new Intl.DateTimeFormat('en-GB', {
    timeZone: zone, weekday: 'short', year: 'numeric', month: '2-digit', day: '2-digit',
    hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZoneName: 'short',
  }).formatToParts(time);
  let parts: Intl.DateTimeFormatPart[];
  try {
    parts = format(timeZone);
  } catch {
    parts = format('UTC'); // a zone that the server knows and this editor does not
  }
  const part = (type: string) => parts.find((p) => p.type === type)?.value ?? '';
  return `${part('weekday')} ${part('year')}-${part('month')}-${part('day')} ${part('hour')}:${part('minute')} ${part('timeZoneName')}`;
}

/** How far away a time is, from milliseconds: "in 3 h 12 min". */
export function distance(ms: number): string {
  const minutes = Math.ceil(ms / 60_000);
  if (minutes <= 0) {
    return 'now';
  }
  const [d, h, min] = [Math.floor(minutes / 1440), Math.floor(minutes / 60) % 24, minutes % 60];
  const parts = d > 0 ? [[d, 'd'], [h, 'h']] : [[h, 'h'], [min, 'min']];
  return 'in ' + parts.filter(([n]) => n !== 0).map(([n, unit]) => `${n} ${unit}`).join(' ');
}

function week(w: { start: string; runs: number[][] }): string {
  const most = Math.max(1, ...w.runs.flat());
  const hours = Array.from({ length: 24 }, (_, h) => `<th scope="col">${h % 3 === 0 ? String(h).padStart(2, '0') : ''}</th>`);
  const rows = w.runs.map((counts, day) => {
    const cells = counts.map((n, h) => {
      const hour = String(h).padStart(2, '0');
      const title = `${days[day]} ${hour}:00 to ${hour}:59: ${n} ${n === 1 ? 'run' : 'runs'}`;
      const weight = n === 0 ? 0 : 35 + Math.round(65 * n / most);
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
body { padding: 0 1.5em 1.5em; font-size: var(--vscode-font-size); }
section + section { border-top: 1px solid var(--vscode-panel-border); margin-top: 1.5em; }
h2 { font-size: 1.3em; font-weight: 600; margin-bottom: .3em; }
h2 code { font-family: var(--vscode-editor-font-family); font-weight: normal; margin-left: .5em; }
h2 a { color: var(--vscode-textLink-foreground); text-decoration: none; }
.reading { font-size: 1.15em; margin: .3em 0; }
.note { border-left: 3px solid var(--vscode-editorWarning-foreground); padding-left: .7em; }
table { border-collapse: collapse; margin-top: 1.2em; font-variant-numeric: tabular-nums; }
caption { text-align: left; color: var(--vscode-descriptionForeground); padding-bottom: .4em; }
.runs td { padding: .15em 1.5em .15em 0; }
.week th { font-weight: normal; color: var(--vscode-descriptionForeground); font-size: .85em; padding: 0 .3em 0 0; text-align: left; }
.week td { width: 1.6em; height: 1.6em; min-width: 1.2em; text-align: center; font-size: .8em; border: 1px solid var(--vscode-panel-border); }
.week tr:first-of-type td { border: none; }
.week .on { background: color-mix(in srgb, var(--vscode-charts-blue) var(--weight), transparent); color: var(--vscode-editor-foreground); }
`;
